//! The line answers late all the time.

use super::wifi_answers_late::is_steady;
use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Mobile and satellite lines in low orbit have 25 to 60 ms; a line in the ground has less
/// (CATALOGUE W05).
const HINT_ABOVE_MS: f64 = 60.0;
/// What a conversation does not notice ends here (CATALOGUE T9: G.114; T8).
const PROBLEM_ABOVE_MS: f64 = 150.0;

pub(super) const RULE: Rule = Rule {
    code: "line-answers-late",
    layer: Layer::Line,
    side: Side::Line,
    worst: Severity::Problem,
    needs: &[Part::Latency],
    explains: &["resolver-unreliable", "resolver-slow"],
    symptoms: &[(Symptom::Pages, 1.0), (Symptom::Calls, 0.8), (Symptom::Slow, 0.4)],
    about: Tr {
        es: About {
            finds: "Mide lo que tarda un mensaje en ir del router al operador y volver; si el operador no contesta, hasta el destino de internet más cercano. Le resta lo que tarda el propio router. Lo comenta por encima de 60 ms; es un problema por encima de 150 ms.",
            matters: "Cada página necesita muchas idas y vueltas: arranca tarde aunque la velocidad sea buena. En las llamadas se habla a destiempo.",
            limits: "Por satélite lo normal son 500 ms o más, y por red móvil, hasta 60 ms: eso no tiene arreglo. Si otro aparato está llenando la línea, también tarda.",
        },
        en: About {
            finds: "Measures how long a message takes from the router to the provider and back; when the provider does not answer, to the nearest place on the internet. The router's own share is taken off. Mentions it above 60 ms; it is a problem above 150 ms.",
            matters: "Each page needs many trips there and back: it starts late however high the speed. On calls people talk over each other.",
            limits: "By satellite 500 ms or more is normal, on mobile networks up to 60 ms: that cannot be fixed. It is late too while another device fills the line.",
        },
        pt: About {
            finds: "Mede quanto uma mensagem demora para ir do roteador à operadora e voltar; se a operadora não responde, até o destino da internet mais próximo. Desconta o que o próprio roteador demora. Comenta acima de 60 ms; é um problema acima de 150 ms.",
            matters: "Cada página precisa de muitas idas e voltas: começa tarde mesmo com boa velocidade. Nas chamadas um fala por cima do outro.",
            limits: "Por satélite o normal são 500 ms ou mais, e por rede móvel, até 60 ms: isso não tem conserto. Se outro aparelho está enchendo a linha, ela também demora.",
        },
    },
    sources: &[
        "hint above 60 ms, problem above 150 ms; satellite above 500, mobile and low orbit 25-60",
        "BlueJeans, ITU-T G.114: 150 ms is where calls begin to suffer",
    ],
    text: Tr {
        es: Text {
            title: "Tu línea de internet tarda más de lo normal en contestar",
            what: &[
                "Después del router, un mensaje tarda {median} en ir y volver; lo normal son menos de 60 ms.",
                "Lo notas en páginas que tardan en empezar y en llamadas en las que uno habla encima del otro.",
                "La causa no está dentro de tu casa: hasta el router un mensaje solo tarda {hop}.",
            ],
            steps: &[
                step(
                    "Pon en pausa las descargas, copias de seguridad y vídeos de todos los aparatos de la casa, y ejecuta wifidoc otra vez. Si así va bien, la línea estaba llena. (2 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Si internet te llega por la red de teléfonos móviles, pon el router junto a una ventana y ejecuta wifidoc otra vez. Por satélite, este retraso es normal. (5 minutos)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba, la línea contesta en menos de 60 ms.",
            tell_provider: &[
                "El {date} a las {time} la línea tardaba {median} en ir y volver, sin contar mi router (mediana de {samples} mediciones).",
                "La más rápida tardó {min}.",
                "Hasta mi router solo tardaba {hop}: el retraso no está en mi casa.",
            ],
        },
        en: Text {
            title: "Your internet line takes longer than normal to answer",
            what: &[
                "Beyond the router a message takes {median} there and back; less than 60 ms is normal.",
                "You notice it when pages are slow to start and people on calls talk over each other.",
                "The cause is not inside your home: a message takes only {hop} to the router.",
            ],
            steps: &[
                step(
                    "Pause downloads, backups and videos on every device at home, and run wifidoc again. If that is fine, the line was full. (2 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "If the internet reaches you over the mobile phone network, put the router next to a window and run wifidoc again. By satellite, this delay is normal. (5 minutes)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, the line answers in less than 60 ms.",
            tell_provider: &[
                "On {date} at {time} the line took {median} there and back, my router not counted (median of {samples} measurements).",
                "The fastest took {min}.",
                "Up to my router it took {hop}: the delay is not in my home.",
            ],
        },
        pt: Text {
            title: "Sua linha de internet demora mais que o normal para responder",
            what: &[
                "Depois do roteador, uma mensagem demora {median} para ir e voltar; o normal é menos de 60 ms.",
                "Você percebe em páginas que demoram a começar e em chamadas em que um fala por cima do outro.",
                "A causa não está dentro da sua casa: até o roteador uma mensagem só demora {hop}.",
            ],
            steps: &[
                step(
                    "Pause os downloads, backups e vídeos em todos os aparelhos da casa e execute o wifidoc de novo. Se assim funcionar bem, a linha estava cheia. (2 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Se a internet chega até você pela rede de celular, coloque o roteador perto de uma janela e execute o wifidoc de novo. Por satélite, esse atraso é normal. (5 minutos)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, a linha responde em menos de 60 ms.",
            tell_provider: &[
                "No dia {date}, às {time}, a linha demorava {median} para ir e voltar, sem contar o meu roteador (mediana de {samples} medições).",
                "A mais rápida demorou {min}.",
                "Até o meu roteador demorava só {hop}: o atraso não está na minha casa.",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    need(Part::Latency, &case.evidence.latency)?;
    let Some(split) = case.analysis.delay.as_ref() else { return Ok(no_series(case)) };
    let Some(line) = split.line else {
        // Nobody nearer answers often enough: the delay may be the hop's.
        return Ok(if split.far.median_ms > PROBLEM_ABOVE_MS {
            Verdict::Unknown(Missing::NotEnough { weight: 0.5 })
        } else {
            Verdict::Pass
        });
    };
    let severity = if line.median_ms > PROBLEM_ABOVE_MS {
        Severity::Problem
    } else if line.median_ms > HINT_ABOVE_MS {
        Severity::Hint
    } else {
        return Ok(Verdict::Pass);
    };
    let mut arguments = vec![
        ("median", Argument::Ms(line.median_ms)),
        ("min", Argument::Ms(line.min_ms)),
        ("samples", Argument::Count(line.samples)),
    ];
    if let Some(gateway) = split.gateway.filter(is_steady) {
        arguments.push(("hop", Argument::Ms(gateway.median_ms)));
    }
    Ok(Verdict::Found(Finding {
        severity,
        confidence: 0.9,
        arguments,
        evidence: &["latency.targets"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency::Role;
    use crate::rules::testing::{Changed, severity};

    /// Everything beyond the router takes this long, the router next to nothing.
    fn line_of(ms: f64) -> Changed {
        Changed::healthy_wifi().rtt(move |role, _, _| match role {
            Role::Gateway => 2.0,
            Role::FirstHop | Role::FarEnd => 2.0 + ms,
        })
    }

    #[test]
    fn a_line_is_late_from_its_median_on() {
        for (ms, expected) in [
            (12.0, None),
            (59.0, None),
            (61.0, Some(Severity::Hint)),
            (149.0, Some(Severity::Hint)),
            (151.0, Some(Severity::Problem)),
            (600.0, Some(Severity::Problem)),
        ] {
            assert_eq!(severity(&RULE, &line_of(ms)), expected, "{ms}");
        }
    }

    #[test]
    fn what_the_hop_takes_is_not_the_lines() {
        let evidence = Changed::healthy_wifi().rtt(|_, _, rtt_ms| rtt_ms + 200.0);
        assert_eq!(severity(&RULE, &evidence), None);
    }

    #[test]
    fn a_first_hop_that_is_slow_for_itself_is_no_late_line() {
        let evidence = Changed::healthy_wifi().rtt(|role, _, rtt_ms| match role {
            Role::FirstHop => 300.0,
            Role::Gateway | Role::FarEnd => rtt_ms,
        });
        assert_eq!(severity(&RULE, &evidence), None);
    }
}
