//! The provider's first box answers, and nothing beyond it does.

use super::line_down::{cut_off, far_ends, router_refuses, second_router_at_home, silence};
use super::step;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use crate::analysis::reach::Answers;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;
use std::net::IpAddr;

/// One silent far end may be switched off; the provider is blamed for two unrelated ones (B.3).
const FAR_ENDS: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "provider-outage",
    layer: Layer::Line,
    side: Side::Line,
    worst: Severity::Hard,
    needs: &[Part::Latency, Part::Between],
    explains: &[],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Drops, 0.6), (Symptom::Pages, 0.4)],
    about: Tr {
        es: About {
            finds: "Llama al router, al primer equipo del operador y a varios destinos de internet. Habla cuando contesta el primer equipo del operador y nada de lo que hay después.",
            matters: "La línea llega a tu casa, así que no hay nada que arreglar en ella: hay que avisar al operador o esperar.",
            limits: "Si en casa hay dos routers seguidos, el segundo puede pasar por el primer equipo del operador. Hacen falta al menos dos destinos sin relación entre sí.",
        },
        en: About {
            finds: "Calls the router, the provider's first device and several places on the internet. Speaks when the provider's first device answers and nothing behind it does.",
            matters: "The line reaches your home, so there is nothing to fix there: tell the provider, or wait.",
            limits: "With two routers at home, one behind the other, the second may be taken for the provider's first device. It takes at least two unrelated places on the internet.",
        },
        pt: About {
            finds: "Chama o roteador, o primeiro equipamento da operadora e vários destinos da internet. Fala quando o primeiro equipamento da operadora responde e nada depois dele responde.",
            matters: "A linha chega à sua casa, então não há nada a consertar nela: é preciso avisar a operadora ou esperar.",
            limits: "Se em casa houver dois roteadores em sequência, o segundo pode passar pelo primeiro equipamento da operadora. São necessários pelo menos dois destinos sem relação entre si.",
        },
    },
    sources: &["at least two unrelated far ends, asked at least six times"],
    text: Tr {
        es: Text {
            title: "Tu operador tiene una avería",
            what: &[
                "La línea funciona hasta tu operador, pero más allá no contesta nadie.",
                "Por eso no se abre ninguna página en ningún aparato de la casa.",
                "Tu wifi, tu router y este equipo no son la causa.",
            ],
            steps: &[
                step("Usa mientras tanto los datos del teléfono. (1 minuto)"),
                step(
                    "Mira con el teléfono si tu operador anuncia una avería en tu zona. (5 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo, una sola vez. Si sigue igual, no está en tu mano. (3 minutos)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba contestan los destinos de internet.",
            tell_provider: &[
                "El {date} a las {time} no había internet: de {sent} mensajes enviados a internet (destinos distintos: {targets}) no volvió ninguno.",
                "Mi router contestó a {gateway_answered} de {gateway_sent}, así que no es mi wifi ni mi equipo.",
                "El primer equipo de su red después de mi router contesta, así que la línea hasta ustedes está bien: el fallo está más allá.",
            ],
        },
        en: Text {
            title: "Your provider has an outage",
            what: &[
                "The line works as far as your provider, but nobody beyond answers.",
                "That is why no page opens on any device at home.",
                "Your Wi-Fi, your router and this computer are not the cause.",
            ],
            steps: &[
                step("Use your phone's mobile data meanwhile. (1 minute)"),
                step(
                    "Look on the phone whether your provider reports a fault in your area. (5 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in, once only. If nothing changes, it is out of your hands. (3 minutes)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, the places on the internet answer.",
            tell_provider: &[
                "On {date} at {time} there was no internet: of {sent} messages sent to the internet (different places: {targets}) none came back.",
                "My router answered {gateway_answered} of {gateway_sent}, so it is not my Wi-Fi or my computer.",
                "The first device of your network beyond my router answers, so the line to you is fine: the fault lies beyond it.",
            ],
        },
        pt: Text {
            title: "Sua operadora está com uma falha",
            what: &[
                "A linha funciona até a sua operadora, mas depois dela ninguém responde.",
                "Por isso nenhuma página abre em nenhum aparelho da casa.",
                "O seu Wi-Fi, o seu roteador e este computador não são a causa.",
            ],
            steps: &[
                step("Enquanto isso, use os dados do celular. (1 minuto)"),
                step(
                    "Veja pelo celular se a operadora avisa de uma falha na sua região. (5 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue de novo, uma vez só. Se nada mudar, não depende de você. (3 minutos)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, os destinos da internet respondem.",
            tell_provider: &[
                "No dia {date}, às {time}, não havia internet: de {sent} mensagens enviadas à internet (destinos diferentes: {targets}) nenhuma voltou.",
                "Meu roteador respondeu a {gateway_answered} de {gateway_sent}, então não é o meu Wi-Fi nem o meu computador.",
                "O primeiro equipamento da sua rede depois do meu roteador responde, então a linha até vocês está bem: a falha está mais adiante.",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let (latency, reach) = cut_off(case)?;
    let at_home = second_router_at_home(latency);
    if reach.first_hop != Answers::Yes || router_refuses(case, latency) || at_home {
        return Ok(Verdict::Pass);
    }
    if far_ends(latency) < FAR_ENDS {
        return Ok(Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
    }
    let mut arguments = silence(latency);
    let hops = latency.hops.iter().filter(|hop| hop.distance > 1 && hop.ip.is_some()).count();
    arguments.push(("hops", Argument::Count(hops as u64)));
    // A box with an address of the home's kind may be a second router at home, before the line.
    let public = latency.hops.iter().filter(|hop| hop.distance > 1).any(|hop| match hop.ip {
        Some(IpAddr::V4(ip)) => !ip.is_private(),
        Some(IpAddr::V6(_)) => true,
        None => false,
    });
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: if public { 0.85 } else { 0.6 },
        arguments,
        evidence: &["latency.targets", "latency.hops"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::ip;
    use crate::evidence::latency::{Hop, Role};
    use crate::evidence::{Outcome, Why, composed};
    use crate::rules::testing::{Changed, finding, severity};

    fn dark() -> Changed {
        Changed::healthy_wifi().silent(Role::FarEnd).latency(|latency| {
            latency.other_family = Outcome::NotTried(Why::NothingThere);
        })
    }

    #[test]
    fn an_answering_first_hop_puts_the_fault_behind_it() {
        assert_eq!(severity(&RULE, &dark()), Some(Severity::Hard));
        assert_eq!(severity(&super::super::line_down::RULE, &dark()), None);
        assert_eq!(severity(&RULE, &dark().silent(Role::FirstHop)), None);
        assert_eq!(severity(&RULE, &Changed::healthy_wifi()), None);
    }

    #[test]
    fn a_router_that_reports_no_way_out_has_no_line() {
        let evidence =
            dark().latency(|latency| latency.unreachable_from = vec![ip(composed::GATEWAY)]);
        assert_eq!(severity(&RULE, &evidence), None);
        assert_eq!(severity(&super::super::line_down::RULE, &evidence), Some(Severity::Hard));
    }

    #[test]
    fn a_box_that_may_be_at_home_makes_it_less_sure() {
        let confidence = |second: &str| {
            let evidence = dark().latency(|latency| {
                latency.hops = vec![Hop { distance: 2, ip: Some(ip(second)) }];
            });
            finding(&RULE, &evidence).unwrap().confidence
        };
        assert!(confidence("172.16.0.1") < confidence("198.51.100.1"));
    }

    #[test]
    fn names_without_an_address_are_no_witnesses() {
        let evidence = dark().latency(|latency| {
            latency.targets.iter_mut().filter(|t| t.role == Role::FarEnd).skip(1).for_each(|t| {
                t.ip = None;
                t.sweep.iter_mut().for_each(|swept| swept.sent = 0);
            });
            latency.targets.iter_mut().for_each(|t| {
                t.sweep.iter_mut().filter(|s| s.sent > 0).for_each(|s| s.sent = 10);
            });
        });
        assert_eq!(severity(&RULE, &evidence), None);
    }
}
