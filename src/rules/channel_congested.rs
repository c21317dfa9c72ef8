//! Many neighbours share the channel, and another one would be better.

use super::step;
use super::weak_signal::harm_on_the_hop;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use crate::analysis::congestion::{Action, Air, MANY_NEAR, MARGIN};
use crate::evidence::{Layer, Outcome, Symptom, Why};
use crate::text::Tr;

/// From here on a channel is full (CATALOGUE T4: Cisco, Zebra).
pub(super) const FULL_FROM: f64 = 0.50;
/// Below it calls go well whatever number of neighbours there is (T4).
const CALM_BELOW: f64 = 0.20;

pub(super) const RULE: Rule = Rule {
    code: "channel-congested",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Problem,
    needs: &[Part::Networks, Part::Wifi, Part::Latency],
    explains: &["wifi-loses-packets", "wifi-answers-late", "many-retries"],
    symptoms: &[
        (Symptom::Slow, 1.0),
        (Symptom::Calls, 1.0),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.4),
        (Symptom::Gadget, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Cuenta los routers de vecinos que se oyen con fuerza en tu mismo canal (a menos de 19 dB del tuyo) y mira cuánto tiempo está ocupado. Habla con tres o más, o con el canal ocupado la mitad del tiempo, y solo si otro canal ahorra al menos un 30 % de esperas. Es un problema si además se pierden o se retrasan mensajes hasta el router.",
            matters: "En un canal habla uno solo cada vez: los demás esperan su turno o chocan.",
            limits: "Se ve desde este equipo, no desde el router, que puede oír a otros vecinos. Los nombres de un mismo router cuentan una vez, y los tuyos no cuentan. No propone canales de radar ni los que tu país no permite. Si nadie ha escuchado otros canales, no dice nada.",
        },
        en: About {
            finds: "Counts the neighbours' routers that are heard strongly on your own channel (less than 19 dB below yours) and looks how much of the time it is busy. Speaks with three or more, or with a channel that is busy half the time, and only when another channel saves at least 30% of the waiting. It is a problem when messages to the router get lost or late too.",
            matters: "On one channel only one can talk at a time: the others wait for their turn or collide.",
            limits: "It is seen from this computer and not from the router, which may hear other neighbours. The names of one router count once, and your own do not count. It proposes neither radar channels nor those that your country forbids. When nobody has listened on other channels, it says nothing.",
        },
        pt: About {
            finds: "Conta os roteadores de vizinhos que se ouvem com força no seu mesmo canal (a menos de 19 dB do seu) e olha quanto tempo ele fica ocupado. Fala com três ou mais, ou com o canal ocupado metade do tempo, e só se outro canal poupa pelo menos 30% das esperas. É um problema se mensagens até o roteador também se perdem ou atrasam.",
            matters: "Num canal só um fala de cada vez: os outros esperam a vez ou colidem.",
            limits: "É o que se vê deste computador, não do roteador, que pode ouvir outros vizinhos. Os nomes de um mesmo roteador contam uma vez, e os seus não contam. Não propõe canais de radar nem os que o seu país não permite. Se ninguém escutou outros canais, não diz nada.",
        },
    },
    sources: &[
        "utilisation below 50 % for voice (Cisco, Zebra); below 20 % calls go well (Grandstream)",
        "transmitters on one channel at least 19 dB apart (Zebra)",
        "a radio waits for what it hears at -82 dBm (IEEE 802.11)",
    ],
    text: Tr {
        es: Text {
            title: "Muchos vecinos usan tu mismo canal de wifi",
            what: &[
                "Desde este equipo se oyen con fuerza {near} routers de vecinos en tu canal, el {channel}.",
                "Tu canal, el {on}, está ocupado {busy} de cada 100 segundos.",
                "En un canal solo puede hablar uno cada vez, y tu wifi tiene que esperar.",
                "Hasta el router, el wifi pierde {share} de cada 100 mensajes.",
                "Algunos mensajes tardan más de {p95} en ir al router y volver; lo normal son menos de 10 ms.",
                "Visto desde aquí, en el canal {to} esperarías {gain} de cada 100 veces menos.",
                "Tu línea de internet no es la causa: solo pierde {beyond} de cada 100 mensajes.",
                "{no-beyond}Tu línea de internet no es la causa: no pierde ningún mensaje.",
            ],
            steps: &[
                step(
                    "Si en la lista de redes sale otra tuya, de 5 o 6 GHz, elígela: ahí suele haber más sitio. (2 minutos)",
                ),
                step(
                    "Entra en la página de tu router (apartado wifi) y elige el canal {to}. El wifi se cortará un minuto. (5 minutos)",
                ),
                step(
                    "Ejecuta wifidoc otra vez a la hora en que iba mal: si dice que te quedes en ese canal, ya está. (1 minuto)",
                ),
                step(
                    "Pide a tu operador que cambie el canal del wifi al {to}: puede hacerlo desde lejos.",
                ),
            ],
            mended: "Al repetir la prueba en el canal nuevo, está ocupado menos de 40 de cada 100 segundos y no se propone otro.",
            tell_provider: &[],
        },
        en: Text {
            title: "Many neighbours use your Wi-Fi channel",
            what: &[
                "From this computer, {near} routers of neighbours are heard strongly on your channel, {channel}.",
                "Your channel, {on}, is busy for {busy} of every 100 seconds.",
                "Only one can talk on a channel at a time, and your Wi-Fi has to wait.",
                "On the way to the router, the Wi-Fi loses {share} of every 100 messages.",
                "Some messages take more than {p95} to the router and back; less than 10 ms is normal.",
                "Seen from here, on channel {to} you would wait {gain} of every 100 times less.",
                "Your internet line is not the cause: it loses only {beyond} of every 100 messages.",
                "{no-beyond}Your internet line is not the cause: it loses no messages.",
            ],
            steps: &[
                step(
                    "If the list of networks shows another one of yours, at 5 or 6 GHz, choose it: there is usually more room. (2 minutes)",
                ),
                step(
                    "Open your router's page (the Wi-Fi part) and choose channel {to}. The Wi-Fi will be gone for a minute. (5 minutes)",
                ),
                step(
                    "Run wifidoc again at the hour when it went badly: if it says to stay on that channel, you are done. (1 minute)",
                ),
                step(
                    "Ask your provider to change the Wi-Fi channel to {to}: they can do it from afar.",
                ),
            ],
            mended: "When you run the test again on the new channel, it is busy for fewer than 40 of every 100 seconds and no other one is proposed.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Muitos vizinhos usam o mesmo canal de Wi-Fi que você",
            what: &[
                "Deste computador se ouvem com força {near} roteadores de vizinhos no seu canal, o {channel}.",
                "O seu canal, o {on}, fica ocupado {busy} de cada 100 segundos.",
                "Num canal só um pode falar de cada vez, e o seu Wi-Fi tem que esperar.",
                "Até o roteador, o Wi-Fi perde {share} de cada 100 mensagens.",
                "Algumas mensagens demoram mais de {p95} para ir ao roteador e voltar; o normal é menos de 10 ms.",
                "Visto daqui, no canal {to} você esperaria {gain} de cada 100 vezes menos.",
                "Sua linha de internet não é a causa: ela só perde {beyond} de cada 100 mensagens.",
                "{no-beyond}Sua linha de internet não é a causa: ela não perde nenhuma mensagem.",
            ],
            steps: &[
                step(
                    "Se na lista de redes aparecer outra sua, de 5 ou 6 GHz, escolha-a: ali costuma haver mais espaço. (2 minutos)",
                ),
                step(
                    "Entre na página do roteador (parte do Wi-Fi) e escolha o canal {to}. O Wi-Fi vai cair por um minuto. (5 minutos)",
                ),
                step(
                    "Execute o wifidoc de novo na hora em que ia mal: se ele disser para ficar nesse canal, está resolvido. (1 minuto)",
                ),
                step(
                    "Peça à sua operadora para mudar o canal do Wi-Fi para o {to}: ela pode fazer isso de longe.",
                ),
            ],
            mended: "Ao repetir o teste no canal novo, ele fica ocupado menos de 40 de cada 100 segundos e nenhum outro é proposto.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let air = neighbourhood(case)?;
    let full = air.busy.is_some_and(|busy| busy >= FULL_FROM);
    let many = air.near >= MANY_NEAR && air.busy.is_none_or(|busy| busy >= CALM_BELOW);
    let better =
        air.advice.first().filter(|own| own.action == Action::Change && own.gain >= MARGIN);
    let Some(better) = better.filter(|_| full || many) else { return Ok(Verdict::Pass) };
    let channel = Argument::Count(u64::from(air.channel));
    let mut arguments = vec![
        ("to", Argument::Count(u64::from(better.channel))),
        ("gain", Argument::Share(better.gain)),
    ];
    if air.near > 0 {
        arguments.push(("near", Argument::Count(air.near as u64)));
        arguments.push(("channel", channel.clone()));
    }
    if let Some(busy) = air.busy {
        arguments.extend([("busy", Argument::Share(busy)), ("on", channel)]);
    }
    let sure = if full { 0.85 } else { 0.65 };
    let (severity, confidence) = match harm_on_the_hop(case) {
        Some(harm) => {
            arguments.extend(harm.arguments);
            (Severity::Problem, sure * harm.certainty)
        }
        None => (Severity::Hint, sure),
    };
    Ok(Verdict::Found(Finding {
        severity,
        confidence,
        arguments,
        evidence: &["networks.heard", "networks.channels", "wifi.link.busy_percent"],
    }))
}

/// The air around the access point that is joined; or why a rule about it has nothing to say. A radio
/// that does well is well without a look at its neighbours.
pub(super) fn air<'a>(case: &Case<'a>) -> Result<&'a Air, Verdict> {
    let why = match &case.evidence.networks {
        Outcome::Measured(_) => None,
        Outcome::Pending => return Err(Verdict::Unknown(Missing::Pending(Part::Networks))),
        Outcome::Failed(_) | Outcome::NotTried(Why::NotAsked) => Some(Why::NotNeeded),
        Outcome::Unavailable(why) | Outcome::NotTried(why) => Some(*why),
    };
    match why {
        Some(Why::NotWifi | Why::NoHardware) => Err(Verdict::Unknown(Missing::NotApplicable)),
        Some(why) => Err(Verdict::Unknown(Missing::Evidence(Part::Networks, why))),
        None => case.analysis.air.as_ref().ok_or(Verdict::Unknown(Missing::NotApplicable)),
    }
}

