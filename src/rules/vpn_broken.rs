//! A tunnel carries everything and lets nothing through, while the connection below it works.

use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::reach::Answers;
use crate::evidence::{Foreign, Layer, Symptom};
use crate::text::Tr;

/// With one message in three lost both ways, so many tries all fail in less than one case in a
/// hundred thousand million; a tunnel that is silent for two seconds is asked fifty times.
const TRIES: u32 = 24;

/// A tunnel that was idle first has to greet its other end, and until that is answered all that is
/// sent through it waits. In the time of a run two greetings are sent, five seconds apart.
const GREETINGS: i32 = 2;
/// Both may be lost by what the line loses in no more than this share of cases.
const LUCK: f64 = 0.005;

pub(super) const RULE: Rule = Rule {
    code: "vpn-broken",
    layer: Layer::Line,
    side: Side::Computer,
    worst: Severity::Hard,
    needs: &[Part::Host, Part::Latency, Part::Between],
    explains: &[],
    symptoms: &[
        (Symptom::Nothing, 1.0),
        (Symptom::Pages, 0.8),
        (Symptom::Drops, 0.6),
        (Symptom::Slow, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Cuando todo sale por una VPN, pregunta a los mismos destinos por la VPN y por fuera de ella. Habla cuando por la VPN no contesta nadie y por fuera sí.",
            matters: "Mientras la VPN siga encendida, el equipo se lo envía todo, y parece que no hay internet.",
            limits: "Algunas VPN de empresa no dejan salir a internet a propósito; también de ellas habla. De una VPN que solo lleva una parte del tráfico no habla.",
        },
        en: About {
            finds: "When everything goes out through a VPN, asks the same places through it and outside it. Speaks when nobody answers through the VPN and somebody does outside it.",
            matters: "As long as the VPN stays on, the computer sends it everything, and there seems to be no internet.",
            limits: "Some company VPNs let nothing out to the internet on purpose; it speaks of them too. It does not speak of a VPN that carries only a part of the traffic.",
        },
        pt: About {
            finds: "Quando tudo sai por uma VPN, pergunta aos mesmos destinos pela VPN e por fora dela. Fala quando pela VPN ninguém responde e por fora sim.",
            matters: "Enquanto a VPN estiver ligada, o computador envia tudo para ela, e parece que não há internet.",
            limits: "Algumas VPNs de empresa não deixam sair para a internet de propósito; delas também fala. De uma VPN que só leva parte do tráfego não fala.",
        },
    },
    sources: &["the same far ends answer on the interface below the tunnel and not through it"],
    text: Tr {
        es: Text {
            title: "Tu VPN no deja pasar nada",
            what: &[
                "Ahora todo sale por la VPN ({tunnel}), y por ella no ha contestado nadie a {asked} mensajes.",
                "Por eso no se abre ninguna página en este equipo.",
                "Por fuera de la VPN internet contesta: tu wifi, tu router y tu línea funcionan.",
            ],
            steps: &[
                step(
                    "Desconecta la VPN en su programa o en el menú de red y ejecuta wifidoc otra vez. Mientras tanto no te protege. (1 minuto)",
                ),
                step("Vuelve a conectarla: a veces basta. (1 minuto)"),
                step("Elige otro servidor u otro protocolo en el programa de la VPN. (2 minutos)"),
                step(
                    "Si es la VPN de tu trabajo, di a quien la lleva que está conectada y que por ella no contesta nada.",
                ),
            ],
            mended: "Al repetir la prueba, por la VPN contestan los destinos de internet, o ya no hay VPN en marcha.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your VPN lets nothing through",
            what: &[
                "Everything goes out through the VPN ({tunnel}) now, and nobody answered {asked} messages through it.",
                "That is why no page opens on this computer.",
                "Outside the VPN the internet answers: your Wi-Fi, your router and your line work.",
            ],
            steps: &[
                step(
                    "Disconnect the VPN in its program or in the network menu and run wifidoc again. It does not protect you meanwhile. (1 minute)",
                ),
                step("Connect it again: sometimes that is enough. (1 minute)"),
                step("Choose another server or another protocol in the VPN's program. (2 minutes)"),
                step(
                    "If it is the VPN of your work, tell whoever runs it that it is connected and nothing answers through it.",
                ),
            ],
            mended: "When you run the test again, the places on the internet answer through the VPN, or no VPN is up.",
            tell_provider: &[],
        },
        pt: Text {
            title: "A sua VPN não deixa passar nada",
            what: &[
                "Agora tudo sai pela VPN ({tunnel}), e por ela ninguém respondeu a {asked} mensagens.",
                "Por isso nenhuma página abre neste computador.",
                "Por fora da VPN a internet responde: o seu Wi-Fi, o seu roteador e a sua linha funcionam.",
            ],
            steps: &[
                step(
                    "Desconecte a VPN no programa dela ou no menu de rede e execute o wifidoc de novo. Enquanto isso ela não protege você. (1 minuto)",
                ),
                step("Conecte de novo: às vezes basta. (1 minuto)"),
                step("Escolha outro servidor ou outro protocolo no programa da VPN. (2 minutos)"),
                step(
                    "Se for a VPN do seu trabalho, diga a quem cuida dela que está conectada e que por ela nada responde.",
                ),
            ],
            mended: "Ao repetir o teste, os destinos da internet respondem pela VPN, ou já não há VPN ligada.",
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
    if tunnel.answers() {
        return Ok(Verdict::Pass);
    }
    need(Part::Latency, &case.evidence.latency)?;
    match case.analysis.reach.map(|reach| reach.far) {
        // The line below it is down: the tunnel cannot help it.
        Some(Answers::No) => return Err(Verdict::Unknown(Missing::NotApplicable)),
        Some(Answers::Unknown) | None => return Err(no_series(case)),
        Some(Answers::Yes) => {}
    }
    let lost = case.analysis.loss.as_ref().map_or(0.0, |split| split.far.seen());
    if tunnel.asked() < TRIES || lost.powi(GREETINGS) > LUCK {
        return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: 0.9,
        arguments: vec![
            ("tunnel", Argument::Name(Foreign::new(tunnel.interface.as_str()))),
            ("asked", Argument::Count(u64::from(tunnel.asked()))),
        ],
        evidence: &["host.tunnel", "between.tunnel", "latency.targets"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency::Role;
    use crate::rules::testing::{Changed, severity, verdict};

    fn silent(swept: u32) -> Changed {
        Changed::healthy_wifi().through_tunnel(|tunnel| {
            (tunnel.swept, tunnel.swept_answered) = (swept, 0);
            (tunnel.sent, tunnel.lost, tunnel.median_ms) = (0, 0, None);
        })
    }

    #[test]
    fn a_silent_tunnel_over_a_working_line_is_broken_from_enough_tries_on() {
        assert_eq!(severity(&RULE, &silent(24)), Some(Severity::Hard));
        let unknown = Verdict::Unknown(Missing::NotEnough { weight: 0.5 });
        assert_eq!(verdict(&RULE, &silent(23)), unknown);
        let one = silent(60).through_tunnel(|tunnel| {
            (tunnel.swept, tunnel.swept_answered, tunnel.sent, tunnel.lost) = (60, 1, 0, 0);
        });
        assert_eq!(verdict(&RULE, &one), Verdict::Pass);
    }

    #[test]
    fn a_line_that_loses_much_may_have_lost_the_greeting() {
        assert_eq!(severity(&RULE, &silent(60).losing(0, 20)), Some(Severity::Hard));
        assert_eq!(severity(&RULE, &silent(60).losing(0, 10)), None);
    }

    #[test]
    fn over_a_dead_line_no_tunnel_is_blamed() {
        let evidence = silent(60).silent(Role::FarEnd).silent(Role::FirstHop);
        assert_eq!(severity(&RULE, &evidence), None);
        let line = severity(
            &super::super::line_down::RULE,
            &evidence.latency(|latency| {
                latency.other_family =
                    crate::evidence::Outcome::NotTried(crate::evidence::Why::NothingThere);
            }),
        );
        assert_eq!(line, Some(Severity::Hard));
    }

    #[test]
    fn without_a_tunnel_there_is_nothing_to_look_at() {
        let unknown = Verdict::Unknown(Missing::NotApplicable);
        assert_eq!(verdict(&RULE, &Changed::healthy_wifi()), unknown);
    }
}
