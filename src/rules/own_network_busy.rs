//! The home's own devices fill the air.

use super::channel_congested::{FULL_FROM, neighbourhood};
use super::step;
use super::weak_signal::harm_on_the_hop;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use crate::analysis::congestion::{MANY_NEAR, MANY_STATIONS};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "own-network-busy",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Problem,
    needs: &[Part::Networks, Part::Latency],
    explains: &["wifi-loses-packets", "wifi-answers-late", "many-retries"],
    symptoms: &[
        (Symptom::Slow, 1.0),
        (Symptom::Calls, 0.8),
        (Symptom::Pages, 0.6),
        (Symptom::Gadget, 0.6),
    ],
    about: Tr {
        es: About {
            finds: "Mira lo que el propio router dice de su canal: ocho o más equipos conectados y el aire ocupado la mitad del tiempo o más, con menos de tres vecinos fuertes en el mismo canal. Es un problema si además se pierden o se retrasan mensajes hasta el router.",
            matters: "Todos los equipos de casa comparten el mismo aire: cuando uno descarga o sube mucho, los demás esperan.",
            limits: "Muchos routers domésticos no lo dicen; entonces calla. No sabe qué equipo es el que ocupa el aire.",
        },
        en: About {
            finds: "Looks at what the router itself says of its channel: eight devices or more, and the air busy half of the time or more, with fewer than three strong neighbours on the same channel. It is a problem when messages to the router get lost or late too.",
            matters: "All devices of the home share the same air: when one downloads or uploads a lot, the others wait.",
            limits: "Many home routers do not say; then it is silent. It does not know which device fills the air.",
        },
        pt: About {
            finds: "Olha o que o próprio roteador diz do canal: oito ou mais aparelhos conectados e o ar ocupado metade do tempo ou mais, com menos de três vizinhos fortes no mesmo canal. É um problema se mensagens até o roteador também se perdem ou atrasam.",
            matters: "Todos os aparelhos da casa dividem o mesmo ar: quando um baixa ou envia muito, os outros esperam.",
            limits: "Muitos roteadores domésticos não dizem isso; nesse caso se cala. Não sabe qual aparelho ocupa o ar.",
        },
    },
    sources: &[
        "utilisation below 50 % for voice (Cisco, Zebra)",
        "IEEE 802.11: the BSS Load element",
    ],
    text: Tr {
        es: Text {
            title: "Tus propios equipos llenan el wifi",
            what: &[
                "Tu router dice que tiene {stations} equipos conectados y que el aire está ocupado {busy} de cada 100 segundos.",
                "Desde este equipo se oyen pocos vecinos en ese canal, así que lo ocupan los aparatos de tu casa.",
                "Hasta el router, el wifi pierde {share} de cada 100 mensajes.",
                "Algunos mensajes tardan más de {p95} en ir al router y volver; lo normal son menos de 10 ms.",
                "Tu línea de internet no es la causa: solo pierde {beyond} de cada 100 mensajes.",
                "{no-beyond}Tu línea de internet no es la causa: no pierde ningún mensaje.",
            ],
            steps: &[
                step(
                    "Para un momento las descargas, las copias en la nube y las subidas de cámaras, y ejecuta wifidoc otra vez. Si va bien, era eso. (5 minutos)",
                ),
                step(
                    "Conecta al router con un cable lo que no se mueve: la tele, la consola, el ordenador de mesa. (10 minutos)",
                ),
                step(
                    "Reparte los aparatos: los que están cerca del router, en la red de 5 GHz; los lejanos, en la de 2,4 GHz. (10 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, el aire está ocupado menos de 40 de cada 100 segundos.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your own devices fill the Wi-Fi",
            what: &[
                "Your router says that {stations} devices are connected and that the air is busy for {busy} of every 100 seconds.",
                "From this computer few neighbours are heard on that channel, so it is your home's own devices.",
                "On the way to the router, the Wi-Fi loses {share} of every 100 messages.",
                "Some messages take more than {p95} to the router and back; less than 10 ms is normal.",
                "Your internet line is not the cause: it loses only {beyond} of every 100 messages.",
                "{no-beyond}Your internet line is not the cause: it loses no messages.",
            ],
            steps: &[
                step(
                    "Pause downloads, cloud backups and camera uploads for a moment and run wifidoc again. If it is fine, that was it. (5 minutes)",
                ),
                step(
                    "Connect what does not move to the router with a cable: the TV, the console, the desktop computer. (10 minutes)",
                ),
                step(
                    "Spread the devices: those close to the router on the 5 GHz network, those far away on 2.4 GHz. (10 minutes)",
                ),
            ],
            mended: "When you run the test again, the air is busy for fewer than 40 of every 100 seconds.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Os seus próprios aparelhos enchem o Wi-Fi",
            what: &[
                "O seu roteador diz que tem {stations} aparelhos conectados e que o ar fica ocupado {busy} de cada 100 segundos.",
                "Deste computador se ouvem poucos vizinhos nesse canal, então são os aparelhos da sua casa.",
                "Até o roteador, o Wi-Fi perde {share} de cada 100 mensagens.",
                "Algumas mensagens demoram mais de {p95} para ir ao roteador e voltar; o normal é menos de 10 ms.",
                "Sua linha de internet não é a causa: ela só perde {beyond} de cada 100 mensagens.",
                "{no-beyond}Sua linha de internet não é a causa: ela não perde nenhuma mensagem.",
            ],
            steps: &[
                step(
                    "Pare por um momento os downloads, as cópias na nuvem e o envio de câmeras, e execute o wifidoc de novo. Se funcionar bem, era isso. (5 minutos)",
                ),
                step(
                    "Ligue ao roteador com um cabo o que não sai do lugar: a TV, o console, o computador de mesa. (10 minutos)",
                ),
                step(
                    "Distribua os aparelhos: os que estão perto do roteador, na rede de 5 GHz; os distantes, na de 2,4 GHz. (10 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, o ar fica ocupado menos de 40 de cada 100 segundos.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let air = neighbourhood(case)?;
    // Most home routers do not say, and nobody misses it.
    let load = air.load.ok_or(Verdict::Unknown(Missing::NotApplicable))?;
    let busy = f64::from(load.utilisation) / 255.0;
    if load.stations < MANY_STATIONS || busy < FULL_FROM || air.near >= MANY_NEAR {
        return Ok(Verdict::Pass);
    }
    let mut arguments = vec![
        ("stations", Argument::Count(u64::from(load.stations))),
        ("busy", Argument::Share(busy)),
    ];
    let (severity, confidence) = match harm_on_the_hop(case) {
        Some(harm) => {
            arguments.extend(harm.arguments);
            (Severity::Problem, 0.75 * harm.certainty)
        }
        None => (Severity::Hint, 0.75),
    };
    Ok(Verdict::Found(Finding {
        severity,
        confidence,
        arguments,
        evidence: &["networks.heard", "latency.targets"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::network;
    use crate::evidence::networks::Load;
    use crate::rules::testing::{Changed, severity, verdict};

    fn loaded(stations: u16, utilisation: u8, neighbours: usize) -> Changed {
        Changed::on_two_ghz(2437).networks(|networks| {
            networks.heard[0].load = Some(Load { stations, utilisation, admission_capacity: 0 });
            let more = (0..neighbours).map(|n| network(&format!("Home {n}"), 2437, -60));
            networks.heard.extend(more);
        })
    }

    #[test]
    fn many_devices_and_a_full_air_with_few_neighbours() {
        for (stations, utilisation, neighbours, alone, with_loss) in [
            (8, 128, 0, Some(Severity::Hint), Some(Severity::Problem)),
            (7, 200, 0, None, None),
            (12, 127, 0, None, None),
            (12, 200, 2, Some(Severity::Hint), Some(Severity::Problem)),
            (12, 200, 3, None, None),
        ] {
            let evidence = loaded(stations, utilisation, neighbours);
            let row = (stations, utilisation, neighbours);
            assert_eq!(severity(&RULE, &evidence), alone, "{row:?}");
            assert_eq!(severity(&RULE, &evidence.losing(10, 10)), with_loss, "{row:?}, lossy");
        }
    }

    #[test]
    fn a_router_that_says_nothing_is_not_an_idle_one() {
        assert_eq!(
            verdict(&RULE, &Changed::on_two_ghz(2437)),
            Verdict::Unknown(Missing::NotApplicable)
        );
    }
}
