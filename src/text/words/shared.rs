//! The words around what was shared: for the customer who sends it, and the agent who opens it.
//!
//! Apart from the report's own words because their reader is another person: the agent, who speaks
//! with the customer.

use crate::text::{Lang, Tr};

pub(crate) const SHARE: Tr = Tr {
    es: "Escribe el texto o el código para tu operador: sin nombres, direcciones ni claves",
    en: "Writes the text or the code for your provider: no names, addresses or passwords",
    pt: "Escreve o texto ou o código para a sua operadora: sem nomes, endereços nem senhas",
};
pub(crate) const OPEN: Tr = Tr {
    es: "Muestra en tu idioma lo que te envió un cliente",
    en: "Shows in your language what a customer sent you",
    pt: "Mostra no seu idioma o que um cliente enviou",
};
pub(crate) const FORMAT: Tr = Tr {
    es: "text: unas líneas para pegar (por defecto); code: 16 letras y números para decir por teléfono",
    en: "text: some lines to paste (the default); code: 16 letters and digits to say on the telephone",
    pt: "text: algumas linhas para colar (o padrão); code: 16 letras e números para dizer ao telefone",
};
pub(crate) const TICKET_OPTION: Tr = Tr {
    es: "El número de tu incidencia, para que viaje en el texto",
    en: "The number of your ticket, which travels in the text",
    pt: "O número do seu chamado, que vai no texto",
};
pub(crate) const A_FILE_OR_DASH: Tr = Tr { es: "ARCHIVO|-", en: "FILE|-", pt: "ARQUIVO|-" };
pub(crate) const FROM: Tr = Tr {
    es: "Un archivo con el texto, el código, el correo entero o una grabación; - es la entrada",
    en: "A file with the text, the code, the whole e-mail or a recording; - is standard input",
    pt: "Um arquivo com o texto, o código, o e-mail inteiro ou uma gravação; - é a entrada",
};
pub(crate) const SENT_TEXT: Tr = Tr {
    es: "Informe que envió el cliente",
    en: "Report that the customer sent",
    pt: "Relatório que o cliente enviou",
};
pub(crate) const SENT_CODE: Tr = Tr {
    es: "Código de soporte: el resultado y cinco medidas redondeadas",
    en: "Support code: the verdict and five rounded figures",
    pt: "Código de suporte: o resultado e cinco medidas arredondadas",
};
pub(crate) const MEASURED: Tr = Tr { es: "Medido", en: "Measured", pt: "Medido" };
pub(crate) const TICKET: Tr = Tr { es: "Incidencia", en: "Ticket", pt: "Chamado" };
pub(crate) const CONTACT_REASON: Tr =
    Tr { es: "Motivo de contacto", en: "Contact reason", pt: "Motivo do contato" };
pub(crate) const ASK_NEXT: Tr = Tr { es: "Qué preguntar", en: "Ask next", pt: "O que perguntar" };

/// What the agent asks after a problem.
pub(crate) const ASK_ABOUT_STEPS: Tr = Tr {
    es: "¿Qué pasos de la lista ha hecho ya, y qué pasó después? Haz con el cliente el primero que \
         falte y pídele que mida otra vez.",
    en: "Which of the steps have been done already, and what happened then? Do the first missing one \
         with the customer, and have them measure again.",
    pt: "Quais passos da lista já foram feitos, e o que aconteceu depois? Faça com o cliente o \
         primeiro que falta e peça que meça de novo.",
};
/// What the agent asks where nothing was found.
pub(crate) const ASK_WHEN: Tr = Tr {
    es: "¿Qué nota el cliente, y a qué hora? Pídele que ejecute wifidoc mientras le pasa.",
    en: "What does the customer notice, and when? Have them run wifidoc while it happens.",
    pt: "O que o cliente percebe, e a que horas? Peça que execute o wifidoc enquanto acontece.",
};
/// What the agent asks where it is open.
pub(crate) const ASK_FOR_EXPERIMENT: Tr = Tr {
    es: "Pide al cliente que haga la prueba de arriba y que envíe el informe nuevo.",
    en: "Have the customer do the test above and send the new report.",
    pt: "Peça ao cliente que faça o teste acima e envie o novo relatório.",
};
/// A cause that only a newer version knows, where its side is known.
pub(crate) const CAUSE_OF_NEWER: Tr = Tr {
    es: "Esta versión de wifidoc no conoce la causa. Actualízala para verla.",
    en: "This version of wifidoc does not know the cause. Update it to see it.",
    pt: "Esta versão do wifidoc não conhece a causa. Atualize para ver.",
};

