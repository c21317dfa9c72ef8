//! This computer keeps an address that was set by hand, and that is of another network.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on, wrong_gateway};
use crate::analysis::reach::Answers;
use crate::evidence::addresses::{Address, Addresses, Neighbour, Source};
use crate::evidence::{Family, Layer, Os, Symptom};
use crate::text::Tr;

/// The router was seen elsewhere than where the address expects it.
const ROUTER_SEEN: f64 = 0.95;
/// It was not, so that a router that is down could be the reason too.
const ROUTER_UNSEEN: f64 = 0.8;

pub(super) const RULE: Rule = Rule {
    code: "manual-address",
    layer: Layer::Addresses,
    side: Side::Computer,
    worst: Severity::Hard,
    needs: &[Part::Addresses, Part::Latency],
    explains: &["router-silent", "wrong-gateway", "line-down"],
    symptoms: &[(Symptom::Nothing, 1.0)],
    about: Tr {
        es: About {
            finds: "Mira si la dirección (IPv4) de este equipo está puesta a mano. Habla si además la salida que tiene apuntada no existe en esta red o queda fuera de ella, y por ahí no contesta nadie.",
            matters: "Una dirección de otra casa o de la oficina no sirve aquí: el equipo busca al router donde no está.",
            limits: "Una dirección fija que funciona no es un fallo. Si el router está apagado y la dirección es fija, puede parecer lo mismo: por eso, sin haber visto otro router, la seguridad es menor.",
        },
        en: About {
            finds: "Checks whether this computer's (IPv4) address was set by hand. Speaks when the way out that goes with it does not exist in this network or lies outside it, and nobody answers that way.",
            matters: "An address from another home or from the office is of no use here: the computer looks for the router where it is not.",
            limits: "A fixed address that works is no fault. With the router down and a fixed address it can look the same, so it is less sure when no other router was seen.",
        },
        pt: About {
            finds: "Verifica se o endereço (IPv4) deste computador foi definido à mão. Fala quando, além disso, a saída anotada não existe nesta rede ou fica fora dela, e por ali ninguém responde.",
            matters: "Um endereço de outra casa ou do escritório não serve aqui: o computador procura o roteador onde ele não está.",
            limits: "Um endereço fixo que funciona não é defeito. Com o roteador desligado e um endereço fixo, pode parecer a mesma coisa: por isso, sem ter visto outro roteador, a certeza é menor.",
        },
    },
    sources: &["no lease, and the gateway does not answer on the link"],
    text: Tr {
        es: Text {
            title: "Este equipo usa una dirección fija que no sirve en esta red",
            what: &[
                "Su dirección ({address}) está puesta a mano, quizá para otra casa o una oficina. Con ella busca al router en {gateway}, y ahí no hay nadie.",
                "Por eso casi nada se abre, aunque el equipo diga que está conectado.",
                "El wifi, el router y tu línea pueden estar bien.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "En los ajustes de esta red, pestaña IPv4, cambia «Manual» por «Automático (DHCP)» y conéctate otra vez. (3 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "En los ajustes de esta red, TCP/IP, cambia «Manualmente» por «Usar DHCP». (3 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "En los ajustes de esta red, «Asignación de IP», cambia «Manual» por «Automático (DHCP)». (3 minutos)",
                ),
                step("Si ya estaba en automático, reinicia el equipo. (3 minutos)"),
                step(
                    "Si alguien puso esa dirección por un motivo, pregúntale cuál corresponde a esta red.",
                ),
            ],
            mended: "El equipo recibe otra dirección y las páginas se abren.",
            tell_provider: &[],
        },
        en: Text {
            title: "This computer uses a fixed address that does not work on this network",
            what: &[
                "Its address ({address}) was set by hand, perhaps for another home or an office. With it, the computer looks for the router at {gateway}, where nobody is.",
                "That is why hardly anything opens, although the computer says it is connected.",
                "The Wi-Fi, the router and your line may be fine.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "In this network's settings, IPv4 tab, change \"Manual\" to \"Automatic (DHCP)\" and connect again. (3 minutes)",
                ),
                step_on(
                    Os::Macos,
                    "In this network's settings, TCP/IP, change \"Manually\" to \"Using DHCP\". (3 minutes)",
                ),
                step_on(
                    Os::Windows,
                    "In this network's settings, \"IP assignment\", change \"Manual\" to \"Automatic (DHCP)\". (3 minutes)",
                ),
                step("If it was automatic already, restart the computer. (3 minutes)"),
                step(
                    "If somebody set that address for a reason, ask them which one belongs to this network.",
                ),
            ],
            mended: "The computer gets another address and pages open.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este computador usa um endereço fixo que não serve nesta rede",
            what: &[
                "O endereço dele ({address}) foi definido à mão, talvez para outra casa ou um escritório. Com ele procura o roteador em {gateway}, e ali não há ninguém.",
                "Por isso quase nada abre, embora o computador diga que está conectado.",
                "O Wi-Fi, o roteador e a sua linha podem estar bem.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Nas configurações desta rede, aba IPv4, troque \"Manual\" por \"Automático (DHCP)\" e conecte de novo. (3 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Nas configurações desta rede, TCP/IP, troque \"Manualmente\" por \"Usando DHCP\". (3 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "Nas configurações desta rede, \"Atribuição de IP\", troque \"Manual\" por \"Automático (DHCP)\". (3 minutos)",
                ),
                step("Se já estava em automático, reinicie o computador. (3 minutos)"),
                step(
                    "Se alguém definiu esse endereço por algum motivo, pergunte a essa pessoa qual é o certo para esta rede.",
                ),
            ],
            mended: "O computador recebe outro endereço e as páginas abrem.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let addresses = need(Part::Addresses, &case.evidence.addresses)?;
    let (Some(address), Some(route)) = (by_hand(addresses), addresses.route(Family::V4)) else {
        return Ok(Verdict::Pass);
    };
    let outside = !addresses.own.iter().any(|own| holds(own, route.gateway));
    let misplaced = outside || route.neighbour == Neighbour::Absent;
    // With the router inside the same network it is the gateway that is wrong, not the address.
    if !misplaced || wrong_gateway::router(addresses, Family::V4).is_some() {
        return Ok(Verdict::Pass);
    }
    let latency = need(Part::Latency, &case.evidence.latency)?;
    let answers = match case.analysis.reach {
        Some(reach) if latency.family == Family::V4 => {
            let somebody = [reach.gateway, reach.first_hop, reach.far].contains(&Answers::Yes);
            if somebody { Answers::Yes } else { reach.far }
        }
        _ => wrong_gateway::other_family(latency),
    };
    match answers {
        Answers::Yes => return Ok(Verdict::Pass),
        Answers::Unknown => return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.5 })),
        // IPv6 may work all the same; without IPv4 most things do not.
        Answers::No => {}
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: if router_seen(addresses) { ROUTER_SEEN } else { ROUTER_UNSEEN },
        arguments: vec![
            ("address", Argument::Ip(address.ip)),
            ("gateway", Argument::Ip(route.gateway)),
        ],
        evidence: &["addresses.own", "addresses.default_routes", "latency.targets"],
    }))
}

