//! The channel is so wide that it bumps into others.

use super::channel_congested::neighbourhood;
use super::step;
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use crate::evidence::wifi::Band;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Of the 80 MHz that 2.4 GHz has, this takes half (CATALOGUE R07).
const WIDE_TWO_MHZ: u16 = 40;
/// A piece this wide exists once or twice in a band (R07).
const WIDE_FIVE_MHZ: u16 = 160;
/// More frames sent again than this are too many (CATALOGUE T5: Cisco).
const RETRIES_ABOVE: f64 = 0.20;

pub(super) const RULE: Rule = Rule {
    code: "channel-too-wide",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Networks, Part::Wifi],
    explains: &["many-retries"],
    symptoms: &[(Symptom::Slow, 0.6), (Symptom::Calls, 0.6)],
    about: Tr {
        es: About {
            finds: "Lo comenta si tu router usa 40 MHz de ancho en 2,4 GHz y se oye algún vecino en esa banda, o 160 MHz o más en 5 o 6 GHz con un vecino en el otro trozo y más de un 20 % de mensajes repetidos.",
            matters: "Un canal ancho corre más si está solo; con vecinos encima hay que esperar a todos ellos, y va peor que uno estrecho.",
            limits: "Se ve desde este equipo. Cuenta el ancho que anuncia el router, aunque con este equipo use menos. Un vecino por debajo de -82 dBm no cuenta.",
        },
        en: About {
            finds: "Mentions when your router uses a width of 40 MHz on 2.4 GHz and a neighbour is heard in that band, or 160 MHz or more on 5 or 6 GHz with a neighbour in the other part and more than 20% of messages sent again.",
            matters: "A wide channel is faster when it is alone; with neighbours across it, it has to wait for all of them and does worse than a narrow one.",
            limits: "It is seen from this computer. It takes the width that the router announces, although it may use less with this computer. A neighbour below -82 dBm does not count.",
        },
        pt: About {
            finds: "Comenta se o seu roteador usa 40 MHz de largura em 2,4 GHz e se ouve algum vizinho nessa banda, ou 160 MHz ou mais em 5 ou 6 GHz com um vizinho no outro pedaço e mais de 20% de mensagens repetidas.",
            matters: "Um canal largo é mais rápido sozinho; com vizinhos em cima precisa esperar todos eles, e fica pior que um estreito.",
            limits: "É o que se vê deste computador. Conta a largura que o roteador anuncia, mesmo que com este computador use menos. Um vizinho abaixo de -82 dBm não conta.",
        },
    },
    sources: &["Apple: 20 MHz on 2.4 GHz", "retries below 20 % (Cisco)"],
    text: Tr {
        es: Text {
            title: "El canal de tu wifi es demasiado ancho y choca con otros",
            what: &[
                "Tu router usa {width} MHz de ancho, y desde este equipo se oyen routers de vecinos en esa banda: {neighbours}.",
                "Un canal tan ancho tiene que esperar a todos los que caen dentro.",
            ],
            steps: &[
                step(
                    "Entra en la página de tu router (apartado wifi) y pon el ancho de canal en {better} MHz. El wifi se cortará un minuto. (5 minutos)",
                ),
                step(
                    "Ejecuta wifidoc otra vez. Si no va mejor, puedes volver a dejarlo como estaba. (1 minuto)",
                ),
            ],
            mended: "Al repetir la prueba, el ancho de canal es menor y se repiten menos mensajes.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your Wi-Fi channel is too wide and bumps into others",
            what: &[
                "Your router uses a width of {width} MHz, and from this computer neighbours' routers are heard in that band: {neighbours}.",
                "A channel as wide as that has to wait for everybody inside it.",
            ],
            steps: &[
                step(
                    "Open your router's page (the Wi-Fi part) and set the channel width to {better} MHz. The Wi-Fi will be gone for a minute. (5 minutes)",
                ),
                step("Run wifidoc again. If it is no better, you can set it back. (1 minute)"),
            ],
            mended: "When you run the test again, the channel is narrower and fewer messages are sent again.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O canal do seu Wi-Fi é largo demais e esbarra em outros",
            what: &[
                "O seu roteador usa {width} MHz de largura, e deste computador se ouvem roteadores de vizinhos nessa banda: {neighbours}.",
                "Um canal tão largo precisa esperar todos os que caem dentro dele.",
            ],
            steps: &[
                step(
                    "Entre na página do roteador (parte do Wi-Fi) e ponha a largura do canal em {better} MHz. O Wi-Fi vai cair por um minuto. (5 minutos)",
                ),
                step(
                    "Execute o wifidoc de novo. Se não melhorar, pode voltar a deixar como estava. (1 minuto)",
                ),
            ],
            mended: "Ao repetir o teste, o canal é mais estreito e menos mensagens são repetidas.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let air = neighbourhood(case)?;
    let many_again = (case.analysis.radio.as_ref())
        .and_then(|radio| radio.retries)
        .is_some_and(|retries| retries > RETRIES_ABOVE);
    let (wide, neighbours, better) = match air.band {
        Band::Two => (air.width_mhz >= WIDE_TWO_MHZ, air.sensed, 20),
        Band::Five | Band::Six => (air.width_mhz >= WIDE_FIVE_MHZ && many_again, air.beside, 80),
    };
    if !wide || neighbours == 0 {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.8,
        arguments: vec![
            ("width", Argument::Count(u64::from(air.width_mhz))),
            ("neighbours", Argument::Count(neighbours as u64)),
            ("better", Argument::Count(better)),
        ],
        evidence: &["networks.heard", "wifi.link.retries"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::composed::network;
    use crate::rules::testing::{Changed, finding, severity};

    #[test]
    fn on_two_ghz_forty_is_too_wide_as_soon_as_somebody_else_is_there() {
        for (width_mhz, rssi_dbm, expected) in [
            (20, -60, None),
            (40, -60, Some(Severity::Hint)),
            (40, -82, Some(Severity::Hint)),
            (40, -83, None),
        ] {
            let evidence = Changed::on_two_ghz(2412)
                .hearing(network("Ana", 2462, rssi_dbm))
                .networks(|networks| networks.heard[0].width_mhz = width_mhz);
            assert_eq!(severity(&RULE, &evidence), expected, "{width_mhz} {rssi_dbm}");
        }
    }

    #[test]
    fn above_it_takes_a_neighbour_in_the_other_part_and_many_repeats() {
        for (width_mhz, other_mhz, again, expected) in [
            (160, 5280, 300, Some(Severity::Hint)),
            (160, 5280, 240, None),
            (160, 5500, 300, None),
            // On our own primary channel it is waited for, however wide ours is.
            (160, 5180, 300, None),
            (80, 5220, 300, None),
        ] {
            let evidence = Changed::healthy_wifi()
                .hearing(network("Ana", other_mhz, -60))
                .networks(|networks| {
                    let own = &mut networks.heard[0];
                    own.width_mhz = width_mhz;
                    own.center_mhz = if width_mhz == 160 { 5250 } else { 5210 };
                })
                .link(|link| {
                    link.frames_sent = Outcome::Measured(1000);
                    link.retries = Outcome::Measured(again);
                });
            assert_eq!(severity(&RULE, &evidence), expected, "{width_mhz} {other_mhz} {again}");
        }
    }

    #[test]
    fn it_says_how_wide_it_should_be() {
        let evidence = Changed::on_two_ghz(2412)
            .hearing(network("Ana", 2462, -60))
            .networks(|networks| networks.heard[0].width_mhz = 40);
        let found = finding(&RULE, &evidence).unwrap();
        assert!(found.arguments.contains(&("better", Argument::Count(20))), "{found:?}");
    }
}
