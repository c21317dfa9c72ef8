//! The proxies in the settings of a desktop: GNOME's database and KDE's file.
//!
//! It is apart because these are file formats of others, read byte by byte: neither desktop has a
//! command whose output is meant for programs, and its library would have to be there to link to.

use super::super::{MOST_BYTES, Script, Setting, setting};
use super::Desktop;
use crate::evidence::between::{ProxyKind, SetIn};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Where the two keep their settings, by the variables of the session.
struct Places {
    /// `$XDG_CONFIG_HOME`, or `~/.config`.
    config: PathBuf,
    /// `/etc`.
    etc: PathBuf,
}

/// The settings of the desktop that this program was started in; none outside of one, where it is
/// not known which of the files anybody reads.
#[cfg(target_os = "linux")]
pub(in crate::probes::proxies) fn look() -> Desktop {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let Some(desktop) = variable("XDG_CURRENT_DESKTOP") else { return Desktop::default() };
    let home = || variable("HOME").map(|home| Path::new(&home).join(".config"));
    let Some(config) = variable("XDG_CONFIG_HOME").map(PathBuf::from).or_else(home) else {
        return Desktop::default();
    };
    let places = Places { config, etc: PathBuf::from("/etc") };
    if desktop.split(':').any(|name| name == "KDE") {
        let files = [places.config.join("kioslaverc"), places.etc.join("xdg/kioslaverc")];
        kde(&files.map(|file| String::from_utf8_lossy(&read(&file)).into_owned()))
    } else {
        gnome(&databases(&places).iter().map(|file| read(file)).collect::<Vec<_>>())
    }
}

/// A file, or nothing where there is none or it is longer than any of its kind.
fn read(file: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = std::fs::File::open(file)
        .and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes))
        .is_ok();
    if read && (bytes.len() as u64) < MOST_BYTES { bytes } else { Vec::new() }
}

/// The databases in the order in which they are asked (dconf(7), `/etc/dconf/profile/user`).
fn databases(places: &Places) -> Vec<PathBuf> {
    let user = |name: &str| places.config.join("dconf").join(name);
    let profile = read(&places.etc.join("dconf/profile/user"));
    let listed: Vec<PathBuf> = String::from_utf8_lossy(&profile)
        .lines()
        .filter_map(|line| match line.trim().split_once(':')? {
            ("user-db", name) => Some(user(name)),
            ("system-db", name) => Some(places.etc.join("dconf/db").join(name)),
            ("file-db", path) => Some(PathBuf::from(path)),
            _ => None,
        })
        .collect();
    if listed.is_empty() { vec![user("user")] } else { listed }
}

/// What GNOME is set to by these databases, of which the first that has a key counts.
fn gnome(databases: &[Vec<u8>]) -> Desktop {
    let tables: Vec<_> = databases.iter().map(|bytes| values(bytes)).collect();
    let value = |key: &str| tables.iter().find_map(|table| table.get(key));
    let text = |key: &str| match value(key) {
        Some(Value::Text(text)) => text.trim(),
        _ => "",
    };
    let script = || Script::of(SetIn::Desktop, text("/system/proxy/autoconfig-url"));
    match text("/system/proxy/mode") {
        "auto" => return Desktop { script: Some(script()), ..Desktop::default() },
        "manual" => {}
        _ => return Desktop::default(),
    }
    let signs_in =
        matches!(value("/system/proxy/http/use-authentication"), Some(Value::Flag(true)));
    let proxy = |name: &str, kind| {
        let host = text(&format!("/system/proxy/{name}/host"));
        let port = match value(&format!("/system/proxy/{name}/port")) {
            Some(Value::Number(port)) => *port,
            // What its schema says where nobody chose one.
            _ if name == "http" => 8080,
            _ => 0,
        };
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let found = setting(SetIn::Desktop, &format!("{host}:{port}"))?;
        Some(Setting { kind, signs_in, ..found })
    };
    let proxies = [
        proxy("http", ProxyKind::Http),
        proxy("https", ProxyKind::Http),
        proxy("socks", ProxyKind::Socks),
    ];
    Desktop { proxies: proxies.into_iter().flatten().collect(), script: None }
}

