//! The options of `serve`: where to listen, to whom, and how much of everything.
//!
//! Apart from the check's, with which it shares none.

use crate::text::words::{help, mistakes, serve as words};
use crate::text::{Lang, Tr};
use clap::{Arg, ArgAction, ArgMatches};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// Every address of this computer, at a port that no common service has.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::UNSPECIFIED), 8700);
/// Minutes after which a server that nobody uses ends: whoever started it forgot it.
const MINUTES: u32 = 30;
/// Of one client in an hour: several tests of a gigabit.
const MEGABYTES: u32 = 10_000;

/// What `serve` was asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Serve {
    pub(crate) lang: Lang,
    pub(crate) listen: SocketAddr,
    pub(crate) allow_public: bool,
    /// Ends when nobody was there for so long.
    pub(crate) idle: Option<Duration>,
    /// Of one client in an hour, both ways together.
    pub(crate) most_bytes: u64,
}

/// The options, in the order of the help.
pub(super) fn options(lang: Lang) -> Vec<Arg> {
    let named = |name: &'static str, help: Tr| {
        Arg::new(name).long(name).help(help.get(lang)).help_heading(help::OPTIONS.get(lang))
    };
    let number = |name, help| named(name, help).value_parser(clap::value_parser!(u32));
    vec![
        named("listen", words::LISTEN)
            .value_name("ADDR:PORT")
            .value_parser(clap::value_parser!(SocketAddr)),
        number("for", words::FOR).value_name("MIN"),
        number("max-mb", words::MAX_MB).value_name("MB"),
        named("allow-public", words::ALLOW_PUBLIC).action(ArgAction::SetTrue),
    ]
}

/// What was asked for, or what cannot be meant.
pub(super) fn read(matches: &ArgMatches, lang: Lang) -> Result<Serve, String> {
    let number = |id| matches.get_one::<u32>(id).copied();
    let minutes = number("for").unwrap_or(MINUTES);
    let serve = Serve {
        lang,
        listen: matches.get_one::<SocketAddr>("listen").copied().unwrap_or(LISTEN),
        allow_public: matches.get_flag("allow-public"),
        idle: (minutes > 0).then(|| Duration::from_mins(minutes.into())),
        most_bytes: u64::from(number("max-mb").unwrap_or(MEGABYTES)) * 1_000_000,
    };
    if serve.most_bytes == 0 {
        return Err(mistakes::bad_value("--max-mb", "0", lang));
    }
    Ok(serve)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Command, parse};

    fn parsed(line: &str) -> Result<Serve, String> {
        let arguments = ["wifidoc", "serve"].into_iter().chain(line.split_whitespace());
        match parse(arguments.map(Into::into), || ["en".to_owned()]) {
            Ok(Command::Serve(serve)) => Ok(serve),
            Ok(other) => panic!("{line}: {other:?}"),
            Err(mistake) => Err(mistake.text),
        }
    }

    #[test]
    fn without_options_it_listens_at_home_and_ends_by_itself() {
        let serve = parsed("").unwrap();
        assert_eq!(serve.listen.to_string(), "0.0.0.0:8700");
        assert_eq!(serve.idle, Some(Duration::from_mins(30)));
        assert_eq!((serve.allow_public, serve.most_bytes), (false, 10_000_000_000));
    }

    #[test]
    fn what_is_given_counts() {
        let serve = parsed("--listen [::1]:9 --for 0 --max-mb 5 --allow-public --lang pt").unwrap();
        assert_eq!(serve.listen.to_string(), "[::1]:9");
        assert_eq!((serve.idle, serve.allow_public), (None, true));
        assert_eq!((serve.most_bytes, serve.lang), (5_000_000, Lang::Pt));
    }

    #[test]
    fn what_cannot_be_meant_is_told_in_one_line() {
        for line in
            ["--listen box", "--listen 1.2.3.4", "--for -1", "--max-mb 0", "--max-mb x", "x"]
        {
            let text = parsed(line).unwrap_err();
            assert!(!text.is_empty() && !text.contains('\n'), "{line}: {text}");
        }
    }
}
