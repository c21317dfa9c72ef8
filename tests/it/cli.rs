//! The program as a whole, as a shell sees it: exit codes, one line on stderr, streams that close.

use super::{project, wifidoc};
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
#[cfg(target_os = "linux")]
use std::process::Command;
use std::process::{Output, Stdio};

fn network(name: &str) -> PathBuf {
    project("tests/networks").join(name).join("evidence.json")
}

fn run(arguments: &[&str]) -> Output {
    wifidoc().args(arguments).output().unwrap()
}

/// The one line that a failure says.
fn line(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(said.lines().count(), 1, "not one line: {said}");
    assert!(said.starts_with("wifidoc: "), "{said}");
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    said
}

#[test]
fn the_exit_code_is_the_verdicts() {
    for (name, code) in [("healthy-wifi", 0), ("wifi-loses-packets", 1), ("hostile-name", 0)] {
        for format in ["text", "json"] {
            let output = wifidoc()
                .args(["--format", format, "--replay"])
                .arg(network(name))
                .output()
                .unwrap();
            assert_eq!(output.status.code(), Some(code), "{name}");
        }
    }
}

#[test]
fn wrong_usage_is_told_in_one_line_in_the_language_asked_for() {
    for (arguments, es, en, pt) in [
        (&["--qick"][..], "decir --quick?", "did you mean --quick?", "dizer --quick?"),
        (
            &["--bogus"],
            "--bogus; wifidoc --help",
            "--bogus; wifidoc --help",
            "--bogus; wifidoc --help",
        ),
        (&["--only", "foo"], "no admite «foo»", "does not take \"foo\"", "não aceita \"foo\""),
        (&["--rounds", "0"], "número entero", "whole number", "número inteiro"),
        (
            &["--record", "a", "--replay", "b"],
            "no van juntos",
            "do not go together",
            "não combinam",
        ),
        (
            &["explain", "wifi-of"],
            "¿querías decir wifi-off?",
            "did you mean wifi-off?",
            "você quis dizer wifi-off?",
        ),
        (&["explain", "bananas"], "ningún código", "no code", "nenhum código"),
        (&["chek"], "orden «chek»", "command \"chek\"", "comando \"chek\""),
    ] {
        for (lang, expected) in [("es", es), ("en", en), ("pt", pt)] {
            let output = wifidoc().args(["--lang", lang]).args(arguments).output().unwrap();
            let said = line(&output);
            assert!(said.contains(expected), "{said}");
            assert_eq!(output.status.code(), Some(2), "{said}");
        }
    }
    let said = line(&run(&["--lang", "xx"]));
    assert!(said.contains("xx") && said.contains("es, en, pt"), "{said}");
}

#[test]
fn the_systems_language_is_used_where_none_is_asked_for() {
    for (variable, value, expected) in [
        ("LANG", "es_ES.UTF-8", "Uso:"),
        ("LC_ALL", "pt_PT.UTF-8", "Opções:"),
        ("LANG", "de_DE.UTF-8", "Usage:"),
        ("LANG", "C", "Usage:"),
    ] {
        let output = wifidoc().env(variable, value).arg("--help").output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(expected), "{value}: {said}");
        assert_eq!(output.status.code(), Some(0));
    }
}

#[test]
fn a_file_that_cannot_be_judged_is_told_in_one_line_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(network("healthy-wifi")).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    for (name, content, expected) in [
        ("cut", &whole[..whole.len() / 2], "cut off"),
        ("empty", b"", "is empty"),
        ("prose", b"PROBLEM  the Wi-Fi", "not JSON"),
        ("other", b"{\"name\": \"x\"}", "not what --record writes"),
        ("newer", text.replacen("\"schema\":1", "\"schema\":99", 1).as_bytes(), "newer wifidoc"),
        ("extra", text.replacen('{', "{\"surprise\":1,", 1).as_bytes(), "not what --record writes"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let output = run(&["--replay", path.to_str().unwrap()]);
        let said = line(&output);
        assert!(said.contains(name) && said.contains(expected), "{said}");
        assert_eq!(output.status.code(), Some(2), "{said}");
    }
    for (path, expected) in [
        (folder.path().join("missing"), "does not exist"),
        (folder.path().to_owned(), "not a regular file"),
    ] {
        let output = run(&["--replay", path.to_str().unwrap()]);
        let said = line(&output);
        assert!(said.contains(expected), "{said}");
        assert_eq!(output.status.code(), Some(2), "{said}");
    }
}

