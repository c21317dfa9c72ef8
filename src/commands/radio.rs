//! The radio that `scan` and `signal` use, or the one line that says why there is none.
//!
//! Apart from the check, which does without a radio where a cable carries the traffic.

use super::{Input, NotMeasured};
use crate::evidence::{Foreign, Outcome};
use crate::probes::net::{self, Link, SystemError};
use crate::probes::{THIS_OS, host, wifi};
use crate::text::Lang;
use crate::text::words::{mistakes, reasons};

/// A radio and its interface.
pub(super) struct Radio {
    pub(super) link: Link,
    pub(super) radio: Box<dyn wifi::Radio>,
}

/// The radio of the interface of that name, else the best one.
pub(super) fn open(asked: Option<&str>, lang: Lang) -> anyhow::Result<Radio> {
    let links = net::open().and_then(|mut net| net.links()).map_err(|e| silent(e, lang))?;
    let Some(link) = host::radio(&links, asked) else {
        let Some(name) = asked else {
            return Err(NotMeasured(mistakes::NO_RADIO.get(lang).to_owned()).into());
        };
        let there: Vec<&str> = links.iter().map(|link| link.name.as_str()).collect();
        let shown = Foreign::new(name).to_string();
        let text = if there.contains(&name) {
            mistakes::not_wifi(&shown, lang)
        } else {
            mistakes::unknown_interface(&shown, &there, lang)
        };
        return Err(Input(text).into());
    };
    if !link.up {
        return Err(NotMeasured(mistakes::RADIO_OFF.get(lang).to_owned()).into());
    }
    let radio = wifi::open().map_err(|error| silent(error, lang))?;
    Ok(Radio { link, radio })
}

/// The system does not say.
pub(super) fn silent(error: SystemError, lang: Lang) -> NotMeasured {
    unread(&error.outcome::<()>(), lang)
}

/// Something of the radio was not to be had.
pub(super) fn unread<T>(outcome: &Outcome<T>, lang: Lang) -> NotMeasured {
    let why = match outcome {
        Outcome::Unavailable(why) | Outcome::NotTried(why) => {
            Some(reasons::why(*why, THIS_OS).get(lang))
        }
        Outcome::Pending | Outcome::Measured(_) | Outcome::Failed(_) => None,
    };
    NotMeasured(mistakes::radio_silent(why, lang))
}
