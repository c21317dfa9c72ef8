//! The radio sleeps between messages to save the battery, and what comes meanwhile has to wait.

use super::weak_signal::radio;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on};
use crate::analysis::interval::quantile;
use crate::evidence::{Layer, Os, Symptom, Why};
use crate::text::Tr;

/// Answers to a radio that may sleep, less those to one that is kept awake (CATALOGUE C05).
const LATE_MS: f64 = 20.0;
/// People notice a wait of a tenth of a second (CATALOGUE T9), which is also about what lies between two
/// beacons, the times at which a sleeping radio asks for what is waiting.
const HARMS_MS: f64 = 100.0;
/// A median of fewer answers is one answer.
const ANSWERS: usize = 3;

pub(super) const RULE: Rule = Rule {
    code: "power-saving-delays",
    layer: Layer::Radio,
    side: Side::Computer,
    worst: Severity::Problem,
    needs: &[Part::Wifi, Part::Idle, Part::Latency],
    explains: &["wifi-answers-late"],
    symptoms: &[(Symptom::Calls, 0.6), (Symptom::Pages, 0.6), (Symptom::Slow, 0.4)],
    about: Tr {
        es: About {
            finds: "Solo si el ahorro de energía del wifi está activado: pregunta al router hasta cinco veces, con 0,3 s de silencio antes de cada una, y lo compara con las preguntas seguidas, que mantienen despierta la radio. Lo comenta cuando las primeras tardan 20 ms más; es un problema desde 100 ms.",
            matters: "Cada clic empieza con una espera, y las llamadas y los juegos se entrecortan.",
            limits: "Si las dos primeras llegan a tiempo, no pregunta más. No dice nada de un router que no contesta.",
        },
        en: About {
            finds: "Only where the Wi-Fi saves power: asks the router up to five times with 0.3 s of silence before each, and compares with questions in a row, which keep the radio awake. Mentions it when the former take 20 ms more; it is a problem from 100 ms on.",
            matters: "Every click begins with a wait, and calls and games stutter.",
            limits: "When the first two come in time, it asks no more. It says nothing of a router that does not answer.",
        },
        pt: About {
            finds: "Só quando a economia de energia do Wi-Fi está ativada: pergunta ao roteador até cinco vezes, com 0,3 s de silêncio antes de cada uma, e compara com perguntas seguidas, que mantêm o rádio acordado. Comenta quando as primeiras demoram 20 ms a mais; é um problema a partir de 100 ms.",
            matters: "Cada clique começa com uma espera, e as chamadas e os jogos picotam.",
            limits: "Se as duas primeiras chegam a tempo, não pergunta mais. Não diz nada de um roteador que não responde.",
        },
    },
    sources: &[
        "IEEE 802.11, 11.2.3: what is meant for a sleeping station waits for a beacon, about every 100 ms",
        "ITU-T G.114: interactive tasks suffer from about 100 ms on",
    ],
    text: Tr {
        es: Text {
            title: "El ahorro de batería hace que el wifi conteste tarde",
            what: &[
                "El wifi de este equipo se duerme entre mensaje y mensaje para gastar menos. Lo que llega mientras tanto espera.",
                "Tras una pausa, el router tarda {idle} en contestar; sin pausas, {awake}.",
                "El router y tu línea no son la causa.",
            ],
            steps: &[
                step("Enchufa el equipo a la corriente y ejecuta wifidoc otra vez. (1 minuto)"),
                step_on(
                    Os::Linux,
                    "En los ajustes de energía, elige el modo «Rendimiento». Si no basta, escribe en una terminal: sudo iw dev wlan0 set power_save off (con el nombre de tu interfaz). (5 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "En Ajustes del Sistema > Batería, pon el modo de bajo consumo en «Nunca». (2 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "En Panel de control > Opciones de energía > Cambiar la configuración avanzada, pon el adaptador inalámbrico en «Rendimiento máximo». (5 minutos)",
                ),
                step(
                    "Actualiza el controlador del adaptador wifi con las actualizaciones del sistema. (20 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, el router contesta igual de pronto con pausas que sin ellas.",
            tell_provider: &[],
        },
        en: Text {
            title: "Battery saving makes the Wi-Fi answer late",
            what: &[
                "This computer's Wi-Fi sleeps between messages to use less power. What arrives meanwhile has to wait.",
                "After a pause the router takes {idle} to answer; without pauses, {awake}.",
                "The router and your line are not the cause.",
            ],
            steps: &[
                step("Plug the computer into the mains and run wifidoc again. (1 minute)"),
                step_on(
                    Os::Linux,
                    "In the power settings, choose \"Performance\". If that is not enough, type in a terminal: sudo iw dev wlan0 set power_save off (with the name of your interface). (5 minutes)",
                ),
                step_on(
                    Os::Macos,
                    "In System Settings > Battery, set Low Power Mode to \"Never\". (2 minutes)",
                ),
                step_on(
                    Os::Windows,
                    "In Control Panel > Power Options > Change advanced power settings, set the wireless adapter to \"Maximum Performance\". (5 minutes)",
                ),
                step("Update the Wi-Fi adapter's driver with the system's updates. (20 minutes)"),
            ],
            mended: "When you run the test again, the router answers as soon after a pause as without.",
            tell_provider: &[],
        },
        pt: Text {
            title: "A economia de bateria faz o Wi-Fi responder tarde",
            what: &[
                "O Wi-Fi deste computador dorme entre uma mensagem e outra para gastar menos. O que chega nesse tempo espera.",
                "Depois de uma pausa, o roteador demora {idle} para responder; sem pausas, {awake}.",
                "O roteador e a sua linha não são a causa.",
            ],
            steps: &[
                step("Ligue o computador na tomada e execute o wifidoc de novo. (1 minuto)"),
                step_on(
                    Os::Linux,
                    "Nas configurações de energia, escolha o modo \"Desempenho\". Se não bastar, digite em um terminal: sudo iw dev wlan0 set power_save off (com o nome da sua interface). (5 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Em Ajustes do Sistema > Bateria, ponha o Modo Pouca Energia em \"Nunca\". (2 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "Em Painel de Controle > Opções de Energia > Alterar configurações avançadas, ponha o adaptador sem fio em \"Desempenho Máximo\". (5 minutos)",
                ),
                step(
                    "Atualize o driver do adaptador Wi-Fi com as atualizações do sistema. (20 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, o roteador responde tão rápido com pausas quanto sem elas.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    radio(case)?;
    let idle = need(Part::Idle, &case.evidence.idle)?;
    let awake = case.analysis.delay.as_ref().and_then(|split| split.gateway);
    let mut rested: Vec<f64> = idle.rtt_ms.iter().flatten().copied().collect();
    rested.sort_by(f64::total_cmp);
    // A router that does not answer is no clock.
    let (Some(awake), Some(idle_ms)) = (awake, quantile(&rested, 0.5)) else {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    };
    let later_ms = idle_ms - awake.median_ms;
    if later_ms <= LATE_MS {
        return Ok(Verdict::Pass);
    }
    if rested.len() < ANSWERS {
        return Err(Verdict::Unknown(Missing::Evidence(Part::Idle, Why::NotReported)));
    }
    Ok(Verdict::Found(Finding {
        severity: if later_ms > HARMS_MS { Severity::Problem } else { Severity::Hint },
        confidence: 0.8,
        arguments: vec![("idle", Argument::Ms(idle_ms)), ("awake", Argument::Ms(awake.median_ms))],
        evidence: &["idle.rtt_ms", "latency.targets", "wifi.power_save"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::latency::{Idle, Role};
    use crate::rules::testing::{Changed, severity, verdict};

    /// In the rounds the router answers in 3.6 ms in the middle.
    fn after_pauses(rtt_ms: &[Option<f64>]) -> Changed {
        Changed::healthy_wifi().with(|evidence| {
            let rtt_ms = rtt_ms.to_vec();
            evidence.idle = Outcome::Measured(Idle { pause_ms: 300.0, rtt_ms });
        })
    }

    #[test]
    fn what_is_late_after_a_pause_alone_is_the_power_savings() {
        for (rtt_ms, expected) in [
            (&[Some(3.0), Some(4.0)][..], None),
            (&[Some(3.0), Some(23.0), Some(23.0), Some(23.0), Some(90.0)], None),
            (&[Some(3.0), Some(24.0), Some(24.0), Some(24.0), Some(90.0)], Some(Severity::Hint)),
            (&[Some(3.0), Some(90.0), Some(103.0), Some(103.0), Some(103.0)], Some(Severity::Hint)),
            (
                &[Some(3.0), Some(90.0), Some(104.0), Some(104.0), Some(104.0)],
                Some(Severity::Problem),
            ),
            // One that was late by chance.
            (&[Some(3.0), Some(80.0), Some(4.0), Some(3.0), Some(5.0)], None),
            (&[None, Some(60.0), None, Some(60.0), Some(60.0)], Some(Severity::Hint)),
        ] {
            assert_eq!(severity(&RULE, &after_pauses(rtt_ms)), expected, "{rtt_ms:?}");
        }
    }

    #[test]
    fn a_hop_that_is_late_anyway_is_not_power_saving() {
        let late = after_pauses(&[Some(90.0); 5]).rtt(|_, _, ms| ms + 80.0);
        assert_eq!(severity(&RULE, &late), None);
    }

    #[test]
    fn without_answers_to_compare_it_says_nothing() {
        let few = after_pauses(&[None, Some(90.0), None, None, Some(90.0)]);
        assert!(matches!(verdict(&RULE, &few), Verdict::Unknown(Missing::Evidence(..))));
        let mute = after_pauses(&[None, None]).silent(Role::Gateway);
        assert_eq!(verdict(&RULE, &mute), Verdict::Unknown(Missing::NotApplicable));
        // Power saving is off.
        let awake = Missing::Evidence(Part::Idle, Why::NotNeeded);
        assert_eq!(verdict(&RULE, &Changed::healthy_wifi()), Verdict::Unknown(awake));
    }
}
