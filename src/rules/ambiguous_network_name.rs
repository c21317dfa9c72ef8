//! The network's name is also somebody else's, so that devices may try the wrong one.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{around, step};
use crate::analysis::home::{Door, Home};
use crate::evidence::networks::Network;
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;
use std::collections::BTreeSet;

/// Names that makers of routers gave to every box they sold, without a number of its own: among the
/// names most often seen anywhere (wigle.net, statistics).
const MAKERS_NAMES: [&str; 14] = [
    "linksys",
    "netgear",
    "dlink",
    "d-link",
    "default",
    "tp-link",
    "belkin54g",
    "wireless",
    "wlan",
    "home",
    "asus",
    "smc",
    "zyxel",
    "tenda",
];
/// The bit of an address that says "made up here": such a one names no maker (CATALOGUE E.9).
const MADE_UP: u8 = 0x02;

pub(super) const RULE: Rule = Rule {
    code: "ambiguous-network-name",
    layer: Layer::Joining,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Wifi, Part::Networks],
    explains: &[],
    symptoms: &[(Symptom::Drops, 0.4), (Symptom::Gadget, 0.4), (Symptom::Nothing, 0.2)],
    about: Tr {
        es: About {
            finds: "Busca alrededor otras redes con el mismo nombre que la tuya que no pueden ser tuyas: una abierta y otra con contraseña, o un nombre de fábrica que dan aparatos de fabricantes distintos. También mira si tu red está oculta.",
            matters: "Los aparatos guardan las redes por su nombre: pueden intentar entrar en la del vecino, y una red abierta con tu nombre puede ser una trampa.",
            limits: "Un repetidor con el mismo nombre es lo normal y no cuenta. Necesita una lista reciente de las redes de alrededor.",
        },
        en: About {
            finds: "Looks around for other networks with the name of yours that cannot be yours: one open and one with a password, or a factory name sent by devices of different makers. Also looks whether your network is hidden.",
            matters: "Devices remember networks by name: they may try to join the neighbour's, and an open network with your name may be a trap.",
            limits: "A repeater with the same name is normal and does not count. It needs a recent list of the networks around.",
        },
        pt: About {
            finds: "Procura em volta outras redes com o mesmo nome da sua que não podem ser suas: uma aberta e outra com senha, ou um nome de fábrica usado por aparelhos de fabricantes diferentes. Também verifica se a sua rede está oculta.",
            matters: "Os aparelhos guardam as redes pelo nome: podem tentar entrar na do vizinho, e uma rede aberta com o seu nome pode ser uma armadilha.",
            limits: "Um repetidor com o mesmo nome é normal e não conta. Precisa de uma lista recente das redes em volta.",
        },
    },
    sources: &[
        "Apple, recommended settings for Wi-Fi routers: a name of one's own, not hidden",
        "wigle.net, statistics: the names most often seen",
    ],
    text: Tr {
        es: Text {
            title: "El nombre de tu wifi se repite o está oculto",
            what: &[
                "Cerca hay otra red que también se llama {name}, y no puede ser la tuya: se entra de otra manera. Tus aparatos pueden intentar entrar en ella.",
                "{factory} es un nombre de fábrica, y cerca lo usan aparatos de fabricantes distintos.",
                "Tu red {hidden} no dice su nombre (está oculta). No protege más: tus aparatos lo preguntan en voz alta allí donde vas, y tardan más en entrar.",
            ],
            steps: &[
                step(
                    "En la lista de redes de este equipo, olvida las que no reconozcas con ese nombre. No escribas tu contraseña en una red abierta. (2 minutos)",
                ),
                step(
                    "En los ajustes del router, ponle a tu wifi un nombre que nadie más tenga, visible. Tendrás que volver a conectar tus aparatos. (15 minutos)",
                ),
                step("Pide a tu operador que cambie el nombre del wifi."),
            ],
            mended: "Al repetir la prueba, ninguna otra red cercana tiene el nombre de la tuya, y la tuya lo dice.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your Wi-Fi's name is also another's, or hidden",
            what: &[
                "Nearby is another network that is also called {name}, and it cannot be yours: it is joined in another way. Your devices may try to join it.",
                "{factory} is a factory name, and devices of different makers use it nearby.",
                "Your network {hidden} does not say its name (it is hidden). That protects nothing: your devices ask for it aloud wherever you go, and take longer to join.",
            ],
            steps: &[
                step(
                    "In this computer's list of networks, forget those with that name which you do not recognise. Do not type your password into an open network. (2 minutes)",
                ),
                step(
                    "In the router's settings, give your Wi-Fi a name that nobody else has, visible. You will have to connect your devices again. (15 minutes)",
                ),
                step("Ask your provider to change the Wi-Fi's name."),
            ],
            mended: "When you run the test again, no other network nearby has the name of yours, and yours says it.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O nome do seu Wi-Fi se repete ou está oculto",
            what: &[
                "Perto daqui há outra rede que também se chama {name}, e não pode ser a sua: entra-se nela de outra forma. Os seus aparelhos podem tentar entrar nela.",
                "{factory} é um nome de fábrica, e perto daqui aparelhos de fabricantes diferentes o usam.",
                "A sua rede {hidden} não diz o próprio nome (está oculta). Isso não protege mais: seus aparelhos perguntam por ele em voz alta por onde você anda, e demoram mais para entrar.",
            ],
            steps: &[
                step(
                    "Na lista de redes deste computador, esqueça as que você não reconhece com esse nome. Não digite sua senha em uma rede aberta. (2 minutos)",
                ),
                step(
                    "Nas configurações do roteador, dê ao seu Wi-Fi um nome que ninguém mais tenha, visível. Você vai precisar conectar seus aparelhos de novo. (15 minutos)",
                ),
                step("Peça à sua operadora para mudar o nome do Wi-Fi."),
            ],
            mended: "Ao repetir o teste, nenhuma outra rede próxima tem o nome da sua, e a sua o diz.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    around(case)?;
    let Some(home) = Home::of(case.evidence) else {
        return Err(Verdict::Unknown(Missing::Evidence(Part::Networks, Why::NothingThere)));
    };
    let name = || Argument::Name(home.name.clone());
    let doors: BTreeSet<Door> =
        home.points.iter().filter_map(|point| point.security).map(Door::of).collect();
    let argument = if doors.len() > 1 {
        ("name", name())
    } else if is_makers_name(&home.name.to_string()) && of_different_makers(&home.points) {
        ("factory", name())
    } else if home.points.iter().any(|point| point.hidden) {
        ("hidden", name())
    } else {
        return Ok(Verdict::Pass);
    };
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.8,
        arguments: vec![argument],
        evidence: &["networks.heard"],
    }))
}

