//! The channel lies between those that keep clear of each other.

use super::channel_congested::{air, neighbourhood};
use super::step;
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use crate::analysis::congestion::Action;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "odd-channel",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Networks],
    explains: &["many-retries"],
    symptoms: &[(Symptom::Slow, 0.6), (Symptom::Calls, 0.6), (Symptom::Gadget, 0.4)],
    about: Tr {
        es: About {
            finds: "En 2,4 GHz los canales 1, 6 y 11 no se pisan entre sí (en Europa también 1, 5, 9 y 13, donde todos los vecinos los usan). Lo comenta si tu router está en otro y un vecino que se oye bien cae a medias sobre el tuyo.",
            matters: "Quien está en el mismo canal espera su turno; quien cae a medias encima no te entiende y habla a la vez.",
            limits: "Se ve desde este equipo. Si nadie ha escuchado otros canales, no dice nada. Un vecino por debajo de -82 dBm no cuenta.",
        },
        en: About {
            finds: "On 2.4 GHz, channels 1, 6 and 11 keep clear of each other (in Europe also 1, 5, 9 and 13, where all neighbours use those). It mentions when your router is on another one and a neighbour that is heard well lies half across yours.",
            matters: "Who is on the same channel waits for a turn; who lies half across it cannot understand you and talks at the same time.",
            limits: "It is seen from this computer. When nobody has listened on other channels, it says nothing. A neighbour below -82 dBm does not count.",
        },
        pt: About {
            finds: "Em 2,4 GHz, os canais 1, 6 e 11 não se sobrepõem (na Europa também 1, 5, 9 e 13, onde todos os vizinhos usam esses). Comenta se o seu roteador está em outro e um vizinho que se ouve bem fica meio em cima do seu.",
            matters: "Quem está no mesmo canal espera a vez; quem fica meio em cima não entende você e fala ao mesmo tempo.",
            limits: "É o que se vê deste computador. Se ninguém escutou outros canais, não diz nada. Um vizinho abaixo de -82 dBm não conta.",
        },
    },
    sources: &[
        "channels of 20 MHz on a raster of 5 MHz: only 1, 6 and 11 keep clear of each other (IEEE 802.11)",
    ],
    text: Tr {
        es: Text {
            title: "Tu wifi está en un canal que choca con los de al lado",
            what: &[
                "Tu router usa el canal {channel}, y desde este equipo se oyen routers de vecinos a medias encima: {beside}.",
                "Los canales que no se pisan son el 1, el 6 y el 11.",
                "El que cae a medias encima no espera su turno: los mensajes chocan y hay que repetirlos.",
            ],
            steps: &[
                step(
                    "Entra en la página de tu router (apartado wifi de 2,4 GHz) y elige el canal {to}. El wifi se cortará un minuto. (5 minutos)",
                ),
                step(
                    "Si tu router deja elegir canal automático, actívalo y reinícialo a la hora en que más se usa. (3 minutos sin internet)",
                ),
            ],
            mended: "Al repetir la prueba, tu router está en el canal 1, 6 u 11.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your Wi-Fi is on a channel that clashes with those beside it",
            what: &[
                "Your router uses channel {channel}, and from this computer neighbours' routers are heard half across it: {beside}.",
                "The channels that keep clear of each other are 1, 6 and 11.",
                "Who lies half across does not wait for a turn: messages collide and have to be sent again.",
            ],
            steps: &[
                step(
                    "Open your router's page (the part for 2.4 GHz Wi-Fi) and choose channel {to}. The Wi-Fi will be gone for a minute. (5 minutes)",
                ),
                step(
                    "If your router offers an automatic channel, switch it on and restart it at the busiest hour. (3 minutes without internet)",
                ),
            ],
            mended: "When you run the test again, your router is on channel 1, 6 or 11.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O seu Wi-Fi está num canal que esbarra nos do lado",
            what: &[
                "O seu roteador usa o canal {channel}, e deste computador se ouvem roteadores de vizinhos meio em cima dele: {beside}.",
                "Os canais que não se sobrepõem são o 1, o 6 e o 11.",
                "Quem fica meio em cima não espera a vez: as mensagens colidem e precisam ser repetidas.",
            ],
            steps: &[
                step(
                    "Entre na página do roteador (parte do Wi-Fi de 2,4 GHz) e escolha o canal {to}. O Wi-Fi vai cair por um minuto. (5 minutos)",
                ),
                step(
                    "Se o roteador oferece canal automático, ative e reinicie na hora de mais uso. (3 minutos sem internet)",
                ),
            ],
            mended: "Ao repetir o teste, o seu roteador está no canal 1, 6 ou 11.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    // Who is heard across our channel is there, wherever else nobody listened.
    let air = air(case)?;
    if !air.odd || air.beside == 0 {
        return neighbourhood(case).map(|_| Verdict::Pass);
    }
    let mut arguments = vec![
        ("channel", Argument::Count(u64::from(air.channel))),
        ("beside", Argument::Count(air.beside as u64)),
    ];
    if let Some(better) = air.advice.first().filter(|own| own.action == Action::Change) {
        arguments.push(("to", Argument::Count(u64::from(better.channel))));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.85,
        arguments,
        evidence: &["networks.heard"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::network;
    use crate::rules::testing::{Changed, finding, severity};

    #[test]
    fn it_takes_a_neighbour_half_across_an_in_between_channel() {
        for (own_mhz, other_mhz, rssi_dbm, expected) in [
            (2422, 2412, -70, Some(Severity::Hint)),
            (2422, 2412, -82, Some(Severity::Hint)),
            (2422, 2412, -83, None),
            // On the very same channel one waits for the other; far away nobody minds.
            (2422, 2422, -60, None),
            (2422, 2462, -60, None),
            (2437, 2427, -60, None),
        ] {
            let evidence =
                Changed::on_two_ghz(own_mhz).hearing(network("Ana", other_mhz, rssi_dbm));
            let got = severity(&RULE, &evidence);
            assert_eq!(got, expected, "{own_mhz} {other_mhz} {rssi_dbm}");
        }
    }

    #[test]
    fn it_names_the_freest_of_the_three() {
        let evidence = Changed::on_two_ghz(2422)
            .hearing(network("Ana", 2412, -60))
            .hearing(network("Bruno", 2437, -60));
        let found = finding(&RULE, &evidence).unwrap();
        assert!(found.arguments.contains(&("to", Argument::Count(11))), "{found:?}");
    }
}
