//! The service that the person named does not work, and others beside it do.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::web::{open_pages, verified};
use crate::evidence::latency::Role;
use crate::evidence::service::{Attempt, Lies, Service};
use crate::evidence::web::Handshake;
use crate::evidence::{Evidence, Failure, Foreign, Layer, Outcome, Symptom, Why};
use crate::text::Tr;

/// So many unrelated places have to work beside it (CATALOGUE X01).
const OTHERS: usize = 3;
/// From this status on a server says that the fault is its own (RFC 9110).
const SERVER_ERROR: u16 = 500;

pub(super) const RULE: Rule = Rule {
    code: "service-down",
    layer: Layer::Service,
    side: Side::FarEnd,
    worst: Severity::Problem,
    needs: &[Part::Latency, Part::Web, Part::Service],
    explains: &[],
    symptoms: &[(Symptom::OneSite, 1.0), (Symptom::Pages, 0.3)],
    about: Tr {
        es: About {
            finds: "Con --target, busca el nombre del servicio, se conecta tres veces y espera su respuesta, a la vez que prueba otros sitios. Habla cuando falla las tres veces y al menos tres sitios sin relación con él funcionan.",
            matters: "Si el servicio está averiado, reiniciar el router o llamar al operador no sirve de nada: hay que esperar a que lo arreglen.",
            limits: "Solo prueba el servicio que se le nombra. No sabe si es tu cuenta la que falla. Con una VPN, lo prueba por fuera de ella.",
        },
        en: About {
            finds: "With --target, looks up the service's name, connects three times and waits for its answer, while other places are tried too. Speaks when all three fail and at least three unrelated places work.",
            matters: "When the service is down, restarting the router or calling the provider is in vain: it takes waiting until they mend it.",
            limits: "It tries the service that was named and no other. It does not know whether it is your account that fails. With a VPN, it tries it beside the tunnel.",
        },
        pt: About {
            finds: "Com --target, procura o nome do serviço, conecta três vezes e espera a resposta, enquanto testa outros sites. Fala quando falha as três vezes e pelo menos três sites sem relação com ele funcionam.",
            matters: "Se o serviço está fora do ar, reiniciar o roteador ou ligar para a operadora não adianta: é preciso esperar que o consertem.",
            limits: "Só testa o serviço indicado. Não sabe se é a sua conta que falha. Com uma VPN, testa por fora dela.",
        },
    },
    sources: &["RFC 9110: status 500 and above; three unrelated places that work beside it"],
    text: Tr {
        es: Text {
            title: "Falla ese servicio, no tu internet",
            what: &[
                "{no_name} no tiene ninguna dirección en internet: puede estar mal escrito o no existir ya.",
                "{refused} rechaza las conexiones: el servidor está, pero el servicio no.",
                "{silent} no contesta a ninguna conexión.",
                "{bad_certificate} muestra un certificado que no vale, y el navegador no lo acepta.",
                "{broken} corta las conexiones seguras nada más empezar.",
                "{mute} acepta la conexión y luego no contesta.",
                "{busy} contesta con el error {status}: la avería está en su servidor.",
                "Al mismo tiempo, otros {others} sitios sin relación con él funcionan bien.",
            ],
            steps: &[
                step("Comprueba que el nombre está bien escrito. (1 minuto)"),
                step(
                    "Prueba el servicio con los datos del móvil: si ahí tampoco va, la avería es suya. (2 minutos)",
                ),
                step(
                    "Espera un rato y ejecuta wifidoc otra vez. Muchos servicios cuentan sus averías en una página de estado. (30 minutos)",
                ),
                step("Si sigue igual, escribe a quien lleva el servicio y cuéntale lo que ves."),
            ],
            mended: "Al repetir la prueba, el servicio contesta.",
            tell_provider: &[],
        },
        en: Text {
            title: "That service fails, and not your internet",
            what: &[
                "{no_name} has no address on the internet: it may be mistyped, or it is no longer there.",
                "{refused} refuses connections: the server is there, but the service is not.",
                "{silent} does not answer any connection.",
                "{bad_certificate} shows a certificate that is not good, and browsers do not accept it.",
                "{broken} breaks secure connections off as soon as they begin.",
                "{mute} takes the connection and then does not answer.",
                "{busy} answers with error {status}: the fault is in its server.",
                "At the same time, {others} other places that have nothing to do with it work well.",
            ],
            steps: &[
                step("Check that the name is typed correctly. (1 minute)"),
                step(
                    "Try the service over your phone's mobile data: if it does not work there either, the fault is theirs. (2 minutes)",
                ),
                step(
                    "Wait a while and run wifidoc again. Many services tell of their faults on a status page. (30 minutes)",
                ),
                step(
                    "If nothing changes, write to whoever runs the service and tell them what you see.",
                ),
            ],
            mended: "When you run the test again, the service answers.",
            tell_provider: &[],
        },
        pt: Text {
            title: "É esse serviço que falha, não a sua internet",
            what: &[
                "{no_name} não tem nenhum endereço na internet: pode estar digitado errado ou não existir mais.",
                "{refused} recusa as conexões: o servidor está lá, mas o serviço não.",
                "{silent} não responde a nenhuma conexão.",
                "{bad_certificate} mostra um certificado que não vale, e o navegador não o aceita.",
                "{broken} corta as conexões seguras logo no começo.",
                "{mute} aceita a conexão e depois não responde.",
                "{busy} responde com o erro {status}: a falha está no servidor dele.",
                "Ao mesmo tempo, outros {others} sites sem relação com ele funcionam bem.",
            ],
            steps: &[
                step("Confira se o nome está digitado certo. (1 minuto)"),
                step(
                    "Teste o serviço com os dados do celular: se lá também não funciona, a falha é dele. (2 minutos)",
                ),
                step(
                    "Espere um pouco e execute o wifidoc de novo. Muitos serviços informam as falhas em uma página de status. (30 minutos)",
                ),
                step(
                    "Se continuar igual, escreva para quem mantém o serviço e conte o que você vê.",
                ),
            ],
            mended: "Ao repetir o teste, o serviço responde.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let service = need(Part::Service, &case.evidence.service)?;
    let unknown = |why| Verdict::Unknown(Missing::Evidence(Part::Service, why));
    let (fault, confidence) = match service.lies {
        Lies::Nowhere if names_work(case.evidence) => ("no_name", 0.6),
        Lies::Nowhere => return Err(unknown(Why::NoAnswer)),
        Lies::Here | Lies::Inside => return Err(Verdict::Unknown(Missing::NotApplicable)),
        Lies::OutOfReach => return Err(unknown(Why::NothingThere)),
        Lies::Beyond => match fault(service).map_err(unknown)? {
            Some(fault) => (fault, 0.9),
            None => return Ok(Verdict::Pass),
        },
    };
    let others = others(case.evidence);
    if others < OTHERS {
        return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.3 }));
    }
    let mut arguments = vec![
        (fault, Argument::Name(Foreign::clone(&service.host))),
        ("others", Argument::Count(others as u64)),
    ];
    if let Some(status) = service.attempts.iter().find_map(|a| a.status).filter(|_| fault == "busy")
    {
        arguments.push(("status", Argument::Count(status.into())));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence,
        arguments,
        evidence: &["service.attempts", "web.secure", "latency.targets"],
    }))
}

