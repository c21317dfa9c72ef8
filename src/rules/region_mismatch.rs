//! This computer keeps to the radio rules of another country than the networks around it, and
//! cannot hear the channels that these forbid.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{around, need, step, step_on};
use crate::analysis::home::Home;
use crate::evidence::wifi::{Band, channel_of_mhz};
use crate::evidence::{Foreign, Layer, Networks, Os, Symptom, Why};
use crate::text::Tr;
use std::collections::BTreeMap;

/// The channels of 2.4 GHz that some countries forbid and most allow: 12 and 13.
const TWELVE_AND_THIRTEEN_MHZ: [u32; 2] = [2467, 2472];
/// The home is not there, and nothing but its channel accounts for that: it may also be switched off.
const NOT_HEARD: f64 = 0.55;
/// Which network is meant was only guessed: it may be one of another place.
const GUESSED: f64 = 0.3;

pub(super) const RULE: Rule = Rule {
    code: "region-mismatch",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Problem,
    needs: &[Part::Wifi, Part::Joining, Part::Networks],
    explains: &["not-connected"],
    symptoms: &[(Symptom::Nothing, 0.8), (Symptom::Drops, 0.4), (Symptom::Gadget, 0.2)],
    about: Tr {
        es: About {
            finds: "Compara el país que tiene puesto la radio de este equipo con el que anuncian los puntos de acceso. Lo comenta cuando no coinciden y por eso hay canales que el equipo no puede oír (12 y 13, o los de 6 GHz que tu router usa). Es un problema cuando tu red tendría que estar ahí y no se oye.",
            matters: "Si el router se pone en uno de esos canales, los teléfonos lo ven y este equipo no.",
            limits: "Que tu red no se oiga también puede ser porque el router está apagado. Muchos routers no anuncian su país.",
        },
        en: About {
            finds: "Compares the country that this computer's radio is set to with the one that access points announce. Mentions it when they differ and the computer therefore cannot hear some channels (12 and 13, or those at 6 GHz that your router uses). It is a problem when your network ought to be there and is not heard.",
            matters: "When the router moves to one of those channels, phones see it and this computer does not.",
            limits: "That your network is not heard may also be because the router is off. Many routers do not announce their country.",
        },
        pt: About {
            finds: "Compara o país configurado no rádio deste computador com o que os pontos de acesso anunciam. Comenta quando não coincidem e por isso há canais que o computador não pode ouvir (12 e 13, ou os de 6 GHz que o seu roteador usa). É um problema quando a sua rede deveria estar ali e não se ouve.",
            matters: "Se o roteador for para um desses canais, os celulares o veem e este computador não.",
            limits: "A sua rede também pode não ser ouvida porque o roteador está desligado. Muitos roteadores não anunciam o país.",
        },
    },
    sources: &[
        "IEEE 802.11, country element: the rules an access point keeps to",
        "wireless-regdb: channels 12 and 13 by country",
    ],
    text: Tr {
        es: Text {
            title: "Este equipo y el wifi de aquí están puestos en países distintos",
            what: &[
                "La radio de este equipo está puesta en {ours}, y los wifis de alrededor en {theirs}.",
                "Por eso no puede usar los canales 12 y 13, y tu red {unheard} no se oye. Puede estar en uno de ellos.",
                "Por eso no puede usar los canales {first} y {second}. Si el router pasa a uno de ellos, dejarás de verlo.",
                "Tu router también emite en 6 GHz, y este equipo no puede usarlo: canal {six}.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Escribe en una terminal: sudo iw reg set {theirs}. Tu red debería salir en la lista en un minuto. (2 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Apaga y enciende el wifi: el equipo toma el país de los wifis que oye. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "En el Administrador de dispositivos, abre el adaptador wifi, pestaña «Opciones avanzadas», y revisa «País o región». (5 minutos)",
                ),
                step(
                    "En los ajustes del router, elige para 2,4 GHz el canal 1, 6 u 11. Esos los oye cualquier aparato. (10 minutos)",
                ),
                step("Pide a tu operador que ponga el router en un canal del 1 al 11."),
            ],
            mended: "Tu red sale en la lista de redes de este equipo.",
            tell_provider: &[],
        },
        en: Text {
            title: "This computer and the Wi-Fi here are set to different countries",
            what: &[
                "This computer's radio is set to {ours}, and the Wi-Fi around to {theirs}.",
                "That is why it cannot use channels 12 and 13, and your network {unheard} is not heard. It may be on one of them.",
                "That is why it cannot use channels {first} and {second}. If the router moves to one of them, you will no longer see it.",
                "Your router also sends at 6 GHz, which this computer cannot use: channel {six}.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Type in a terminal: sudo iw reg set {theirs}. Your network should appear in the list within a minute. (2 minutes)",
                ),
                step_on(
                    Os::Macos,
                    "Turn the Wi-Fi off and on: the computer takes the country of the Wi-Fi it hears. (1 minute)",
                ),
                step_on(
                    Os::Windows,
                    "In Device Manager, open the Wi-Fi adapter, tab \"Advanced\", and check \"Country or region\". (5 minutes)",
                ),
                step(
                    "In the router's settings, choose channel 1, 6 or 11 for 2.4 GHz. Every device hears those. (10 minutes)",
                ),
                step("Ask your provider to set the router to a channel from 1 to 11."),
            ],
            mended: "Your network is in this computer's list of networks.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este computador e o Wi-Fi daqui estão configurados em países diferentes",
            what: &[
                "O rádio deste computador está configurado para {ours}, e os Wi-Fi em volta para {theirs}.",
                "Por isso ele não pode usar os canais 12 e 13, e a sua rede {unheard} não se ouve. Ela pode estar em um deles.",
                "Por isso ele não pode usar os canais {first} e {second}. Se o roteador for para um deles, você deixará de vê-lo.",
                "O seu roteador também transmite em 6 GHz, que este computador não pode usar: canal {six}.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Digite em um terminal: sudo iw reg set {theirs}. A sua rede deve aparecer na lista em um minuto. (2 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Desligue e ligue o Wi-Fi: o computador adota o país dos Wi-Fi que ouve. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "No Gerenciador de Dispositivos, abra o adaptador Wi-Fi, guia \"Avançado\", e verifique \"País ou região\". (5 minutos)",
                ),
                step(
                    "Nas configurações do roteador, escolha para 2,4 GHz o canal 1, 6 ou 11. Esses qualquer aparelho ouve. (10 minutos)",
                ),
                step("Peça à sua operadora para pôr o roteador em um canal de 1 a 11."),
            ],
            mended: "A sua rede aparece na lista de redes deste computador.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let networks = around(case)?;
    let wifi = need(Part::Wifi, &case.evidence.wifi)?;
    let ours = need(Part::Wifi, &wifi.country)?;
    let joining = need(Part::Joining, &case.evidence.joining)?;
    let Some(home) = Home::of(case.evidence) else {
        return Err(Verdict::Unknown(Missing::Evidence(Part::Networks, Why::NothingThere)));
    };
    let heard = home.points.iter().find_map(|point| point.country.as_deref());
    let Some(theirs) = heard.or_else(|| of_most(networks)) else {
        // Where a network is joined that takes nothing from anybody.
        let not_told = Missing::Evidence(Part::Networks, Why::NotReported);
        let missing = if joining.joined { Missing::NotApplicable } else { not_told };
        return Err(Verdict::Unknown(missing));
    };
    if !is_country(ours) || !is_country(theirs) || ours == theirs {
        return Ok(Verdict::Pass);
    }
    let channels = need(Part::Networks, &networks.channels)?;
    let keeps_out = |mhz: u32| channels.iter().any(|of| of.freq_mhz == mhz && of.disabled);
    let twelve = TWELVE_AND_THIRTEEN_MHZ.into_iter().all(keeps_out);
    let six = home.points.iter().flat_map(|point| &point.also_on_mhz).copied();
    let six = six.filter(|mhz| Band::of_mhz(*mhz) == Some(Band::Six)).find(|mhz| keeps_out(*mhz));
    let country = |letters: &str| Argument::Name(Foreign::new(letters));
    let mut arguments = vec![("ours", country(ours)), ("theirs", country(theirs))];
    let (severity, confidence) = match (home.points.is_empty() && !joining.joined, twelve, six) {
        (true, true, _) if !home.expected => {
            return Err(Verdict::Unknown(Missing::NotEnough { weight: GUESSED }));
        }
        (true, true, _) => {
            arguments.push(("unheard", Argument::Name(home.name.clone())));
            (Severity::Problem, NOT_HEARD)
        }
        (false, true, None) => {
            arguments.extend([("first", Argument::Count(12)), ("second", Argument::Count(13))]);
            (Severity::Hint, 0.8)
        }
        (_, _, Some(mhz)) => {
            let number = channel_of_mhz(mhz).map(u64::from);
            arguments.extend(number.map(|number| ("six", Argument::Count(number))));
            (Severity::Hint, 0.8)
        }
        (_, false, None) => return Ok(Verdict::Pass),
    };
    Ok(Verdict::Found(Finding {
        severity,
        confidence,
        arguments,
        evidence: &["wifi.country", "networks.heard", "networks.channels"],
    }))
}