/// How long ago something was, in the largest unit that fits; `None` for what lies ahead.
pub(crate) fn ago(minutes: i64, lang: Lang) -> Option<String> {
    let minutes = u64::try_from(minutes).ok()?;
    let (count, es, en, pt) = match minutes {
        0..60 => (minutes, "minuto", "minute", "minuto"),
        60..2880 => (minutes / 60, "hora", "hour", "hora"),
        _ => (minutes / 1440, "día", "day", "dia"),
    };
    let many = if count == 1 { "" } else { "s" };
    Some(match lang {
        Lang::Es => format!("hace {count} {es}{many}"),
        Lang::En => format!("{count} {en}{many} ago"),
        Lang::Pt => format!("há {count} {pt}{many}"),
    })
}

pub(crate) fn lines_missing(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Es, 1) => "Falta una línea del texto: esto es lo que ha llegado.".to_owned(),
        (Lang::Es, _) => format!("Faltan {count} líneas del texto: esto es lo que ha llegado."),
        (Lang::En, 1) => "One line of the text is missing: this is what arrived.".to_owned(),
        (Lang::En, _) => format!("{count} lines of the text are missing: this is what arrived."),
        (Lang::Pt, 1) => "Falta uma linha do texto: isto é o que chegou.".to_owned(),
        (Lang::Pt, _) => format!("Faltam {count} linhas do texto: isto é o que chegou."),
    }
}

/// A code of which one symbol was mended.
pub(crate) fn mended_code(code: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!(
            "Un carácter del código estaba mal. Lo he leído como {code}: pide al cliente que lo confirme."
        ),
        Lang::En => format!(
            "One character of the code was wrong. It was read as {code}: have the customer confirm it."
        ),
        Lang::Pt => format!(
            "Um caractere do código estava errado. Foi lido como {code}: peça ao cliente que confirme."
        ),
    }
}

/// What the customer is told before the text.
pub(crate) const PREVIEW: Tr = Tr {
    es: "Esto es todo lo que vas a compartir. No lleva nombres, direcciones ni claves:",
    en: "This is all that you share. It holds no names, addresses or passwords:",
    pt: "Isto é tudo o que você vai compartilhar. Não leva nomes, endereços nem senhas:",
};
pub(crate) const BY_TELEPHONE: Tr = Tr {
    es: "Por teléfono, este código dice lo mismo en corto:",
    en: "On the telephone, this code says the same in short:",
    pt: "Por telefone, este código diz o mesmo em poucas letras:",
};

/// A word for each letter of the support code, as people spell on the telephone.
const SPELLING: [(char, Tr); 24] = [
    ('A', Tr { es: "Ana", en: "Alfa", pt: "amor" }),
    ('B', Tr { es: "Barcelona", en: "Bravo", pt: "bola" }),
    ('C', Tr { es: "casa", en: "Charlie", pt: "casa" }),
    ('D', Tr { es: "dedo", en: "Delta", pt: "dado" }),
    ('E', Tr { es: "España", en: "Echo", pt: "escola" }),
    ('F', Tr { es: "Francia", en: "Foxtrot", pt: "faca" }),
    ('G', Tr { es: "gato", en: "Golf", pt: "gato" }),
    ('H', Tr { es: "hotel", en: "Hotel", pt: "hotel" }),
    ('J', Tr { es: "Jaén", en: "Juliett", pt: "janela" }),
    ('K', Tr { es: "kilo", en: "Kilo", pt: "kiwi" }),
    ('L', Tr { es: "luna", en: "Lima", pt: "lua" }),
    ('M', Tr { es: "Madrid", en: "Mike", pt: "mala" }),
    ('N', Tr { es: "Navarra", en: "November", pt: "navio" }),
    ('P', Tr { es: "pato", en: "Papa", pt: "pato" }),
    ('Q', Tr { es: "queso", en: "Quebec", pt: "queijo" }),
    ('R', Tr { es: "Roma", en: "Romeo", pt: "rato" }),
    ('S', Tr { es: "Sevilla", en: "Sierra", pt: "sapo" }),
    ('T', Tr { es: "Toledo", en: "Tango", pt: "tatu" }),
    ('U', Tr { es: "uva", en: "Uniform", pt: "uva" }),
    ('V', Tr { es: "Valencia", en: "Victor", pt: "vaca" }),
    ('W', Tr { es: "Washington", en: "Whiskey", pt: "Washington" }),
    ('X', Tr { es: "xilófono", en: "X-ray", pt: "xadrez" }),
    ('Y', Tr { es: "yogur", en: "Yankee", pt: "yoga" }),
    ('Z', Tr { es: "Zamora", en: "Zulu", pt: "zebra" }),
];

