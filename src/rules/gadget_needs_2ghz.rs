//! A gadget that knows 2.4 GHz alone finds no such network at home.

use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{gadgets_home, step};
use crate::analysis::home::same_box;
use crate::evidence::wifi::Band;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "gadget-needs-2ghz",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Wifi, Part::Networks],
    explains: &[],
    symptoms: &[(Symptom::Gadget, 1.0)],
    about: Tr {
        es: About {
            finds: "Con el síntoma «gadget», mira si tu wifi emite en 2,4 GHz con el nombre que usa este equipo.",
            matters: "Enchufes, bombillas, cámaras y timbres suelen conocer solo la banda de 2,4 GHz: en la de 5 GHz no ven nada.",
            limits: "Se ve desde donde está este equipo: un punto de acceso lejano puede no oírse. No mira el aparato, solo la red.",
        },
        en: About {
            finds: "With the symptom \"gadget\", looks whether your Wi-Fi sends at 2.4 GHz under the name that this computer uses.",
            matters: "Plugs, bulbs, cameras and doorbells often know the 2.4 GHz band alone: at 5 GHz they see nothing.",
            limits: "It is seen from where this computer is: a far access point may not be heard. It does not look at the gadget, only at the network.",
        },
        pt: About {
            finds: "Com o sintoma \"gadget\", verifica se o seu Wi-Fi transmite em 2,4 GHz com o nome que este computador usa.",
            matters: "Tomadas, lâmpadas, câmeras e campainhas costumam conhecer só a banda de 2,4 GHz: na de 5 GHz não veem nada.",
            limits: "Vê-se de onde está este computador: um ponto de acesso distante pode não ser ouvido. Não olha o aparelho, só a rede.",
        },
    },
    sources: &["Linksys, setting up smart-home devices: most take 2.4 GHz alone"],
    text: Tr {
        es: Text {
            title: "El aparato necesita la banda de 2,4 GHz, y tu wifi no la da",
            what: &[
                "Tu wifi {name} solo se oye en las bandas rápidas. Muchos aparatos para el hogar solo conocen la de 2,4 GHz.",
                "Tu router sí da 2,4 GHz, con otro nombre: {other}.",
            ],
            steps: &[
                step(
                    "Si tu router da 2,4 GHz con el nombre {other}, conecta el aparato a esa red. (5 minutos)",
                ),
                step(
                    "En los ajustes del router, activa el wifi de 2,4 GHz. Este equipo seguirá en la banda rápida. (10 minutos)",
                ),
                step("Pide a tu operador que active la banda de 2,4 GHz."),
            ],
            mended: "Al repetir la prueba, tu wifi se oye también en 2,4 GHz, y el aparato lo encuentra.",
            tell_provider: &[],
        },
        en: Text {
            title: "The gadget needs the 2.4 GHz band, and your Wi-Fi does not offer it",
            what: &[
                "Your Wi-Fi {name} is heard on the fast bands alone. Many home gadgets know only the one at 2.4 GHz.",
                "Your router does offer 2.4 GHz, under another name: {other}.",
            ],
            steps: &[
                step(
                    "If your router offers 2.4 GHz as {other}, connect the gadget to that network. (5 minutes)",
                ),
                step(
                    "In the router's settings, turn the 2.4 GHz Wi-Fi on. This computer stays on the fast band. (10 minutes)",
                ),
                step("Ask your provider to turn the 2.4 GHz band on."),
            ],
            mended: "When you run the test again, your Wi-Fi is heard at 2.4 GHz too, and the gadget finds it.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O aparelho precisa da banda de 2,4 GHz, e o seu Wi-Fi não a oferece",
            what: &[
                "O seu Wi-Fi {name} só se ouve nas bandas rápidas. Muitos aparelhos para casa só conhecem a de 2,4 GHz.",
                "O seu roteador oferece 2,4 GHz, com outro nome: {other}.",
            ],
            steps: &[
                step(
                    "Se o seu roteador oferece 2,4 GHz com o nome {other}, conecte o aparelho a essa rede. (5 minutos)",
                ),
                step(
                    "Nas configurações do roteador, ative o Wi-Fi de 2,4 GHz. Este computador continua na banda rápida. (10 minutos)",
                ),
                step("Peça à sua operadora para ativar a banda de 2,4 GHz."),
            ],
            mended: "Ao repetir o teste, o seu Wi-Fi também se ouve em 2,4 GHz, e o aparelho o encontra.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let (home, networks) = gadgets_home(case)?;
    let is_two = |freq_mhz| Band::of_mhz(freq_mhz) == Some(Band::Two);
    if home.points.is_empty() || home.points.iter().any(|point| is_two(point.freq_mhz)) {
        return Ok(Verdict::Pass);
    }
    let own = |bssid: &str| home.points.iter().any(|point| same_box(&point.bssid, bssid));
    let other = networks.heard.iter().find(|network| {
        is_two(network.freq_mhz) && !network.ssid.is_empty() && own(&network.bssid)
    });
    let mut arguments = vec![("name", Argument::Name(home.name.clone()))];
    arguments.extend(other.map(|other| ("other", Argument::Name(other.ssid.clone()))));
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.9,
        arguments,
        evidence: &["networks.heard"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::network;
    use crate::rules::Missing;
    use crate::rules::testing::{Changed, finding, verdict};

    fn asked(changed: Changed) -> Changed {
        changed.networks(|_| {}).with(|evidence| evidence.run.asked.symptom = Some(Symptom::Gadget))
    }

    #[test]
    fn a_home_without_the_slow_band_is_told_to_whoever_asks_about_a_gadget() {
        let fast = Changed::healthy_wifi();
        assert!(finding(&RULE, &asked(fast.clone())).is_some());
        assert_eq!(verdict(&RULE, &fast), Verdict::Unknown(Missing::NotApplicable));
        let both = fast.hearing(network("HomeNet", 2437, -50));
        assert_eq!(verdict(&RULE, &asked(both)), Verdict::Pass);
    }

    #[test]
    fn the_routers_other_name_is_given_and_a_neighbours_is_not() {
        for (bssid, given) in [("06:00:00:00:01:01", true), ("06:00:00:00:09:01", false)] {
            let mut slow = network("HomeNet 2.4", 2437, -50);
            slow.bssid = bssid.to_owned();
            let finding = finding(&RULE, &asked(Changed::healthy_wifi().hearing(slow))).unwrap();
            assert_eq!(
                finding.arguments.iter().any(|(name, _)| *name == "other"),
                given,
                "{bssid}"
            );
        }
    }
}