fn is_makers_name(name: &str) -> bool {
    MAKERS_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// True for addresses of more than one maker, which their first three octets name.
fn of_different_makers(points: &[&Network]) -> bool {
    let maker = |point: &&Network| {
        let first = u8::from_str_radix(point.bssid.get(..2)?, 16).ok()?;
        let maker = point.bssid.get(..8)?.to_ascii_lowercase();
        (first & MADE_UP == 0).then_some(maker)
    };
    points.iter().filter_map(maker).collect::<BTreeSet<_>>().len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::network;
    use crate::evidence::wifi::Security;
    use crate::evidence::{Foreign, Outcome};
    use crate::rules::testing::{Changed, severity, verdict};

    #[test]
    fn a_twin_that_is_joined_in_another_way_is_somebody_elses() {
        for (security, expected) in [
            (Security::Open, Some(Severity::Hint)),
            (Security::Wep, Some(Severity::Hint)),
            (Security::Wpa2Enterprise, Some(Severity::Hint)),
            (Security::Wpa2, None),
            (Security::Wpa3, None),
            (Security::Wpa2Wpa3, None),
        ] {
            let mut twin = network("HomeNet", 2437, -60);
            twin.security = Some(security);
            let evidence = Changed::healthy_wifi().hearing(twin);
            assert_eq!(severity(&RULE, &evidence), expected, "{security:?}");
        }
    }

    #[test]
    fn a_factory_name_of_two_makers_is_two_homes_and_a_repeater_is_not() {
        for (name, bssid, expected) in [
            ("NETGEAR", "f0:9f:c2:11:22:33", Some(Severity::Hint)),
            ("netgear", "a4:2b:b0:99:99:99", None),
            ("netgear", "a6:2b:b0:00:00:02", None),
            ("Casa Pérez", "f0:9f:c2:11:22:33", None),
        ] {
            let evidence = Changed::healthy_wifi()
                .link(|link| link.ssid = Outcome::Measured(Foreign::new(name)))
                .networks(|networks| {
                    networks.heard[0].ssid = Foreign::new(name);
                    networks.heard[0].bssid = "a4:2b:b0:00:00:01".to_owned();
                    let mut twin = network(name, 2437, -60);
                    twin.bssid = bssid.to_owned();
                    networks.heard.push(twin);
                });
            assert_eq!(severity(&RULE, &evidence), expected, "{name} {bssid}");
        }
    }

    #[test]
    fn a_home_that_keeps_its_name_to_itself_is_told() {
        let hidden = |own: bool| {
            Changed::healthy_wifi().networks(|networks| {
                networks.heard[usize::from(!own)].hidden = true;
            })
        };
        assert_eq!(severity(&RULE, &hidden(true)), Some(Severity::Hint));
        assert_eq!(severity(&RULE, &hidden(false)), None);
    }

    #[test]
    fn a_neighbour_with_a_name_of_its_own_is_no_twin() {
        assert_eq!(verdict(&RULE, &Changed::healthy_wifi()), Verdict::Pass);
        let unknown = Changed::healthy_wifi()
            .not_joined(|_| {})
            .networks(|networks| networks.known = Outcome::Measured(Vec::new()));
        let missing = Missing::Evidence(Part::Networks, Why::NothingThere);
        assert_eq!(verdict(&RULE, &unknown), Verdict::Unknown(missing));
    }
}
