//! What clap answers, in our words: the help and the version as they are, its errors told anew.
//!
//! Apart because clap speaks English only.

use super::shape::shape;
use super::target::{BadTarget, Target};
use super::{Command, Mistake};
use crate::evidence::Foreign;
use crate::text::Lang;
use crate::text::nearest::nearest;
use crate::text::words::mistakes;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What clap answered: the help or the version, or its error in our words.
pub(super) fn told(error: &clap::Error, lang: Lang) -> Result<Command, Mistake> {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let clean = |text: String| Foreign::new(text).to_string();
    // clap guesses further than people mistype.
    let near = |typed: &str, kind| {
        context(kind).filter(|near| nearest(typed, std::iter::once(near.as_str())).is_some())
    };
    // `--only <LAYER>` is how clap names an option; people type its first word.
    let named = context(ContextKind::InvalidArg).unwrap_or_default();
    let option = clean(named.split(' ').next().unwrap_or_default().to_owned());
    let value = clean(context(ContextKind::InvalidValue).unwrap_or_default());
    let text = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Ok(Command::Show(error.render().to_string()));
        }
        ErrorKind::UnknownArgument if option.starts_with('-') => {
            let near = near(&option, ContextKind::SuggestedArg);
            mistakes::unknown_option(&option, near.as_deref(), lang)
        }
        ErrorKind::UnknownArgument => mistakes::extra_argument(&option, lang),
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            if command == "help" {
                return Ok(Command::Show(shape(lang).render_help().to_string()));
            }
            let near = near(&command, ContextKind::SuggestedSubcommand);
            mistakes::unknown_command(&clean(command), near.as_deref(), lang)
        }
        ErrorKind::InvalidValue if value.is_empty() => mistakes::value_missing(&option, lang),
        ErrorKind::InvalidValue => {
            let valid = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(valid)) => valid.clone(),
                _ => Vec::new(),
            };
            let near = near(&value, ContextKind::SuggestedValue);
            mistakes::unknown_value(&option, &value, near.as_deref(), &valid, lang)
        }
        ErrorKind::ValueValidation => match option.as_str() {
            "--rounds" => mistakes::bad_rounds(&value, lang),
            "--far" => mistakes::bad_host(&value, lang),
            // What clap was told of it is not to be had any more.
            "--target" => match Target::parse(&value) {
                Err(BadTarget::ThisComputer) => mistakes::target_is_this_computer(&value, lang),
                Err(BadTarget::NotOfTheInternet) => mistakes::target_is_inside(&value, lang),
                _ => mistakes::bad_target(&value, lang),
            },
            _ => mistakes::bad_value(&option, &value, lang),
        },
        ErrorKind::TooManyValues => mistakes::value_not_wanted(&option, lang),
        ErrorKind::MissingRequiredArgument => mistakes::argument_missing(&option, lang),
        ErrorKind::InvalidUtf8 => mistakes::NOT_UTF8.get(lang).to_owned(),
        _ => mistakes::NOT_UNDERSTOOD.get(lang).to_owned(),
    };
    Err(Mistake { text })
}
