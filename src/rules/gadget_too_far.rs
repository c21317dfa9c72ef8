//! Where this computer stands now, a gadget's small antenna would hear the home too weakly.

use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{gadgets_home, step};
use crate::evidence::wifi::Band;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Below this a gadget, whose antenna is smaller than a computer's, has trouble (CATALOGUE H03).
const TOO_FAR_BELOW_DBM: i32 = -70;

pub(super) const RULE: Rule = Rule {
    code: "gadget-too-far",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Wifi, Part::Networks],
    explains: &[],
    symptoms: &[(Symptom::Gadget, 0.9)],
    about: Tr {
        es: About {
            finds: "Con el síntoma «gadget», mira con qué fuerza llega tu wifi de 2,4 GHz a donde está este equipo. Por debajo de -70 dBm lo comenta.",
            matters: "Los aparatos para el hogar tienen antenas pequeñas y emiten con poca fuerza: donde un ordenador aún va, ellos se caen.",
            limits: "Solo vale si el equipo está en el sitio del aparato. Los límites cambian de un fabricante a otro.",
        },
        en: About {
            finds: "With the symptom \"gadget\", looks how strong your Wi-Fi at 2.4 GHz arrives where this computer is. Below -70 dBm it mentions it.",
            matters: "Home gadgets have small antennas and send with little power: where a computer still works, they drop out.",
            limits: "It only holds when the computer is at the gadget's place. The limits differ between makers.",
        },
        pt: About {
            finds: "Com o sintoma \"gadget\", verifica com que força o seu Wi-Fi de 2,4 GHz chega onde está este computador. Abaixo de -70 dBm, comenta.",
            matters: "Os aparelhos para casa têm antenas pequenas e transmitem com pouca força: onde um computador ainda funciona, eles caem.",
            limits: "Só vale se o computador está no lugar do aparelho. Os limites mudam de um fabricante para outro.",
        },
    },
    sources: &["makers of smart-home devices ask for -65 to -70 dBm; no common limit"],
    text: Tr {
        es: Text {
            title: "El wifi llega con poca fuerza para un aparato",
            what: &[
                "Aquí tu wifi de 2,4 GHz llega con {rssi}. Un aparato para el hogar necesita -65 dBm o mejor.",
            ],
            steps: &[
                step(
                    "Si este equipo no está junto al aparato, llévalo allí y ejecuta wifidoc otra vez. (2 minutos)",
                ),
                step(
                    "Acerca el aparato o el router, y quita metal, espejos y electrodomésticos de en medio. (5 minutos)",
                ),
                step(
                    "Pon un repetidor a medio camino entre el router y el aparato. (hay que comprarlo)",
                ),
                step("Pide a tu operador un segundo punto de acceso."),
            ],
            mended: "En el sitio del aparato, tu wifi de 2,4 GHz llega con -65 dBm o mejor.",
            tell_provider: &[],
        },
        en: Text {
            title: "The Wi-Fi arrives too weak for a gadget",
            what: &[
                "Here your Wi-Fi at 2.4 GHz arrives with {rssi}. A home gadget needs -65 dBm or better.",
            ],
            steps: &[
                step(
                    "If this computer is not beside the gadget, take it there and run wifidoc again. (2 minutes)",
                ),
                step(
                    "Bring the gadget or the router closer, and take metal, mirrors and appliances out of the way. (5 minutes)",
                ),
                step(
                    "Put a repeater half-way between the router and the gadget. (has to be bought)",
                ),
                step("Ask your provider for a second access point."),
            ],
            mended: "At the gadget's place, your Wi-Fi at 2.4 GHz arrives with -65 dBm or better.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O Wi-Fi chega com pouca força para um aparelho",
            what: &[
                "Aqui o seu Wi-Fi de 2,4 GHz chega com {rssi}. Um aparelho para casa precisa de -65 dBm ou melhor.",
            ],
            steps: &[
                step(
                    "Se este computador não está junto do aparelho, leve-o até lá e execute o wifidoc de novo. (2 minutos)",
                ),
                step(
                    "Aproxime o aparelho ou o roteador, e tire metal, espelhos e eletrodomésticos do caminho. (5 minutos)",
                ),
                step(
                    "Ponha um repetidor na metade do caminho entre o roteador e o aparelho. (é preciso comprar)",
                ),
                step("Peça à sua operadora um segundo ponto de acesso."),
            ],
            mended: "No lugar do aparelho, o seu Wi-Fi de 2,4 GHz chega com -65 dBm ou melhor.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let (home, _) = gadgets_home(case)?;
    let slow = home.points.iter().filter(|point| Band::of_mhz(point.freq_mhz) == Some(Band::Two));
    // The strongest of them is the one that a gadget would take.
    let strongest = slow.filter_map(|point| point.rssi_dbm).max();
    match strongest.filter(|rssi_dbm| *rssi_dbm < TOO_FAR_BELOW_DBM) {
        None => Ok(Verdict::Pass),
        Some(rssi_dbm) => Ok(Verdict::Found(Finding {
            severity: Severity::Hint,
            confidence: 0.7,
            arguments: vec![("rssi", Argument::Dbm(rssi_dbm))],
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
    fn the_strongest_of_the_slow_band_decides() {
        for (rssi_dbm, expected) in [
            (&[-71][..], Some(Severity::Hint)),
            (&[-70], None),
            (&[-85, -60], None),
            (&[-85, -75], Some(Severity::Hint)),
            // The fast band alone: another rule's business.
            (&[], None),
        ] {
            let mut evidence = Changed::healthy_wifi()
                .rssi(-80)
                .with(|evidence| evidence.run.asked.symptom = Some(Symptom::Gadget));
            for rssi_dbm in rssi_dbm {
                evidence = evidence.hearing(network("HomeNet", 2437, *rssi_dbm));
            }
            assert_eq!(severity(&RULE, &evidence), expected, "{rssi_dbm:?}");
        }
    }
}
