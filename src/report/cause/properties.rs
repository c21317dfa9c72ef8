//! What holds for the choice whatever the rules say: verdicts are drawn by chance for all rules.
//!
//! Apart from the tests of reports because nothing is measured here: the choice sees verdicts that
//! no network would bring about, and has to keep its word for them too.

use super::*;
use crate::evidence::composed::Changed;
use crate::report::Report;
use crate::rules::{self, Part, by_code};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

type Judged = Vec<(&'static Rule, Verdict)>;

fn finding(severity: Severity, confidence: f64) -> Verdict {
    Verdict::Found(Finding { severity, confidence, arguments: Vec::new(), evidence: &[] })
}

/// What one rule may say; most say nothing, as in a real home.
fn verdict(rule: &'static Rule) -> impl Strategy<Value = Verdict> {
    let severities: Vec<Severity> = [Severity::Hint, Severity::Problem, Severity::Hard]
        .into_iter()
        .filter(|severity| *severity <= rule.worst)
        .collect();
    let hundredths = |from: u32, to: u32| (from..=to).prop_map(|n| f64::from(n) / 100.0);
    prop_oneof![
        20 => Just(Verdict::Pass),
        6 => Just(Verdict::Unknown(Missing::NotApplicable)),
        2 => Just(Verdict::Unknown(Missing::Evidence(Part::Latency, Why::NotAsked))),
        1 => Just(Verdict::Unknown(Missing::Evidence(Part::Latency, Why::NoAnswer))),
        1 => Just(Verdict::Unknown(Missing::Evidence(Part::Latency, Why::Interrupted))),
        2 => hundredths(1, 99).prop_map(|weight| Verdict::Unknown(Missing::NotEnough { weight })),
        6 => (select(severities), hundredths(20, 99))
            .prop_map(|(severity, confidence)| finding(severity, confidence)),
    ]
}

fn judged() -> impl Strategy<Value = Judged> {
    rules::ALL
        .iter()
        .map(|rule| verdict(rule).prop_map(move |verdict| (*rule, verdict)))
        .collect::<Vec<_>>()
}

fn chosen(judged: &Judged) -> Chosen {
    choose(judged, &Changed::healthy_wifi().0, &Analysis::default())
}

fn root(chosen: &Chosen) -> Option<&'static Rule> {
    chosen.conclusion.as_ref()?.cause
}

fn found(chosen: &Chosen) -> BTreeSet<&'static str> {
    chosen.findings.iter().map(|entry| entry.rule.code).collect()
}