#[test]
fn a_recording_that_cannot_be_written_is_told_before_anything_is_measured() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing/run.json");
    for path in [missing.to_str().unwrap(), folder.path().to_str().unwrap(), "/dev/null"] {
        let begun = std::time::Instant::now();
        let output = run(&["--record", path, "--offline"]);
        let said = line(&output);
        assert!(said.contains(path), "{said}");
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(begun.elapsed().as_secs() < 2, "it measured first");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "something was left behind");
}

#[test]
fn an_interface_that_is_not_there_is_told_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("run.json");
    fs::write(&kept, "old").unwrap();
    let output =
        run(&["--interface", "nowhere0", "--record", kept.to_str().unwrap(), "--lang", "es"]);
    let said = line(&output);
    assert!(said.contains("ninguna interfaz «nowhere0»"), "{said}");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&kept).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left beside it");
}

#[test]
fn a_radio_that_is_not_there_is_told_in_the_language_asked_for() {
    for command in ["scan", "signal"] {
        for (lang, expected) in [
            ("es", "ninguna interfaz «nowhere0»"),
            ("en", "no interface \"nowhere0\""),
            ("pt", "nenhuma interface \"nowhere0\""),
        ] {
            let output = run(&[command, "--interface", "nowhere0", "--lang", lang]);
            let said = line(&output);
            assert!(said.contains(expected), "{said}");
            assert_eq!(output.status.code(), Some(2), "{command}");
        }
    }
}

#[test]
fn a_recorded_run_replays_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    let file = file.to_str().unwrap();
    for (view, lang) in [
        (&["--format", "text"][..], "es"),
        (&["--plain"], "pt"),
        (&["--format", "json", "--raw"], "en"),
    ] {
        let live = wifidoc()
            .args(["--offline", "--quick", "--record", file, "--lang", lang])
            .args(view)
            .output()
            .unwrap();
        let again = wifidoc().args(["--replay", file, "--lang", lang]).args(view).output().unwrap();
        assert!(live.stderr.is_empty(), "{}", String::from_utf8_lossy(&live.stderr));
        assert!(!live.stdout.is_empty());
        assert_eq!(live.stdout, again.stdout, "{view:?}");
        assert_eq!(live.status.code(), again.status.code());
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    // More than a pipe holds, so that the program is still writing when its reader goes.
    let mut child = wifidoc()
        .args(["--format", "json", "--raw", "--replay"])
        .arg(network("wifi-loses-packets"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "the verdict's code");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_stdout_is_told() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = wifidoc()
        .arg("--replay")
        .arg(network("healthy-wifi"))
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(70));
    line(&output);
}