/// The IPv4 address that somebody set; `None` where any came with a lease.
pub(super) fn by_hand(addresses: &Addresses) -> Option<&Address> {
    let mut given =
        addresses.own.iter().filter(|own| own.ip.is_ipv4() && own.source != Source::LinkLocal);
    let first = given.next().filter(|own| own.source == Source::Manual)?;
    // Some DHCP clients write the address down without its lifetime; their lease tells.
    let leased = addresses.lease_router.measured().is_some();
    (!leased && given.all(|own| own.source == Source::Manual)).then_some(first)
}

/// True when this address lies in the network of ours.
pub(super) fn holds(own: &Address, ip: std::net::IpAddr) -> bool {
    use std::net::IpAddr::{V4, V6};
    match (own.ip, ip) {
        (V4(a), V4(b)) => (a.to_bits() ^ b.to_bits()).leading_zeros() >= own.prefix.into(),
        (V6(a), V6(b)) => (a.to_bits() ^ b.to_bits()).leading_zeros() >= own.prefix.into(),
        _ => false,
    }
}

/// True when a router of this network showed itself, by IPv6 or outside the network of the address.
fn router_seen(addresses: &Addresses) -> bool {
    let by_v6 = addresses.route(Family::V6).map(|route| route.neighbour);
    addresses
        .other_routers
        .iter()
        .map(|router| router.neighbour)
        .chain(by_v6)
        .any(|neighbour| neighbour == Neighbour::Present)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::addresses::{OtherRouter, RouterHint};
    use crate::evidence::latency::{OtherFamily, Role};
    use crate::evidence::{Outcome, Why};
    use crate::rules::testing::{Changed, finding, ip, severity, verdict};

    fn by_hand(gateway: &str, neighbour: Neighbour) -> Changed {
        Changed::healthy_wifi()
            .addresses(|addresses| {
                addresses.own[0].source = Source::Manual;
                addresses.lease_router = Outcome::Unavailable(Why::NothingThere);
                addresses.default_routes[0].gateway = ip(gateway);
                addresses.default_routes[0].neighbour = neighbour;
            })
            .silent(Role::Gateway)
            .silent(Role::FirstHop)
            .silent(Role::FarEnd)
            .latency(|latency| {
                latency.other_family = Outcome::NotTried(Why::NothingThere);
                latency.targets[0].sweep[0].sent = 9;
            })
    }

    #[test]
    fn an_address_by_hand_whose_gateway_is_not_there() {
        let hard = Some(Severity::Hard);
        for (gateway, neighbour, expected) in [
            ("192.168.1.1", Neighbour::Absent, hard),
            ("192.168.1.1", Neighbour::Present, None),
            ("192.168.1.1", Neighbour::Unknown, None),
            ("192.168.2.1", Neighbour::Present, hard),
            ("192.168.2.1", Neighbour::Unknown, hard),
        ] {
            let evidence = by_hand(gateway, neighbour);
            assert_eq!(severity(&RULE, &evidence), expected, "{gateway} {neighbour:?}");
        }
    }

    #[test]
    fn a_lease_or_an_answer_is_no_fault_of_the_address() {
        let leased = by_hand("192.168.1.1", Neighbour::Absent)
            .addresses(|addresses| addresses.own[0].source = Source::Lease);
        assert_eq!(verdict(&RULE, &leased), Verdict::Pass);
        let remembered = by_hand("192.168.1.1", Neighbour::Absent)
            .addresses(|addresses| addresses.lease_router = Outcome::Measured(ip("192.168.1.1")));
        assert_eq!(verdict(&RULE, &remembered), Verdict::Pass);
        let works = Changed::healthy_wifi().addresses(|addresses| {
            addresses.own[0].source = Source::Manual;
            addresses.lease_router = Outcome::Unavailable(Why::NothingThere);
            addresses.default_routes[0].neighbour = Neighbour::Absent;
        });
        assert_eq!(verdict(&RULE, &works), Verdict::Pass);
    }

    #[test]
    fn ipv6_that_works_does_not_mend_the_address() {
        for (family, answered, expected) in [
            (Family::V4, 3, Some(Severity::Hard)),
            (Family::V6, 0, Some(Severity::Hard)),
            (Family::V6, 3, None),
        ] {
            let evidence = by_hand("192.168.1.1", Neighbour::Absent).latency(|latency| {
                latency.family = family;
                latency.other_family = Outcome::Measured(OtherFamily { sent: 3, answered });
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{family:?} {answered}");
        }
    }

    #[test]
    fn a_router_seen_elsewhere_makes_it_surer_and_one_in_the_same_network_is_another_case() {
        let router = |text: &str| OtherRouter {
            ip: ip(text),
            hint: RouterHint::Resolver,
            neighbour: Neighbour::Present,
            resolves: Outcome::Measured(true),
        };
        for (other, confidence) in [
            (None, Some(ROUTER_UNSEEN)),
            (Some("192.168.50.1"), Some(ROUTER_SEEN)),
            (Some("192.168.1.254"), None),
        ] {
            let evidence = by_hand("192.168.1.1", Neighbour::Absent)
                .addresses(|addresses| addresses.other_routers.extend(other.map(router)));
            let found = finding(&RULE, &evidence).map(|finding| finding.confidence);
            assert_eq!(found, confidence, "{other:?}");
        }
    }

    #[test]
    fn a_network_holds_its_own_addresses() {
        for (own, prefix, other, expected) in [
            ("192.168.1.23", 24, "192.168.1.255", true),
            ("192.168.1.23", 24, "192.168.2.0", false),
            ("192.168.1.23", 25, "192.168.1.128", false),
            ("192.168.1.23", 32, "192.168.1.23", true),
            ("192.168.1.23", 24, "fe80::1", false),
            ("2001:db8::23", 64, "2001:db8::1", true),
            ("2001:db8::23", 64, "2001:db8:0:1::1", false),
        ] {
            let own = Address { ip: ip(own), prefix, source: Source::Lease };
            assert_eq!(holds(&own, ip(other)), expected, "{own:?} {other}");
        }
    }
}
