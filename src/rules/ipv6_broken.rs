//! The computer has an IPv6 address and a way out for it, and nothing answers over it.

use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::loss::Loser;
use crate::analysis::reach::Answers;
use crate::evidence::latency::OtherFamily;
use crate::evidence::{Addresses, Family, Layer, Symptom};
use crate::text::Tr;
use std::net::IpAddr;

/// Silence means nothing when luck alone brings it about more often than this: one home in ten
/// thousand, with the share of messages that get lost over IPv4 meanwhile.
const LUCK: f64 = 0.0001;
/// With one message in three lost, twelve tries over two seconds or more all fail in two cases of a
/// million; fewer would be sent within one burst of losses (CATALOGUE B.3.4).
const TRIES: u32 = 12;

/// A question for the router's own address that gets lost, once a second at most, takes with it all
/// that waits for the answer: on a hop that loses, silence is not as many losses as there were questions.
const ON_A_LOSSY_HOP: f64 = 0.6;

pub(super) const RULE: Rule = Rule {
    code: "ipv6-broken",
    layer: Layer::Line,
    side: Side::Line,
    worst: Severity::Problem,
    needs: &[Part::Addresses, Part::Latency],
    explains: &[],
    symptoms: &[(Symptom::Pages, 1.0), (Symptom::OneSite, 0.6), (Symptom::Slow, 0.4)],
    about: Tr {
        es: About {
            finds: "Mira si el equipo tiene una dirección IPv6 con salida a internet y pregunta a los mismos destinos por IPv6 y por IPv4. Habla cuando por IPv6 no contesta nadie y por IPv4 sí.",
            matters: "Internet usa dos clases de direcciones. Los programas prueban primero la nueva (IPv6); si no contesta, esperan y pasan a la otra, y eso ocurre en cada página.",
            limits: "Si tu operador no da IPv6, el equipo no tiene esa dirección y no hay nada que arreglar. No mira si IPv6 es más lento, solo si no funciona. Por debajo de doce preguntas no dice nada.",
        },
        en: About {
            finds: "Looks whether the computer has an IPv6 address with a way out, and asks the same places over IPv6 and IPv4. Speaks when nobody answers over IPv6 and somebody does over IPv4.",
            matters: "The internet uses two kinds of addresses. Programs try the new one (IPv6) first; when it does not answer they wait and turn to the other, and so they do for every page.",
            limits: "When your provider has no IPv6, the computer has no such address and there is nothing to mend. It does not look whether IPv6 is slower, only whether it does not work. Below twelve questions it says nothing.",
        },
        pt: About {
            finds: "Verifica se o computador tem um endereço IPv6 com saída para a internet e pergunta aos mesmos destinos por IPv6 e por IPv4. Fala quando por IPv6 ninguém responde e por IPv4 sim.",
            matters: "A internet usa dois tipos de endereço. Os programas tentam primeiro o novo (IPv6); se não responde, esperam e passam para o outro, e isso acontece em cada página.",
            limits: "Se a operadora não oferece IPv6, o computador não tem esse endereço e não há nada a consertar. Não verifica se o IPv6 é mais lento, só se não funciona. Com menos de doze perguntas não diz nada.",
        },
    },
    sources: &["RFC 8305: how long programs wait for IPv6"],
    text: Tr {
        es: Text {
            title: "Una de las dos clases de direcciones de internet (IPv6) no funciona",
            what: &[
                "Tu router reparte direcciones IPv6, pero por ahí no contesta nadie (preguntas: {sent}).",
                "Por eso las páginas tardan en empezar, o algunas no se abren: se prueba primero por ahí.",
                "Por la otra clase (IPv4) internet contesta, así que ni el wifi ni el resto de la línea son la causa.",
            ],
            steps: &[
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Si no cambia, entra en la página del router y desactiva IPv6 por ahora: todo irá por IPv4, sin esperas. (5 minutos)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba, los destinos contestan por IPv6, o el equipo ya no tiene esa dirección.",
            tell_provider: &[
                "El {date} a las {time} por IPv6 no contestaba nadie: de {sent} mensajes no volvió ninguno.",
                "Mi equipo tiene una dirección IPv6 que reparte el router ({own}), y por IPv4 internet funciona.",
            ],
        },
        en: Text {
            title: "One of the internet's two kinds of addresses (IPv6) does not work",
            what: &[
                "Your router hands out IPv6 addresses, but nobody answers that way (questions: {sent}).",
                "That is why pages take long to begin, or some do not open: that way is tried first.",
                "Over the other kind (IPv4) the internet answers, so neither the Wi-Fi nor the rest of the line is to blame.",
            ],
            steps: &[
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "If nothing changes, open the router's page and switch IPv6 off for now: everything will go over IPv4, without waiting. (5 minutes)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, the places answer over IPv6, or the computer no longer has such an address.",
            tell_provider: &[
                "On {date} at {time} nobody answered over IPv6: of {sent} messages none came back.",
                "My computer has an IPv6 address handed out by the router ({own}), and over IPv4 the internet works.",
            ],
        },
        pt: Text {
            title: "Um dos dois tipos de endereço da internet (IPv6) não funciona",
            what: &[
                "O seu roteador distribui endereços IPv6, mas por ali ninguém responde (perguntas: {sent}).",
                "Por isso as páginas demoram a começar, ou algumas não abrem: tenta-se primeiro por ali.",
                "Pelo outro tipo (IPv4) a internet responde, então nem o Wi-Fi nem o resto da linha são a causa.",
            ],
            steps: &[
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Se nada mudar, entre na página do roteador e desative o IPv6 por enquanto: tudo irá por IPv4, sem esperas. (5 minutos)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, os destinos respondem por IPv6, ou o computador já não tem esse endereço.",
            tell_provider: &[
                "Em {date} às {time} ninguém respondia por IPv6: de {sent} mensagens nenhuma voltou.",
                "Meu computador tem um endereço IPv6 distribuído pelo roteador ({own}), e por IPv4 a internet funciona.",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let addresses = need(Part::Addresses, &case.evidence.addresses)?;
    let latency = need(Part::Latency, &case.evidence.latency)?;
    let Some(own) = global(addresses) else { return Ok(Verdict::Pass) };
    if addresses.route(Family::V6).is_none() || latency.family != Family::V4 {
        return Ok(Verdict::Pass);
    }
    let Some(other) = latency.other_family.measured().filter(|other| other.sent > 0) else {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    };
    match case.analysis.reach.map(|reach| reach.far) {
        // Nothing answers over IPv4 either: that is more than this.
        Some(Answers::No) => return Err(Verdict::Unknown(Missing::NotApplicable)),
        Some(Answers::Unknown) | None => return Err(no_series(case)),
        Some(Answers::Yes) if other.answered > 0 => return Ok(Verdict::Pass),
        Some(Answers::Yes) => {}
    }
    let split = case.analysis.loss.as_ref();
    let lost = split.map_or(0.0, |split| split.far.seen());
    if !beyond_luck(other, lost) {
        return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.4 }));
    }
    let on_the_way = split.is_some_and(|split| matches!(split.loser, Loser::Hop | Loser::Both));
    let confidence = if on_the_way { ON_A_LOSSY_HOP } else { 0.9 };
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence,
        arguments: vec![
            ("sent", Argument::Count(u64::from(other.sent))),
            ("own", Argument::Ip(own)),
        ],
        evidence: &["addresses.own", "addresses.default_routes", "latency.other_family"],
    }))
}