/// The same after somebody listened on other channels than ours.
pub(super) fn neighbourhood<'a>(case: &Case<'a>) -> Result<&'a Air, Verdict> {
    let air = air(case)?;
    if air.looked {
        Ok(air)
    } else {
        Err(Verdict::Unknown(Missing::Evidence(Part::Networks, Why::NotNeeded)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::network;
    use crate::rules::testing::{Changed, finding, severity, verdict};

    /// On channel 6 with so many neighbours at -60, so busy, after a scan.
    fn on_6(neighbours: usize, busy_percent: Option<f64>) -> Changed {
        Changed::on_two_ghz(2437)
            .link(|link| {
                link.busy_percent = Outcome::or_unavailable(busy_percent, Why::NotReported);
            })
            .networks(|networks| {
                let more = (0..neighbours).map(|n| network(&format!("Home {n}"), 2437, -60));
                networks.heard.extend(more);
            })
    }

    #[test]
    fn many_neighbours_or_a_full_channel_and_somewhere_better_to_go() {
        for (neighbours, busy_percent, alone, with_loss) in [
            (0, Some(80.0), None, None),
            (2, None, None, None),
            (3, None, Some(Severity::Hint), Some(Severity::Problem)),
            (3, Some(19.0), None, None),
            (3, Some(20.0), Some(Severity::Hint), Some(Severity::Problem)),
            (1, Some(49.0), None, None),
            (1, Some(50.0), Some(Severity::Hint), Some(Severity::Problem)),
        ] {
            let evidence = on_6(neighbours, busy_percent);
            assert_eq!(severity(&RULE, &evidence), alone, "{neighbours} {busy_percent:?}");
            let lossy = evidence.losing(10, 10);
            assert_eq!(severity(&RULE, &lossy), with_loss, "{neighbours} {busy_percent:?}, lossy");
        }
    }

    #[test]
    fn where_every_channel_is_as_full_there_is_nothing_to_say() {
        let everywhere = |changed: Changed, freq_mhz| {
            changed.networks(|networks| {
                let more = (0..4).map(|n| network(&format!("{freq_mhz} {n}"), freq_mhz, -60));
                networks.heard.extend(more);
            })
        };
        let full = everywhere(everywhere(on_6(4, Some(70.0)), 2412), 2462).losing(10, 10);
        assert_eq!(severity(&RULE, &full), None);
    }

    #[test]
    fn a_lossy_line_is_not_the_neighbours_doing() {
        assert_eq!(severity(&RULE, &on_6(4, Some(70.0)).losing(0, 10)), Some(Severity::Hint));
    }

    #[test]
    fn it_names_the_channel_to_go_to() {
        let found = finding(&RULE, &on_6(4, None).hearing(network("One", 2412, -70))).unwrap();
        assert!(found.arguments.contains(&("to", Argument::Count(11))), "{found:?}");
    }

    #[test]
    fn when_nobody_listened_or_no_radio_is_there_it_has_nothing_to_say() {
        let cached = on_6(4, Some(70.0)).networks(|networks| {
            networks.scan = crate::evidence::networks::Scan::Cached;
            networks.heard.retain(|heard| heard.freq_mhz == 2437);
        });
        assert_eq!(
            verdict(&RULE, &cached),
            Verdict::Unknown(Missing::Evidence(Part::Networks, Why::NotNeeded))
        );
        assert_eq!(
            verdict(&RULE, &Changed::healthy_cable()),
            Verdict::Unknown(Missing::NotApplicable)
        );
        let failed = Changed::healthy_wifi().with(|evidence| {
            evidence.networks = Outcome::Failed(crate::evidence::Failure::TimedOut);
        });
        assert_eq!(
            verdict(&RULE, &failed),
            Verdict::Unknown(Missing::Evidence(Part::Networks, Why::NotNeeded))
        );
    }
}
