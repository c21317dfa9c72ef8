//! Words: the languages, and what the program itself says in each of them.
//!
//! A text is a field per language, so that a missing translation does not compile. What a
//! rule says stands in the rule's own file; here is only what belongs to no rule.

pub(crate) mod figures;
pub(crate) mod fill;
pub(crate) mod nearest;
pub(crate) mod words;

use serde::{Deserialize, Serialize};

/// A language the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Lang {
    Es,
    En,
    /// Brazilian usage; it serves Portugal too.
    Pt,
}

impl Lang {
    /// Every language, in the order of the command line's help.
    pub(crate) const ALL: [Self; 3] = [Self::Es, Self::En, Self::Pt];

    /// The language's two letters, as in `--lang`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
            Self::Pt => "pt",
        }
    }

    /// The language of a tag such as `es`, `pt-BR` or `es_ES.UTF-8`, if the program speaks it.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let start = tag.split(['-', '_', '.', '@']).next()?;
        Self::ALL.into_iter().find(|lang| start.eq_ignore_ascii_case(lang.tag()))
    }
}

/// The same thing said in every language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tr<T: 'static = &'static str> {
    pub(crate) es: T,
    pub(crate) en: T,
    pub(crate) pt: T,
}

impl<T: Copy> Tr<T> {
    /// What is said in one language.
    pub(crate) const fn get(&self, lang: Lang) -> T {
        match lang {
            Lang::Es => self.es,
            Lang::En => self.en,
            Lang::Pt => self.pt,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_from_what_systems_write() {
        for (tag, lang) in [
            ("es", Some(Lang::Es)),
            ("es_ES.UTF-8", Some(Lang::Es)),
            ("pt-PT", Some(Lang::Pt)),
            ("PT_BR", Some(Lang::Pt)),
            ("en@euro", Some(Lang::En)),
            ("de", None),
            ("C", None),
            ("", None),
            ("est", None),
        ] {
            assert_eq!(Lang::from_tag(tag), lang, "{tag}");
        }
    }
}
