//! The default route points at a box that is not the router.

use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{manual_address, need, step, step_on};
use crate::analysis::reach::Answers;
use crate::evidence::addresses::{Addresses, Neighbour, OtherRouter, RouterHint};
use crate::evidence::latency::Latency;
use crate::evidence::{Family, Layer, Os, Outcome, Symptom};
use crate::text::Tr;

/// The box is not there, and another one is the router.
const ABSENT: f64 = 0.95;
/// The box is there and leads nowhere.
const NO_WAY_OUT: f64 = 0.85;
/// The other box is the resolver, which may be one that only resolves and has kept its answers.
const ONLY_A_RESOLVER: f64 = 0.1;

pub(super) const RULE: Rule = Rule {
    code: "wrong-gateway",
    layer: Layer::Addresses,
    side: Side::Router,
    worst: Severity::Hard,
    needs: &[Part::Addresses, Part::Latency],
    explains: &["router-silent", "line-down"],
    symptoms: &[(Symptom::Nothing, 1.0)],
    about: Tr {
        es: About {
            finds: "Mira a qué aparato entrega este equipo lo que va a internet. Habla si ese aparato no está o no tiene salida, y en la misma red hay otro que sí llega fuera.",
            matters: "Suele pasar cuando un segundo router, un repetidor o una impresora también reparte direcciones: quien las recibe de él se queda sin internet.",
            limits: "El otro aparato se da por bueno si consigue fuera la dirección de un nombre. Un aparato que solo guarda nombres podría engañar, y entonces la seguridad es menor.",
        },
        en: About {
            finds: "Looks at which device this computer sends its internet traffic to. Speaks when that device is absent or has no way out, and another one in the same network does reach the outside.",
            matters: "It usually happens when a second router, a repeater or a printer hands out addresses too: whoever gets one from it has no internet.",
            limits: "The other device counts as the router when it gets the address of a name from outside. A device that only keeps names could mislead, and then it is less sure.",
        },
        pt: About {
            finds: "Verifica a qual aparelho este computador entrega o que vai para a internet. Fala quando esse aparelho não está ou não tem saída, e na mesma rede há outro que chega lá fora.",
            matters: "Costuma acontecer quando um segundo roteador, um repetidor ou uma impressora também distribui endereços: quem recebe dele fica sem internet.",
            limits: "O outro aparelho é aceito quando consegue lá fora o endereço de um nome. Um aparelho que só guarda nomes poderia enganar, e então a certeza é menor.",
        },
    },
    sources: &[
        "the gateway is absent or has no way out, and another box on the network is the router",
    ],
    text: Tr {
        es: Text {
            title: "Este equipo busca la salida a internet en el aparato equivocado",
            what: &[
                "Tiene apuntada la salida en {gateway}, y por ahí no se llega a internet.",
                "El router de verdad parece ser {router}, que sí llega.",
                "Ni el wifi ni tu línea son la causa.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "La dirección de este equipo ({address}) está puesta a mano: en los ajustes de esta red, pestaña IPv4, elige «Automático (DHCP)» y conéctate otra vez. (3 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "La dirección de este equipo ({address}) está puesta a mano: en los ajustes de esta red, TCP/IP, elige «Usar DHCP». (3 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "La dirección de este equipo ({address}) está puesta a mano: en los ajustes de esta red, «Asignación de IP», elige «Automático (DHCP)». (3 minutos)",
                ),
                step(
                    "Apaga y enciende el wifi de este equipo; si usas cable, desconéctalo y vuelve a conectarlo. (1 minuto)",
                ),
                step(
                    "Si tienes un segundo router, un repetidor o un aparato de red nuevo, desenchúfalo y repite el paso anterior. Si las páginas se abren, era ese. (5 minutos)",
                ),
                step(
                    "Antes de volver a usar ese aparato, desactiva en sus ajustes el reparto de direcciones (DHCP). (10 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Llama a tu operador y di que el equipo recibe como puerta de enlace {gateway} en lugar de {router}.",
                ),
            ],
            mended: "Al repetir la prueba, las páginas se abren.",
            tell_provider: &[],
        },
        en: Text {
            title: "This computer looks for the way out to the internet at the wrong device",
            what: &[
                "It takes {gateway} for the way out, and the internet cannot be reached that way.",
                "The real router seems to be {router}, which does reach it.",
                "Neither the Wi-Fi nor your line is the cause.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "This computer's address ({address}) is set by hand: in this network's settings, IPv4 tab, choose \"Automatic (DHCP)\" and connect again. (3 minutes)",
                ),
                step_on(
                    Os::Macos,
                    "This computer's address ({address}) is set by hand: in this network's settings, TCP/IP, choose \"Using DHCP\". (3 minutes)",
                ),
                step_on(
                    Os::Windows,
                    "This computer's address ({address}) is set by hand: in this network's settings, \"IP assignment\", choose \"Automatic (DHCP)\". (3 minutes)",
                ),
                step(
                    "Turn this computer's Wi-Fi off and on again; on a cable, unplug it and plug it back in. (1 minute)",
                ),
                step(
                    "If you have a second router, a repeater or a new network device, unplug it and repeat the step above. If pages open, it was that one. (5 minutes)",
                ),
                step(
                    "Before you use that device again, turn off handing out addresses (DHCP) in its settings. (10 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "Call your provider and say that the computer is given {gateway} as its gateway instead of {router}.",
                ),
            ],
            mended: "When you run the test again, pages open.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este computador procura a saída para a internet no aparelho errado",
            what: &[
                "Para ele a saída está em {gateway}, e por ali não se chega à internet.",
                "O roteador de verdade parece ser {router}, que chega.",
                "Nem o Wi-Fi nem a sua linha são a causa.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "O endereço deste computador ({address}) foi definido à mão: nas configurações desta rede, aba IPv4, escolha \"Automático (DHCP)\" e conecte de novo. (3 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "O endereço deste computador ({address}) foi definido à mão: nas configurações desta rede, TCP/IP, escolha \"Usando DHCP\". (3 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "O endereço deste computador ({address}) foi definido à mão: nas configurações desta rede, \"Atribuição de IP\", escolha \"Automático (DHCP)\". (3 minutos)",
                ),
                step(
                    "Desligue e ligue o Wi-Fi deste computador; se usa cabo, desconecte e conecte de novo. (1 minuto)",
                ),
                step(
                    "Se você tem um segundo roteador, um repetidor ou um aparelho de rede novo, tire-o da tomada e repita o passo anterior. Se as páginas abrirem, era ele. (5 minutos)",
                ),
                step(
                    "Antes de voltar a usar esse aparelho, desative nas configurações dele a distribuição de endereços (DHCP). (10 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Ligue para a sua operadora e diga que o computador recebe como gateway {gateway} em vez de {router}.",
                ),
            ],
            mended: "Ao repetir o teste, as páginas abrem.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let addresses = need(Part::Addresses, &case.evidence.addresses)?;
    for family in [Family::V4, Family::V6] {
        let (Some(route), Some(router)) = (addresses.route(family), router(addresses, family))
        else {
            continue;
        };
        let latency = need(Part::Latency, &case.evidence.latency)?;
        let Some(confidence) = leads_nowhere(case, latency, family, route.neighbour) else {
            continue;
        };
        let doubt = if router.hint == RouterHint::Resolver { ONLY_A_RESOLVER } else { 0.0 };
        let mut arguments =
            vec![("gateway", Argument::Ip(route.gateway)), ("router", Argument::Ip(router.ip))];
        let by_hand = manual_address::by_hand(addresses).filter(|_| family == Family::V4);
        arguments.extend(by_hand.map(|own| ("address", Argument::Ip(own.ip))));
        return Ok(Verdict::Found(Finding {
            severity: Severity::Hard,
            confidence: confidence - doubt,
            arguments,
            evidence: &["addresses.default_routes", "addresses.other_routers", "latency.targets"],
        }));
    }
    Ok(Verdict::Pass)
}

