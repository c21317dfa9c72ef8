//! Joined and addressed, and neither the router nor anybody beyond it answers.

use super::line_down::carried_otherwise;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::reach::Answers;
use crate::evidence::addresses::Neighbour;
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;

/// The router does not even answer on the link itself, which no policy forbids.
const ABSENT: f64 = 0.95;
/// It answers on the link and nothing else; one that never answers, before a dead line, does too.
const MUTE: f64 = 0.8;

pub(super) const RULE: Rule = Rule {
    code: "router-silent",
    layer: Layer::Router,
    side: Side::Router,
    worst: Severity::Hard,
    needs: &[Part::Addresses, Part::Latency, Part::Between],
    explains: &[],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Gadget, 0.2)],
    about: Tr {
        es: About {
            finds: "Llama al router de varias maneras y a tres sitios de internet. Habla si no contesta nadie: ni el router ni nada detrás de él.",
            matters: "Un router colgado mantiene el wifi en pie y no deja pasar nada: todo parece conectado y nada funciona.",
            limits: "Que el router calle no basta: muchos no contestan a las pruebas y funcionan. Uno que nunca contesta, con la línea caída, se ve igual. Con muy mala señal puede perderse todo y parecer lo mismo.",
        },
        en: About {
            finds: "Calls the router in several ways, and three places on the internet. Speaks when nobody answers: neither the router nor anything behind it.",
            matters: "A router that hangs keeps the Wi-Fi up and lets nothing through: everything looks connected and nothing works.",
            limits: "A silent router alone is not enough: many answer no tests and work fine. One that never answers, with the line down, looks the same. With a very bad signal everything may get lost and look the same too.",
        },
        pt: About {
            finds: "Chama o roteador de várias maneiras e três lugares da internet. Fala quando ninguém responde: nem o roteador nem nada atrás dele.",
            matters: "Um roteador travado mantém o Wi-Fi de pé e não deixa passar nada: tudo parece conectado e nada funciona.",
            limits: "Só o silêncio do roteador não basta: muitos não respondem a testes e funcionam. Um que nunca responde, com a linha fora do ar, parece igual. Com um sinal muito ruim, tudo pode se perder e parecer a mesma coisa.",
        },
    },
    sources: &[
        "no answer on the link, or none to echo, TCP and DNS together",
        "analysis: six tries at least before a silence counts",
    ],
    text: Tr {
        es: Text {
            title: "El router no contesta",
            what: &[
                "Este equipo está conectado, pero el router ({gateway}) no contesta, y más allá de él tampoco contesta nadie.",
                "Por eso parece que hay conexión y no se abre nada.",
                "Mientras el router no conteste, no se puede saber si tu línea va bien.",
            ],
            steps: &[
                step(
                    "Apaga y enciende el wifi de este equipo; si usas cable, desconéctalo y vuelve a conectarlo. (1 minuto)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos)",
                ),
                step(
                    "Si el router está muy caliente, déjalo enfriar apagado en un sitio ventilado. (15 minutos)",
                ),
                step(
                    "Si tienes un cable, conecta con él el equipo al router y ejecuta wifidoc otra vez. Si con el cable contesta, el fallo está en el wifi. (2 minutos)",
                ),
                step(
                    "Llama a tu operador y di que el router no contesta ni después de reiniciarlo.",
                ),
            ],
            mended: "Al repetir la prueba, el router contesta y las páginas se abren.",
            tell_provider: &[],
        },
        en: Text {
            title: "The router does not answer",
            what: &[
                "This computer is connected, but the router ({gateway}) does not answer, and neither does anybody beyond it.",
                "That is why it looks connected and nothing opens.",
                "While the router is silent, nobody can tell whether your line is fine.",
            ],
            steps: &[
                step(
                    "Turn this computer's Wi-Fi off and on again; on a cable, unplug it and plug it back in. (1 minute)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes)",
                ),
                step(
                    "If the router is hot to the touch, let it cool down switched off in an airy place. (15 minutes)",
                ),
                step(
                    "If you have a cable, connect the computer to the router with it and run wifidoc again. If it answers over the cable, the fault is in the Wi-Fi. (2 minutes)",
                ),
                step(
                    "Call your provider and say that the router does not answer even after a restart.",
                ),
            ],
            mended: "When you run the test again, the router answers and pages open.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O roteador não responde",
            what: &[
                "Este computador está conectado, mas o roteador ({gateway}) não responde, e além dele também não responde ninguém.",
                "Por isso parece que há conexão e nada abre.",
                "Enquanto o roteador não responder, não dá para saber se a sua linha está bem.",
            ],
            steps: &[
                step(
                    "Desligue e ligue o Wi-Fi deste computador; se usa cabo, desconecte e conecte de novo. (1 minuto)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos)",
                ),
                step(
                    "Se o roteador estiver muito quente, deixe-o esfriar desligado em um lugar arejado. (15 minutos)",
                ),
                step(
                    "Se você tiver um cabo, ligue com ele o computador ao roteador e execute o wifidoc de novo. Se pelo cabo ele responder, o problema está no Wi-Fi. (2 minutos)",
                ),
                step(
                    "Ligue para a sua operadora e diga que o roteador não responde nem depois de reiniciado.",
                ),
            ],
            mended: "Ao repetir o teste, o roteador responde e as páginas abrem.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let addresses = need(Part::Addresses, &case.evidence.addresses)?;
    if addresses.default_routes.is_empty() {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let latency = need(Part::Latency, &case.evidence.latency)?;
    let (Some(reach), Some(route)) = (case.analysis.reach, addresses.route(latency.family)) else {
        return Err(Verdict::Unknown(Missing::Evidence(Part::Latency, Why::NoAnswer)));
    };
    // The router's word that it cannot pass something on is an answer. That a packet died at it is
    // none: the part of it that forwards says so even while nothing else of it works.
    let refuses = addresses
        .default_routes
        .iter()
        .any(|route| latency.unreachable_from.contains(&route.gateway));
    let other_family = latency.other_family.measured().is_some_and(|other| other.answered > 0);
    // A VPN that lets nothing go beside it reaches the internet by way of the router.
    if refuses
        || other_family
        || carried_otherwise(case)?
        || [reach.gateway, reach.first_hop, reach.far].contains(&Answers::Yes)
    {
        return Ok(Verdict::Pass);
    }
    let absent = route.neighbour == Neighbour::Absent;
    // Asked to look no further than the router, only its silence on the link itself is certain.
    let far_silent = reach.far == Answers::No || (absent && case.evidence.run.asked.offline);
    if !far_silent || (reach.gateway != Answers::No && !absent) {
        return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
    }
    let nowhere = addresses.default_routes.iter().all(|route| route.neighbour == Neighbour::Absent);
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: if nowhere { ABSENT } else { MUTE },
        arguments: vec![("gateway", Argument::Ip(route.gateway))],
        evidence: &["addresses.default_routes", "latency.targets", "latency.unreachable_from"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::latency::{OtherFamily, Role};
    use crate::rules::testing::{Changed, finding, ip, severity, verdict};

    /// These roles answer nothing, however often they are asked.
    fn silent(roles: &[Role]) -> Changed {
        roles.iter().fold(Changed::healthy_wifi(), |home, role| home.silent(*role)).latency(
            |latency| {
                latency.other_family = Outcome::NotTried(Why::NothingThere);
                latency.targets.iter_mut().for_each(|target| target.sweep[0].sent = 9);
            },
        )
    }

    const ALL: [Role; 3] = [Role::Gateway, Role::FirstHop, Role::FarEnd];

    #[test]
    fn only_when_nobody_at_all_answers() {
        for (roles, expected) in [
            (&ALL[..], Some(Severity::Hard)),
            (&[], None),
            (&[Role::Gateway], None),
            (&[Role::FirstHop, Role::FarEnd], None),
            (&[Role::Gateway, Role::FarEnd], None),
        ] {
            assert_eq!(severity(&RULE, &silent(roles)), expected, "{roles:?}");
        }
    }

    #[test]
    fn silence_on_the_link_itself_is_surer() {
        for (neighbour, confidence) in
            [(Neighbour::Absent, ABSENT), (Neighbour::Present, MUTE), (Neighbour::Unknown, MUTE)]
        {
            let evidence = silent(&ALL)
                .addresses(|addresses| addresses.default_routes[0].neighbour = neighbour);
            let found = finding(&RULE, &evidence).unwrap().confidence;
            assert!((found - confidence).abs() < 1e-9, "{neighbour:?}");
        }
    }

    #[test]
    fn another_family_or_the_routers_own_word_is_an_answer() {
        let by_v6 = silent(&ALL).latency(|latency| {
            latency.other_family = Outcome::Measured(OtherFamily { sent: 3, answered: 1 });
        });
        assert_eq!(verdict(&RULE, &by_v6), Verdict::Pass);
        for (from, expected) in [("192.168.1.1", None), ("192.168.1.23", Some(Severity::Hard))] {
            let evidence = silent(&ALL).latency(|latency| latency.unreachable_from.push(ip(from)));
            assert_eq!(severity(&RULE, &evidence), expected, "{from}");
        }
    }

    #[test]
    fn too_few_tries_or_a_run_that_stays_at_home_do_not_prove_silence() {
        let few = silent(&ALL).latency(|latency| latency.targets[0].sweep[0].sent = 5);
        let unknown = Verdict::Unknown(Missing::NotEnough { weight: 0.5 });
        assert_eq!(verdict(&RULE, &few), unknown);
        for (neighbour, found) in [(Neighbour::Present, false), (Neighbour::Absent, true)] {
            let at_home = silent(&ALL)
                .latency(|latency| latency.targets.retain(|target| target.role == Role::Gateway))
                .addresses(|addresses| addresses.default_routes[0].neighbour = neighbour)
                .with(|evidence| evidence.run.asked.offline = true);
            assert_eq!(severity(&RULE, &at_home).is_some(), found, "{neighbour:?}");
        }
    }
}
