//! Nothing answers over IPv4, and over IPv6 the internet works.

use super::line_down::{carried_otherwise, far_ends, router_refuses};
use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, wrong_gateway};
use crate::analysis::reach::Answers;
use crate::evidence::addresses::Neighbour;
use crate::evidence::latency::{Role, Target};
use crate::evidence::{Family, Layer, Symptom};
use crate::text::Tr;

/// One silent far end may be switched off; the provider is blamed for two unrelated ones (B.3).
const FAR_ENDS: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "ipv4-broken",
    layer: Layer::Line,
    side: Side::Line,
    worst: Severity::Hard,
    needs: &[Part::Addresses, Part::Latency, Part::Between],
    explains: &[],
    symptoms: &[(Symptom::Nothing, 0.8), (Symptom::OneSite, 1.0), (Symptom::Pages, 0.6)],
    about: Tr {
        es: About {
            finds: "Pregunta a los mismos destinos por IPv4 y por IPv6. Habla cuando el equipo tiene dirección y salida IPv4, por ahí no contesta nadie y por IPv6 sí.",
            matters: "Muchas páginas y casi todos los aparatos pequeños solo conocen la clase antigua de direcciones (IPv4). Se abren unas pocas páginas y el resto parece caído.",
            limits: "No ve en qué punto del operador se pierde. Si en la dirección de salida IPv4 no hay ningún router, la causa es otra y no dice nada.",
        },
        en: About {
            finds: "Asks the same places over IPv4 and IPv6. Speaks when the computer has an IPv4 address and a way out, nobody answers that way, and over IPv6 somebody does.",
            matters: "Many pages and nearly all small devices know only the old kind of addresses (IPv4). A few pages open and the rest seems to be down.",
            limits: "It does not see where at the provider it gets lost. When there is no router at the IPv4 way out, the cause is another and it says nothing.",
        },
        pt: About {
            finds: "Pergunta aos mesmos destinos por IPv4 e por IPv6. Fala quando o computador tem endereço e saída IPv4, por ali ninguém responde e por IPv6 sim.",
            matters: "Muitas páginas e quase todos os aparelhos pequenos só conhecem o tipo antigo de endereço (IPv4). Algumas páginas abrem e o resto parece fora do ar.",
            limits: "Não vê em que ponto da operadora se perde. Se no endereço de saída IPv4 não há nenhum roteador, a causa é outra e não diz nada.",
        },
    },
    sources: &["at least two unrelated far ends, asked at least six times"],
    text: Tr {
        es: Text {
            title: "La clase de direcciones que usan casi todas las páginas (IPv4) no funciona",
            what: &[
                "Por IPv4 no ha contestado nadie a {sent} mensajes; por la otra clase (IPv6) internet sí contesta.",
                "Por eso se abren unas pocas páginas y las demás no, en todos los aparatos de la casa.",
                "El wifi y este equipo no son la causa.",
            ],
            steps: &[
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Usa mientras tanto los datos del teléfono para lo que no se abra. (1 minuto)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba, los destinos contestan por IPv4.",
            tell_provider: &[
                "El {date} a las {time} por IPv4 no contestaba nadie: de {sent} mensajes (destinos distintos: {targets}) no volvió ninguno. Por IPv6 sí contestan.",
                "Mi router contestó a {gateway_answered} de {gateway_sent}, así que no es mi wifi ni mi equipo.",
                "Mi propio router dice que no puede pasar los mensajes IPv4 ({refused_by}).",
            ],
        },
        en: Text {
            title: "The kind of addresses that most pages use (IPv4) does not work",
            what: &[
                "Over IPv4 nobody answered {sent} messages; over the other kind (IPv6) the internet does answer.",
                "That is why a few pages open and the others do not, on every device at home.",
                "The Wi-Fi and this computer are not the cause.",
            ],
            steps: &[
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step("Meanwhile, use your phone's mobile data for what does not open. (1 minute)"),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, the places answer over IPv4.",
            tell_provider: &[
                "On {date} at {time} nobody answered over IPv4: of {sent} messages (different places: {targets}) none came back. Over IPv6 they answer.",
                "My router answered {gateway_answered} of {gateway_sent}, so it is not my Wi-Fi or my computer.",
                "My own router says that it cannot pass IPv4 messages on ({refused_by}).",
            ],
        },
        pt: Text {
            title: "O tipo de endereço que quase todas as páginas usam (IPv4) não funciona",
            what: &[
                "Por IPv4 ninguém respondeu a {sent} mensagens; pelo outro tipo (IPv6) a internet responde.",
                "Por isso algumas páginas abrem e as outras não, em todos os aparelhos da casa.",
                "O Wi-Fi e este computador não são a causa.",
            ],
            steps: &[
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step("Enquanto isso, use os dados do celular para o que não abrir. (1 minuto)"),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, os destinos respondem por IPv4.",
            tell_provider: &[
                "Em {date} às {time} ninguém respondia por IPv4: de {sent} mensagens (destinos diferentes: {targets}) nenhuma voltou. Por IPv6 respondem.",
                "Meu roteador respondeu a {gateway_answered} de {gateway_sent}, então não é o meu Wi-Fi nem o meu computador.",
                "O meu próprio roteador diz que não consegue passar as mensagens IPv4 ({refused_by}).",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let addresses = need(Part::Addresses, &case.evidence.addresses)?;
    let latency = need(Part::Latency, &case.evidence.latency)?;
    let Some(route) = addresses.route(Family::V4).filter(|_| addresses.has(Family::V4)) else {
        return Ok(Verdict::Pass);
    };
    // A VPN or a firewall that lets nothing go beside it may have forgotten the other family.
    if carried_otherwise(case)? {
        return Ok(Verdict::Pass);
    }
    let other_answers = latency.other_family.measured().is_some_and(|other| other.answered > 0);
    if latency.family != Family::V4 || !other_answers {
        return Ok(Verdict::Pass);
    }
    match case.analysis.reach.map(|reach| reach.far) {
        Some(Answers::Yes) => return Ok(Verdict::Pass),
        Some(Answers::Unknown) | None => return Err(no_series(case)),
        Some(Answers::No) => {}
    }
    // Where IPv4 goes to no box, or to one beside the router, nothing is known of the line.
    let elsewhere = wrong_gateway::router(addresses, Family::V4).is_some();
    if route.neighbour == Neighbour::Absent || elsewhere || far_ends(latency) < FAR_ENDS {
        return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.4 }));
    }
    let mut arguments = super::line_down::silence(latency);
    let refuses = router_refuses(case, latency);
    if refuses {
        arguments.push(("refused_by", Argument::Ip(route.gateway)));
    }
    let gateway = latency.of(Role::Gateway).any(Target::answers);
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: match (refuses, gateway) {
            (true, _) => 0.95,
            (false, true) => 0.9,
            // The router says nothing over IPv4 either: it may be the router itself.
            (false, false) => 0.75,
        },
        arguments,
        evidence: &["addresses.default_routes", "latency.targets", "latency.other_family"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::addresses::{OtherRouter, RouterHint};
    use crate::evidence::latency::OtherFamily;
    use crate::evidence::{Outcome, Why};
    use crate::rules::testing::{Changed, finding, ip, severity, verdict};

    /// Nothing beyond the router answers over IPv4; over IPv6 so many answers came.
    fn dark(answered: u32) -> Changed {
        Changed::healthy_wifi().silent(Role::FirstHop).silent(Role::FarEnd).latency(|latency| {
            latency.other_family = Outcome::Measured(OtherFamily { sent: 9, answered });
        })
    }

    #[test]
    fn one_answer_over_ipv6_clears_the_line_and_convicts_ipv4() {
        for (answered, expected) in
            [(9, Some(Severity::Hard)), (1, Some(Severity::Hard)), (0, None)]
        {
            assert_eq!(severity(&RULE, &dark(answered)), expected, "{answered}");
        }
        for rule in [&super::super::line_down::RULE, &super::super::provider_outage::RULE] {
            assert_eq!(verdict(rule, &dark(9)), Verdict::Pass, "{}", rule.code);
        }
    }

    #[test]
    fn while_ipv4_answers_nothing_is_wrong_with_it() {
        assert_eq!(verdict(&RULE, &Changed::healthy_wifi()), Verdict::Pass);
        let v6_alone = dark(9).latency(|latency| latency.family = Family::V6);
        assert_eq!(verdict(&RULE, &v6_alone), Verdict::Pass);
        let no_v6 =
            dark(9).latency(|latency| latency.other_family = Outcome::NotTried(Why::NothingThere));
        assert_eq!(verdict(&RULE, &no_v6), Verdict::Pass);
    }

    #[test]
    fn where_ipv4_goes_to_no_router_nothing_is_known_of_the_line() {
        let unknown = Verdict::Unknown(Missing::NotEnough { weight: 0.4 });
        let absent = dark(9).addresses(|addresses| {
            addresses.default_routes[0].neighbour = Neighbour::Absent;
        });
        assert_eq!(verdict(&RULE, &absent), unknown);
        let beside = dark(9).addresses(|addresses| {
            addresses.other_routers.push(OtherRouter {
                ip: ip("192.168.1.254"),
                hint: RouterHint::UsualPlace,
                neighbour: Neighbour::Present,
                resolves: Outcome::Measured(true),
            });
        });
        assert_eq!(verdict(&RULE, &beside), unknown);
    }

    #[test]
    fn the_routers_own_word_makes_it_surer_and_is_told() {
        let refused = dark(9).latency(|latency| latency.unreachable_from.push(ip("192.168.1.1")));
        let (plain, refused) =
            (finding(&RULE, &dark(9)).unwrap(), finding(&RULE, &refused).unwrap());
        assert!(refused.confidence > plain.confidence);
        assert!(refused.arguments.iter().any(|(name, _)| *name == "refused_by"));
        let silent = finding(&RULE, &dark(9).silent(Role::Gateway)).unwrap();
        assert!(silent.confidence < plain.confidence);
    }
}