/// How sure it is that the default route's box is no way out; `None` when it may be one.
fn leads_nowhere(
    case: &Case<'_>,
    latency: &Latency,
    family: Family,
    neighbour: Neighbour,
) -> Option<f64> {
    let reach = case.analysis.reach?;
    if latency.family != family {
        let silent = other_family(latency) == Answers::No;
        return (silent && neighbour == Neighbour::Absent).then_some(ABSENT);
    }
    if reach.far == Answers::Yes || reach.first_hop == Answers::Yes {
        return None;
    }
    match neighbour {
        Neighbour::Absent => (reach.gateway != Answers::Yes).then_some(ABSENT),
        // With the other family working, the other box may get its names that way.
        Neighbour::Present | Neighbour::Unknown => (reach.far == Answers::No
            && other_family(latency) != Answers::Yes
            && (neighbour == Neighbour::Present || reach.gateway == Answers::Yes))
            .then_some(NO_WAY_OUT),
    }
}

/// Another box in one of our networks that answers on the link and has a way out.
pub(super) fn router(addresses: &Addresses, family: Family) -> Option<&OtherRouter> {
    addresses.other_routers.iter().find(|router| {
        Family::of(router.ip) == family
            && addresses.own.iter().any(|own| manual_address::holds(own, router.ip))
            && router.neighbour == Neighbour::Present
            && router.resolves == Outcome::Measured(true)
    })
}

