//! Packets get lost between this computer and the router, over the radio.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::loss::Loser;
use crate::analysis::reach::Answers;
use crate::evidence::host::Medium;
use crate::evidence::latency::Role;
use crate::evidence::{Latency, Layer, Symptom, Why};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "wifi-loses-packets",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Problem,
    needs: &[Part::Host, Part::Latency],
    explains: &["wifi-answers-late", "resolver-unreliable", "resolver-slow"],
    symptoms: &[
        (Symptom::Slow, 1.0),
        (Symptom::Calls, 1.0),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.6),
    ],
    about: Tr {
        es: About {
            finds: "Cuenta los mensajes perdidos entre este equipo y el router, y los compara con los que se pierden más allá en los mismos instantes. Habla cuando la pérdida en el wifi está fuera de duda.",
            matters: "Cada mensaje perdido hay que repetirlo: las páginas se paran y las llamadas se cortan.",
            limits: "Si el router no contesta a ninguna prueba, no se puede separar el wifi de la línea. Un router que solo descarta lo que va dirigido a él no cuenta.",
        },
        en: About {
            finds: "Counts what gets lost between this computer and the router, beside what gets lost beyond it in the same moments. Speaks when loss on the Wi-Fi is beyond doubt.",
            matters: "Whatever is lost has to be sent again: pages stall and calls break up.",
            limits: "When the router answers no test at all, Wi-Fi and line cannot be told apart. A router that only drops what is meant for itself does not count.",
        },
        pt: About {
            finds: "Conta as mensagens perdidas entre este computador e o roteador, ao lado das que se perdem além dele nos mesmos instantes. Fala quando a perda no Wi-Fi está fora de dúvida.",
            matters: "O que se perde precisa ser enviado de novo: as páginas travam e as chamadas cortam.",
            limits: "Se o roteador não responde a nenhum teste, não dá para separar o Wi-Fi da linha. Um roteador que só descarta o que é dirigido a ele não conta.",
        },
    },
    sources: &[
        "lower bound of the hop's loss (Wilson, 95 %, widened for bursts) above 0.5 %",
        "Microsoft Teams, DSLReports: 1 % is what calls tolerate",
    ],
    text: Tr {
        es: Text {
            title: "Se pierden mensajes entre este equipo y el router",
            what: &[
                "El wifi pierde {share} de cada 100 mensajes antes de llegar al router.",
                "Lo notas en páginas que se paran y llamadas que se cortan.",
                "Tu línea de internet no es la causa: solo pierde {beyond} de cada 100 mensajes.",
                "{no-beyond}Tu línea de internet no es la causa: no pierde ningún mensaje.",
            ],
            steps: &[
                step(
                    "Lleva el equipo al lado del router y ejecuta wifidoc otra vez. Si allí va bien, la causa era la distancia o una pared. (2 minutos)",
                ),
                step(
                    "Apaga y enciende el wifi de este equipo, y ejecuta wifidoc otra vez. (1 minuto)",
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
            mended: "Al repetir la prueba no se pierde ningún mensaje hasta el router.",
            tell_provider: &[],
        },
        en: Text {
            title: "Messages get lost between this computer and the router",
            what: &[
                "The Wi-Fi loses {share} of every 100 messages on the way to the router.",
                "You notice it when pages stall and calls break up.",
                "Your internet line is not the cause: it loses only {beyond} of every 100 messages.",
                "{no-beyond}Your internet line is not the cause: it loses no messages.",
            ],
            steps: &[
                step(
                    "Take the computer next to the router and run wifidoc again. If it is fine there, distance or a wall was the cause. (2 minutes)",
                ),
                step("Turn this computer's Wi-Fi off and on, and run wifidoc again. (1 minute)"),
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
            mended: "When you run the test again, no message gets lost on the way to the router.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Mensagens se perdem entre este computador e o roteador",
            what: &[
                "O Wi-Fi perde {share} de cada 100 mensagens antes de chegar ao roteador.",
                "Você percebe em páginas que travam e chamadas que cortam.",
                "Sua linha de internet não é a causa: ela só perde {beyond} de cada 100 mensagens.",
                "{no-beyond}Sua linha de internet não é a causa: ela não perde nenhuma mensagem.",
            ],
            steps: &[
                step(
                    "Leve o computador para perto do roteador e execute o wifidoc de novo. Se ali funcionar bem, a causa era a distância ou uma parede. (2 minutos)",
                ),
                step(
                    "Desligue e ligue o Wi-Fi deste computador e execute o wifidoc de novo. (1 minuto)",
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
            mended: "Ao repetir o teste, nenhuma mensagem se perde até o roteador.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    judge_hop(case, Medium::Wifi)
}

/// The same for radio and cable: what the attribution of loss says about the hop to the router.
pub(super) fn judge_hop(case: &Case<'_>, medium: Medium) -> Result<Verdict, Verdict> {
    series(case, medium)?;
    let Some(split) = case.analysis.loss.as_ref() else { return Ok(no_series(case)) };
    Ok(match (split.loser, split.gateway) {
        (Loser::Hop | Loser::Both, Some(gateway)) => {
            let mut arguments = vec![
                ("share", Argument::Share(gateway.seen())),
                ("lost", Argument::Count(gateway.lost)),
                ("sent", Argument::Count(gateway.sent)),
            ];
            // Only then is the line cleared.
            if let Some(beyond) = split.line_cleared() {
                arguments.push(("beyond", Argument::Share(beyond)));
            }
            Verdict::Found(Finding {
                severity: Severity::Problem,
                confidence: split.hop_confidence(),
                arguments,
                evidence: &["latency.targets"],
            })
        }
        (Loser::Undecided | Loser::HopOrLine, _) => {
            Verdict::Unknown(Missing::NotEnough { weight: 0.5 })
        }
        _ => Verdict::Pass,
    })
}

/// The rounds, when they crossed a hop of this kind; else why a rule about it has nothing to say.
pub(super) fn series<'a>(case: &Case<'a>, medium: Medium) -> Result<&'a Latency, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    if host.medium() != Some(medium) {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    need(Part::Latency, &case.evidence.latency)
}

/// Why rounds that were sent carry no statement about loss or delay.
pub(super) fn no_series(case: &Case<'_>) -> Verdict {
    let far_ends = case.evidence.latency.measured().map_or(0, |l| l.of(Role::FarEnd).count());
    let why = match case.analysis.reach.as_ref().map(|reach| reach.far) {
        _ if far_ends == 0 && case.evidence.run.asked.offline => Why::NotAsked,
        _ if far_ends == 0 => Why::NothingThere,
        Some(Answers::No) => Why::NoAnswer,
        _ => Why::NoTime,
    };
    Verdict::Unknown(Missing::Evidence(Part::Latency, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, finding, severity, verdict};

    #[test]
    fn what_the_router_does_not_answer_is_blamed_when_the_far_ends_miss_as_much() {
        for (gateway_every, far_every, expected) in
            [(0, 0, None), (10, 10, Some(Severity::Problem)), (0, 10, None), (10, 0, None)]
        {
            let evidence = Changed::healthy_wifi().losing(gateway_every, far_every);
            assert_eq!(severity(&RULE, &evidence), expected, "{gateway_every} {far_every}");
        }
    }

    #[test]
    fn the_line_is_cleared_only_when_it_loses_nothing_more() {
        let clears = |far_every| {
            let lossy = Changed::healthy_wifi().losing(10, far_every);
            finding(&RULE, &lossy).unwrap().arguments.iter().any(|(name, _)| *name == "beyond")
        };
        assert!(clears(10));
        assert!(!clears(4));
    }

    #[test]
    fn without_far_ends_loss_of_one_kind_of_question_is_not_enough_to_tell() {
        let alone = |every| {
            let lossy = Changed::healthy_wifi().losing(every, every);
            verdict(&RULE, &lossy.latency(|l| l.targets.retain(|t| t.role == Role::Gateway)))
        };
        assert_eq!(alone(0), Verdict::Pass);
        assert_eq!(alone(10), Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
    }

    #[test]
    fn on_a_cable_it_has_nothing_to_say() {
        let evidence = Changed::healthy_cable().losing(10, 10);
        assert_eq!(severity(&RULE, &evidence), None);
    }
}