/// Two letters: `00` is the world's least, `98` and `99` are mixtures of the driver's.
fn is_country(letters: &str) -> bool {
    letters.len() == 2 && letters.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// The country that most of those announce who announce one, where more than half agree.
fn of_most(networks: &Networks) -> Option<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for country in networks.heard.iter().filter_map(|network| network.country.as_deref()) {
        *counts.entry(country).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    counts.into_iter().find(|(_, count)| count * 2 > all).map(|(country, _)| country)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::rules::testing::{Changed, finding, severity, verdict};

    /// The computer is set to this country; the networks around say `ES`.
    fn set_to(country: &str, forbidden_mhz: &[u32]) -> Changed {
        Changed::healthy_wifi()
            .wifi(|wifi| wifi.country = Outcome::Measured(country.to_owned()))
            .networks(|networks| {
                let Outcome::Measured(channels) = &mut networks.channels else { panic!() };
                for channel in channels {
                    channel.disabled = forbidden_mhz.contains(&channel.freq_mhz);
                }
            })
    }

    /// The home is not joined and not heard.
    fn away(changed: Changed) -> Changed {
        changed
            .not_joined(|_| {})
            .networks(|networks| networks.heard.retain(|one| one.ssid != Foreign::new("HomeNet")))
    }

    #[test]
    fn another_country_is_told_only_where_it_keeps_channels_away() {
        for (country, forbidden_mhz, expected) in [
            ("ES", &[2467, 2472][..], None),
            ("US", &[2467, 2472], Some(Severity::Hint)),
            ("US", &[2472], None),
            ("DE", &[], None),
            ("00", &[2467, 2472], None),
            ("98", &[2467, 2472], None),
        ] {
            let found = severity(&RULE, &set_to(country, forbidden_mhz));
            assert_eq!(found, expected, "{country} {forbidden_mhz:?}");
        }
    }

    #[test]
    fn a_home_that_was_only_guessed_and_is_not_heard_is_not_enough() {
        let us = away(set_to("US", &[2467, 2472]));
        let open = Verdict::Unknown(Missing::NotEnough { weight: GUESSED });
        assert_eq!(verdict(&RULE, &us), open);
        assert_eq!(verdict(&RULE, &away(set_to("ES", &[]))), Verdict::Pass);
    }

    #[test]
    fn a_router_that_also_sends_where_this_computer_may_not_listen_is_named() {
        let mut evidence = set_to("US", &[5955]);
        let Outcome::Measured(networks) = &mut evidence.0.networks else { panic!() };
        let Outcome::Measured(channels) = &mut networks.channels else { panic!() };
        let first = channels[0];
        channels.push(crate::evidence::networks::Channel {
            freq_mhz: 5955,
            disabled: true,
            ..first
        });
        networks.heard[0].also_on_mhz = vec![2412, 5955];
        let finding = finding(&RULE, &evidence).unwrap();
        assert_eq!(finding.severity, Severity::Hint);
        assert!(finding.arguments.contains(&("six", Argument::Count(1))));
    }

    #[test]
    fn routers_that_name_no_country_tell_nothing() {
        let silent = set_to("US", &[2467, 2472])
            .networks(|networks| networks.heard.iter_mut().for_each(|one| one.country = None));
        assert_eq!(verdict(&RULE, &silent), Verdict::Unknown(Missing::NotApplicable));
        let missing = Missing::Evidence(Part::Networks, Why::NotReported);
        assert_eq!(verdict(&RULE, &away(silent)), Verdict::Unknown(missing));
    }
}