/// Whether far ends answer over the family that is not the one of the rounds.
pub(super) fn other_family(latency: &Latency) -> Answers {
    match latency.other_family.measured() {
        Some(other) if other.answered > 0 => Answers::Yes,
        Some(other) if other.sent > 0 => Answers::No,
        _ => Answers::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Why;
    use crate::evidence::addresses::Source;
    use crate::evidence::latency::{OtherFamily, Role};
    use crate::rules::testing::{Changed, finding, ip, severity};

    fn other(text: &str, neighbour: Neighbour, resolves: Outcome<bool>) -> OtherRouter {
        OtherRouter { ip: ip(text), hint: RouterHint::UsualPlace, neighbour, resolves }
    }

    /// Nothing answers beyond the default route's box, which is itself there or not.
    fn cut_off(neighbour: Neighbour, others: Vec<OtherRouter>) -> Changed {
        let mut home = Changed::healthy_wifi()
            .addresses(|addresses| {
                addresses.default_routes[0].gateway = ip("192.168.1.77");
                addresses.default_routes[0].neighbour = neighbour;
                addresses.other_routers = others;
            })
            .silent(Role::FirstHop)
            .silent(Role::FarEnd)
            .latency(|latency| latency.other_family = Outcome::NotTried(Why::NothingThere));
        if neighbour == Neighbour::Absent {
            home = home.silent(Role::Gateway);
        }
        home
    }

    #[test]
    fn another_box_has_to_be_the_router() {
        let yes = || Outcome::Measured(true);
        for (others, expected) in [
            (vec![other("192.168.1.1", Neighbour::Present, yes())], true),
            (vec![other("192.168.1.1", Neighbour::Absent, yes())], false),
            (vec![other("192.168.1.1", Neighbour::Present, Outcome::Measured(false))], false),
            (vec![other("192.168.1.1", Neighbour::Present, Outcome::NotTried(Why::NoTime))], false),
            // Behind another interface, or of the other family, which may be the same box.
            (vec![other("192.168.77.1", Neighbour::Present, yes())], false),
            (vec![other("fe80::1", Neighbour::Present, yes())], false),
            (vec![], false),
        ] {
            for (neighbour, confidence) in
                [(Neighbour::Absent, ABSENT), (Neighbour::Present, NO_WAY_OUT)]
            {
                let found = finding(&RULE, &cut_off(neighbour, others.clone()));
                assert_eq!(
                    found.map(|finding| finding.confidence),
                    expected.then_some(confidence),
                    "{others:?} {neighbour:?}"
                );
            }
        }
    }

    #[test]
    fn a_way_out_that_works_is_not_wrong() {
        let others = || vec![other("192.168.1.1", Neighbour::Present, Outcome::Measured(true))];
        let works = Changed::healthy_wifi().addresses(|addresses| {
            addresses.other_routers = others();
            addresses.default_routes[0].neighbour = Neighbour::Absent;
        });
        assert_eq!(severity(&RULE, &works), None);
        for (neighbour, expected) in
            [(Neighbour::Present, None), (Neighbour::Absent, Some(Severity::Hard))]
        {
            let by_v6 = cut_off(neighbour, others()).latency(|latency| {
                latency.other_family = Outcome::Measured(OtherFamily { sent: 3, answered: 3 });
            });
            assert_eq!(severity(&RULE, &by_v6), expected, "{neighbour:?}");
        }
    }

    #[test]
    fn a_resolver_alone_is_less_sure_and_an_address_by_hand_is_named() {
        let mut router = other("192.168.1.1", Neighbour::Present, Outcome::Measured(true));
        router.hint = RouterHint::Resolver;
        let evidence = cut_off(Neighbour::Absent, vec![router]).addresses(|addresses| {
            addresses.own[0].source = Source::Manual;
            addresses.lease_router = Outcome::Unavailable(Why::NothingThere);
        });
        let finding = finding(&RULE, &evidence).unwrap();
        assert!((finding.confidence - (ABSENT - ONLY_A_RESOLVER)).abs() < 1e-9);
        assert!(finding.arguments.contains(&("address", Argument::Ip(ip("192.168.1.23")))));
    }
}
