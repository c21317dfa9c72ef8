//! Speeds of the first Wi-Fi are still in use and take the air of everybody.

use super::channel_congested::air;
use super::step;
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use crate::evidence::wifi::Band;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// The fastest rate of 802.11b, in Mbit/s.
const FASTEST_B_MBPS: f64 = 11.0;
/// From this part of the air on it is worth a word (CODES R09).
const AIRTIME_ABOVE: f64 = 0.10;
/// A beacon with its elements, in bits, and what goes before it at an 802.11b rate: 300 bytes and a
/// long preamble give the 3 % of the air a name that makers reckon with (CATALOGUE T18).
const BEACON_BITS: f64 = 300.0 * 8.0;
const PREAMBLE_US: f64 = 192.0;
/// One time unit of the standard.
const TU_US: f64 = 1024.0;
/// What nearly all access points use, in time units.
const USUAL_INTERVAL_TU: u16 = 100;

pub(super) const RULE: Rule = Rule {
    code: "legacy-rates",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Networks, Part::Wifi],
    explains: &[],
    symptoms: &[(Symptom::Slow, 0.6), (Symptom::Calls, 0.4)],
    about: Tr {
        es: About {
            finds: "Mira si tu router obliga a entender las velocidades de los primeros wifi (11 Mbit/s o menos) y se usan de verdad: sus avisos ocupan más del 10 % del aire, o este equipo habla con él a esas velocidades.",
            matters: "A 1 Mbit/s el mismo mensaje ocupa el aire cincuenta veces más que a 54, y mientras tanto los demás esperan.",
            limits: "Lo que ocupan los avisos se calcula, no se mide. Que el router las admita no basta: si casi nadie las usa, no molestan.",
        },
        en: About {
            finds: "Looks whether your router requires the speeds of the first Wi-Fi (11 Mbit/s or less) and they are really used: its announcements take more than 10% of the air, or this computer talks with it at such speeds.",
            matters: "At 1 Mbit/s the same message takes fifty times as much of the air as at 54, and meanwhile the others wait.",
            limits: "What announcements take is reckoned, not measured. That the router allows them is not enough: when hardly anybody uses them, they do no harm.",
        },
        pt: About {
            finds: "Olha se o seu roteador exige as velocidades dos primeiros Wi-Fi (11 Mbit/s ou menos) e elas são usadas de verdade: os avisos dele ocupam mais de 10% do ar, ou este computador fala com ele nessas velocidades.",
            matters: "A 1 Mbit/s a mesma mensagem ocupa o ar cinquenta vezes mais que a 54, e enquanto isso os outros esperam.",
            limits: "O que os avisos ocupam é calculado, não medido. Que o roteador as permita não basta: se quase ninguém as usa, não atrapalham.",
        },
    },
    sources: &[
        "about 3 % of the air for each name with beacons at 1 Mbit/s, at most 3 names (Apple, Grandstream)",
        "IEEE 802.11: basic rates, beacon intervals",
    ],
    text: Tr {
        es: Text {
            title: "Tu wifi usa velocidades muy antiguas que frenan a todos",
            what: &[
                "Los avisos de tu router salen a {rate} y ocupan {air} de cada 100 segundos.",
                "Este equipo y el router hablan a {own}; hoy lo normal son 50 Mbit/s o más.",
                "Mientras alguien habla tan despacio, los demás esperan.",
            ],
            steps: &[
                step(
                    "Si tienes algún aparato de antes de 2005, apágalo o conéctalo con un cable. (5 minutos)",
                ),
                step(
                    "Entra en la página de tu router (apartado wifi) y elige un modo sin 802.11b, por ejemplo «g/n» o «n/ax». Los aparatos muy antiguos dejarán de entrar. (5 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, la velocidad más baja obligatoria es de 6 Mbit/s o más.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your Wi-Fi uses very old speeds that slow everybody down",
            what: &[
                "Your router's announcements go out at {rate} and take {air} of every 100 seconds.",
                "This computer and the router talk at {own}; 50 Mbit/s or more is normal today.",
                "While somebody talks as slowly as that, the others wait.",
            ],
            steps: &[
                step(
                    "If you have a device from before 2005, switch it off or connect it with a cable. (5 minutes)",
                ),
                step(
                    "Open your router's page (the Wi-Fi part) and choose a mode without 802.11b, for example “g/n” or “n/ax”. Very old devices will no longer get in. (5 minutes)",
                ),
            ],
            mended: "When you run the test again, the lowest required speed is 6 Mbit/s or more.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O seu Wi-Fi usa velocidades muito antigas que freiam todos",
            what: &[
                "Os avisos do seu roteador saem a {rate} e ocupam {air} de cada 100 segundos.",
                "Este computador e o roteador falam a {own}; hoje o normal são 50 Mbit/s ou mais.",
                "Enquanto alguém fala tão devagar, os outros esperam.",
            ],
            steps: &[
                step(
                    "Se você tem algum aparelho de antes de 2005, desligue-o ou ligue-o com um cabo. (5 minutos)",
                ),
                step(
                    "Entre na página do roteador (parte do Wi-Fi) e escolha um modo sem 802.11b, por exemplo “g/n” ou “n/ax”. Aparelhos muito antigos deixarão de entrar. (5 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, a menor velocidade obrigatória é de 6 Mbit/s ou mais.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let air = air(case)?;
    let own = case.evidence.networks.measured().and_then(|networks| networks.own());
    let slowest = own.and_then(|own| {
        let rates = own.basic_rates_mbps.iter().copied();
        rates.filter(|rate| rate.is_finite() && *rate > 0.0).reduce(f64::min)
    });
    let Some(slowest) = slowest.filter(|rate| *rate <= FASTEST_B_MBPS && air.band == Band::Two)
    else {
        return Ok(Verdict::Pass);
    };
    let interval_tu = own.and_then(|own| own.beacon_interval_tu).filter(|interval| *interval > 0);
    let interval_us = f64::from(interval_tu.unwrap_or(USUAL_INTERVAL_TU)) * TU_US;
    let names = f64::from(u32::try_from(air.names).unwrap_or(u32::MAX));
    let beacons = (names * (PREAMBLE_US + BEACON_BITS / slowest) / interval_us).min(1.0);
    let rates = case.analysis.radio.as_ref().and_then(|radio| radio.tx_mbps.zip(radio.rx_mbps));
    let mut arguments = Vec::new();
    if beacons > AIRTIME_ABOVE {
        arguments.extend([("rate", Argument::Mbps(slowest)), ("air", Argument::Share(beacons))]);
    }
    if let Some(best) = rates.map(|(tx, rx)| tx.max(rx)).filter(|best| *best <= FASTEST_B_MBPS) {
        arguments.push(("own", Argument::Mbps(best)));
    }
    if arguments.is_empty() {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.7,
        arguments,
        evidence: &["networks.heard", "wifi.link.samples"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::networks::Network;
    use crate::rules::testing::{Changed, severity};

    fn with(basic: &[f64], names: u8) -> Changed {
        Changed::on_two_ghz(2437).networks(|networks| {
            let own = networks.heard[0].clone();
            networks.heard[0].basic_rates_mbps = basic.to_vec();
            networks.heard.extend((1..names).map(|n| Network {
                bssid: format!("02:00:00:00:01:{n:02x}"),
                associated: false,
                ..own.clone()
            }));
        })
    }

    #[test]
    fn old_basic_rates_count_once_they_take_air() {
        for (basic, names, expected) in [
            (&[1.0, 2.0, 5.5, 11.0][..], 1, None),
            (&[1.0, 2.0, 5.5, 11.0], 3, None),
            (&[1.0, 2.0, 5.5, 11.0], 4, Some(Severity::Hint)),
            (&[5.5, 11.0], 8, None),
            (&[6.0, 12.0, 24.0], 16, None),
            (&[f64::NAN, -1.0, 0.0], 16, None),
            (&[], 16, None),
        ] {
            let evidence = with(basic, names);
            assert_eq!(severity(&RULE, &evidence), expected, "{basic:?} {names}");
        }
    }

    #[test]
    fn a_computer_that_talks_as_slowly_itself_is_enough() {
        for (mbps, expected) in [(11.0, Some(Severity::Hint)), (12.0, None)] {
            let evidence = with(&[1.0, 2.0], 1).link(|link| {
                for sample in &mut link.samples {
                    sample.tx.iter_mut().chain(&mut sample.rx).for_each(|rate| rate.mbps = mbps);
                }
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{mbps}");
        }
    }
}
