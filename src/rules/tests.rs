//! What holds for every rule: files, codes, texts, sources.

use super::*;
use crate::text::Lang;
use std::collections::BTreeSet;

#[test]
#[expect(clippy::disallowed_methods, reason = "compares the registry with the files on disk")]
fn every_file_is_a_rule_and_every_rule_a_file() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
    let files: BTreeSet<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().replace('_', "-"))
        .filter(|name| name != "tests")
        .collect();
    let codes: BTreeSet<String> = ALL.iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(files, codes);
    assert_eq!(codes.len(), ALL.len(), "a code is used twice");
}

#[test]
fn the_registry_stands_bottom_up() {
    assert!(ALL.is_sorted_by_key(|rule| rule.layer));
}

#[test]
fn no_retired_code_is_used_again() {
    assert!(ALL.iter().all(|rule| !RETIRED.contains(&rule.code)));
}

#[test]
fn what_a_rule_explains_exists_and_nothing_explains_itself() {
    for rule in ALL {
        for code in rule.explains {
            assert!(by_code(code).is_some(), "{}: {code}", rule.code);
            let back = by_code(code).unwrap().explains;
            assert!(!back.contains(&rule.code) && *code != rule.code, "{}: {code}", rule.code);
        }
    }
}

#[test]
fn every_source_is_one_that_a_reader_can_find() {
    for rule in ALL {
        assert!(!rule.sources.is_empty(), "{}", rule.code);
        for source in rule.sources {
            let internal = ["CATALOGUE", "CODES"].iter().any(|name| source.contains(name));
            assert!(!internal && !source.is_empty(), "{}: {source}", rule.code);
        }
    }
}

#[test]
fn every_language_names_the_same_values_and_keeps_the_form() {
    for rule in ALL {
        let expected = rule.text.es.argument_names();
        for lang in Lang::ALL {
            let text = rule.text.get(lang);
            assert_eq!(text.argument_names(), expected, "{} in {}", rule.code, lang.tag());
            let title = text.title;
            assert!(title.starts_with(char::is_uppercase), "{title}");
            assert!(!title.ends_with('.') && !title.contains('{'), "{title}");
            for sentence in text.what.iter().chain(text.tell_provider) {
                assert!(sentence.ends_with(['.', '?', ':']), "{sentence}");
            }
            for step in text.steps {
                assert!(step.say.ends_with(['.', ')']), "{}", step.say);
            }
            assert!(!text.what.is_empty() && !text.steps.is_empty(), "{}", rule.code);
            assert!(text.mended.ends_with('.'), "{}", rule.code);
        }
        let steps = Lang::ALL
            .map(|lang| rule.text.get(lang).steps.iter().map(|s| s.on).collect::<Vec<_>>());
        assert!(steps.iter().all(|s| *s == steps[0]), "{}: steps differ", rule.code);
        let told = Lang::ALL.map(|lang| rule.text.get(lang).tell_provider.len());
        assert!(told.iter().all(|n| *n == told[0]), "{}", rule.code);
        assert_eq!(
            told[0] > 0,
            rule.side == Side::Line && rule.worst > Severity::Hint,
            "{}",
            rule.code
        );
    }
}
