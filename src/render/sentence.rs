//! The sentences of a rule with the values of a finding, each language's way.
//!
//! Apart from the sheet because every layout and the screen need the same filling.

use crate::evidence::{Evidence, Os};
use crate::rules::{Argument, Finding, Step};
use crate::text::{Lang, figures, fill, words};

/// When the run was, for texts that name `{date}` and `{time}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) date: Option<String>,
    pub(super) time: Option<String>,
}

impl Moment {
    /// The local clock of the run, as the evidence has it; the zone's name is not needed for that,
    /// so that a computer without a table of zones shows the same.
    pub(super) fn of(evidence: &Evidence, lang: Lang) -> Self {
        let started = &evidence.run.started;
        let date = started.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok());
        let time = started.get(..19).and_then(|at| at.parse::<jiff::civil::DateTime>().ok());
        let number = |value: i8| u8::try_from(value).unwrap_or_default();
        Self {
            date: date.and_then(|day| words::date(number(day.day()), number(day.month()), lang)),
            time: time.map(|at| format!("{:02}:{:02}", at.hour(), at.minute())),
        }
    }
}

/// A text with a finding's values; `None` when it names one that the finding does not have.
pub(super) fn filled(text: &str, finding: &Finding, moment: &Moment, lang: Lang) -> Option<String> {
    let argument = |name: &str| {
        finding.arguments.iter().find(|(of, _)| *of == name).map(|(_, argument)| argument)
    };
    fill::fill(text, |name| match (name, name.strip_prefix("no-")) {
        ("date", _) => moment.date.clone(),
        ("time", _) => moment.time.clone(),
        (_, Some(name)) => argument(name).filter(|a| is_none(a)).map(|_| String::new()),
        _ => argument(name).filter(|a| !is_none(a)).and_then(|a| value(a, lang)),
    })
}

/// Below this share the table shows 0.
const NONE_BELOW: f64 = 0.0005;

/// True for what is said as "none", which takes another sentence than a number does.
fn is_none(argument: &Argument) -> bool {
    match argument {
        Argument::Share(share) => *share < NONE_BELOW,
        Argument::Count(count) => *count == 0,
        _ => false,
    }
}

/// The sentences that can be said, in their order.
pub(super) fn said(
    sentences: &[&str],
    finding: &Finding,
    moment: &Moment,
    lang: Lang,
) -> Vec<String> {
    sentences.iter().filter_map(|text| filled(text, finding, moment, lang)).collect()
}

/// The steps that apply to the system of the evidence.
pub(super) fn steps(
    steps: &[Step],
    finding: &Finding,
    moment: &Moment,
    os: Os,
    lang: Lang,
) -> Vec<String> {
    steps
        .iter()
        .filter(|step| step.on.is_none_or(|on| on == os))
        .filter_map(|step| filled(step.say, finding, moment, lang))
        .collect()
}

/// A step as the page of a code shows it: for every system, without values.
pub(crate) fn general(step: &Step) -> Option<String> {
    let on = step.on.map_or("", |os| match os {
        Os::Linux => "Linux: ",
        Os::Macos => "macOS: ",
        Os::Windows => "Windows: ",
    });
    fill::fill(step.say, |name| Some(format!("<{name}>"))).map(|say| format!("{on}{say}"))
}

/// A value inside a sentence: two significant digits carry all that a sentence can.
fn value(argument: &Argument, lang: Lang) -> Option<String> {
    let two = |value: f64| figures::significant(value, 2, lang);
    Some(match argument {
        // A tenth of a percent is all that some hundreds of messages can tell.
        Argument::Share(share) if *share < 0.01 => figures::decimal(share * 100.0, 1, lang),
        Argument::Share(share) => two(share * 100.0),
        Argument::Count(count) => count.to_string(),
        Argument::Dbm(dbm) => format!("{dbm} dBm"),
        Argument::Db(db) => format!("{} dB", two(*db)),
        Argument::Ms(ms) => milliseconds(*ms, lang),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast that saturates"
        )]
        Argument::Seconds(seconds) => words::seconds(seconds.round() as u64, lang),
        Argument::Mbps(mbps) => format!("{} Mbit/s", two(*mbps)),
        Argument::Ip(ip) => ip.to_string(),
        // A network without a name cannot be named: the sentence is left out.
        Argument::Name(name) if name.is_empty() => return None,
        Argument::Name(name) => name.to_string(),
    })
}