/// What KDE is set to by these files, of which the first that has a key counts.
fn kde(files: &[String]) -> Desktop {
    let value = |wanted: &str| {
        files.iter().find_map(|file| {
            file.lines()
                .skip_while(|line| line.trim() != "[Proxy Settings]")
                .skip(1)
                .take_while(|line| !line.trim_start().starts_with('['))
                .filter_map(|line| line.split_once('='))
                // A key may be followed by a mark, as in `httpProxy[$e]`.
                .find(|(key, _)| key.split('[').next().unwrap_or_default().trim() == wanted)
                .map(|(_, value)| value.trim().to_owned())
        })
    };
    let text = |key: &str| value(key).unwrap_or_default();
    match text("ProxyType").as_str() {
        "1" => {}
        "2" => {
            let script = Script::of(SetIn::Desktop, &text("Proxy Config Script"));
            return Desktop { script: Some(script), ..Desktop::default() };
        }
        "3" => {
            let script = Some(Script::of(SetIn::Desktop, ""));
            return Desktop { script, ..Desktop::default() };
        }
        // None, or the session's variables, which are read anyway.
        _ => return Desktop::default(),
    }
    let proxies = ["httpProxy", "httpsProxy", "socksProxy"].iter().filter_map(|key| {
        // The port stands behind a blank, or behind a colon as elsewhere.
        setting(SetIn::Desktop, &text(key).replacen(' ', ":", 1))
    });
    Desktop { proxies: proxies.collect(), script: None }
}

/// A value of a database, as far as any is of interest here.
#[derive(Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    Number(i32),
    Flag(bool),
}

/// The first bytes of a database on a machine that counts from the low end.
const MAGIC: &[u8; 8] = b"GVariant";
/// Magic, version, options, and where the table lies.
const HEADER: usize = 24;
/// Hash, parent, where the name lies and how long it is, kind, where the value lies.
const ITEM: usize = 24;
/// The parent of what has none.
const NO_PARENT: usize = 0xffff_ffff;
/// Names are made of fewer parts than this; more are a loop.
const DEEPEST: usize = 32;
/// A number, low end first, at an offset.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
}

/// The values of a database by name; none where it is not one, or another machine's.
fn values(bytes: &[u8]) -> BTreeMap<String, Value> {
    table(bytes).unwrap_or_default()
}

fn table(bytes: &[u8]) -> Option<BTreeMap<String, Value>> {
    let known = bytes.starts_with(MAGIC) && number(bytes, 8)? == 0 && bytes.len() >= HEADER;
    let root = known.then(|| bytes.get(number(bytes, 16)?..number(bytes, 20)?))??;
    // Words of a filter, then where each bucket begins, then the items.
    let filter = number(root, 0)? & 0x07ff_ffff;
    let before = 8_usize.checked_add(filter.checked_add(number(root, 4)?)?.checked_mul(4)?)?;
    let items: Vec<&[u8]> = root.get(before..)?.chunks_exact(ITEM).collect();
    let mut values = BTreeMap::new();
    for item in items.iter().filter(|item| item[14] == b'v') {
        if let (Some(name), Some(value)) = (name(bytes, &items, item), value(bytes, item)) {
            values.insert(name, value);
        }
    }
    Some(values)
}

/// The full name of an item: its own part behind those of its parents.
fn name(bytes: &[u8], items: &[&[u8]], item: &[u8]) -> Option<String> {
    let mut parts = Vec::new();
    let mut item = item;
    for _ in 0..DEEPEST {
        let start = number(item, 8)?;
        let length = usize::from(u16::from_le_bytes([*item.get(12)?, *item.get(13)?]));
        parts.push(std::str::from_utf8(bytes.get(start..start.checked_add(length)?)?).ok()?);
        match number(item, 4)? {
            NO_PARENT => return Some(parts.into_iter().rev().collect()),
            parent => item = items.get(parent)?,
        }
    }
    None
}

/// The value of an item: its bytes, a zero, and its type.
fn value(bytes: &[u8], item: &[u8]) -> Option<Value> {
    let bytes = bytes.get(number(item, 16)?..number(item, 20)?)?;
    let (content, kind) = bytes.split_at_checked(bytes.iter().rposition(|byte| *byte == 0)?)?;
    match (kind, content) {
        (b"\0s", [text @ .., 0]) => Some(Value::Text(String::from_utf8(text.to_vec()).ok()?)),
        (b"\0i", number) => Some(Value::Number(i32::from_le_bytes(number.try_into().ok()?))),
        (b"\0b", [flag]) => Some(Value::Flag(*flag != 0)),
        _ => None,
    }
}

