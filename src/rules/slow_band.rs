//! The computer is on 2.4 GHz although the home's faster band arrives well.

use super::channel_congested::{air, neighbourhood};
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::evidence::wifi::Band;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// From here on systems prefer 5 GHz by themselves (CATALOGUE T17: macOS at -68).
const GOOD_DBM: i32 = -68;

pub(super) const RULE: Rule = Rule {
    code: "slow-band",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Networks, Part::Wifi],
    explains: &[],
    symptoms: &[(Symptom::Slow, 0.8), (Symptom::Calls, 0.4)],
    about: Tr {
        es: About {
            finds: "Mira si este equipo está en la banda de 2,4 GHz mientras tu misma red, o la otra de tu router, se oye bien en 5 o 6 GHz (-68 dBm o mejor) y la tarjeta de wifi tiene esa banda.",
            matters: "En 5 y 6 GHz hay mucho más sitio y menos vecinos: suele ir varias veces más rápido.",
            limits: "Más allá de un par de paredes, 2,4 GHz llega mejor: por eso solo habla si la otra banda se oye bien justo aquí. Puede no haber oído la otra banda si nadie la ha buscado hace poco.",
        },
        en: About {
            finds: "Looks whether this computer is on the 2.4 GHz band while your same network, or your router's other one, is heard well at 5 or 6 GHz (-68 dBm or better) and the Wi-Fi adapter has that band.",
            matters: "At 5 and 6 GHz there is far more room and there are fewer neighbours: it usually runs several times faster.",
            limits: "Beyond a wall or two, 2.4 GHz reaches better: so it speaks only when the other band is heard well right here. It may not have heard the other band when nobody looked for it lately.",
        },
        pt: About {
            finds: "Olha se este computador está na banda de 2,4 GHz enquanto a sua mesma rede, ou a outra do seu roteador, se ouve bem em 5 ou 6 GHz (-68 dBm ou melhor) e a placa de Wi-Fi tem essa banda.",
            matters: "Em 5 e 6 GHz há muito mais espaço e menos vizinhos: costuma ser várias vezes mais rápido.",
            limits: "Depois de uma ou duas paredes, 2,4 GHz chega melhor: por isso só fala se a outra banda se ouve bem bem aqui. Pode não ter ouvido a outra banda se ninguém a procurou há pouco.",
        },
    },
    sources: &["Apple: Mac computers prefer 5 GHz from -68 dBm on, phones above -65"],
    text: Tr {
        es: Text {
            title: "Estás en la banda lenta de tu wifi (2,4 GHz)",
            what: &[
                "Tu red también se oye bien desde aquí en {band} GHz ({rssi}), que va más rápido.",
                "Su nombre en esa banda es {name}.",
            ],
            steps: &[
                step(
                    "Apaga y enciende el wifi de este equipo: muchas veces elige entonces la banda buena. (1 minuto)",
                ),
                step(
                    "Si en la lista de redes sale tu red con otro nombre ({name}), elígela. (1 minuto)",
                ),
                step(
                    "Si vuelve siempre a la lenta, dale a la de 5 GHz un nombre propio en la página de tu router y elígelo aquí. (10 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, este equipo está en 5 o 6 GHz.",
            tell_provider: &[],
        },
        en: Text {
            title: "You are on the slow band of your Wi-Fi (2.4 GHz)",
            what: &[
                "Your network is also heard well here at {band} GHz ({rssi}), which is faster.",
                "Its name on that band is {name}.",
            ],
            steps: &[
                step(
                    "Switch this computer's Wi-Fi off and on: it often chooses the good band then. (1 minute)",
                ),
                step(
                    "If the list of networks shows your network under another name ({name}), choose it. (1 minute)",
                ),
                step(
                    "If it always goes back to the slow one, give 5 GHz a name of its own on your router's page and choose it here. (10 minutes)",
                ),
            ],
            mended: "When you run the test again, this computer is on 5 or 6 GHz.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Você está na banda lenta do seu Wi-Fi (2,4 GHz)",
            what: &[
                "A sua rede também se ouve bem daqui em {band} GHz ({rssi}), que é mais rápida.",
                "O nome dela nessa banda é {name}.",
            ],
            steps: &[
                step(
                    "Desligue e ligue o Wi-Fi deste computador: muitas vezes ele escolhe então a banda boa. (1 minuto)",
                ),
                step(
                    "Se na lista de redes aparecer a sua rede com outro nome ({name}), escolha-a. (1 minuto)",
                ),
                step(
                    "Se ele sempre volta para a lenta, dê à de 5 GHz um nome próprio na página do roteador e escolha-o aqui. (10 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, este computador está em 5 ou 6 GHz.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let air = air(case)?;
    if air.band != Band::Two {
        return Ok(Verdict::Pass);
    }
    let adapter = need(Part::Wifi, &need(Part::Wifi, &case.evidence.wifi)?.adapter)?;
    let Some(faster) = &air.faster else {
        // That nobody looked there is not the same as that there is nothing.
        return neighbourhood(case).map(|_| Verdict::Pass);
    };
    if faster.rssi_dbm < GOOD_DBM || !adapter.bands.contains(&faster.band) {
        return Ok(Verdict::Pass);
    }
    let band = if faster.band == Band::Six { 6 } else { 5 };
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.9,
        arguments: vec![
            ("band", Argument::Count(band)),
            ("rssi", Argument::Dbm(faster.rssi_dbm)),
            ("name", Argument::Name(faster.ssid.clone())),
        ],
        evidence: &["networks.heard", "wifi.adapter", "wifi.link.freq_mhz"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::network;
    use crate::evidence::networks::Network;
    use crate::evidence::{Outcome, Why};
    use crate::rules::Missing;
    use crate::rules::testing::{Changed, severity, verdict};

    fn with(other: Network) -> Changed {
        Changed::on_two_ghz(2437).hearing(other).wifi(|wifi| {
            let Outcome::Measured(adapter) = &mut wifi.adapter else { panic!() };
            adapter.bands = vec![Band::Two, Band::Five];
        })
    }

    #[test]
    fn the_same_network_has_to_arrive_well_on_the_faster_band() {
        for (name, freq_mhz, rssi_dbm, expected) in [
            ("HomeNet", 5180, -68, Some(Severity::Hint)),
            ("HomeNet", 5180, -69, None),
            ("HomeNet", 5955, -60, None),
            ("HomeNet", 2462, -40, None),
            ("Neighbour", 5180, -40, None),
        ] {
            let evidence = with(network(name, freq_mhz, rssi_dbm));
            assert_eq!(severity(&RULE, &evidence), expected, "{name} {freq_mhz} {rssi_dbm}");
        }
    }

    #[test]
    fn the_other_network_of_the_same_box_counts_too() {
        let other = || Network {
            bssid: "02:00:00:00:01:04".to_owned(),
            ..network("HomeNet_5G", 5180, -55)
        };
        assert_eq!(severity(&RULE, &with(other())), Some(Severity::Hint));
        let open = Network { security: Some(crate::evidence::wifi::Security::Open), ..other() };
        assert_eq!(severity(&RULE, &with(open)), None, "a guest's network is another one");
    }

    #[test]
    fn on_the_faster_band_already_and_without_knowing_the_adapter_it_is_silent() {
        assert_eq!(verdict(&RULE, &Changed::healthy_wifi()), Verdict::Pass);
        let unknown = with(network("HomeNet", 5180, -50))
            .wifi(|wifi| wifi.adapter = Outcome::Unavailable(Why::NotReported));
        assert!(matches!(verdict(&RULE, &unknown), Verdict::Unknown(Missing::Evidence(..))));
    }
}