/// A time as it is said.
pub(super) fn milliseconds(ms: f64, lang: Lang) -> String {
    format!("{} ms", figures::significant(ms, 2, lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Foreign;
    use crate::evidence::composed::Changed;
    use crate::rules::{Severity, step, step_on};

    fn finding(arguments: Vec<(&'static str, Argument)>) -> Finding {
        Finding { severity: Severity::Problem, confidence: 1.0, arguments, evidence: &[] }
    }

    #[test]
    fn each_unit_is_written_as_people_of_the_language_write_it() {
        for (argument, es, en) in [
            (Argument::Share(0.0913), "9,1", "9.1"),
            (Argument::Share(0.004), "0,4", "0.4"),
            (Argument::Count(498), "498", "498"),
            (Argument::Dbm(-82), "-82 dBm", "-82 dBm"),
            (Argument::Db(12.34), "12 dB", "12 dB"),
            (Argument::Ms(14.2), "14 ms", "14 ms"),
            (Argument::Ms(3.27), "3,3 ms", "3.3 ms"),
            (Argument::Seconds(35.2), "35 segundos", "35 seconds"),
            (Argument::Mbps(86.7), "87 Mbit/s", "87 Mbit/s"),
            (Argument::Name(Foreign::new("Casa\u{1b}[2J")), "Casa\u{fffd}[2J", "Casa\u{fffd}[2J"),
        ] {
            let finding = finding(vec![("x", argument)]);
            let moment = Moment::default();
            assert_eq!(filled("{x}", &finding, &moment, Lang::Es).unwrap(), es);
            assert_eq!(filled("{x}", &finding, &moment, Lang::En).unwrap(), en);
        }
    }

    #[test]
    fn what_was_not_measured_is_not_said() {
        let some = finding(vec![
            ("share", Argument::Share(0.1)),
            ("ssid", Argument::Name(Foreign::new(""))),
        ]);
        let texts = ["Se pierden {share}.", "Tarda {rtt}.", "La red es {ssid}.", "Nada más."];
        assert_eq!(
            said(&texts, &some, &Moment::default(), Lang::Es),
            ["Se pierden 10.", "Nada más."]
        );
    }

    #[test]
    fn nothing_is_said_in_words() {
        let texts = ["Pierde {lost} de cada 100.", "{no-lost}No pierde nada."];
        for (arguments, expected) in [
            (vec![("lost", Argument::Share(0.0))], vec!["No pierde nada."]),
            (vec![("lost", Argument::Share(0.0004))], vec!["No pierde nada."]),
            (vec![("lost", Argument::Share(0.0005))], vec!["Pierde 0,1 de cada 100."]),
            (vec![("lost", Argument::Share(0.0096))], vec!["Pierde 1 de cada 100."]),
            (vec![("lost", Argument::Count(0))], vec!["No pierde nada."]),
            (vec![], vec![]),
        ] {
            let said = said(&texts, &finding(arguments), &Moment::default(), Lang::Es);
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn steps_are_those_of_the_evidences_system() {
        let steps =
            [step_on(Os::Linux, "a."), step_on(Os::Windows, "b."), step("c."), step("{x}.")];
        let (some, moment) = (finding(Vec::new()), Moment::default());
        assert_eq!(super::steps(&steps, &some, &moment, Os::Linux, Lang::En), ["a.", "c."]);
        assert_eq!(super::steps(&steps, &some, &moment, Os::Windows, Lang::En), ["b.", "c."]);
    }

    #[test]
    fn date_and_time_come_from_the_run_and_not_from_the_clock() {
        let at = |started: &str, lang| {
            let changed = Changed::healthy_wifi().with(|e| started.clone_into(&mut e.run.started));
            let moment = Moment::of(&changed.0, lang);
            filled("{date} {time}", &finding(Vec::new()), &moment, lang)
        };
        let started = "2026-11-23T19:41:05+01:00[Europe/Madrid]";
        assert_eq!(at(started, Lang::Es).unwrap(), "23 de noviembre 19:41");
        assert_eq!(at(started, Lang::En).unwrap(), "November 23 19:41");
        assert_eq!(at("2026-03-01T09:05:00+00:00[UTC]", Lang::Pt).unwrap(), "1 de março 09:05");
        assert_eq!(at("yesterday", Lang::Es), None);
        assert_eq!(at("ééééééééééééé", Lang::Es), None);
    }
}