/// Reads everything there is to read in any bytes; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(in crate::probes::proxies) fn read_anything(bytes: &[u8]) {
    let _ = kde(&[String::from_utf8_lossy(bytes).into_owned()]);
    let _ = gnome(&[bytes.to_vec()]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Foreign;
    use proptest::prelude::*;

    const MANUAL: &[u8] = include_bytes!("../../../../tests/desktops/manual.dconf");
    const AUTO: &[u8] = include_bytes!("../../../../tests/desktops/auto.dconf");
    const NONE: &[u8] = include_bytes!("../../../../tests/desktops/none.dconf");

    fn proxy(kind: ProxyKind, host: &str, port: u16) -> Setting {
        Setting { set_in: SetIn::Desktop, kind, host: host.to_owned(), port, signs_in: false }
    }

    fn script(host: &str) -> Desktop {
        let host = Foreign::new(host);
        Desktop { script: Some(Script { set_in: SetIn::Desktop, host }), ..Desktop::default() }
    }

    #[test]
    fn gnomes_database_is_read_as_dconf_wrote_it() {
        let manual = gnome(&[MANUAL.to_vec()]);
        let expected = proxy(ProxyKind::Http, "192.168.50.77", 3128);
        assert_eq!(manual.proxies, [expected.clone(), expected]);
        assert_eq!(manual.script, None);
        assert_eq!(gnome(&[AUTO.to_vec()]), script("pac.oficina.test"));
        assert_eq!(gnome(&[NONE.to_vec()]), Desktop::default(), "a left-over host is not in use");
        assert_eq!(gnome(&[]), Desktop::default());
    }

    #[test]
    fn the_first_database_that_has_a_key_counts() {
        assert_eq!(gnome(&[NONE.to_vec(), MANUAL.to_vec()]), Desktop::default());
        assert_eq!(gnome(&[Vec::new(), AUTO.to_vec()]), script("pac.oficina.test"));
    }

    #[test]
    fn the_databases_are_those_of_the_profile() {
        let home = tempfile::tempdir().unwrap();
        let (config, etc) = (home.path().join("config"), home.path().join("etc"));
        let places = Places { config: config.clone(), etc: etc.clone() };
        assert_eq!(databases(&places), [config.join("dconf/user")]);
        std::fs::create_dir_all(etc.join("dconf/profile")).unwrap();
        let profile = "# ours\nuser-db:user\nsystem-db:local\nfile-db:/opt/x\nservice-db:y\n";
        std::fs::write(etc.join("dconf/profile/user"), profile).unwrap();
        let expected =
            [config.join("dconf/user"), etc.join("dconf/db/local"), PathBuf::from("/opt/x")];
        assert_eq!(databases(&places), expected);
    }

    #[test]
    fn kdes_file_is_read_by_what_its_type_says() {
        let of = |text: &str| kde(&[format!("[Other]\nProxyType=1\n[Proxy Settings]\n{text}")]);
        let places = "httpProxy=http://proxy.lan 8080\nhttpsProxy[$e]=http://proxy.lan:8081\nsocksProxy=socks://s.lan 1081\n";
        let manual = of(&format!("ProxyType=1\n{places}"));
        let expected = [
            proxy(ProxyKind::Http, "proxy.lan", 8080),
            proxy(ProxyKind::Http, "proxy.lan", 8081),
            proxy(ProxyKind::Socks, "s.lan", 1081),
        ];
        assert_eq!(manual.proxies, expected);
        for kind in ["0", "4", "", "x"] {
            assert_eq!(of(&format!("{places}ProxyType={kind}\n")), Desktop::default(), "{kind}");
        }
        let by_address = of("ProxyType=2\nProxy Config Script=http://pac.lan/p?key=s3cret\n");
        assert_eq!(by_address, script("pac.lan"));
        assert_eq!(of("ProxyType=3\n"), script(""));
        assert_eq!(of("[Else]\nProxyType=1\nhttpProxy=http://a 1\n"), Desktop::default());
        let for_all = "[Proxy Settings]\nhttpProxy=http://b 2\n".to_owned();
        let both = kde(&["[Proxy Settings]\nProxyType=1\n".to_owned(), for_all]);
        assert_eq!(both.proxies, [proxy(ProxyKind::Http, "b", 2)]);
    }

    #[test]
    fn an_item_that_is_its_own_parent_has_no_name() {
        let mut item = [0; ITEM];
        item[14] = b'v';
        assert_eq!(name(&[], &[&item], &item), None);
    }

    proptest! {
        #[test]
        fn any_file_is_read_without_panic(text: String, bytes: Vec<u8>) {
            read_anything(text.as_bytes());
            read_anything(&bytes);
        }

        #[test]
        fn a_database_with_any_byte_changed_is_read_without_panic(
            at in 0..MANUAL.len(),
            byte: u8,
            cut in 0..MANUAL.len(),
        ) {
            let mut bytes = MANUAL.to_vec();
            bytes[at] = byte;
            let _ = gnome(&[bytes.clone()]);
            bytes.truncate(cut);
            let _ = gnome(&[bytes]);
        }
    }
}
