//! There is an address, and nobody said where the way out is.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{manual_address, need, step, step_on};
use crate::evidence::{Family, Layer, Os, Symptom};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "no-default-route",
    layer: Layer::Addresses,
    side: Side::Router,
    worst: Severity::Hard,
    needs: &[Part::Host, Part::Addresses],
    explains: &["router-silent"],
    symptoms: &[(Symptom::Nothing, 1.0)],
    about: Tr {
        es: About {
            finds: "Mira si el equipo sabe a quién entregar lo que va a internet (la puerta de enlace). Habla si tiene dirección y no tiene ninguna salida, ni con IPv4 ni con IPv6.",
            matters: "El equipo ve los aparatos de casa, pero no llega a nada de fuera.",
            limits: "Basta una salida, aunque sea solo de IPv6, para que calle. No mira si la salida funciona: de eso hablan otras reglas. Detrás de una VPN no se pronuncia.",
        },
        en: About {
            finds: "Checks whether the computer knows where to send what goes to the internet (the default gateway). Speaks when it has an address and no way out, by IPv4 or IPv6.",
            matters: "The computer sees the devices at home and reaches nothing outside.",
            limits: "One way out is enough to keep it silent, even by IPv6 alone. It does not look whether that works: other rules do. Below a VPN it does not speak.",
        },
        pt: About {
            finds: "Verifica se o computador sabe a quem entregar o que vai para a internet (o gateway). Fala quando ele tem endereço e não tem nenhuma saída, nem por IPv4 nem por IPv6.",
            matters: "O computador vê os aparelhos da casa, mas não chega a nada lá fora.",
            limits: "Basta uma saída, mesmo que só de IPv6, para que não fale. Não verifica se a saída funciona: disso falam outras regras. Por baixo de uma VPN não se pronuncia.",
        },
    },
    sources: &["an address and no default route of any family: no threshold"],
    text: Tr {
        es: Text {
            title: "Este equipo no sabe por dónde salir a internet",
            what: &[
                "Tiene una dirección en la red de casa, pero nadie le ha dicho cuál es la salida (la puerta de enlace). Por eso no se abre ninguna página.",
                "Su dirección ({address}) está puesta a mano, y falta poner la salida.",
                "La conexión con el router está hecha: el fallo no está en la señal ni en el cable.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "En los ajustes de esta red, pestaña IPv4, cambia «Manual» ({address}) por «Automático (DHCP)» y conéctate otra vez. (3 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "En los ajustes de esta red, TCP/IP, cambia «Manualmente» ({address}) por «Usar DHCP». (3 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "En los ajustes de esta red, «Asignación de IP», cambia «Manual» ({address}) por «Automático (DHCP)». (3 minutos)",
                ),
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
                    "Llama a tu operador y di que el router da dirección pero no puerta de enlace.",
                ),
            ],
            mended: "Al repetir la prueba, el equipo tiene salida y las páginas se abren.",
            tell_provider: &[],
        },
        en: Text {
            title: "This computer does not know the way out to the internet",
            what: &[
                "It has an address in the home network, but has not been told where the way out is (the default gateway). That is why no page opens.",
                "Its address ({address}) was set by hand, and the way out was not.",
                "The connection to the router itself is there: the fault is not in the signal or in the cable.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "In this network's settings, IPv4 tab, change \"Manual\" ({address}) to \"Automatic (DHCP)\" and connect again. (3 minutes)",
                ),
                step_on(
                    Os::Macos,
                    "In this network's settings, TCP/IP, change \"Manually\" ({address}) to \"Using DHCP\". (3 minutes)",
                ),
                step_on(
                    Os::Windows,
                    "In this network's settings, \"IP assignment\", change \"Manual\" ({address}) to \"Automatic (DHCP)\". (3 minutes)",
                ),
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
                    "Call your provider and say that the router gives an address but no default gateway.",
                ),
            ],
            mended: "When you run the test again, the computer has a way out and pages open.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este computador não sabe por onde sair para a internet",
            what: &[
                "Ele tem um endereço na rede da casa, mas ninguém disse a ele qual é a saída (o gateway). Por isso nenhuma página abre.",
                "O endereço dele ({address}) foi definido à mão, e falta definir a saída.",
                "A conexão com o roteador está feita: o problema não está no sinal nem no cabo.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Nas configurações desta rede, aba IPv4, troque \"Manual\" ({address}) por \"Automático (DHCP)\" e conecte de novo. (3 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Nas configurações desta rede, TCP/IP, troque \"Manualmente\" ({address}) por \"Usando DHCP\". (3 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "Nas configurações desta rede, \"Atribuição de IP\", troque \"Manual\" ({address}) por \"Automático (DHCP)\". (3 minutos)",
                ),
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
                    "Ligue para a sua operadora e diga que o roteador dá endereço mas não dá gateway.",
                ),
            ],
            mended: "Ao repetir o teste, o computador tem saída e as páginas abrem.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    let addresses = need(Part::Addresses, &case.evidence.addresses)?;
    // Some tunnels take the default route of the interface below away.
    if host.tunnel.is_some() {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let reachable = addresses.has(Family::V4) || addresses.has(Family::V6);
    let leads_out = [Family::V4, Family::V6].iter().any(|family| addresses.leads_out(*family));
    if !reachable || leads_out {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: 0.95,
        arguments: manual_address::by_hand(addresses)
            .map(|address| ("address", Argument::Ip(address.ip)))
            .into_iter()
            .collect(),
        evidence: &["addresses.own", "addresses.default_routes"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::addresses::{DefaultRoute, Neighbour, Source};
    use crate::evidence::{Outcome, Why};
    use crate::rules::testing::{Changed, finding, ip, severity, verdict};

    fn without_route(source: Source) -> Changed {
        Changed::healthy_wifi().addresses(|addresses| {
            addresses.own[0].source = source;
            addresses.default_routes.clear();
            addresses.lease_router = Outcome::Unavailable(Why::NothingThere);
        })
    }

    #[test]
    fn an_address_without_a_way_out_of_any_family() {
        for (source, expected) in [
            (Source::Lease, Some(Severity::Hard)),
            (Source::Manual, Some(Severity::Hard)),
            (Source::LinkLocal, None),
        ] {
            assert_eq!(severity(&RULE, &without_route(source)), expected, "{source:?}");
        }
        assert_eq!(severity(&RULE, &Changed::healthy_wifi()), None);
        let by_v6 = without_route(Source::Lease).addresses(|addresses| {
            addresses.default_routes = vec![DefaultRoute {
                gateway: ip("fe80::1"),
                metric: 600,
                neighbour: Neighbour::Present,
                link_address: None,
            }];
        });
        assert_eq!(severity(&RULE, &by_v6), None);
    }

    #[test]
    fn an_address_set_by_hand_is_named() {
        for (source, named) in [(Source::Lease, false), (Source::Manual, true)] {
            let finding = finding(&RULE, &without_route(source)).unwrap();
            assert_eq!(!finding.arguments.is_empty(), named, "{source:?}");
        }
    }

    #[test]
    fn a_tunnel_may_have_taken_the_route_away() {
        let below = without_route(Source::Lease).host(|host| host.tunnel = Some("wg0".to_owned()));
        assert_eq!(verdict(&RULE, &below), Verdict::Unknown(Missing::NotApplicable));
    }

    #[test]
    fn a_route_straight_out_over_a_modem_is_a_way_out() {
        let evidence = Changed::healthy_cable().addresses(|addresses| {
            addresses.default_routes.clear();
            addresses.straight_out = vec![Family::V4];
        });
        assert_eq!(severity(&RULE, &evidence), None);
    }
}
