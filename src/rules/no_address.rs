//! The link to the router is there, and no address came over it.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::reach::Answers;
use crate::evidence::host::Medium;
use crate::evidence::{Addresses, Evidence, Family, Host, Layer, Symptom};
use crate::text::Tr;

/// A DHCP client asks a second time after 4 s (RFC 2131, 4.1), so that a router that is there has
/// had two chances by then.
const TWO_CHANCES_MS: u64 = 4000;
const SURE: f64 = 0.95;
const ASKED_ONCE: f64 = 0.7;
/// An IPv6 address is there and leads nowhere: in a home without IPv4 this would be the line.
const ONLY_V6: f64 = 0.7;

pub(super) const RULE: Rule = Rule {
    code: "no-address",
    layer: Layer::Addresses,
    side: Side::Router,
    worst: Severity::Hard,
    needs: &[Part::Host, Part::Joining, Part::Addresses, Part::Latency],
    explains: &["no-default-route", "router-silent"],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Gadget, 0.2)],
    about: Tr {
        es: About {
            finds: "Mira si el equipo tiene una dirección (IP) después de conectarse. Habla si no llegó ninguna, o solo la que el equipo se inventa cuando nadie contesta (169.254…).",
            matters: "Sin dirección, el equipo está conectado al router pero no puede enviar ni recibir nada de internet.",
            limits: "No distingue un router que no reparte direcciones de uno que ya las ha repartido todas, ni de un equipo que no la pide. Con una dirección IPv6 que funciona, calla.",
        },
        en: About {
            finds: "Checks whether the computer has an (IP) address after connecting. Speaks when none came, or only the one a computer makes up when nobody answers (169.254…).",
            matters: "Without an address the computer is connected to the router and can neither send nor receive anything from the internet.",
            limits: "Does not tell a router that hands out no addresses from one that has run out of them, or from a computer that does not ask. Silent while an IPv6 address works.",
        },
        pt: About {
            finds: "Verifica se o computador tem um endereço (IP) depois de se conectar. Fala quando nenhum chegou, ou só aquele que o computador inventa quando ninguém responde (169.254…).",
            matters: "Sem endereço, o computador está conectado ao roteador mas não consegue enviar nem receber nada da internet.",
            limits: "Não distingue um roteador que não distribui endereços de um que já distribuiu todos, nem de um computador que não pede. Com um endereço IPv6 que funciona, não diz nada.",
        },
    },
    sources: &[
        "joined, and no IPv4 address but 169.254/16 (RFC 3927)",
        "RFC 2131, 4.1: the second request goes out after 4 s",
    ],
    text: Tr {
        es: Text {
            title: "El router no le da una dirección a este equipo",
            what: &[
                "El equipo está conectado al router, pero le falta la dirección (IP) con la que se sale a internet.",
                "Durante la prueba la ha esperado {waited}.",
                "La conexión con el router está hecha: el fallo no está en la contraseña ni en el cable.",
            ],
            steps: &[
                step(
                    "Apaga y enciende el wifi de este equipo; si usas cable, desconéctalo y vuelve a conectarlo. (1 minuto)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Si te conectas por un repetidor u otro aparato, desenchúfalo y prueba directamente con el router. (5 minutos)",
                ),
                step(
                    "En los ajustes del router, comprueba que el reparto de direcciones (DHCP) esté activado. (10 minutos)",
                ),
                step("Llama a tu operador y di que el router no da direcciones por DHCP."),
            ],
            mended: "El equipo recibe una dirección y las páginas se abren.",
            tell_provider: &[],
        },
        en: Text {
            title: "The router gives this computer no address",
            what: &[
                "The computer is connected to the router, but lacks the address (IP) that it needs to reach the internet.",
                "It waited {waited} for one during the test.",
                "The connection to the router itself is there: the fault is not in the password or in the cable.",
            ],
            steps: &[
                step(
                    "Turn this computer's Wi-Fi off and on again; on a cable, unplug it and plug it back in. (1 minute)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "If you connect through a repeater or another device, unplug that and try the router directly. (5 minutes)",
                ),
                step(
                    "In the router's settings, check that handing out addresses (DHCP) is switched on. (10 minutes)",
                ),
                step("Call your provider and say that the router hands out no addresses by DHCP."),
            ],
            mended: "The computer gets an address and pages open.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O roteador não dá um endereço a este computador",
            what: &[
                "O computador está conectado ao roteador, mas falta a ele o endereço (IP) para chegar à internet.",
                "Durante o teste ele esperou {waited}.",
                "A conexão com o roteador está feita: o problema não está na senha nem no cabo.",
            ],
            steps: &[
                step(
                    "Desligue e ligue o Wi-Fi deste computador; se usa cabo, desconecte e conecte de novo. (1 minuto)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Se você se conecta por um repetidor ou outro aparelho, tire-o da tomada e teste direto com o roteador. (5 minutos)",
                ),
                step(
                    "Nas configurações do roteador, veja se a distribuição de endereços (DHCP) está ativada. (10 minutos)",
                ),
                step("Ligue para a sua operadora e diga que o roteador não dá endereços por DHCP."),
            ],
            mended: "O computador recebe um endereço e as páginas abrem.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    if !is_linked(host, case.evidence) {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let addresses = need(Part::Addresses, &case.evidence.addresses)?;
    if addresses.has(Family::V4) {
        return Ok(Verdict::Pass);
    }
    // An IPv6 address counts as far as it leads somewhere.
    if addresses.has(Family::V6) && addresses.route(Family::V6).is_some() {
        let latency = need(Part::Latency, &case.evidence.latency)?;
        let other = latency.other_family.measured().is_some_and(|other| other.answered > 0);
        return match case.analysis.reach.map(|reach| reach.far) {
            _ if other => Ok(Verdict::Pass),
            Some(Answers::Yes) => Ok(Verdict::Pass),
            Some(Answers::No) => Ok(found(addresses, ONLY_V6)),
            Some(Answers::Unknown) | None => {
                Err(Verdict::Unknown(Missing::NotEnough { weight: 0.5 }))
            }
        };
    }
    let patient = addresses.waited_ms >= TWO_CHANCES_MS;
    Ok(found(addresses, if patient { SURE } else { ASKED_ONCE }))
}

/// True with a network joined, or somebody at the other end of the cable.
fn is_linked(host: &Host, evidence: &Evidence) -> bool {
    host.interface().is_some_and(|interface| match evidence.joining.measured() {
        // It may have been joined while the run watched.
        Some(joining) if interface.medium == Medium::Wifi => joining.joined,
        _ => interface.running,
    })
}

fn found(addresses: &Addresses, confidence: f64) -> Verdict {
    let mut arguments = Vec::new();
    if addresses.waited_ms >= 1000 {
        #[expect(clippy::cast_precision_loss, reason = "a run is a few minutes at most")]
        let waited = (addresses.waited_ms as f64 / 1000.0).round();
        arguments.push(("waited", Argument::Seconds(waited)));
    }
    Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence,
        arguments,
        evidence: &["addresses.own", "addresses.waited_ms"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::addresses::{Address, DefaultRoute, Neighbour, Source};
    use crate::evidence::latency::{OtherFamily, Role};
    use crate::evidence::{Outcome, Why};
    use crate::rules::testing::{Changed, finding, ip, severity, verdict};

    fn address(text: &str, source: Source) -> Address {
        Address { ip: ip(text), prefix: 24, source }
    }

    fn with(home: Changed, own: Vec<Address>, waited_ms: u64) -> Changed {
        home.addresses(|addresses| {
            addresses.own = own;
            addresses.default_routes.clear();
            addresses.waited_ms = waited_ms;
        })
        .with(|evidence| evidence.latency = Outcome::NotTried(Why::LowerLayerFailed))
    }

    #[test]
    fn only_an_address_that_somebody_gave_is_one() {
        for home in [Changed::healthy_wifi(), Changed::healthy_cable()] {
            assert_eq!(severity(&RULE, &home), None);
            for (own, waited_ms, expected) in [
                (vec![], 4000, Some(SURE)),
                (vec![], 3999, Some(ASKED_ONCE)),
                (vec![address("169.254.7.9", Source::LinkLocal)], 5000, Some(SURE)),
                (vec![address("fe80::1", Source::LinkLocal)], 5000, Some(SURE)),
                // An address of the home that no router takes anywhere.
                (vec![address("fd00::23", Source::Lease)], 5000, Some(SURE)),
                (vec![address("192.168.1.23", Source::Lease)], 0, None),
                (vec![address("192.168.1.23", Source::Manual)], 0, None),
            ] {
                let evidence = with(home.clone(), own.clone(), waited_ms);
                let found = finding(&RULE, &evidence).map(|finding| finding.confidence);
                assert_eq!(found, expected, "{own:?} {waited_ms}");
            }
        }
    }

    #[test]
    fn a_home_that_lives_on_ipv6_is_fine_while_that_works() {
        let v6_only = || {
            Changed::healthy_wifi().addresses(|addresses| {
                addresses.own = vec![address("2001:db8::23", Source::Lease)];
                addresses.default_routes = vec![DefaultRoute {
                    gateway: ip("fe80::1"),
                    metric: 600,
                    neighbour: Neighbour::Present,
                    link_address: None,
                }];
            })
        };
        assert_eq!(verdict(&RULE, &v6_only()), Verdict::Pass);
        let dead = |answered| {
            v6_only().silent(Role::FarEnd).latency(|latency| {
                latency.other_family = Outcome::Measured(OtherFamily { sent: 3, answered });
            })
        };
        assert_eq!(severity(&RULE, &dead(0)), Some(Severity::Hard));
        assert_eq!(severity(&RULE, &dead(1)), None);
    }

    #[test]
    fn without_a_link_there_is_nothing_to_wait_for() {
        let unplugged = with(Changed::healthy_cable(), Vec::new(), 5000)
            .host(|host| host.interfaces[0].running = false);
        assert_eq!(verdict(&RULE, &unplugged), Verdict::Unknown(Missing::NotApplicable));
        let apart = Changed::healthy_wifi().not_joined(|_| ());
        assert_eq!(verdict(&RULE, &apart), Verdict::Unknown(Missing::NotApplicable));
    }
}
