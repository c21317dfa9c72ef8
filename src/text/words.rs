//! The program's own words, which belong to no rule: help, mistakes, and what stands around a
//! verdict.
//!
//! They are apart from the code that uses them so that a translator reads one place. A phrase
//! with a value in it is a function, so that a language that forgets the value does not compile.

pub(crate) mod glossary;
pub(crate) mod help;
pub(crate) mod manual;
pub(crate) mod mistakes;
pub(crate) mod plan;
pub(crate) mod reasons;
pub(crate) mod scan;
pub(crate) mod serve;
pub(crate) mod shared;
pub(crate) mod sheet;
pub(crate) mod walk;

use super::{Lang, Tr};
use crate::evidence::Layer;

/// A layer as people call it, with its article.
pub(crate) const fn layer(layer: Layer) -> Tr {
    match layer {
        Layer::Host => Tr { es: "este equipo", en: "this computer", pt: "este computador" },
        Layer::Radio => Tr { es: "el wifi", en: "the Wi-Fi", pt: "o Wi-Fi" },
        Layer::Joining => {
            Tr { es: "la conexión a la red", en: "joining the network", pt: "a conexão à rede" }
        }
        Layer::Addresses => Tr { es: "las direcciones", en: "the addresses", pt: "os endereços" },
        Layer::Router => Tr { es: "el router", en: "the router", pt: "o roteador" },
        Layer::Line => Tr { es: "la línea", en: "the line", pt: "a linha" },
        Layer::Names => Tr { es: "los nombres (DNS)", en: "the names (DNS)", pt: "os nomes (DNS)" },
        Layer::Web => Tr { es: "las páginas web", en: "web pages", pt: "as páginas da web" },
        Layer::Throughput => Tr { es: "la velocidad", en: "the speed", pt: "a velocidade" },
        Layer::Service => Tr { es: "ese servicio", en: "that service", pt: "esse serviço" },
    }
}

/// A list as it is said: commas, and the language's "and" before the last.
pub(crate) fn list(items: &[&str], lang: Lang) -> String {
    let and = match lang {
        Lang::Es => "y",
        Lang::En => "and",
        Lang::Pt => "e",
    };
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// A word of somebody else's inside a sentence.
pub(crate) fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("«{text}»"),
        Lang::En | Lang::Pt => format!("\"{text}\""),
    }
}

/// A number of seconds in words.
pub(crate) fn seconds(count: u64, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Es | Lang::Pt, 1) => "1 segundo".to_owned(),
        (Lang::En, 1) => "1 second".to_owned(),
        (Lang::Es | Lang::Pt, _) => format!("{count} segundos"),
        (Lang::En, _) => format!("{count} seconds"),
    }
}

/// A day of the year without the year; `None` for a month that does not exist.
pub(crate) fn date(day: u8, month: u8, lang: Lang) -> Option<String> {
    const MONTHS: [Tr; 12] = [
        Tr { es: "enero", en: "January", pt: "janeiro" },
        Tr { es: "febrero", en: "February", pt: "fevereiro" },
        Tr { es: "marzo", en: "March", pt: "março" },
        Tr { es: "abril", en: "April", pt: "abril" },
        Tr { es: "mayo", en: "May", pt: "maio" },
        Tr { es: "junio", en: "June", pt: "junho" },
        Tr { es: "julio", en: "July", pt: "julho" },
        Tr { es: "agosto", en: "August", pt: "agosto" },
        Tr { es: "septiembre", en: "September", pt: "setembro" },
        Tr { es: "octubre", en: "October", pt: "outubro" },
        Tr { es: "noviembre", en: "November", pt: "novembro" },
        Tr { es: "diciembre", en: "December", pt: "dezembro" },
    ];
    let month = MONTHS.get(usize::from(month).checked_sub(1)?)?.get(lang);
    Some(match lang {
        Lang::Es | Lang::Pt => format!("{day} de {month}"),
        Lang::En => format!("{month} {day}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_dates_are_said_as_each_language_says_them() {
        assert_eq!(
            list(&["el wifi", "el router", "la línea"], Lang::Es),
            "el wifi, el router y la línea"
        );
        assert_eq!(list(&["the line"], Lang::En), "the line");
        assert_eq!(list(&[], Lang::Pt), "");
        assert_eq!(date(23, 11, Lang::Es).unwrap(), "23 de noviembre");
        assert_eq!(date(23, 11, Lang::En).unwrap(), "November 23");
        assert_eq!(date(1, 3, Lang::Pt).unwrap(), "1 de março");
        assert_eq!(date(1, 13, Lang::Es), None);
        assert_eq!(date(1, 0, Lang::Es), None);
    }
}
