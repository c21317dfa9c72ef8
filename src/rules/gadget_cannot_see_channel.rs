//! The home's slow band is on a channel that many gadgets never listen to.

use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{gadgets_home, step};
use crate::evidence::wifi::{Band, channel_of_mhz};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Channels above this are forbidden in some countries, so that devices made for all of them leave
/// them out (CATALOGUE H04).
const SEEN_BY_ALL: u32 = 11;

pub(super) const RULE: Rule = Rule {
    code: "gadget-cannot-see-channel",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Wifi, Part::Networks],
    explains: &[],
    symptoms: &[(Symptom::Gadget, 1.0)],
    about: Tr {
        es: About {
            finds: "Con el síntoma «gadget», mira si tu wifi de 2,4 GHz está en el canal 12 o en uno más alto.",
            matters: "Muchos aparatos se hacen para todos los países y solo oyen los canales del 1 al 11: para ellos tu wifi no existe.",
            limits: "Solo mira la red: el aparato puede ser de los que sí oyen esos canales.",
        },
        en: About {
            finds: "With the symptom \"gadget\", looks whether your Wi-Fi at 2.4 GHz is on channel 12 or above.",
            matters: "Many gadgets are made for all countries and hear channels 1 to 11 alone: for them your Wi-Fi does not exist.",
            limits: "It looks only at the network: the gadget may be one that hears those channels.",
        },
        pt: About {
            finds: "Com o sintoma \"gadget\", verifica se o seu Wi-Fi de 2,4 GHz está no canal 12 ou acima.",
            matters: "Muitos aparelhos são feitos para todos os países e só ouvem os canais de 1 a 11: para eles o seu Wi-Fi não existe.",
            limits: "Só olha a rede: o aparelho pode ser dos que ouvem esses canais.",
        },
    },
    sources: &[
        "wireless-regdb: channels 12 and 13 are forbidden in the United States, Canada and others",
    ],
    text: Tr {
        es: Text {
            title: "Tu wifi está en un canal que muchos aparatos no ven",
            what: &[
                "En 2,4 GHz, tu wifi {name} está en el canal {channel}. Muchos aparatos para el hogar solo oyen los canales del 1 al 11.",
            ],
            steps: &[
                step(
                    "En los ajustes del router, elige para 2,4 GHz el canal 1, 6 u 11. El aparato debería encontrar la red. (10 minutos)",
                ),
                step("Pide a tu operador que ponga el router en uno de esos canales."),
            ],
            mended: "Al repetir la prueba, tu wifi de 2,4 GHz está en un canal del 1 al 11, y el aparato lo encuentra.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your Wi-Fi is on a channel that many gadgets do not see",
            what: &[
                "At 2.4 GHz, your Wi-Fi {name} is on channel {channel}. Many home gadgets hear channels 1 to 11 alone.",
            ],
            steps: &[
                step(
                    "In the router's settings, choose channel 1, 6 or 11 for 2.4 GHz. The gadget should find the network. (10 minutes)",
                ),
                step("Ask your provider to set the router to one of those channels."),
            ],
            mended: "When you run the test again, your Wi-Fi at 2.4 GHz is on a channel from 1 to 11, and the gadget finds it.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O seu Wi-Fi está em um canal que muitos aparelhos não veem",
            what: &[
                "Em 2,4 GHz, o seu Wi-Fi {name} está no canal {channel}. Muitos aparelhos para casa só ouvem os canais de 1 a 11.",
            ],
            steps: &[
                step(
                    "Nas configurações do roteador, escolha para 2,4 GHz o canal 1, 6 ou 11. O aparelho deve encontrar a rede. (10 minutos)",
                ),
                step("Peça à sua operadora para pôr o roteador em um desses canais."),
            ],
            mended: "Ao repetir o teste, o seu Wi-Fi de 2,4 GHz está em um canal de 1 a 11, e o aparelho o encontra.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let (home, _) = gadgets_home(case)?;
    let slow = home.points.iter().filter(|point| Band::of_mhz(point.freq_mhz) == Some(Band::Two));
    // The lowest of them is the one that most devices see.
    let lowest = slow.filter_map(|point| channel_of_mhz(point.freq_mhz)).min();
    match lowest.filter(|channel| *channel > SEEN_BY_ALL) {
        None => Ok(Verdict::Pass),
        Some(channel) => Ok(Verdict::Found(Finding {
            severity: Severity::Hint,
            confidence: 0.9,
            arguments: vec![
                ("name", Argument::Name(home.name.clone())),
                ("channel", Argument::Count(channel.into())),
            ],
            evidence: &["networks.heard"],
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::network;
    use crate::rules::testing::{Changed, severity};

    #[test]
    fn a_channel_above_eleven_is_told_where_no_other_is_used() {
        for (freq_mhz, expected) in [
            (&[2462][..], None),
            (&[2467], Some(Severity::Hint)),
            (&[2472], Some(Severity::Hint)),
            (&[2484], Some(Severity::Hint)),
            (&[2472, 2412], None),
            (&[5500], None),
        ] {
            let mut evidence = Changed::healthy_wifi()
                .with(|evidence| evidence.run.asked.symptom = Some(Symptom::Gadget));
            for freq_mhz in freq_mhz {
                evidence = evidence.hearing(network("HomeNet", *freq_mhz, -50));
            }
            assert_eq!(severity(&RULE, &evidence), expected, "{freq_mhz:?}");
        }
    }
}
