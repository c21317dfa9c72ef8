//! The computer hears the router well, and the router hardly hears the computer.

use super::step;
use super::weak_signal::radio;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;

/// Heard at least this well, distance is not what keeps this computer from being heard (CATALOGUE
/// T1: cell design for voice).
const HEARD_WELL_DBM: i32 = -67;
/// The way out at under this part of the way in (CATALOGUE R14).
const SLOWER_OUT: f64 = 0.25;
/// Of all frames, those that had to be sent again (CATALOGUE R14, T5: Cisco).
const RETRIES_ABOVE: f64 = 0.2;

pub(super) const RULE: Rule = Rule {
    code: "one-way-link",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Problem,
    needs: &[Part::Wifi],
    explains: &["wifi-loses-packets", "wifi-answers-late", "many-retries"],
    symptoms: &[(Symptom::Calls, 0.8), (Symptom::Slow, 0.6), (Symptom::Pages, 0.4)],
    about: Tr {
        es: About {
            finds: "Compara la velocidad de radio en los dos sentidos. Habla cuando este equipo oye bien al router (-67 dBm o mejor), pero le habla a menos de la cuarta parte de la velocidad con la que recibe y repite más de 20 de cada 100 tramas.",
            matters: "Lo que envías llega tarde o no llega: las videollamadas, las subidas y hasta las respuestas que pide cada página.",
            limits: "Hace falta que el controlador del adaptador cuente las repeticiones y diga las dos velocidades; muchos no lo hacen.",
        },
        en: About {
            finds: "Compares the radio's speed in both directions. Speaks when this computer hears the router well (-67 dBm or better) but talks to it at under a quarter of the speed it receives with, and repeats more than 20 of every 100 frames.",
            matters: "What you send arrives late or not at all: video calls, uploads and even the answers every page asks for.",
            limits: "The adapter's driver has to count repetitions and tell both speeds, which many do not.",
        },
        pt: About {
            finds: "Compara a velocidade do rádio nos dois sentidos. Fala quando este computador ouve bem o roteador (-67 dBm ou melhor), mas fala com ele a menos de um quarto da velocidade com que recebe e repete mais de 20 de cada 100 quadros.",
            matters: "O que você envia chega tarde ou não chega: as videochamadas, os envios e até as respostas que cada página pede.",
            limits: "É preciso que o driver do adaptador conte as repetições e informe as duas velocidades; muitos não fazem isso.",
        },
    },
    sources: &[
        "transmit rate under a quarter of the receive rate, with more than 20 % repeated",
        "Cisco 7925G guide: retries below 20 %",
    ],
    text: Tr {
        es: Text {
            title: "Oyes bien al router, pero él a ti no",
            what: &[
                "La señal del router llega bien hasta aquí ({rssi}), pero lo que envía este equipo llega mal al router.",
                "Este equipo envía a {tx} y recibe a {rx}. Tiene que repetir {share} de cada 100 tramas.",
                "Lo notas en las videollamadas y al subir archivos.",
            ],
            steps: &[
                step(
                    "Gira el equipo o muévelo un metro, y quita lo que tenga delante o debajo. Su antena suele estar junto a la pantalla. (2 minutos)",
                ),
                step(
                    "Desconecta los aparatos USB 3 que estén pegados al equipo (discos, adaptadores). Hacen ruido de radio. (1 minuto)",
                ),
                step(
                    "Prueba con un adaptador wifi USB, al final de un cable corto. (hay que comprarlo)",
                ),
                step(
                    "En los ajustes del router, no pongas la potencia del wifi al máximo: hace que lo oigas, pero no que él te oiga. (10 minutos)",
                ),
                step("Pide a tu operador un segundo punto de acceso más cerca."),
            ],
            mended: "Al repetir la prueba, las dos velocidades se parecen: una no llega al doble de la otra.",
            tell_provider: &[],
        },
        en: Text {
            title: "You hear the router well, but it hardly hears you",
            what: &[
                "The router's signal arrives well ({rssi}), but what this computer sends reaches the router badly.",
                "This computer sends at {tx} and receives at {rx}. It has to repeat {share} of every 100 frames.",
                "You notice it in video calls and when uploading files.",
            ],
            steps: &[
                step(
                    "Turn the computer or move it by a metre, and take away what lies in front of it or under it. Its antenna is usually beside the screen. (2 minutes)",
                ),
                step(
                    "Unplug USB 3 devices close to the computer (disks, adapters). They make radio noise. (1 minute)",
                ),
                step("Try a USB Wi-Fi adapter at the end of a short cable. (has to be bought)"),
                step(
                    "In the router's settings, do not set the Wi-Fi power to the maximum: it makes you hear the router, not the router hear you. (10 minutes)",
                ),
                step("Ask your provider for a second access point nearer to you."),
            ],
            mended: "When you run the test again, both speeds are alike: neither is twice the other.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Você ouve bem o roteador, mas ele quase não ouve você",
            what: &[
                "O sinal do roteador chega bem até aqui ({rssi}), mas o que este computador envia chega mal ao roteador.",
                "Este computador envia a {tx} e recebe a {rx}. Precisa repetir {share} de cada 100 quadros.",
                "Você percebe nas videochamadas e ao enviar arquivos.",
            ],
            steps: &[
                step(
                    "Gire o computador ou mova-o um metro, e tire o que estiver na frente ou embaixo dele. A antena costuma ficar ao lado da tela. (2 minutos)",
                ),
                step(
                    "Desconecte aparelhos USB 3 que estejam junto do computador (discos, adaptadores). Eles fazem ruído de rádio. (1 minuto)",
                ),
                step(
                    "Teste com um adaptador Wi-Fi USB, na ponta de um cabo curto. (é preciso comprar)",
                ),
                step(
                    "Nas configurações do roteador, não ponha a potência do Wi-Fi no máximo: assim você o ouve, mas ele não ouve você. (10 minutos)",
                ),
                step("Peça à sua operadora um segundo ponto de acesso mais perto."),
            ],
            mended: "Ao repetir o teste, as duas velocidades são parecidas: uma não chega ao dobro da outra.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let radio = radio(case)?;
    if radio.rssi_median_dbm < HEARD_WELL_DBM {
        return Ok(Verdict::Pass);
    }
    let (Some(tx), Some(rx), Some(retries)) = (radio.tx_mbps, radio.rx_mbps, radio.retries) else {
        return Err(Verdict::Unknown(Missing::Evidence(Part::Wifi, Why::NotReported)));
    };
    if tx >= rx * SLOWER_OUT || retries <= RETRIES_ABOVE {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence: 0.75,
        arguments: vec![
            ("rssi", Argument::Dbm(radio.rssi_median_dbm)),
            ("tx", Argument::Mbps(tx)),
            ("rx", Argument::Mbps(rx)),
            ("share", Argument::Share(retries)),
        ],
        evidence: &["wifi.link.samples", "wifi.link.retries", "wifi.link.frames_sent"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::rules::testing::{Changed, severity, verdict};

    fn link(rssi_dbm: i32, tx_mbps: f64, rx_mbps: f64, retries: u64) -> Changed {
        Changed::healthy_wifi().rssi(rssi_dbm).link(|link| {
            for sample in &mut link.samples {
                sample.tx.iter_mut().for_each(|rate| rate.mbps = tx_mbps);
                sample.rx.iter_mut().for_each(|rate| rate.mbps = rx_mbps);
            }
            link.frames_sent = Outcome::Measured(1000 - retries);
            link.retries = Outcome::Measured(retries);
        })
    }

    #[test]
    fn slow_out_and_much_repeated_while_heard_well_is_one_way() {
        for (rssi_dbm, tx_mbps, rx_mbps, retries, expected) in [
            (-50, 99.0, 400.0, 201, Some(Severity::Problem)),
            (-67, 6.0, 400.0, 500, Some(Severity::Problem)),
            // Weak both ways: the distance.
            (-68, 6.0, 400.0, 500, None),
            (-50, 100.0, 400.0, 500, None),
            (-50, 6.0, 400.0, 200, None),
            (-50, 400.0, 6.0, 500, None),
        ] {
            let evidence = link(rssi_dbm, tx_mbps, rx_mbps, retries);
            assert_eq!(
                severity(&RULE, &evidence),
                expected,
                "{rssi_dbm} {tx_mbps} {rx_mbps} {retries}"
            );
        }
    }

    #[test]
    fn a_driver_that_tells_one_rate_alone_tells_nothing_of_this() {
        let evidence = link(-50, 6.0, 400.0, 500)
            .link(|link| link.samples.iter_mut().for_each(|sample| sample.rx = None));
        assert!(matches!(verdict(&RULE, &evidence), Verdict::Unknown(Missing::Evidence(..))));
        assert_eq!(
            verdict(&RULE, &Changed::healthy_cable()),
            Verdict::Unknown(Missing::NotApplicable)
        );
    }
}
