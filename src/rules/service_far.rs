//! The service that the person named is far away, or reached by a roundabout way.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::Analysis;
use crate::evidence::service::Lies;
use crate::evidence::web::Web;
use crate::evidence::{Foreign, Layer, Symptom, Why};
use crate::text::Tr;

/// A service that takes longer is far (CATALOGUE X02).
const FAR_MS: f64 = 150.0;
/// And by so much further than others: these take less than 40 ms on a usual line (CATALOGUE X02).
const FURTHER_MS: f64 = FAR_MS - 40.0;

pub(super) const RULE: Rule = Rule {
    code: "service-far",
    layer: Layer::Service,
    side: Side::FarEnd,
    worst: Severity::Hint,
    needs: &[Part::Latency, Part::Web, Part::Service],
    explains: &[],
    symptoms: &[(Symptom::OneSite, 0.5)],
    about: Tr {
        es: About {
            finds: "Con --target, mide lo que tarda en abrirse una conexión con ese servicio y con otros sitios. Habla cuando pasa de 150 ms y es al menos 110 ms más que los otros.",
            matters: "Un juego o una llamada con un servidor lejano van con retraso aunque tu línea sea buena.",
            limits: "No sabe si el servidor está lejos o si el camino da un rodeo. Compara la conexión más rápida de tres, así que un retraso que va y viene no cuenta.",
        },
        en: About {
            finds: "With --target, measures how long a connection to that service takes, and to other places. Speaks when it takes more than 150 ms and at least 110 ms more than those.",
            matters: "A game or a call by a server far away lags although your line is good.",
            limits: "It does not know whether the server is far away or the way is roundabout. It compares the fastest of three connections, so a delay that comes and goes does not count.",
        },
        pt: About {
            finds: "Com --target, mede quanto demora uma conexão com esse serviço e com outros sites. Fala quando passa de 150 ms e é pelo menos 110 ms mais que os outros.",
            matters: "Um jogo ou uma chamada com um servidor distante atrasa mesmo que a sua linha seja boa.",
            limits: "Não sabe se o servidor está longe ou se o caminho dá uma volta. Compara a conexão mais rápida de três, então um atraso que vai e vem não conta.",
        },
    },
    sources: &[
        "more than 150 ms while others take less than 40: a distance, and no fault of the line",
    ],
    text: Tr {
        es: Text {
            title: "Ese servicio está lejos",
            what: &[
                "{host} tarda {rtt} en contestar, y otros sitios {others}.",
                "Tu wifi y tu línea no son la causa: el servidor está lejos o el camino hasta él da un rodeo.",
            ],
            steps: &[
                step(
                    "Si el programa o el juego deja elegir servidor o región, elige la más cercana. (2 minutos)",
                ),
                step("Pregunta a quien lleva el servicio si tiene un servidor más cerca."),
            ],
            mended: "Al repetir la prueba, el servicio contesta en menos de 150 ms.",
            tell_provider: &[],
        },
        en: Text {
            title: "That service is far away",
            what: &[
                "{host} takes {rtt} to answer, other places {others}.",
                "Your Wi-Fi and your line are not the cause: the server is far away, or the way to it is roundabout.",
            ],
            steps: &[
                step(
                    "If the program or game lets you choose a server or region, choose the nearest one. (2 minutes)",
                ),
                step("Ask whoever runs the service whether it has a server nearer to you."),
            ],
            mended: "When you run the test again, the service answers in less than 150 ms.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Esse serviço está longe",
            what: &[
                "{host} demora {rtt} para responder, e outros sites {others}.",
                "O seu Wi-Fi e a sua linha não são a causa: o servidor está longe ou o caminho até ele dá uma volta.",
            ],
            steps: &[
                step(
                    "Se o programa ou o jogo deixa escolher servidor ou região, escolha a mais próxima. (2 minutos)",
                ),
                step("Pergunte a quem mantém o serviço se há um servidor mais perto."),
            ],
            mended: "Ao repetir o teste, o serviço responde em menos de 150 ms.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let service = need(Part::Service, &case.evidence.service)?;
    if matches!(service.lies, Lies::Here | Lies::Inside) {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let unknown = || Verdict::Unknown(Missing::Evidence(Part::Service, Why::NoAnswer));
    let ours = service.fastest_ms().ok_or_else(unknown)?;
    let others = others(case.evidence.web.measured(), case.analysis).ok_or_else(unknown)?;
    if ours <= FAR_MS || ours - others < FURTHER_MS {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.85,
        arguments: vec![
            ("host", Argument::Name(Foreign::clone(&service.host))),
            ("rtt", Argument::Ms(ours)),
            ("others", Argument::Ms(others)),
        ],
        evidence: &["service.attempts", "web.secure"],
    }))
}

/// What the servers of the web take, the furthest of them; the far ends where those were not asked.
fn others(web: Option<&Web>, analysis: &Analysis) -> Option<f64> {
    let servers = web.and_then(|web| {
        web.anchors().filter_map(|secure| secure.connect_ms.measured()).copied().reduce(f64::max)
    });
    servers.or_else(|| Some(analysis.delay.as_ref()?.far.median_ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Failure, Outcome};
    use crate::rules::testing::{Changed, severity, verdict};

    /// The three connections take these times, and those to other places this.
    fn takes(ours: [f64; 3], others: f64) -> Changed {
        Changed::healthy_wifi()
            .service(|service| {
                for (attempt, ms) in service.attempts.iter_mut().zip(ours) {
                    attempt.connect_ms = Outcome::Measured(ms);
                }
            })
            .web(|web| {
                for secure in &mut web.secure {
                    secure.connect_ms = Outcome::Measured(others);
                }
            })
    }

    #[test]
    fn far_is_what_is_far_by_itself_and_beside_others() {
        for (ours, others, expected) in [
            ([20.0; 3], 15.0, None),
            ([150.0; 3], 15.0, None),
            ([151.0; 3], 40.0, Some(Severity::Hint)),
            ([151.0; 3], 42.0, None),
            ([320.0; 3], 200.0, Some(Severity::Hint)),
            ([700.0; 3], 650.0, None),
            // What is late now and then is not far.
            ([20.0, 1020.0, 1020.0], 15.0, None),
        ] {
            assert_eq!(severity(&RULE, &takes(ours, others)), expected, "{ours:?} {others}");
        }
    }

    #[test]
    fn whoever_did_not_answer_is_not_far() {
        let silent = takes([20.0; 3], 15.0).service(|service| {
            for attempt in &mut service.attempts {
                attempt.connect_ms = Outcome::Failed(Failure::TimedOut);
            }
        });
        assert_eq!(
            verdict(&RULE, &silent),
            Verdict::Unknown(Missing::Evidence(Part::Service, Why::NoAnswer))
        );
    }
}
