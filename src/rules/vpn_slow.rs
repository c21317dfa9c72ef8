//! The way through the tunnel is later or loses more than the way beside it.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::interval::{Proportion, Z95};
use crate::analysis::loss::Share;
use crate::evidence::between::Tunnel;
use crate::evidence::{Foreign, Layer, Symptom};
use crate::text::Tr;

/// Milliseconds later than beside the tunnel: from here on worth a word, and from here on people
/// notice (CODES C08, CATALOGUE C08).
const LATER_HINT_MS: f64 = 50.0;
const LATER_PROBLEM_MS: f64 = 150.0;
/// More lost than beside the tunnel, as a share (CODES C08).
const LOSS_HINT: f64 = 0.02;
const LOSS_PROBLEM: f64 = 0.05;
/// Lost messages below which it is chance, however few were sent.
const LEAST_LOST: u32 = 3;
/// Round trips that a median rests on.
const ENOUGH: u32 = 15;

pub(super) const RULE: Rule = Rule {
    code: "vpn-slow",
    layer: Layer::Line,
    side: Side::Computer,
    worst: Severity::Problem,
    needs: &[Part::Host, Part::Latency, Part::Between],
    explains: &[],
    symptoms: &[
        (Symptom::Slow, 0.8),
        (Symptom::Calls, 0.8),
        (Symptom::Pages, 0.8),
        (Symptom::Drops, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Cuando todo sale por una VPN, mide los mismos destinos por la VPN y por fuera de ella. Por encima de 50 ms más o de un 2 % más de mensajes perdidos es una pista; por encima de 150 ms o de un 5 %, un problema.",
            matters: "Lo que va por la VPN da un rodeo por su servidor. Si está lejos o va cargado, todo tarda aunque tu conexión sea buena.",
            limits: "Por la VPN se pregunta poco, para no molestar a nadie: una pérdida pequeña no se ve. La velocidad no se mide aquí.",
        },
        en: About {
            finds: "When everything goes out through a VPN, measures the same places through it and outside it. More than 50 ms later or 2 % more messages lost is a hint; more than 150 ms or 5 % is a problem.",
            matters: "What goes through the VPN makes a detour by its server. When that is far away or busy everything is late, however good your connection is.",
            limits: "Little is asked through the VPN, so as to bother nobody: a small loss is not seen. Speed is not measured here.",
        },
        pt: About {
            finds: "Quando tudo sai por uma VPN, mede os mesmos destinos pela VPN e por fora dela. Acima de 50 ms a mais ou de 2 % a mais de mensagens perdidas é uma pista; acima de 150 ms ou de 5 %, um problema.",
            matters: "O que vai pela VPN dá uma volta pelo servidor dela. Se ele está longe ou sobrecarregado, tudo demora, por melhor que seja a sua conexão.",
            limits: "Pela VPN se pergunta pouco, para não incomodar ninguém: uma perda pequena não se vê. A velocidade não é medida aqui.",
        },
    },
    sources: &[
        "more than 50 ms added is a hint, more than 150 ms a problem",
        "BlueJeans, ITU-T G.114: 150 ms is where calls begin to suffer",
    ],
    text: Tr {
        es: Text {
            title: "La VPN es la que va lenta",
            what: &[
                "Por la VPN ({tunnel}) los mensajes tardan {through_late}; por fuera de ella, {pinned_late}.",
                "Por la VPN ({lossy_tunnel}) se pierden {share} de cada 100 mensajes que por fuera de ella no se pierden.",
                "Se nota en todo lo que haces en este equipo mientras esté encendida.",
                "Tu wifi y tu línea no son la causa.",
            ],
            steps: &[
                step("Desconecta la VPN y mira si va mejor. (1 minuto)"),
                step("Elige en el programa de la VPN un servidor más cercano. (2 minutos)"),
                step("Prueba otro protocolo, si el programa deja elegir. (2 minutos)"),
            ],
            mended: "Al repetir la prueba, por la VPN se tarda y se pierde casi lo mismo que por fuera.",
            tell_provider: &[],
        },
        en: Text {
            title: "It is the VPN that is slow",
            what: &[
                "Through the VPN ({tunnel}) messages take {through_late}; beside it, {pinned_late}.",
                "Through the VPN ({lossy_tunnel}) {share} of every 100 messages get lost that are not lost beside it.",
                "It shows in everything you do on this computer while it is on.",
                "Your Wi-Fi and your line are not the cause.",
            ],
            steps: &[
                step("Disconnect the VPN and see whether things are better. (1 minute)"),
                step("Choose a nearer server in the VPN's program. (2 minutes)"),
                step("Try another protocol, where the program lets you choose. (2 minutes)"),
            ],
            mended: "When you run the test again, the way through the VPN is about as quick as outside it, and about as few messages get lost.",
            tell_provider: &[],
        },
        pt: Text {
            title: "É a VPN que está lenta",
            what: &[
                "Pela VPN ({tunnel}) as mensagens demoram {through_late}; por fora dela, {pinned_late}.",
                "Pela VPN ({lossy_tunnel}) se perdem {share} de cada 100 mensagens que por fora dela não se perdem.",
                "Dá para notar em tudo o que você faz neste computador enquanto ela estiver ligada.",
                "O seu Wi-Fi e a sua linha não são a causa.",
            ],
            steps: &[
                step("Desconecte a VPN e veja se melhora. (1 minuto)"),
                step("Escolha no programa da VPN um servidor mais próximo. (2 minutos)"),
                step("Tente outro protocolo, se o programa deixar escolher. (2 minutos)"),
            ],
            mended: "Ao repetir o teste, pela VPN se demora e se perde quase o mesmo que por fora.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    if host.tunnel.is_none() {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let between = need(Part::Between, &case.evidence.between)?;
    let tunnel = need(Part::Between, &between.tunnel)?;
    need(Part::Latency, &case.evidence.latency)?;
    // Nothing through it is more than slow, and without a way beside it there is no comparison.
    if !tunnel.answers() {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let (Some(delay), Some(loss)) = (&case.analysis.delay, &case.analysis.loss) else {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    };
    let pinned_ms = delay.far.median_ms;
    let answered = tunnel.sent.saturating_sub(tunnel.lost);
    let later = tunnel.median_ms.filter(|_| answered >= ENOUGH).map(|ms| (ms, ms - pinned_ms));
    let late = later.and_then(|(_, more)| match more {
        more if more > LATER_PROBLEM_MS => Some(Severity::Problem),
        more if more > LATER_HINT_MS => Some(Severity::Hint),
        _ => None,
    });
    let lossy = lossy(tunnel, loss.far);
    let Some(severity) = late.max(lossy) else { return Ok(Verdict::Pass) };
    let name = || Argument::Name(Foreign::new(tunnel.interface.as_str()));
    let mut arguments = Vec::new();
    if let (Some(_), Some((through_ms, _))) = (late, later) {
        arguments.push(("tunnel", name()));
        arguments.push(("through_late", Argument::Ms(through_ms)));
        arguments.push(("pinned_late", Argument::Ms(pinned_ms)));
    }
    if lossy.is_some() {
        arguments.push(("lossy_tunnel", name()));
        arguments.push(("share", Argument::Share(share(tunnel) - loss.far.seen())));
    }
    Ok(Verdict::Found(Finding {
        severity,
        confidence: 0.9,
        arguments,
        evidence: &["host.tunnel", "between.tunnel", "latency.targets"],
    }))
}

fn share(tunnel: &Tunnel) -> f64 {
    f64::from(tunnel.lost) / f64::from(tunnel.sent.max(1))
}

/// More lost than beside the tunnel: what was seen is above the limit, and what is certain is above
/// half of it.
fn lossy(tunnel: &Tunnel, pinned: Share) -> Option<Severity> {
    let through = Proportion { share: share(tunnel), tries: f64::from(tunnel.sent) };
    #[expect(clippy::cast_precision_loss, reason = "some hundred messages")]
    let beside = Proportion { share: pinned.seen(), tries: pinned.sent as f64 };
    let (seen, certain) = (through.share - beside.share, through.excess_over(beside, Z95));
    match () {
        () if tunnel.lost < LEAST_LOST => None,
        () if seen > LOSS_PROBLEM && certain > LOSS_PROBLEM / 2.0 => Some(Severity::Problem),
        () if seen > LOSS_HINT && certain > LOSS_HINT / 2.0 => Some(Severity::Hint),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, finding, severity};

    fn through(sent: u32, lost: u32, median_ms: f64) -> Changed {
        Changed::healthy_wifi().through_tunnel(|tunnel| {
            (tunnel.sent, tunnel.lost, tunnel.median_ms) = (sent, lost, Some(median_ms));
        })
    }

    #[test]
    fn the_limits_of_time_hold() {
        let beside = 15.6;
        for (more, expected) in [
            (2.0, None),
            (49.9, None),
            (50.2, Some(Severity::Hint)),
            (149.8, Some(Severity::Hint)),
            (150.2, Some(Severity::Problem)),
        ] {
            assert_eq!(severity(&RULE, &through(30, 0, beside + more)), expected, "{more}");
        }
        assert_eq!(severity(&RULE, &through(14, 0, 300.0)), None, "too few");
    }

    #[test]
    fn the_limits_of_loss_hold_where_the_messages_carry_them() {
        for (sent, lost, expected) in [
            (360, 0, None),
            (360, 7, None),
            (360, 15, Some(Severity::Hint)),
            (360, 36, Some(Severity::Problem)),
            (30, 10, Some(Severity::Problem)),
            (30, 2, None),
        ] {
            assert_eq!(severity(&RULE, &through(sent, lost, 20.0)), expected, "{lost} of {sent}");
        }
    }

    #[test]
    fn what_the_line_loses_is_not_the_tunnels() {
        assert_eq!(severity(&RULE, &through(360, 36, 20.0).losing(0, 10)), None);
    }

    #[test]
    fn it_says_only_what_was_seen() {
        let names = |home: &Changed| -> Vec<_> {
            finding(&RULE, home).unwrap().arguments.iter().map(|(name, _)| *name).collect()
        };
        assert_eq!(names(&through(30, 0, 300.0)), ["tunnel", "through_late", "pinned_late"]);
        assert_eq!(names(&through(360, 60, 20.0)), ["lossy_tunnel", "share"]);
    }
}
