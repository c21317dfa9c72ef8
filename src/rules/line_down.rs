//! The router is there, and nothing beyond it answers.

use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::reach::{Answers, Reach};
use crate::evidence::latency::{Role, Target};
use crate::evidence::{Latency, Layer, Outcome, Symptom, Why};
use crate::text::Tr;
use std::net::IpAddr;

/// One silent far end may be switched off; the provider is blamed for two unrelated ones (B.3).
const FAR_ENDS: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "line-down",
    layer: Layer::Line,
    side: Side::Line,
    worst: Severity::Hard,
    needs: &[Part::Latency, Part::Between],
    explains: &[],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Drops, 0.6), (Symptom::Pages, 0.4)],
    about: Tr {
        es: About {
            finds: "Llama al router, al primer equipo del operador y a varios destinos de internet. Habla cuando contesta el router y nada de lo que hay después, o cuando el propio router dice que no tiene salida.",
            matters: "Sin línea no hay internet en ningún aparato de la casa, y nada de lo que hagas en este equipo lo cambia.",
            limits: "No ve por qué: un cable suelto, una avería o un corte del operador dan lo mismo desde aquí. Si internet contesta por la otra clase de direcciones (IPv4, IPv6), no habla.",
        },
        en: About {
            finds: "Calls the router, the provider's first device and several places on the internet. Speaks when the router answers and nothing behind it does, or when the router itself says that it has no way out.",
            matters: "Without the line no device at home has internet, and nothing done on this computer changes that.",
            limits: "It does not see why: a loose cable, a fault and a cut-off by the provider look the same from here. When the internet answers over the other kind of addresses (IPv4, IPv6), it does not speak.",
        },
        pt: About {
            finds: "Chama o roteador, o primeiro equipamento da operadora e vários destinos da internet. Fala quando o roteador responde e nada depois dele responde, ou quando o próprio roteador diz que não tem saída.",
            matters: "Sem a linha nenhum aparelho da casa tem internet, e nada do que se faça neste computador muda isso.",
            limits: "Não vê o motivo: um cabo solto, uma falha e um corte da operadora são iguais daqui. Se a internet responde pelo outro tipo de endereço (IPv4, IPv6), não fala.",
        },
    },
    sources: &["at least two unrelated far ends, asked at least six times"],
    text: Tr {
        es: Text {
            title: "A tu router no le llega internet",
            what: &[
                "Este equipo habla bien con el router, pero de ahí hacia fuera no contesta nadie.",
                "Por eso no se abre ninguna página, y seguramente en ningún aparato de la casa.",
                "El wifi y este equipo no son la causa.",
            ],
            steps: &[
                step(
                    "Comprueba que el cable que trae internet esté bien enchufado en el router y en la pared. (1 minuto)",
                ),
                step(
                    "Mira las luces del router: si la de internet está apagada o en rojo, no le llega la línea. (1 minuto)",
                ),
                step(
                    "Desenchufa el router de la corriente, y también el módem si va aparte. A los 10 segundos enchufa el módem y luego el router. Si las luces vuelven como siempre, prueba a abrir una página. (5 minutos)",
                ),
                step(
                    "Mira con los datos del teléfono si tu operador anuncia una avería o si hay un recibo sin pagar. (5 minutos)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba contestan los destinos de internet.",
            tell_provider: &[
                "El {date} a las {time} no había internet: de {sent} mensajes enviados a internet (destinos distintos: {targets}) no volvió ninguno.",
                "Mi router sí contestó a {gateway_answered} de {gateway_sent}, así que no es mi wifi ni mi equipo.",
                "Después de mi router no contesta ni el primer equipo de su red (saltos probados: {hops}).",
                "El primer equipo de su red ({reported}) todavía da señales de vida, pero no deja pasar nada.",
            ],
        },
        en: Text {
            title: "No internet reaches your router",
            what: &[
                "This computer reaches the router, but nobody beyond it answers.",
                "That is why no page opens, most likely on any device at home.",
                "The Wi-Fi and this computer are not the cause.",
            ],
            steps: &[
                step(
                    "Check that the cable that brings the internet is firmly plugged into the router and the wall. (1 minute)",
                ),
                step(
                    "Look at the router's lights: if the one for internet is off or red, the line does not reach it. (1 minute)",
                ),
                step(
                    "Unplug the router's power cable, and the modem's if it is separate. After 10 seconds plug in the modem, then the router. If the lights come back as usual, try to open a page. (5 minutes)",
                ),
                step(
                    "With your phone's mobile data, look whether your provider reports a fault or a bill is unpaid. (5 minutes)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, the places on the internet answer.",
            tell_provider: &[
                "On {date} at {time} there was no internet: of {sent} messages sent to the internet (different places: {targets}) none came back.",
                "My router did answer {gateway_answered} of {gateway_sent}, so it is not my Wi-Fi or my computer.",
                "Beyond my router not even the first device of your network answers (hops tried: {hops}).",
                "The first device of your network ({reported}) still shows signs of life, but lets nothing through.",
            ],
        },
        pt: Text {
            title: "A internet não chega ao seu roteador",
            what: &[
                "Este computador fala bem com o roteador, mas dali para fora ninguém responde.",
                "Por isso nenhuma página abre, provavelmente em nenhum aparelho da casa.",
                "O Wi-Fi e este computador não são a causa.",
            ],
            steps: &[
                step(
                    "Confira se o cabo que traz a internet está bem encaixado no roteador e na parede. (1 minuto)",
                ),
                step(
                    "Olhe as luzes do roteador: se a de internet estiver apagada ou vermelha, a linha não chega até ele. (1 minuto)",
                ),
                step(
                    "Tire o roteador da tomada, e também o modem se for separado. Depois de 10 segundos, ligue o modem e então o roteador. Se as luzes voltarem como sempre, tente abrir uma página. (5 minutos)",
                ),
                step(
                    "Veja com os dados do celular se a operadora avisa de uma falha ou se há uma conta em aberto. (5 minutos)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, os destinos da internet respondem.",
            tell_provider: &[
                "No dia {date}, às {time}, não havia internet: de {sent} mensagens enviadas à internet (destinos diferentes: {targets}) nenhuma voltou.",
                "Meu roteador respondeu a {gateway_answered} de {gateway_sent}, então não é o meu Wi-Fi nem o meu computador.",
                "Depois do meu roteador não responde nem o primeiro equipamento da sua rede (saltos testados: {hops}).",
                "O primeiro equipamento da sua rede ({reported}) ainda dá sinais de vida, mas não deixa passar nada.",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let (latency, reach) = cut_off(case)?;
    let at_home = second_router_at_home(latency);
    let reported = latency.hops.iter().find(|hop| hop.distance > 1).and_then(|hop| hop.ip);
    let reported = reported.filter(|_| !at_home);
    let confidence = match (reach.gateway, reach.first_hop) {
        // The router's own word weighs more than anybody's silence.
        _ if router_refuses(case, latency) => 0.97,
        (_, Answers::Yes) if !at_home => return Ok(Verdict::Pass),
        (Answers::Yes, _) if far_ends(latency) < FAR_ENDS => {
            return Ok(Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
        }
        // Packets still die beyond the router, so that the provider may be the one who is down.
        (Answers::Yes, Answers::No) if reported.is_some() => 0.7,
        (Answers::Yes, Answers::No) => 0.9,
        // Behind two routers, the line begins behind the second one, which may be the provider's.
        (Answers::Yes, Answers::Yes) => 0.7,
        (Answers::Yes, Answers::Unknown) => 0.8,
        (Answers::No | Answers::Unknown, _) => {
            return Ok(Verdict::Unknown(Missing::Evidence(Part::Latency, Why::LowerLayerFailed)));
        }
    };
    let mut arguments = silence(latency);
    let hops = latency.hops.iter().filter(|hop| hop.distance > 1 && hop.ip.is_none()).count();
    if let Some(ip) = reported {
        arguments.push(("reported", Argument::Ip(ip)));
    } else if hops > 0 {
        arguments.push(("hops", Argument::Count(hops as u64)));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence,
        arguments,
        evidence: &["latency.targets", "latency.hops", "latency.unreachable_from"],
    }))
}

/// The rounds, when every far end was asked and none answers; else what follows for a rule that
/// asks why.
pub(super) fn cut_off<'a>(case: &Case<'a>) -> Result<(&'a Latency, Reach), Verdict> {
    let latency = need(Part::Latency, &case.evidence.latency)?;
    let Some(reach) = case.analysis.reach else { return Err(no_series(case)) };
    match reach.far {
        Answers::Yes => return Err(Verdict::Pass),
        Answers::Unknown => return Err(no_series(case)),
        Answers::No => {}
    }
    // The line carries the other family: this one alone is broken, which `ipv4-broken` says.
    if latency.other_family.measured().is_some_and(|other| other.answered > 0) {
        return Err(Verdict::Pass);
    }
    // A VPN or a company's firewall may silence the pinned path, and the line carries the rest.
    if carried_otherwise(case)? {
        return Err(Verdict::Pass);
    }
    Ok((latency, reach))
}

/// True when all that is known beyond the router are boxes with the addresses that home routers come
/// with (192.168, which providers leave to them): a second router, and nothing of the line.
pub(super) fn second_router_at_home(latency: &Latency) -> bool {
    let mut beyond = latency.hops.iter().filter(|hop| hop.distance > 1).filter_map(|hop| hop.ip);
    let homely = |ip: IpAddr| matches!(ip, IpAddr::V4(v4) if v4.octets()[..2] == [192, 168]);
    beyond.next().is_some_and(homely) && beyond.all(homely)
}

/// True when the internet answers through a tunnel or a proxy: nothing goes beside it by design,
/// and whatever lies below carries it.
pub(super) fn carried_otherwise(case: &Case<'_>) -> Result<bool, Verdict> {
    match &case.evidence.between {
        Outcome::Measured(between) => Ok(between.leads_out()),
        // It may have turned the verdict, had there been time for it.
        Outcome::Pending | Outcome::NotTried(Why::Interrupted) => {
            Err(Verdict::Unknown(Missing::Evidence(Part::Between, Why::Interrupted)))
        }
        Outcome::NotTried(_) | Outcome::Failed(_) | Outcome::Unavailable(_) => Ok(false),
    }
}

/// True when the router itself reported that it cannot pass packets on.
pub(super) fn router_refuses(case: &Case<'_>, latency: &Latency) -> bool {
    let asked = latency.gateway().and_then(|gateway| gateway.ip);
    let route = case
        .evidence
        .addresses
        .measured()
        .and_then(|addresses| addresses.route(latency.family))
        .map(|route| route.gateway);
    asked.into_iter().chain(route).any(|gateway| latency.unreachable_from.contains(&gateway))
}

/// Far ends that were really asked: one whose name has no address tells nothing.
pub(super) fn far_ends(latency: &Latency) -> usize {
    latency.of(Role::FarEnd).filter(|target| target.ip.is_some() && target.sent() > 0).count()
}

/// What was asked of the far ends, and what the router answered meanwhile.
pub(super) fn silence(latency: &Latency) -> Vec<(&'static str, Argument)> {
    let sent: usize = latency.of(Role::FarEnd).map(Target::sent).sum();
    let mut arguments = vec![
        ("sent", Argument::Count(sent as u64)),
        ("targets", Argument::Count(far_ends(latency) as u64)),
    ];
    if let Some(gateway) = latency.gateway().filter(|gateway| gateway.answers()) {
        arguments.push(("gateway_answered", Argument::Count(answered(gateway))));
        arguments.push(("gateway_sent", Argument::Count(gateway.sent() as u64)));
    }
    arguments
}

fn answered(target: &Target) -> u64 {
    let sweep: u64 = target.sweep.iter().map(|swept| u64::from(swept.answered)).sum();
    sweep + target.probes.iter().filter(|probe| probe.rtt_ms.is_some()).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::between::{ProxyAnswer, SetIn};
    use crate::evidence::composed;
    use crate::evidence::composed::ip;
    use crate::evidence::latency::{Hop, OtherFamily};
    use crate::rules::provider_outage;
    use crate::rules::testing::{Changed, finding, severity, verdict};

    /// Nothing beyond the router answers, over no family.
    fn cut() -> Changed {
        Changed::healthy_wifi().silent(Role::FirstHop).silent(Role::FarEnd).latency(|latency| {
            latency.other_family = Outcome::NotTried(Why::NothingThere);
        })
    }

    #[test]
    fn silence_beyond_an_answering_router_is_the_line() {
        assert_eq!(severity(&RULE, &cut()), Some(Severity::Hard));
        assert_eq!(severity(&RULE, &Changed::healthy_wifi()), None);
        let hop = Changed::healthy_wifi().silent(Role::FirstHop);
        assert_eq!(severity(&RULE, &hop), None, "the far ends answer");
    }

    #[test]
    fn a_silent_router_is_not_the_line() {
        let evidence = cut().silent(Role::Gateway);
        assert_eq!(
            verdict(&RULE, &evidence),
            Verdict::Unknown(Missing::Evidence(Part::Latency, Why::LowerLayerFailed))
        );
    }

    #[test]
    fn the_routers_own_word_is_enough() {
        let evidence = cut()
            .silent(Role::Gateway)
            .latency(|latency| latency.unreachable_from = vec![ip(composed::GATEWAY)]);
        assert_eq!(finding(&RULE, &evidence).unwrap().severity, Severity::Hard);
    }

    #[test]
    fn the_other_family_clears_the_line() {
        for (answered, expected) in [(0, Some(Severity::Hard)), (1, None)] {
            let evidence = cut().latency(|latency| {
                latency.other_family = Outcome::Measured(OtherFamily { sent: 3, answered });
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{answered}");
        }
    }

    #[test]
    fn a_second_router_at_home_is_not_the_provider() {
        let beyond = |second: &str| {
            let dark = Changed::healthy_wifi().silent(Role::FarEnd).latency(|latency| {
                latency.hops = vec![Hop { distance: 2, ip: Some(ip(second)) }];
                latency.other_family = Outcome::NotTried(Why::NothingThere);
            });
            [severity(&RULE, &dark), severity(&provider_outage::RULE, &dark)]
        };
        let hard = Some(Severity::Hard);
        assert_eq!(beyond("192.168.0.1"), [hard, None]);
        assert_eq!(beyond("10.0.0.1"), [None, hard]);
        assert_eq!(beyond("198.51.100.1"), [None, hard]);
    }

    #[test]
    fn a_tunnel_or_a_proxy_that_leads_out_clears_the_line() {
        let proxied = cut().proxy(SetIn::Session, ProxyAnswer::Works);
        assert_eq!(verdict(&RULE, &proxied), Verdict::Pass);
        let refused = cut().proxy(SetIn::Session, ProxyAnswer::Refuses);
        assert_eq!(severity(&RULE, &refused), Some(Severity::Hard));
        assert_eq!(verdict(&RULE, &cut().through_tunnel(|_| {})), Verdict::Pass);
    }

    #[test]
    fn one_far_end_is_not_enough_to_blame_the_line() {
        for (far_ends, enough) in [(1, false), (2, true)] {
            let mut left = far_ends;
            let evidence = cut().latency(|latency| {
                latency.targets.retain(|target| {
                    target.role != Role::FarEnd || {
                        left -= 1;
                        left >= 0
                    }
                });
                latency.targets.iter_mut().for_each(|target| {
                    target.sweep.iter_mut().for_each(|swept| swept.sent = 10);
                });
            });
            assert_eq!(severity(&RULE, &evidence).is_some(), enough, "{far_ends}");
        }
    }

    #[test]
    fn offline_the_line_was_not_asked() {
        let evidence = Changed::healthy_wifi()
            .latency(|latency| latency.targets.retain(|target| target.role == Role::Gateway))
            .with(|evidence| evidence.run.asked.offline = true);
        assert_eq!(
            verdict(&RULE, &evidence),
            Verdict::Unknown(Missing::Evidence(Part::Latency, Why::NotAsked))
        );
    }
}