/// What every try has in common, by how far the best of them got; `None` where one went well.
fn fault(service: &Service) -> Result<Option<&'static str>, Why> {
    /// From the first step to the last.
    const STEPS: [&str; 6] = ["silent", "refused", "broken", "bad_certificate", "mute", "busy"];
    let mut furthest = None;
    for attempt in &service.attempts {
        match fault_of(attempt)? {
            None => return Ok(None),
            Some(fault) => {
                let step = STEPS.iter().position(|step| *step == fault);
                furthest = furthest.max(step);
            }
        }
    }
    furthest.map(|step| Some(STEPS[step])).ok_or(Why::NoTime)
}

fn fault_of(attempt: &Attempt) -> Result<Option<&'static str>, Why> {
    Ok(match (&attempt.connect_ms, &attempt.handshake, &attempt.answer_ms) {
        (Outcome::Failed(Failure::PermissionDenied), _, _) => return Err(Why::PermissionDenied),
        (Outcome::Failed(Failure::Refused), _, _) => Some("refused"),
        (Outcome::Failed(_), _, _) => Some("silent"),
        (_, Outcome::Measured(Handshake::NoStore), _) => return Err(Why::NothingThere),
        (_, Outcome::Measured(Handshake::Stalled | Handshake::Broken), _) => Some("broken"),
        (_, Outcome::Measured(handshake), _) if *handshake != Handshake::Verified => {
            Some("bad_certificate")
        }
        (_, _, Outcome::Failed(_)) => Some("mute"),
        (Outcome::Measured(_), _, _) => {
            attempt.status.filter(|status| *status >= SERVER_ERROR).map(|_| "busy")
        }
        _ => return Err(Why::NoTime),
    })
}

/// Unrelated places that work: certificates and pages, or far ends where the person named others.
fn others(evidence: &Evidence) -> usize {
    match (evidence.web.measured(), evidence.latency.measured()) {
        (Some(web), _) => verified(web) + open_pages(web),
        (None, Some(latency)) => latency.of(Role::FarEnd).filter(|target| target.answers()).count(),
        (None, None) => 0,
    }
}

