//! Messages take long between this computer and the router, over the radio.

use super::step;
use super::wifi_loses_packets::{no_series, series};
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use crate::analysis::delay::Delay;
use crate::evidence::host::Medium;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Slow answers less the fastest. One Wi-Fi hop in ten has 20 ms in the wild (CATALOGUE T12), so
/// that a hint begins above it; calls want less jitter than this (T6).
const HINT_SPREAD_MS: f64 = 30.0;
/// Twice what a bad call has (T8: 40 ms of jitter).
const PROBLEM_SPREAD_MS: f64 = 80.0;
/// A hop of 3 ms in the median home (T12) that takes ten times as long eats a third of what a
/// conversation can bear (T6: 100 ms there and back).
const PROBLEM_MEDIAN_MS: f64 = 30.0;
/// A line that adds more than this is not cleared (CATALOGUE W05).
const LINE_IN_TIME_MS: f64 = 60.0;
/// A line less steady than this is not cleared (CODES, line-jitter).
const LINE_STEADY_MS: f64 = 30.0;

pub(super) const RULE: Rule = Rule {
    code: "wifi-answers-late",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Problem,
    needs: &[Part::Host, Part::Latency],
    explains: &["resolver-unreliable", "resolver-slow"],
    symptoms: &[
        (Symptom::Calls, 1.0),
        (Symptom::Slow, 0.6),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.3),
    ],
    about: Tr {
        es: About {
            finds: "Mide lo que tarda un mensaje en ir al router y volver, y si todo lo que hay más allá se retrasa en los mismos instantes. Lo comenta cuando los lentos tardan 30 ms más que los rápidos; es un problema desde 80 ms, o si la mitad tarda más de 30 ms.",
            matters: "Todo lo que haces pasa por ahí: las llamadas se entrecortan y las páginas arrancan tarde.",
            limits: "Un router que tarda solo en contestar él, pero deja pasar todo a tiempo, no cuenta. Si el router no contesta, no se puede separar el wifi de la línea.",
        },
        en: About {
            finds: "Measures how long a message takes to the router and back, and whether everything beyond is late in the same moments. Mentions it when the slow ones take 30 ms more than the fast ones; it is a problem from 80 ms on, or when half of them take more than 30 ms.",
            matters: "All you do goes through there: calls break up and pages start late.",
            limits: "A router that is only slow to answer for itself and lets everything else through in time does not count. When the router does not answer, Wi-Fi and line cannot be told apart.",
        },
        pt: About {
            finds: "Mede quanto uma mensagem demora para ir ao roteador e voltar, e se tudo o que está além se atrasa nos mesmos instantes. Comenta quando as lentas demoram 30 ms a mais que as rápidas; é um problema a partir de 80 ms, ou se metade demora mais de 30 ms.",
            matters: "Tudo o que você faz passa por ali: as chamadas picotam e as páginas começam tarde.",
            limits: "Um roteador que só demora para responder por si mesmo, mas deixa tudo passar a tempo, não conta. Se o roteador não responde, não dá para separar o Wi-Fi da linha.",
        },
    },
    sources: &[
        "WiFiSeer (MobiSys 2016): the Wi-Fi hop takes 3 ms in the median, 20 ms in one case of ten",
        "Microsoft Teams, BlueJeans: calls want less than 30 ms of jitter, 40 ms is poor",
        "the hop is late only with what lies beyond it, in the same rounds",
    ],
    text: Tr {
        es: Text {
            title: "Los mensajes tardan más de lo normal en llegar al router",
            what: &[
                "Por el wifi, un mensaje suele tardar {median} en ir al router y volver; lo normal son menos de 10 ms. Uno de cada veinte tarda más de {p95}.",
                "Lo notas en llamadas que se entrecortan y páginas que arrancan tarde.",
                "Tu línea de internet no es la causa: solo añade {line}.",
            ],
            steps: &[
                step(
                    "Pon en pausa las descargas, copias de seguridad y vídeos de los demás aparatos de la casa, y ejecuta wifidoc otra vez. (2 minutos)",
                ),
                step(
                    "Lleva el equipo al lado del router y ejecuta wifidoc otra vez. Si allí va bien, la causa era la distancia o una pared. (2 minutos)",
                ),
                step(
                    "Si en la lista de redes sale otra tuya, de 5 GHz, elígela: suele estar menos llena. (2 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Conecta el equipo al router con un cable y ejecuta wifidoc otra vez. Si así va bien, la causa es el wifi. (5 minutos)",
                ),
                step(
                    "Pide a tu operador que revise el wifi del router. Puede cambiar el canal, o poner un segundo punto de acceso.",
                ),
            ],
            mended: "Al repetir la prueba, casi todos los mensajes van al router y vuelven en menos de 30 ms.",
            tell_provider: &[],
        },
        en: Text {
            title: "Messages take longer than normal to reach the router",
            what: &[
                "Over the Wi-Fi, a message usually takes {median} to the router and back; less than 10 ms is normal. One in twenty takes more than {p95}.",
                "You notice it when calls break up and pages start late.",
                "Your internet line is not the cause: it adds only {line}.",
            ],
            steps: &[
                step(
                    "Pause downloads, backups and videos on the other devices at home, and run wifidoc again. (2 minutes)",
                ),
                step(
                    "Take the computer next to the router and run wifidoc again. If it is fine there, distance or a wall was the cause. (2 minutes)",
                ),
                step(
                    "If the list of networks shows another one of yours, at 5 GHz, choose it: it is usually less crowded. (2 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "Connect the computer to the router with a cable and run wifidoc again. If that is fine, the Wi-Fi is the cause. (5 minutes)",
                ),
                step(
                    "Ask your provider to check the router's Wi-Fi. They can change the channel, or add a second access point.",
                ),
            ],
            mended: "When you run the test again, nearly all messages go to the router and back in less than 30 ms.",
            tell_provider: &[],
        },
        pt: Text {
            title: "As mensagens demoram mais que o normal para chegar ao roteador",
            what: &[
                "Pelo Wi-Fi, uma mensagem costuma demorar {median} para ir ao roteador e voltar; o normal é menos de 10 ms. Uma em cada vinte demora mais de {p95}.",
                "Você percebe em chamadas que picotam e páginas que começam tarde.",
                "Sua linha de internet não é a causa: ela só acrescenta {line}.",
            ],
            steps: &[
                step(
                    "Pause os downloads, backups e vídeos nos outros aparelhos da casa e execute o wifidoc de novo. (2 minutos)",
                ),
                step(
                    "Leve o computador para perto do roteador e execute o wifidoc de novo. Se ali funcionar bem, a causa era a distância ou uma parede. (2 minutos)",
                ),
                step(
                    "Se na lista de redes aparecer outra sua, de 5 GHz, escolha-a: costuma estar menos cheia. (2 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Ligue o computador ao roteador com um cabo e execute o wifidoc de novo. Se assim funcionar bem, a causa é o Wi-Fi. (5 minutos)",
                ),
                step(
                    "Peça à sua operadora para verificar o Wi-Fi do roteador. Ela pode mudar o canal ou pôr um segundo ponto de acesso.",
                ),
            ],
            mended: "Ao repetir o teste, quase todas as mensagens vão ao roteador e voltam em menos de 30 ms.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    judge_delay(case, Medium::Wifi)
}

/// True when people notice the delay of a hop.
pub(super) fn hurts(hop: &Delay) -> bool {
    hop.spread_ms() > PROBLEM_SPREAD_MS || hop.median_ms > PROBLEM_MEDIAN_MS
}

/// True when a hop answers evenly enough for what is late beyond it to be somebody else's.
pub(super) fn is_steady(hop: &Delay) -> bool {
    hop.spread_ms() <= HINT_SPREAD_MS
}

/// The same for radio and cable: whether the hop to the router delays what crosses it.
pub(super) fn judge_delay(case: &Case<'_>, medium: Medium) -> Result<Verdict, Verdict> {
    series(case, medium)?;
    let Some(split) = case.analysis.delay.as_ref() else { return Ok(no_series(case)) };
    let Some(hop) = split.hop else {
        // Nobody nearer answers often enough, and what lies beyond is late by fits: hop or line.
        return Ok(if split.far.spread_ms() > PROBLEM_SPREAD_MS {
            Verdict::Unknown(Missing::NotEnough { weight: 0.5 })
        } else {
            Verdict::Pass
        });
    };
    let severity = if hurts(&hop) {
        Severity::Problem
    } else if is_steady(&hop) {
        return Ok(Verdict::Pass);
    } else {
        Severity::Hint
    };
    let mut arguments = vec![
        ("median", Argument::Ms(hop.median_ms)),
        ("p95", Argument::Ms(hop.p95_ms)),
        ("min", Argument::Ms(hop.min_ms)),
    ];
    let in_time = |line: &Delay| {
        line.median_ms <= LINE_IN_TIME_MS && line.p95_ms - line.median_ms <= LINE_STEADY_MS
    };
    if let Some(line) = split.line.filter(in_time) {
        arguments.push(("line", Argument::Ms(line.median_ms)));
    }
    Ok(Verdict::Found(Finding {
        severity,
        confidence: 0.9,
        arguments,
        evidence: &["latency.targets"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::analysis::delay::DelaySplit;
    use crate::evidence::latency::Role;
    use crate::rules::testing::{Changed, judged, severity};

    fn with_hop(min_ms: f64, median_ms: f64, p95_ms: f64) -> Analysis {
        let delay = |min_ms, median_ms, p95_ms| Delay { samples: 400, min_ms, median_ms, p95_ms };
        let hop = delay(min_ms, median_ms, p95_ms);
        Analysis {
            delay: Some(DelaySplit {
                gateway: Some(hop),
                first_hop: None,
                far: delay(min_ms + 12.0, median_ms + 12.0, p95_ms + 12.0),
                each_far: vec![],
                hop: Some(hop),
                line: Some(delay(12.0, 12.0, 13.0)),
            }),
            ..Analysis::default()
        }
    }

    #[test]
    fn the_limits_hold() {
        for (min_ms, median_ms, p95_ms, expected) in [
            (3.0, 4.0, 6.0, None),
            (3.0, 10.0, 33.0, None),
            (3.0, 10.0, 33.1, Some(Severity::Hint)),
            (3.0, 30.0, 83.0, Some(Severity::Hint)),
            (3.0, 30.0, 83.1, Some(Severity::Problem)),
            (25.0, 30.1, 35.0, Some(Severity::Problem)),
        ] {
            let found =
                judged(&RULE, &Changed::healthy_wifi(), &with_hop(min_ms, median_ms, p95_ms));
            let found = match found {
                Verdict::Found(finding) => Some(finding.severity),
                _ => None,
            };
            assert_eq!(found, expected, "{min_ms} {median_ms} {p95_ms}");
        }
    }

    #[test]
    fn a_hop_is_late_with_all_that_lies_beyond_it() {
        let wait = |round: u32| f64::from(round % 10) * 20.0;
        let hop = Changed::healthy_wifi().rtt(|_, round, rtt_ms| rtt_ms + wait(round));
        assert_eq!(severity(&RULE, &hop), Some(Severity::Problem));
    }

    #[test]
    fn a_router_that_is_slow_for_itself_harms_nobody() {
        let slow_router = Changed::healthy_wifi().rtt(|role, round, rtt_ms| match role {
            Role::Gateway => rtt_ms + f64::from(round % 10) * 20.0,
            Role::FirstHop | Role::FarEnd => rtt_ms,
        });
        assert_eq!(severity(&RULE, &slow_router), None);
    }

    #[test]
    fn a_late_line_is_not_the_hops() {
        let line = Changed::healthy_wifi().rtt(|role, round, rtt_ms| match role {
            Role::Gateway => rtt_ms,
            Role::FirstHop | Role::FarEnd => rtt_ms + f64::from(round % 10) * 20.0,
        });
        assert_eq!(severity(&RULE, &line), None);
    }

    #[test]
    fn on_a_cable_it_has_nothing_to_say() {
        let verdict = judged(&RULE, &Changed::healthy_cable(), &with_hop(3.0, 90.0, 200.0));
        assert_eq!(verdict, Verdict::Unknown(Missing::NotApplicable));
    }
}
