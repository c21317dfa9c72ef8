//! One far network of several loses packets or is silent, and the others are fine.

use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::loss::{Loser, LossSplit};
use crate::evidence::latency::{Latency, Role, Target};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// So many others have to answer, or it is not one network of several.
const OTHERS: usize = 2;
/// Tries without an answer before a far end counts as silent: with one packet in three lost both
/// ways, four fail in one case of 25, and this is a hint.
const TRIES: usize = 4;

pub(super) const RULE: Rule = Rule {
    code: "one-network-troubled",
    layer: Layer::Line,
    side: Side::FarEnd,
    worst: Severity::Hint,
    needs: &[Part::Latency],
    explains: &[],
    symptoms: &[(Symptom::OneSite, 0.8), (Symptom::Slow, 0.2), (Symptom::Pages, 0.2)],
    about: Tr {
        es: About {
            finds: "Compara varios destinos de internet que están en redes distintas. Lo comenta cuando uno solo pierde mensajes o no contesta y los demás van bien.",
            matters: "Si una página concreta falla, puede ser por esto; las demás no lo notan.",
            limits: "El destino puede estar apagado a propósito o limitar lo que contesta. Lo que se nombra con --far y no tiene dirección no cuenta.",
        },
        en: About {
            finds: "Compares several places on the internet that lie in different networks. Mentions it when a single one loses messages or does not answer and the others are fine.",
            matters: "If one site fails, this may be why; the others do not notice.",
            limits: "The place may be switched off on purpose, or limit what it answers. What is named with --far and has no address does not count.",
        },
        pt: About {
            finds: "Compara vários destinos da internet que estão em redes diferentes. Comenta quando um só perde mensagens ou não responde e os outros estão bem.",
            matters: "Se um site específico falha, pode ser por isso; os outros não sentem.",
            limits: "O destino pode estar desligado de propósito ou limitar o que responde. O que é indicado com --far e não tem endereço não conta.",
        },
    },
    sources: &["one far end alone is that network's trouble"],
    text: Tr {
        es: Text {
            title: "Una parte de internet no contesta bien",
            what: &[
                "Uno de los destinos probados ({lossy}) pierde {share} de cada 100 mensajes.",
                "Uno de los destinos probados ({silent}) no contesta: de {asked} mensajes no ha vuelto ninguno.",
                "Puedes notarlo en alguna página concreta.",
                "Tu conexión y tu línea van bien: los otros destinos ({others}) contestan.",
            ],
            steps: &[
                step(
                    "Espera un rato y ejecuta wifidoc otra vez: suele arreglarse solo. (10 minutos)",
                ),
                step(
                    "Si te falla una página concreta, ábrela con los datos del teléfono. Si así va bien, díselo a tu operador. (2 minutos)",
                ),
            ],
            mended: "Al repetir la prueba contestan todos los destinos.",
            tell_provider: &[],
        },
        en: Text {
            title: "One part of the internet does not answer well",
            what: &[
                "One of the places tried ({lossy}) loses {share} of every 100 messages.",
                "One of the places tried ({silent}) does not answer: of {asked} messages none came back.",
                "You may notice it on one site or another.",
                "Your connection and your line are fine: the other places ({others}) answer.",
            ],
            steps: &[
                step(
                    "Wait a while and run wifidoc again: it usually clears up by itself. (10 minutes)",
                ),
                step(
                    "If one site fails, open it with your phone's mobile data. If that is fine, tell your provider. (2 minutes)",
                ),
            ],
            mended: "When you run the test again, all the places answer.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Uma parte da internet não responde bem",
            what: &[
                "Um dos destinos testados ({lossy}) perde {share} de cada 100 mensagens.",
                "Um dos destinos testados ({silent}) não responde: de {asked} mensagens, nenhuma voltou.",
                "Você pode perceber em algum site específico.",
                "Sua conexão e sua linha estão bem: os outros destinos ({others}) respondem.",
            ],
            steps: &[
                step(
                    "Espere um pouco e execute o wifidoc de novo: costuma se resolver sozinho. (10 minutos)",
                ),
                step(
                    "Se um site específico falha, abra-o com os dados do celular. Se assim funcionar bem, avise a sua operadora. (2 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, todos os destinos respondem.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let latency = need(Part::Latency, &case.evidence.latency)?;
    let loss = case.analysis.loss.as_ref();
    let answering = latency.of(Role::FarEnd).filter(|target| target.answers()).count();
    let (mut arguments, confidence) = match (lossy(latency, loss), silent(latency)) {
        (Some((arguments, confidence)), _) => (arguments, confidence),
        (None, Some(target)) if answering >= OTHERS => (
            vec![
                ("silent", Argument::Name(target.name.clone())),
                ("asked", Argument::Count(target.sent() as u64)),
            ],
            0.8,
        ),
        _ if answering == 0 || loss.is_none() => return Ok(no_series(case)),
        _ => return Ok(Verdict::Pass),
    };
    // Only then are the hop and the line cleared.
    if loss.is_some_and(|split| matches!(split.loser, Loser::Nobody | Loser::OneNetwork(_))) {
        let lossy = arguments.iter().any(|(name, _)| *name == "lossy");
        let others = if lossy { answering.saturating_sub(1) } else { answering };
        arguments.push(("others", Argument::Count(others as u64)));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence,
        arguments,
        evidence: &["latency.targets"],
    }))
}

/// The far end that alone loses packets.
fn lossy(
    latency: &Latency,
    loss: Option<&LossSplit>,
) -> Option<(Vec<(&'static str, Argument)>, f64)> {
    let split = loss?;
    let Loser::OneNetwork(at) = split.loser else { return None };
    let share = split.each_far.get(at).copied().flatten()?;
    let target = latency.of(Role::FarEnd).nth(at)?;
    let arguments = vec![
        ("lossy", Argument::Name(target.name.clone())),
        ("share", Argument::Share(share.seen())),
        ("lost", Argument::Count(share.lost)),
        ("sent", Argument::Count(share.sent)),
    ];
    Some((arguments, split.confidence))
}

/// The only far end that was asked and never answered.
fn silent(latency: &Latency) -> Option<&Target> {
    let mut silent = latency
        .of(Role::FarEnd)
        .filter(|target| target.ip.is_some() && target.sent() >= TRIES && !target.answers());
    let first = silent.next()?;
    silent.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, finding, severity};

    /// These of the three far ends, counted from 0, answer nothing.
    fn silent_at(silent: &'static [usize]) -> Changed {
        Changed::healthy_wifi().latency(move |latency| {
            let far = latency.targets.iter_mut().filter(|target| target.role == Role::FarEnd);
            for (_, target) in far.enumerate().filter(|(at, _)| silent.contains(at)) {
                target.probes.clear();
                target.sweep.iter_mut().for_each(|swept| swept.answered = 0);
            }
        })
    }

    #[test]
    fn one_silent_network_of_three_is_told_and_two_are_not_one() {
        for (silent, expected) in
            [(&[][..], None), (&[1], Some(Severity::Hint)), (&[0, 2], None), (&[0, 1, 2], None)]
        {
            assert_eq!(severity(&RULE, &silent_at(silent)), expected, "{silent:?}");
        }
    }

    #[test]
    fn one_network_that_loses_is_told_and_clears_the_line() {
        let evidence = Changed::healthy_wifi().latency(|latency| {
            let far =
                latency.targets.iter_mut().filter(|target| target.role == Role::FarEnd).nth(2);
            for probe in far.unwrap().probes.iter_mut().step_by(8) {
                probe.rtt_ms = None;
            }
        });
        let finding = finding(&RULE, &evidence).unwrap();
        assert_eq!(finding.severity, Severity::Hint);
        assert!(finding.arguments.contains(&("others", Argument::Count(2))));
    }

    #[test]
    fn the_line_is_not_cleared_while_it_loses() {
        let finding = finding(&RULE, &silent_at(&[1]).losing(0, 10)).unwrap();
        assert!(finding.arguments.iter().all(|(name, _)| *name != "others"));
    }

    #[test]
    fn a_name_without_an_address_is_not_a_silent_network() {
        let evidence = silent_at(&[1]).latency(|latency| {
            let far = latency.targets.iter_mut().filter(|target| target.role == Role::FarEnd);
            far.skip(1).take(1).for_each(|target| target.ip = None);
        });
        assert_eq!(severity(&RULE, &evidence), None);
    }
}