/// The program on a terminal of its own, by `script` of util-linux.
#[cfg(target_os = "linux")]
fn on_a_terminal(arguments: &str, environment: &[(&str, &str)]) -> String {
    let command = format!("{} {arguments}", env!("CARGO_BIN_EXE_wifidoc"));
    let output = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("`script` of util-linux is there on every Linux");
    String::from_utf8(output.stdout).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn colour_is_for_terminals_whose_owner_wants_it() {
    let replay = format!("--replay {}", network("healthy-wifi").display());
    let plain = format!("{replay} --plain");
    for (arguments, environment, coloured) in [
        (&replay, &[("TERM", "xterm")][..], true),
        (&replay, &[("TERM", "xterm"), ("NO_COLOR", "")], true),
        (&replay, &[("TERM", "xterm"), ("NO_COLOR", "1")], false),
        (&replay, &[("TERM", "dumb")], false),
        (&replay, &[], false),
        (&plain, &[("TERM", "xterm")], false),
    ] {
        let said = on_a_terminal(arguments, environment);
        assert_eq!(said.contains('\u{1b}'), coloured, "{arguments} {environment:?}: {said}");
    }
    let output =
        wifidoc().env("TERM", "xterm").arg("--replay").arg(network("healthy-wifi")).output();
    assert!(!output.unwrap().stdout.contains(&0x1b), "colour into a pipe");
}

#[test]
fn a_screen_reader_gets_key_and_value_and_nothing_else() {
    let output = wifidoc().args(["--plain", "--replay"]).arg(network("healthy-wifi")).output();
    let said = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(said.starts_with("Result: ALL WELL."), "{said}");
    assert!(!said.contains("  ") && !said.contains("\n\n"), "{said}");
}

#[test]
fn the_plan_is_shown_and_nobody_is_contacted() {
    let output = run(&["--dry-run", "--far", "lab.test"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(said.contains("Nobody has been contacted") && said.contains("lab.test"), "{said}");
}

#[test]
fn the_page_of_a_code_is_there_in_every_language() {
    for (lang, expected) in [("es", "Qué hacer"), ("en", "What to do"), ("pt", "O que fazer")] {
        let output = run(&["explain", "wifi-off", "--lang", lang]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.starts_with("wifi-off\n") && said.contains(expected), "{said}");
        assert_eq!(output.status.code(), Some(0));
    }
}

#[test]
fn the_version_is_said() {
    let output = run(&["--version"]);
    let expected = concat!("wifidoc ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

/// What `open` shows of something that comes in on its standard input.
fn opened(sent: &[u8], arguments: &[&str]) -> Output {
    use std::io::Write as _;
    let mut open = wifidoc()
        .args(["open", "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    open.stdin.take().unwrap().write_all(sent).unwrap();
    open.wait_with_output().unwrap()
}

#[test]
fn what_a_customer_shares_opens_in_the_agents_language() {
    let network = network("wifi-loses-packets");
    let network = network.to_str().unwrap();
    for (format, lang, title) in [
        ("text", "es", "Se pierden mensajes entre este equipo y el router"),
        ("text", "pt", "Mensagens se perdem entre este computador e o roteador"),
        ("code", "en", "Messages get lost between this computer and the router"),
    ] {
        let shared = run(&["share", "--replay", network, "--format", format, "--ticket", "SR-7"]);
        assert_eq!(shared.status.code(), Some(0));
        let mail = [b"Hola:\r\n\r\n".as_slice(), &shared.stdout, b"\r\nUn saludo"].concat();
        let output = opened(&mail, &["--lang", lang]);
        assert_eq!(output.status.code(), Some(0));
        let page = String::from_utf8(output.stdout).unwrap();
        assert!(page.contains(title) && page.contains("DIAG-SIGNAL"), "{page}");
        assert_eq!(page.contains("SR-7"), format == "text", "{page}");
        let json = opened(&mail, &["--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!(json["verdict"]["cause"], "wifi-loses-packets");
        assert_eq!(json["verdict"]["side"], "wifi");
    }
}

#[test]
fn what_is_no_report_is_refused_in_one_line() {
    for sent in [&b""[..], b"mi wifi va mal", b"\xff\xfe\x00", b"{\"schema\": 99}", b"WD9 x #abcd"]
    {
        let output = opened(sent, &["--lang", "es"]);
        assert_eq!(output.status.code(), Some(2));
        line(&output);
    }
    let bad_ticket = run(&["share", "--ticket", "no spaces", "--replay", "x"]);
    assert_eq!(bad_ticket.status.code(), Some(2));
    line(&bad_ticket);
}

#[test]
fn serve_does_not_listen_where_the_whole_internet_could_ask() {
    for (address, expected) in [
        ("8.8.8.8:8700", "--allow-public"),
        ("[2001:db8::1]:8700", "--allow-public"),
        ("192.168.254.253:8700", "does not have that address"),
    ] {
        let output = run(&["serve", "--lang", "en", "--listen", address]);
        let said = line(&output);
        assert!(said.contains(expected), "{said}");
        assert_eq!(output.status.code(), Some(2), "{said}");
    }
}