/// Everything that a choice says, for comparing two.
fn said(chosen: &Chosen) -> String {
    let conclusion = chosen.conclusion.as_ref().map(|conclusion| {
        let codes = |rules: &[&'static Rule]| rules.iter().map(|r| r.code).collect::<Vec<_>>();
        let candidates: Vec<_> =
            conclusion.candidates.iter().map(|c| (c.rule.code, c.weight)).collect();
        let cause = conclusion.cause.map(|rule| rule.code);
        let others = codes(&conclusion.contributors);
        format!("{:?} {cause:?} {others:?} {candidates:?}", conclusion.state)
    });
    let findings: Vec<_> = chosen.findings.iter().map(|e| (e.rule.code, e.explained_by)).collect();
    let hard = chosen.hard_root.map(|rule| rule.code);
    format!("{conclusion:?} {hard:?} {findings:?}")
}

/// True when nothing was found with this code.
fn is_open(judged: &Judged, code: &str) -> bool {
    judged.iter().any(|(rule, verdict)| rule.code == code && !matches!(verdict, Verdict::Found(_)))
}

fn set(judged: &mut Judged, code: &str, to: &Verdict) {
    for (rule, verdict) in judged {
        if rule.code == code {
            *verdict = to.clone();
        }
    }
}

proptest! {
    // Most causes have no effect that is still open; those cases are passed over.
    #![proptest_config(ProptestConfig { max_global_rejects: 65_536, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn the_order_of_rules_does_not_matter(
        (judged, shuffled) in judged().prop_flat_map(|judged| {
            (Just(judged.clone()), Just(judged).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(said(&chosen(&judged)), said(&chosen(&shuffled)));
    }

    #[test]
    fn an_effect_of_the_root_never_changes_it(
        judged in judged(),
        which in any::<Index>(),
        severe in any::<Index>(),
        hundredths in 20..=99_u32,
    ) {
        let before = chosen(&judged);
        let Some(cause) = root(&before) else { return Ok(()) };
        let of_cause = &before.findings[0].finding;
        // Who is not likely himself, or less bad than the effect, accounts for nothing.
        prop_assume!(of_cause.confidence >= LIKELY && before.findings[0].rule.code == cause.code);
        let effects: Vec<&str> =
            cause.explains.iter().copied().filter(|code| is_open(&judged, code)).collect();
        prop_assume!(!effects.is_empty());
        let effect = by_code(which.get::<&str>(&effects)).unwrap();
        let severities: Vec<Severity> = [Severity::Hint, Severity::Problem, Severity::Hard]
            .into_iter()
            .filter(|severity| {
                *severity <= effect.worst && of_cause.severity >= (*severity).min(Severity::Problem)
            })
            .collect();
        let mut more = judged.clone();
        let to = finding(*severe.get::<Severity>(&severities), f64::from(hundredths) / 100.0);
        set(&mut more, effect.code, &to);
        let after = chosen(&more);
        prop_assert_eq!(
            root(&after).map(|rule| rule.code),
            Some(cause.code),
            "by {}: {} became {}", effect.code, said(&before), said(&after)
        );
    }

    #[test]
    fn more_evidence_never_turns_a_finding_into_silence_without_a_reason(
        (judged, answers) in (judged(), judged()),
    ) {
        let before = chosen(&judged);
        // Whatever could not be told is told now; what was found stays as it is.
        let more: Judged = judged
            .iter()
            .zip(answers)
            .map(|((rule, verdict), (_, answer))| match verdict {
                Verdict::Unknown(_) => (*rule, answer),
                _ => (*rule, verdict.clone()),
            })
            .collect();
        let after = chosen(&more);
        prop_assert!(found(&before).is_subset(&found(&after)));
        let (Some(was), Some(conclusion)) = (root(&before), &after.conclusion) else {
            return Ok(());
        };
        prop_assert_ne!(conclusion.state, State::Healthy);
        let new: BTreeSet<_> = found(&after).difference(&found(&before)).copied().collect();
        match conclusion.cause {
            Some(now) if now.code == was.code => {}
            // Another root is one that was found since, or that accounts for what was.
            Some(now) => {
                // Shown under it or under another that accounts for the same.
                let accounts = now.explains.iter().any(|effect| new.contains(effect));
                // Or the old one is accounted for itself, and the next best takes its place.
                let explained = after.findings.iter().any(|e| {
                    e.rule.code == was.code && e.explained_by.is_some_and(|by| new.contains(by))
                });
                prop_assert!(
                    new.contains(now.code) || accounts || explained,
                    "{} became {}", said(&before), said(&after)
                );
            }
            // What may be behind it was not come to.
            None => prop_assert!(conclusion.candidates.iter().any(|c| new.contains(c.rule.code)
                || is_open(&more, c.rule.code))),
        }
    }

    #[test]
    fn a_root_is_named_wherever_anything_above_a_hint_was_found(judged in judged()) {
        let chosen = chosen(&judged);
        let loud = chosen.findings.iter().any(|e| e.finding.severity > Severity::Hint);
        let state = chosen.conclusion.map(|conclusion| conclusion.state);
        prop_assert!(!loud || state != Some(State::Healthy));
        prop_assert!(!loud || chosen.findings[0].explained_by.is_none());
    }
}

#[test]
fn no_problem_explains_itself_by_way_of_others() {
    fn reaches(from: &Rule, code: &str, seen: &mut BTreeSet<&'static str>) -> bool {
        from.explains.iter().any(|effect| {
            *effect == code
                || seen.insert(effect)
                    && by_code(effect).is_some_and(|rule| reaches(rule, code, seen))
        })
    }
    for rule in rules::ALL {
        assert!(!reaches(rule, rule.code, &mut BTreeSet::new()), "{}", rule.code);
    }
}

/// From evidence to report: what the screen can do again at each delivery without anybody noticing.
const JUDGING: Duration = Duration::from_millis(2);
/// Of so many times the fastest counts, since a busy machine makes any of them slow.
const TIMES: u32 = 40;
/// Without optimisation it may take so much longer.
const UNOPTIMISED: u32 = if cfg!(debug_assertions) { 10 } else { 1 };

#[test]
#[expect(clippy::disallowed_methods, reason = "how long judging takes is what is tested")]
#[expect(clippy::print_stdout, reason = "for whoever wants to see how long (--nocapture)")]
fn judging_takes_less_than_two_milliseconds() {
    let evidence = Changed::healthy_wifi().rssi(-84).losing(10, 10).0;
    let took = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            let report = Report::of(&evidence);
            assert!(report.conclusion.is_some());
            begun.elapsed()
        })
        .min()
        .unwrap();
    println!("rules and report on one evidence: {took:?}");
    assert!(took < JUDGING * UNOPTIMISED, "{took:?}");
}