/// An address that the internet would answer. One of a home's own range (`fc00::/7`) leads nowhere
/// by design, and programs do not try it first (RFC 6724).
fn global(addresses: &Addresses) -> Option<IpAddr> {
    addresses.own.iter().map(|address| address.ip).find(|ip| match ip {
        IpAddr::V4(_) => false,
        IpAddr::V6(v6) => !v6.is_unique_local() && !v6.is_unicast_link_local(),
    })
}

fn beyond_luck(other: &OtherFamily, lost: f64) -> bool {
    other.sent >= TRIES && lost.powi(i32::try_from(other.sent).unwrap_or(i32::MAX)) <= LUCK
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::addresses::{Address, DefaultRoute, Neighbour, Source};
    use crate::evidence::latency::Role;
    use crate::rules::testing::{Changed, finding, ip, severity, verdict};

    /// A home with this IPv6 address and a route, and so many questions over IPv6.
    fn home(own: &str, sent: u32, answered: u32) -> Changed {
        Changed::healthy_wifi()
            .addresses(|addresses| {
                addresses.own.push(Address { ip: ip(own), prefix: 64, source: Source::Lease });
                addresses.default_routes.push(DefaultRoute {
                    gateway: ip("fe80::1"),
                    metric: 600,
                    neighbour: Neighbour::Present,
                    link_address: None,
                });
            })
            .latency(|latency| {
                latency.other_family = Outcome::Measured(OtherFamily { sent, answered });
            })
    }

    const OWN: &str = "2001:db8:50::23";

    #[test]
    fn on_a_hop_that_loses_the_silence_is_said_and_the_hop_comes_first() {
        for (gateway_every, far_every, sure) in [(0, 0, 0.9), (10, 10, ON_A_LOSSY_HOP)] {
            let changed = home(OWN, 45, 0).losing(gateway_every, far_every);
            let found = finding(&RULE, &changed).map(|finding| finding.confidence);
            assert_eq!(found, Some(sure), "{gateway_every} {far_every}");
            let hop = finding(&crate::rules::wifi_loses_packets::RULE, &changed);
            assert!(hop.is_none_or(|hop| hop.confidence > sure), "{gateway_every} {far_every}");
        }
    }

    #[test]
    fn silence_over_ipv6_alone_is_a_problem_from_enough_tries_on() {
        for (sent, answered, expected) in [
            (12, 0, Some(Severity::Problem)),
            (36, 0, Some(Severity::Problem)),
            (11, 0, None),
            (36, 1, None),
            (0, 0, None),
        ] {
            assert_eq!(severity(&RULE, &home(OWN, sent, answered)), expected, "{sent} {answered}");
        }
        let few = verdict(&RULE, &home(OWN, 11, 0));
        assert_eq!(few, Verdict::Unknown(Missing::NotEnough { weight: 0.4 }));
    }

    #[test]
    fn a_line_that_loses_much_needs_more_tries() {
        assert_eq!(severity(&RULE, &home(OWN, 12, 0).losing(0, 10)), Some(Severity::Problem));
        assert_eq!(severity(&RULE, &home(OWN, 12, 0).losing(0, 2)), None);
        assert_eq!(severity(&RULE, &home(OWN, 24, 0).losing(0, 2)), Some(Severity::Problem));
    }

    #[test]
    fn without_ipv6_from_the_provider_there_is_nothing_to_mend() {
        assert_eq!(verdict(&RULE, &home("fd00::23", 36, 0)), Verdict::Pass);
        let no_route = home(OWN, 36, 0)
            .addresses(|addresses| addresses.default_routes.retain(|r| r.gateway.is_ipv4()));
        assert_eq!(verdict(&RULE, &no_route), Verdict::Pass);
    }

    #[test]
    fn when_ipv4_is_silent_too_it_is_not_this() {
        assert_eq!(severity(&RULE, &home(OWN, 36, 0).silent(Role::FarEnd)), None);
    }
}
