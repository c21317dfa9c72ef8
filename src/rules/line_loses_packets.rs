//! Packets get lost beyond the router.

use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::loss::Loser;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// The line is blamed when at least so many unrelated far ends agree (CATALOGUE B.3).
const FAR_ENDS: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "line-loses-packets",
    layer: Layer::Line,
    side: Side::Line,
    worst: Severity::Problem,
    needs: &[Part::Latency],
    explains: &["resolver-unreliable", "resolver-slow"],
    symptoms: &[
        (Symptom::Calls, 1.0),
        (Symptom::Slow, 0.8),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.6),
    ],
    about: Tr {
        es: About {
            finds: "Cuenta los mensajes perdidos hacia varios destinos de internet y les resta los que se pierden hasta el router en los mismos instantes. Habla cuando lo que se pierde después del router está fuera de duda y no depende de un solo destino.",
            matters: "Cada mensaje perdido hay que repetirlo: las páginas se paran y las llamadas se cortan. Esto no se arregla dentro de casa.",
            limits: "Si el router no contesta a ninguna prueba, no se puede separar la línea del wifi. Con un solo destino no habla.",
        },
        en: About {
            finds: "Counts what gets lost on the way to several places on the internet and takes off what gets lost up to the router in the same moments. Speaks when the loss beyond the router is beyond doubt and does not hang on one place alone.",
            matters: "Whatever is lost has to be sent again: pages stall and calls break up. It cannot be fixed inside the home.",
            limits: "When the router answers no test at all, line and Wi-Fi cannot be told apart. With one place alone it does not speak.",
        },
        pt: About {
            finds: "Conta as mensagens perdidas até vários destinos da internet e desconta as que se perdem até o roteador nos mesmos instantes. Fala quando a perda depois do roteador está fora de dúvida e não depende de um só destino.",
            matters: "O que se perde precisa ser enviado de novo: as páginas travam e as chamadas cortam. Isso não se conserta dentro de casa.",
            limits: "Se o roteador não responde a nenhum teste, não dá para separar a linha do Wi-Fi. Com um só destino não fala.",
        },
    },
    sources: &[
        "lower bound of the loss beyond the router (Newcombe, 95 %, widened for bursts) above 0.5 %, with any one far end left out",
        "Microsoft Teams, DSLReports: 1 % is what calls tolerate",
    ],
    text: Tr {
        es: Text {
            title: "Se pierden mensajes en la línea, fuera de tu casa",
            what: &[
                "La línea pierde {share} de cada 100 mensajes, ya después del router.",
                "Lo notas en páginas que se paran y llamadas que se cortan.",
                "La causa no está dentro de tu casa: el camino hasta el router solo pierde {within} de cada 100.",
                "{no-within}La causa no está dentro de tu casa: el camino hasta el router no pierde ninguno.",
            ],
            steps: &[
                step(
                    "Comprueba que el cable que trae internet esté bien enchufado en el router y en la pared, y sin dobleces. (1 minuto)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Ejecuta wifidoc a otra hora. Si solo pasa a ciertas horas, díselo a tu operador. (1 minuto)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba no se pierde ningún mensaje después del router.",
            tell_provider: &[
                "El {date} a las {time} se perdieron {lost} de {sent} paquetes hacia internet, y no en un solo destino (probados: {targets}).",
                "Hasta mi router, en los mismos instantes, se perdieron {gateway_lost} de {gateway_sent}.",
                "{no-gateway_lost}Hasta mi router, en los mismos instantes, no se perdió ninguno (0 de {gateway_sent}).",
                "La diferencia, el {share} %, se pierde después de mi router: revisen la línea.",
            ],
        },
        en: Text {
            title: "Messages get lost on the line, outside your home",
            what: &[
                "The line loses {share} of every 100 messages, beyond the router.",
                "You notice it when pages stall and calls break up.",
                "The cause is not inside your home: the way to the router loses only {within} of every 100.",
                "{no-within}The cause is not inside your home: the way to the router loses none.",
            ],
            steps: &[
                step(
                    "Check that the cable that brings the internet is firmly plugged into the router and the wall, and is not bent. (1 minute)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "Run wifidoc at another time of day. If it happens at certain hours only, tell your provider. (1 minute)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, no message gets lost beyond the router.",
            tell_provider: &[
                "On {date} at {time}, {lost} of {sent} packets to the internet were lost, and not to one place only (tried: {targets}).",
                "Up to my router, in the same moments, {gateway_lost} of {gateway_sent} were lost.",
                "{no-gateway_lost}Up to my router, in the same moments, none was lost (0 of {gateway_sent}).",
                "The difference, {share}%, is lost beyond my router: please check the line.",
            ],
        },
        pt: Text {
            title: "Mensagens se perdem na linha, fora da sua casa",
            what: &[
                "A linha perde {share} de cada 100 mensagens, já depois do roteador.",
                "Você percebe em páginas que travam e chamadas que cortam.",
                "A causa não está dentro da sua casa: o caminho até o roteador só perde {within} de cada 100.",
                "{no-within}A causa não está dentro da sua casa: o caminho até o roteador não perde nenhuma.",
            ],
            steps: &[
                step(
                    "Confira se o cabo que traz a internet está bem encaixado no roteador e na parede, e sem dobras. (1 minuto)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Execute o wifidoc em outro horário. Se só acontece em certas horas, diga isso à sua operadora. (1 minuto)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, nenhuma mensagem se perde depois do roteador.",
            tell_provider: &[
                "No dia {date}, às {time}, se perderam {lost} de {sent} pacotes para a internet, e não em um só destino (testados: {targets}).",
                "Até o meu roteador, nos mesmos instantes, se perderam {gateway_lost} de {gateway_sent}.",
                "{no-gateway_lost}Até o meu roteador, nos mesmos instantes, não se perdeu nenhum (0 de {gateway_sent}).",
                "A diferença, {share}%, se perde depois do meu roteador: verifiquem a linha.",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    need(Part::Latency, &case.evidence.latency)?;
    let Some(split) = case.analysis.loss.as_ref() else { return Ok(no_series(case)) };
    let targets = split.each_far.iter().flatten().count();
    match split.loser {
        Loser::Line | Loser::Both if targets >= FAR_ENDS => {}
        Loser::Line | Loser::Both | Loser::Undecided | Loser::HopOrLine => {
            return Ok(Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
        }
        Loser::Nobody | Loser::Hop | Loser::OneNetwork(_) => return Ok(Verdict::Pass),
    }
    let mut arguments = vec![
        ("share", Argument::Share(split.beyond)),
        ("lost", Argument::Count(split.far.lost)),
        ("sent", Argument::Count(split.far.sent)),
        ("targets", Argument::Count(targets as u64)),
    ];
    if let Some(gateway) = split.gateway {
        arguments.push(("gateway_lost", Argument::Count(gateway.lost)));
        arguments.push(("gateway_sent", Argument::Count(gateway.sent)));
        // Only then is the home cleared.
        if split.loser == Loser::Line {
            arguments.push(("within", Argument::Share(gateway.seen())));
        }
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence: split.line_confidence(),
        arguments,
        evidence: &["latency.targets"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency::Role;
    use crate::rules::testing::{Changed, finding, severity, verdict};

    #[test]
    fn the_line_is_blamed_for_what_is_lost_beyond_the_router() {
        for (gateway_every, far_every, expected) in [
            (0, 0, None),
            (0, 10, Some(Severity::Problem)),
            (10, 10, None),
            (10, 0, None),
            (10, 3, Some(Severity::Problem)),
        ] {
            let evidence = Changed::healthy_wifi().losing(gateway_every, far_every);
            assert_eq!(severity(&RULE, &evidence), expected, "{gateway_every} {far_every}");
        }
    }

    #[test]
    fn it_holds_on_a_cable_too() {
        let evidence = Changed::healthy_cable().losing(0, 10);
        assert_eq!(severity(&RULE, &evidence), Some(Severity::Problem));
    }

    #[test]
    fn behind_a_mute_router_it_cannot_tell() {
        let evidence = Changed::healthy_wifi().silent(Role::Gateway).losing(0, 10);
        assert_eq!(verdict(&RULE, &evidence), Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
    }

    #[test]
    fn one_far_end_alone_is_not_the_line() {
        let mut left = 1;
        let evidence = Changed::healthy_wifi().losing(0, 10).latency(|latency| {
            latency.targets.retain(|target| {
                target.role != Role::FarEnd || {
                    left -= 1;
                    left >= 0
                }
            });
        });
        assert_eq!(severity(&RULE, &evidence), None);
    }

    #[test]
    fn the_home_is_cleared_only_when_it_loses_nothing() {
        let clears = |gateway_every, far_every| {
            let lossy = Changed::healthy_wifi().losing(gateway_every, far_every);
            let finding = finding(&RULE, &lossy).unwrap();
            finding.arguments.iter().any(|(name, _)| *name == "within")
        };
        assert!(clears(0, 10));
        assert!(!clears(10, 3));
    }
}
