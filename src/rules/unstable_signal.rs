//! The signal goes up and down although nothing should move.

use super::weak_signal::radio;
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict, step};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Standard deviation of a signal that is not steady (CATALOGUE R19).
const DEVIATION_DB: f64 = 6.0;
/// From the 5th to the 95th percentile (R19); rate control is wrong half of the time by then.
const SWING_DB: i32 = 15;

pub(super) const RULE: Rule = Rule {
    code: "unstable-signal",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Wifi],
    explains: &[],
    symptoms: &[(Symptom::Calls, 0.6), (Symptom::Drops, 0.6), (Symptom::Slow, 0.4)],
    about: Tr {
        es: About {
            finds: "Mira cuánto cambia la señal del wifi durante la prueba. Lo comenta cuando varía más de 6 dB de forma habitual o más de 15 dB entre sus extremos.",
            matters: "El wifi elige su velocidad según la señal; si esta no para de cambiar, acierta poco y repite mucho.",
            limits: "Si mueves el equipo durante la prueba, es normal. Con menos de 10 lecturas no dice nada.",
        },
        en: About {
            finds: "Looks at how much the Wi-Fi signal changes during the run. Mentions it when it varies by more than 6 dB as a rule, or by more than 15 dB between its extremes.",
            matters: "Wi-Fi picks its speed by the signal; when that keeps changing, it picks wrong and repeats a lot.",
            limits: "It is normal while the computer is being moved. With fewer than 10 readings it says nothing.",
        },
        pt: About {
            finds: "Verifica quanto o sinal do Wi-Fi muda durante o teste. Comenta quando ele varia mais de 6 dB com frequência ou mais de 15 dB entre os extremos.",
            matters: "O Wi-Fi escolhe a velocidade pelo sinal; se ele muda sem parar, erra a escolha e repete muito.",
            limits: "Se você mover o computador durante o teste, é normal. Com menos de 10 leituras não diz nada.",
        },
    },
    sources: &["deviation above 6 dB or swings above 15 dB while still (project's own)"],
    text: Tr {
        es: Text {
            title: "La señal del wifi sube y baja",
            what: &[
                "Durante la prueba ha ido de {low} a {high}; lo normal es que apenas cambie.",
                "Lo notas porque a ratos va bien y a ratos mal.",
                "No tiene que ver con tu línea de internet.",
            ],
            steps: &[
                step("Deja el equipo quieto en una mesa y ejecuta wifidoc otra vez. (1 minuto)"),
                step(
                    "Busca un sitio desde el que se vea el router, sin puertas, muebles de metal ni gente que pase por medio. (5 minutos)",
                ),
                step("Pon el router en alto y en un sitio fijo. (5 minutos)"),
            ],
            mended: "Con el equipo quieto, la señal cambia menos de 4 dB.",
            tell_provider: &[],
        },
        en: Text {
            title: "The Wi-Fi signal goes up and down",
            what: &[
                "During the test it went from {low} to {high}; normally it hardly changes.",
                "You notice it because it is fine one moment and bad the next.",
                "It has nothing to do with your internet line.",
            ],
            steps: &[
                step("Leave the computer still on a table and run wifidoc again. (1 minute)"),
                step(
                    "Find a spot from which the router can be seen, with no doors, metal furniture or people passing in between. (5 minutes)",
                ),
                step("Put the router up high and in a fixed place. (5 minutes)"),
            ],
            mended: "With the computer still, the signal changes by less than 4 dB.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O sinal do Wi-Fi sobe e desce",
            what: &[
                "Durante o teste foi de {low} a {high}; o normal é quase não mudar.",
                "Você percebe porque às vezes vai bem e às vezes mal.",
                "Não tem a ver com a sua linha de internet.",
            ],
            steps: &[
                step(
                    "Deixe o computador parado em uma mesa e execute o wifidoc de novo. (1 minuto)",
                ),
                step(
                    "Procure um lugar de onde se veja o roteador, sem portas, móveis de metal nem gente passando no meio. (5 minutos)",
                ),
                step("Coloque o roteador no alto e em um lugar fixo. (5 minutos)"),
            ],
            mended: "Com o computador parado, o sinal muda menos de 4 dB.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let radio = radio(case)?;
    let swing_db = radio.rssi_high_dbm - radio.rssi_low_dbm;
    if radio.rssi_deviation_db <= DEVIATION_DB && swing_db <= SWING_DB {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.7,
        arguments: vec![
            ("low", Argument::Dbm(radio.rssi_low_dbm)),
            ("high", Argument::Dbm(radio.rssi_high_dbm)),
            ("deviation", Argument::Db(radio.rssi_deviation_db)),
        ],
        evidence: &["wifi.link.samples"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, severity};

    #[test]
    fn a_signal_is_unstable_by_its_swing_or_its_deviation() {
        for (low_dbm, high_dbm, expected) in [
            (-51, -50, None),
            // Half low and half high: the deviation is half of the swing.
            (-61, -50, None),
            (-64, -50, Some(Severity::Hint)),
            (-72, -50, Some(Severity::Hint)),
        ] {
            let evidence = Changed::healthy_wifi().link(|link| {
                for (at, sample) in link.samples.iter_mut().enumerate() {
                    sample.rssi_dbm = Some(if at % 2 == 0 { low_dbm } else { high_dbm });
                }
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{low_dbm} {high_dbm}");
        }
    }

    #[test]
    fn a_few_deep_dips_are_a_swing_though_the_deviation_is_small() {
        for (dip_dbm, expected) in [(-64, None), (-67, Some(Severity::Hint))] {
            let evidence = Changed::healthy_wifi().rssi(-50).link(|link| {
                link.samples.iter_mut().take(3).for_each(|s| s.rssi_dbm = Some(dip_dbm));
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{dip_dbm}");
        }
    }
}