/// True when other names were found in the same way.
fn names_work(evidence: &Evidence) -> bool {
    evidence.web.measured().is_some_and(|web| web.pages().all(|page| page.ip.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, finding, severity, verdict};

    /// All three tries end like this.
    fn ends(change: impl Fn(&mut Attempt)) -> Changed {
        Changed::healthy_wifi().service(|service| service.attempts.iter_mut().for_each(&change))
    }

    fn connects(failure: Failure) -> impl Fn(&mut Attempt) {
        move |attempt| {
            attempt.connect_ms = Outcome::Failed(failure);
            attempt.handshake = Outcome::NotTried(Why::LowerLayerFailed);
            attempt.answer_ms = Outcome::NotTried(Why::LowerLayerFailed);
            attempt.status = None;
        }
    }

    fn greets(handshake: Handshake) -> impl Fn(&mut Attempt) {
        move |attempt| {
            attempt.handshake = Outcome::Measured(handshake);
            attempt.answer_ms = Outcome::NotTried(Why::LowerLayerFailed);
            attempt.status = None;
        }
    }

    fn answers(status: u16) -> impl Fn(&mut Attempt) {
        move |attempt| attempt.status = Some(status)
    }

    #[test]
    fn each_way_of_failing_has_its_sentence() {
        for (changed, said) in vec![
            (ends(connects(Failure::Refused)), Some("refused")),
            (ends(connects(Failure::TimedOut)), Some("silent")),
            (ends(connects(Failure::Unreachable)), Some("silent")),
            (ends(greets(Handshake::Stalled)), Some("broken")),
            (ends(greets(Handshake::Broken)), Some("broken")),
            (ends(greets(Handshake::Expired)), Some("bad_certificate")),
            (ends(|attempt| attempt.answer_ms = Outcome::Failed(Failure::TimedOut)), Some("mute")),
            (ends(answers(503)), Some("busy")),
            (ends(answers(500)), Some("busy")),
            // The service is there and does not want this question.
            (ends(answers(499)), None),
            (ends(answers(404)), None),
            (ends(answers(200)), None),
        ] {
            let found = finding(&RULE, &changed).map(|finding| finding.arguments[0].0);
            assert_eq!(found, said, "{:?}", changed.0.service);
        }
    }

    #[test]
    fn one_try_that_goes_well_is_a_service_that_works() {
        let one = ends(connects(Failure::TimedOut));
        let Changed(mut evidence) = one;
        let Outcome::Measured(service) = &mut evidence.service else { unreachable!() };
        service.attempts[1] = Attempt {
            connect_ms: Outcome::Measured(1020.0),
            handshake: Outcome::Measured(Handshake::Verified),
            answer_ms: Outcome::Measured(20.0),
            status: Some(200),
        };
        assert_eq!(verdict(&RULE, &Changed(evidence)), Verdict::Pass);
    }

    #[test]
    fn a_service_is_accused_only_beside_three_that_work() {
        for (working, expected) in [(3, Some(Severity::Problem)), (2, None), (0, None)] {
            let changed = ends(connects(Failure::TimedOut)).web(|web| {
                web.sign_in.clear();
                for secure in web.secure.iter_mut().skip(working) {
                    secure.handshake = Handshake::NotConnected;
                }
            });
            assert_eq!(severity(&RULE, &changed), expected, "{working}");
        }
    }

    #[test]
    fn a_name_without_an_address_is_one_only_where_names_are_found() {
        let nowhere = || {
            Changed::healthy_wifi().service(|service| {
                service.ip = None;
                service.lies = Lies::Nowhere;
                service.attempts.clear();
            })
        };
        assert_eq!(severity(&RULE, &nowhere()), Some(Severity::Problem));
        let blind = nowhere().web(|web| web.sign_in.iter_mut().for_each(|page| page.ip = None));
        assert_eq!(severity(&RULE, &blind), None);
    }

    #[test]
    fn what_was_not_named_or_is_no_service_of_the_internet_is_not_judged() {
        assert_eq!(
            verdict(&RULE, &Changed::healthy_wifi()),
            Verdict::Unknown(Missing::Evidence(Part::Service, Why::NotAsked))
        );
        for lies in [Lies::Here, Lies::Inside, Lies::OutOfReach] {
            let changed = Changed::healthy_wifi().service(|service| {
                service.lies = lies;
                service.attempts.clear();
            });
            assert_eq!(severity(&RULE, &changed), None, "{lies:?}");
        }
    }
}
