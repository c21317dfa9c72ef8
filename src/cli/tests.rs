//! Every accepted and every refused command line, as tables.

use super::*;

fn parsed(line: &str) -> Result<Command, String> {
    let arguments = ["wifidoc"].into_iter().chain(line.split_whitespace()).map(OsString::from);
    parse(arguments, || ["en_GB.UTF-8".to_owned()]).map_err(|mistake| mistake.text)
}

fn check_of(line: &str) -> Check {
    match parsed(line) {
        Ok(Command::Check(check)) => *check,
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn clap_finds_no_fault_in_the_shape() {
    for lang in Lang::ALL {
        shape(lang).debug_assert();
    }
}

#[test]
fn a_service_that_cannot_be_asked_is_told_by_what_is_wrong_with_it() {
    for (target, said) in [
        ("https://", "does not take"),
        ("ftp://example.org", "does not take"),
        ("example.org:99999", "does not take"),
        ("localhost", "this computer itself"),
        ("http://127.0.0.1:8080/x", "this computer itself"),
        ("192.168.1.1", "private network"),
    ] {
        let text = parsed(&format!("--target {target}")).unwrap_err();
        assert!(text.contains(said) && !text.contains('\n'), "{text}");
    }
    assert_eq!(check_of("--target example.org").target.unwrap().to_string(), "example.org:443");
    for line in ["--offline", "--quick", "--skip service", "--only names", "--replay file"] {
        assert!(parsed(&format!("--target example.org {line}")).is_err(), "{line}");
    }
}

#[test]
fn without_arguments_everything_is_checked() {
    let check = check_of("");
    assert_eq!(check.lang, Lang::En);
    assert_eq!(check.format, Format::Text);
    assert!(check.only.is_empty() && check.record.is_none() && !check.quick);
    assert_eq!(check, check_of("check"));
}

#[test]
fn options_count_before_and_after_the_word_check() {
    for line in [
        "--quick --lang es check --format json --only radio,line --skip line",
        "check --quick --only radio --lang es --only line --format=json --skip line",
    ] {
        let check = check_of(line);
        assert!(check.quick);
        assert_eq!(check.lang, Lang::Es);
        assert_eq!(check.format, Format::Json);
        assert_eq!(check.only, [Layer::Radio, Layer::Line]);
        assert_eq!(check.skip, [Layer::Line]);
    }
    assert_eq!(check_of("--format json check --format text").format, Format::Text);
}

#[test]
fn the_language_is_the_one_asked_for_then_the_systems_then_english() {
    let lang = |arguments: &[&str], system: &[&str]| {
        let arguments = arguments.iter().map(OsString::from);
        let system: Vec<String> = system.iter().map(|tag| (*tag).to_owned()).collect();
        match parse(arguments, || system) {
            Ok(Command::Check(check)) => check.lang,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(lang(&["wifidoc", "--lang", "pt"], &["es_ES"]), Lang::Pt);
    assert_eq!(lang(&["wifidoc", "--lang=en", "--lang=es"], &["pt"]), Lang::Es);
    assert_eq!(lang(&["wifidoc"], &["ca", "es_ES", "en"]), Lang::Es);
    assert_eq!(lang(&["wifidoc"], &["de_DE.UTF-8", "C"]), Lang::En);
    assert_eq!(lang(&["wifidoc"], &[]), Lang::En);
}

#[test]
fn every_mistake_is_one_line_in_every_language_and_names_what_was_typed() {
    for (line, names) in [
        ("--lang xx", "xx"),
        ("--lang", "--lang"),
        ("--only foo", "foo"),
        ("--only radoi", "radio"),
        ("--symptom foo", "foo"),
        ("--symptom", "--symptom"),
        ("--rounds 0", "0"),
        ("--rounds many", "many"),
        ("--rounds 99999999999", "99999999999"),
        ("--far a --far b --far c --far d", "--far"),
        ("--far https://example.org", "https://example.org"),
        ("--record a --replay b", "--record"),
        ("--replay a --quick", "--quick"),
        ("--replay a --symptom calls", "--symptom"),
        ("--record a check --replay b", "--replay"),
        ("--dry-run --record a", "--dry-run"),
        ("--offline --far a", "--offline"),
        ("--only radio --skip radio", "--only"),
        ("--raw", "--raw"),
        ("--qick", "--quick"),
        ("--quick=yes", "--quick"),
        ("--format xml", "xml"),
        ("--record", "--record"),
        ("chek", "check"),
        ("weather", "weather"),
        ("check extra", "extra"),
        ("explain", "CODE|CÓDIGO"),
        ("explain a b", "b"),
        ("--quick explain a", "--quick"),
        ("explain a --quick", "--quick"),
        ("--quick scan", "--quick"),
        ("scan --spot x", "--spot"),
        ("scan x", "x"),
        ("--plain generate man x", "--plain"),
        ("signal --cached", "--cached"),
        ("signal --format xml", "xml"),
        ("generate", "completions"),
        ("generate man", "DIR|CARPETA|PASTA"),
        ("generate pdf x", "pdf"),
        ("-x", "-x"),
        ("--only \u{1b}[31m", "[31m"),
    ] {
        let mut told = Vec::new();
        for lang in Lang::ALL {
            let text = parsed(&format!("{line} --lang={}", lang.tag()))
                .or_else(|_| parsed(&format!("--lang={} {line}", lang.tag())))
                .expect_err(line);
            let fine = !text.contains('\n')
                && !text.chars().any(char::is_control)
                && !text.contains("  ")
                && names.split('|').any(|name| text.contains(name));
            assert!(fine, "{line}: {text}");
            told.push(text);
        }
        if line != "--lang xx" && line != "--lang" {
            assert!(told[0] != told[1] && told[1] != told[2], "{line}: {told:?}");
        }
    }
}

#[test]
fn scan_and_signal_take_their_options_before_and_after_the_word() {
    let scan = Scan {
        lang: Lang::Es,
        format: Format::Json,
        plain: false,
        interface: Some("wlan1".to_owned()),
        cached: true,
        watch: true,
    };
    for line in [
        "scan --cached --watch --format json --interface wlan1 --lang es",
        "--lang es --format json --interface wlan0 scan --cached --interface wlan1 --watch",
    ] {
        assert_eq!(parsed(line), Ok(Command::Scan(scan.clone())), "{line}");
    }
    let signal = Signal {
        lang: Lang::En,
        format: Format::Text,
        plain: true,
        interface: None,
        spot: Some("salón".to_owned()),
    };
    for line in ["signal --plain --spot salón", "--plain signal --spot=salón"] {
        assert_eq!(parsed(line), Ok(Command::Signal(signal.clone())), "{line}");
    }
}

#[test]
fn help_and_version_are_values_in_the_language_asked_for() {
    for (line, says) in [
        ("--help --lang es", "Opciones:"),
        ("--lang pt -h", "Opções:"),
        ("help", "Options:"),
        ("check --help", "wifidoc check [OPTIONS]"),
        ("scan --help --lang pt", "wifidoc scan [OPÇÕES]"),
        ("signal -h --lang es", "--spot <NOMBRE>"),
        ("explain --help --lang es", "wifidoc explain CÓDIGO"),
        ("generate -h", "DIR"),
        ("--version", concat!("wifidoc ", env!("CARGO_PKG_VERSION"), "\n")),
        ("-V", "wifidoc"),
    ] {
        match parsed(line) {
            Ok(Command::Show(text)) => {
                assert!(text.contains(says), "{line}: {text}");
                assert!(text.lines().all(|line| line.chars().count() <= shape::COLUMNS), "{text}");
            }
            other => panic!("{line}: {other:?}"),
        }
    }
}

#[test]
fn no_english_of_claps_is_left_in_the_other_languages() {
    for lang in [Lang::Es, Lang::Pt] {
        let mut shape = shape(lang);
        let mut all = shape.render_long_help().to_string();
        for name in ["check", "scan", "signal", "explain", "generate"] {
            let inner = shape.find_subcommand_mut(name).unwrap();
            all.push_str(&inner.render_help().to_string());
        }
        for word in ["Options", "Commands", "Arguments", "Usage", "possible values", "Print"] {
            assert!(!all.contains(word), "{word}: {all}");
        }
    }
}
