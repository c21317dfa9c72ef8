//! A gadget that does not know WPA3 finds nothing else on the band that it uses.

use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{gadgets_home, step};
use crate::evidence::networks::Pmf;
use crate::evidence::wifi::{Band, Security};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "gadget-needs-wpa2",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Wifi, Part::Networks],
    explains: &[],
    symptoms: &[(Symptom::Gadget, 1.0)],
    about: Tr {
        es: About {
            finds: "Con el síntoma «gadget», mira si todos los puntos de acceso de tu wifi en 2,4 GHz piden WPA3.",
            matters: "Muchos aparatos para el hogar solo conocen WPA2: con WPA3 dicen que la contraseña está mal, o no dicen nada.",
            limits: "Solo mira la red: el aparato puede ser de los que sí conocen WPA3.",
        },
        en: About {
            finds: "With the symptom \"gadget\", looks whether all access points of your Wi-Fi at 2.4 GHz demand WPA3.",
            matters: "Many home gadgets know WPA2 alone: with WPA3 they say that the password is wrong, or say nothing.",
            limits: "It looks only at the network: the gadget may be one that knows WPA3.",
        },
        pt: About {
            finds: "Com o sintoma \"gadget\", verifica se todos os pontos de acesso do seu Wi-Fi em 2,4 GHz exigem WPA3.",
            matters: "Muitos aparelhos para casa só conhecem WPA2: com WPA3 dizem que a senha está errada, ou não dizem nada.",
            limits: "Só olha a rede: o aparelho pode ser dos que conhecem WPA3.",
        },
    },
    sources: &["Linksys, setting up smart-home devices: set 2.4 GHz to WPA2"],
    text: Tr {
        es: Text {
            title: "El aparato puede no entender la protección de tu wifi (WPA3)",
            what: &[
                "En 2,4 GHz, tu wifi {name} solo deja entrar con la protección más nueva (WPA3). Muchos aparatos para el hogar solo conocen WPA2.",
            ],
            steps: &[
                step(
                    "En los ajustes del router, cambia la seguridad de 2,4 GHz a «WPA2/WPA3» o a «WPA2». El aparato debería entrar con la misma contraseña. (10 minutos)",
                ),
                step(
                    "Si el router tiene una red de invitados, ponla en WPA2 y conecta el aparato ahí. (10 minutos)",
                ),
                step("Pide a tu operador que ponga la banda de 2,4 GHz en WPA2."),
            ],
            mended: "Al repetir la prueba, tu wifi de 2,4 GHz deja entrar también con WPA2.",
            tell_provider: &[],
        },
        en: Text {
            title: "The gadget may not understand your Wi-Fi's protection (WPA3)",
            what: &[
                "At 2.4 GHz, your Wi-Fi {name} lets in only with the newest protection (WPA3). Many home gadgets know WPA2 alone.",
            ],
            steps: &[
                step(
                    "In the router's settings, change the security of 2.4 GHz to \"WPA2/WPA3\" or to \"WPA2\". The gadget should get in with the same password. (10 minutes)",
                ),
                step(
                    "If the router has a guest network, set it to WPA2 and connect the gadget there. (10 minutes)",
                ),
                step("Ask your provider to set the 2.4 GHz band to WPA2."),
            ],
            mended: "When you run the test again, your Wi-Fi at 2.4 GHz lets in with WPA2 too.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O aparelho pode não entender a proteção do seu Wi-Fi (WPA3)",
            what: &[
                "Em 2,4 GHz, o seu Wi-Fi {name} só deixa entrar com a proteção mais nova (WPA3). Muitos aparelhos para casa só conhecem WPA2.",
            ],
            steps: &[
                step(
                    "Nas configurações do roteador, mude a segurança de 2,4 GHz para \"WPA2/WPA3\" ou para \"WPA2\". O aparelho deve entrar com a mesma senha. (10 minutos)",
                ),
                step(
                    "Se o roteador tem uma rede de convidados, ponha-a em WPA2 e conecte o aparelho nela. (10 minutos)",
                ),
                step("Peça à sua operadora para pôr a banda de 2,4 GHz em WPA2."),
            ],
            mended: "Ao repetir o teste, o seu Wi-Fi de 2,4 GHz deixa entrar também com WPA2.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let (home, _) = gadgets_home(case)?;
    let mut slow = home
        .points
        .iter()
        .filter(|point| Band::of_mhz(point.freq_mhz) == Some(Band::Two))
        .peekable();
    let demands = |security| matches!(security, Some(Security::Wpa3 | Security::Wpa3Enterprise));
    if slow.peek().is_none()
        || !slow.all(|point| demands(point.security) || point.pmf == Pmf::Required)
    {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.9,
        arguments: vec![("name", Argument::Name(home.name.clone()))],
        evidence: &["networks.heard"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::network;
    use crate::rules::testing::{Changed, severity};

    #[test]
    fn only_a_slow_band_that_lets_nobody_in_with_wpa2_is_told() {
        for (locks, expected) in [
            (&[(Security::Wpa3, Pmf::Required)][..], Some(Severity::Hint)),
            (&[(Security::Wpa2, Pmf::Required)], Some(Severity::Hint)),
            (&[(Security::Wpa2Wpa3, Pmf::Possible)], None),
            (&[(Security::Wpa2, Pmf::No)], None),
            (&[(Security::Wpa3, Pmf::Required), (Security::Wpa2, Pmf::No)], None),
            (&[], None),
        ] {
            let mut evidence = Changed::healthy_wifi()
                .with(|evidence| evidence.run.asked.symptom = Some(Symptom::Gadget));
            for (security, pmf) in locks {
                let mut point = network("HomeNet", 2437, -50);
                (point.security, point.pmf) = (Some(*security), *pmf);
                evidence = evidence.hearing(point);
            }
            assert_eq!(severity(&RULE, &evidence), expected, "{locks:?}");
        }
    }
}