/// A support code for the telephone: each letter with its word, the groups apart.
pub(crate) fn spelled(code: &str, lang: Lang) -> String {
    let of = match lang {
        Lang::Es | Lang::Pt => "de",
        Lang::En => "as in",
    };
    let one = |c: char| match SPELLING.iter().find(|(letter, _)| *letter == c) {
        Some((letter, word)) => format!("{letter} {of} {}", word.get(lang)),
        None => c.to_string(),
    };
    let group = |group: &str| group.chars().map(one).collect::<Vec<_>>().join(", ");
    code.split('-').map(group).collect::<Vec<_>>().join(" - ")
}

/// What makes a paste unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotShared {
    /// Neither a share text nor a code nor a file of wifidoc's.
    Nothing,
    /// The share text's first line came through and its verdict did not.
    NoVerdict,
    /// A newer version made it.
    Newer,
    /// More than one character of the code is wrong.
    WrongCode,
}

/// One line: what is wrong with the paste and what to do.
pub(crate) const fn not_shared(why: NotShared) -> Tr {
    match why {
        NotShared::Nothing => Tr {
            es: "aquí no hay ningún informe de wifidoc; pega el texto que empieza por WD1, el código \
                 de 16 letras y números, o da el archivo grabado",
            en: "there is no report of wifidoc's in this; paste the text that begins with WD1, the \
                 code of 16 letters and digits, or give the recorded file",
            pt: "não há nenhum relatório do wifidoc aqui; cole o texto que começa com WD1, o código de \
                 16 letras e números, ou indique o arquivo gravado",
        },
        NotShared::NoVerdict => Tr {
            es: "al texto le falta el resultado: se cortó al copiarlo; pide al cliente que lo envíe \
                 entero",
            en: "the verdict is missing from the text: it was cut off while copying; have the \
                 customer send all of it",
            pt: "falta o resultado no texto: ele foi cortado ao copiar; peça ao cliente que envie \
                 inteiro",
        },
        NotShared::Newer => Tr {
            es: "lo hizo una versión más nueva de wifidoc; actualiza este programa",
            en: "a newer version of wifidoc made it; update this program",
            pt: "foi feito por uma versão mais nova do wifidoc; atualize este programa",
        },
        NotShared::WrongCode => Tr {
            es: "el código tiene más de un carácter mal; pide al cliente que lo dicte otra vez",
            en: "more than one character of the code is wrong; have the customer read it out again",
            pt: "o código tem mais de um caractere errado; peça ao cliente que dite de novo",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_spelled_as_people_do_on_the_telephone() {
        assert_eq!(spelled("B2-QX", Lang::Es), "B de Barcelona, 2 - Q de queso, X de xilófono");
        assert_eq!(spelled("B", Lang::En), "B as in Bravo");
        for (letter, words) in SPELLING {
            for lang in Lang::ALL {
                let first = words.get(lang).chars().next().unwrap();
                assert!(first.eq_ignore_ascii_case(&letter), "{letter} in {}", lang.tag());
            }
        }
    }

    #[test]
    fn an_age_is_said_in_its_largest_unit() {
        for (minutes, es) in [
            (0, Some("hace 0 minutos")),
            (1, Some("hace 1 minuto")),
            (119, Some("hace 1 hora")),
            (2879, Some("hace 47 horas")),
            (2880, Some("hace 2 días")),
            (-5, None),
        ] {
            assert_eq!(ago(minutes, Lang::Es).as_deref(), es, "{minutes}");
        }
    }
}
