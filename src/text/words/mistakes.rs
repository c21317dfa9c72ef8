//! What is said when the program was called wrongly or cannot read or write a file: one line that
//! names what is wrong and what to do.
//!
//! Apart because clap and the operating system speak English only.

use super::quoted;
use crate::text::{Lang, Tr};

/// A command line that cannot be read any further.
pub(crate) const NOT_UNDERSTOOD: Tr = Tr {
    es: "no se entienden estos argumentos; wifidoc --help los explica",
    en: "these arguments cannot be understood; wifidoc --help explains them",
    pt: "não dá para entender estes argumentos; wifidoc --help os explica",
};

pub(crate) const NOT_UTF8: Tr = Tr {
    es: "hay un argumento con caracteres que no son UTF-8; escríbelo de nuevo",
    en: "an argument holds characters that are not UTF-8; type it again",
    pt: "há um argumento com caracteres que não são UTF-8; digite-o de novo",
};

pub(crate) const TOO_MANY_FAR: Tr = Tr {
    es: "--far se puede dar tres veces como mucho; quita los destinos que sobran",
    en: "--far may be given three times at most; leave the others out",
    pt: "--far pode ser usado no máximo três vezes; tire os destinos que sobram",
};

pub(crate) const NOTHING_LEFT: Tr = Tr {
    es: "con este --only y este --skip no queda ninguna capa que mirar; quita uno de los dos",
    en: "this --only and --skip leave no layer to look at; drop one of the two",
    pt: "com este --only e este --skip não sobra nenhuma camada para olhar; tire um dos dois",
};

pub(crate) const RAW_WITHOUT_JSON: Tr = Tr {
    es: "--raw solo sirve con --format json; añádelo o quita --raw",
    en: "--raw only works with --format json; add that or drop --raw",
    pt: "--raw só serve com --format json; acrescente-o ou tire --raw",
};

/// Two options that exclude each other.
pub(crate) fn contradiction(one: &str, other: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{one} y {other} no van juntos; quita uno de los dos"),
        Lang::En => format!("{one} and {other} do not go together; drop one of the two"),
        Lang::Pt => format!("{one} e {other} não combinam; tire um dos dois"),
    }
}

/// A measuring option while a file is judged.
pub(crate) fn not_with_replay(option: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!(
            "{option} no va con --replay: el archivo ya dice qué se pidió y qué se midió; quita {option}"
        ),
        Lang::En => format!(
            "{option} does not go with --replay: the file says what was asked and measured; drop {option}"
        ),
        Lang::Pt => format!(
            "{option} não combina com --replay: o arquivo já diz o que foi pedido e medido; tire {option}"
        ),
    }
}

/// An option of the check before another command.
pub(crate) fn not_with_command(option: &str, command: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{option} no va con la orden {command}; quítala"),
        Lang::En => format!("{option} does not go with the command {command}; drop it"),
        Lang::Pt => format!("{option} não combina com o comando {command}; tire-a"),
    }
}

/// The nearest thing that does exist, as the end of a sentence.
fn meant(suggestion: Option<&str>, else_: &str, lang: Lang) -> String {
    match (suggestion, lang) {
        (None, _) => format!("; {else_}"),
        (Some(near), Lang::Es) => format!("; ¿querías decir {near}?"),
        (Some(near), Lang::En) => format!("; did you mean {near}?"),
        (Some(near), Lang::Pt) => format!("; você quis dizer {near}?"),
    }
}

pub(crate) fn unknown_option(option: &str, near: Option<&str>, lang: Lang) -> String {
    match lang {
        Lang::Es => format!(
            "no hay ninguna opción {option}{}",
            meant(near, "wifidoc --help las enseña todas", lang)
        ),
        Lang::En => format!(
            "there is no option {option}{}",
            meant(near, "wifidoc --help shows them all", lang)
        ),
        Lang::Pt => format!(
            "não há nenhuma opção {option}{}",
            meant(near, "wifidoc --help mostra todas", lang)
        ),
    }
}

pub(crate) fn unknown_command(command: &str, near: Option<&str>, lang: Lang) -> String {
    const ALL: [&str; 6] = ["check", "scan", "signal", "serve", "explain", "generate"];
    let (command, all) = (quoted(command, lang), super::list(&ALL, lang));
    match lang {
        Lang::Es => format!(
            "no hay ninguna orden {command}{}",
            meant(near, &format!("las órdenes son {all}"), lang)
        ),
        Lang::En => format!(
            "there is no command {command}{}",
            meant(near, &format!("the commands are {all}"), lang)
        ),
        Lang::Pt => format!(
            "não há nenhum comando {command}{}",
            meant(near, &format!("os comandos são {all}"), lang)
        ),
    }
}

pub(crate) fn extra_argument(argument: &str, lang: Lang) -> String {
    let argument = quoted(argument, lang);
    match lang {
        Lang::Es => format!("sobra {argument}; quítalo (wifidoc --help explica el uso)"),
        Lang::En => {
            format!(
                "{argument} is one argument too many; drop it (wifidoc --help explains the usage)"
            )
        }
        Lang::Pt => format!("sobra {argument}; tire-o (wifidoc --help explica o uso)"),
    }
}

pub(crate) fn unknown_value(
    option: &str,
    value: &str,
    near: Option<&str>,
    valid: &[String],
    lang: Lang,
) -> String {
    let (value, valid) = (quoted(value, lang), valid.join(", "));
    match lang {
        Lang::Es => {
            format!("{option} no admite {value}{}", meant(near, &format!("valen: {valid}"), lang))
        }
        Lang::En => format!(
            "{option} does not take {value}{}",
            meant(near, &format!("it takes: {valid}"), lang)
        ),
        Lang::Pt => {
            format!("{option} não aceita {value}{}", meant(near, &format!("valem: {valid}"), lang))
        }
    }
}

pub(crate) fn bad_rounds(value: &str, lang: Lang) -> String {
    let value = quoted(value, lang);
    match lang {
        Lang::Es => format!("--rounds no admite {value}; pon un número entero, de 1 en adelante"),
        Lang::En => format!("--rounds does not take {value}; give a whole number, 1 or more"),
        Lang::Pt => format!("--rounds não aceita {value}; use um número inteiro, de 1 em diante"),
    }
}

pub(crate) fn bad_host(value: &str, lang: Lang) -> String {
    let value = quoted(value, lang);
    match lang {
        Lang::Es => {
            format!("--far no admite {value}; pon solo un nombre o una dirección, como 192.0.2.1")
        }
        Lang::En => {
            format!("--far does not take {value}; give a bare name or address, such as 192.0.2.1")
        }
        Lang::Pt => {
            format!("--far não aceita {value}; use só um nome ou um endereço, como 192.0.2.1")
        }
    }
}

pub(crate) fn bad_target(value: &str, lang: Lang) -> String {
    let value = quoted(value, lang);
    match lang {
        Lang::Es => format!(
            "--target no admite {value}; pon una dirección web, como https://ejemplo.org, o un nombre con su puerto, como ejemplo.org:993"
        ),
        Lang::En => format!(
            "--target does not take {value}; give a web address, such as https://example.org, or a name with its port, such as example.org:993"
        ),
        Lang::Pt => format!(
            "--target não aceita {value}; use um endereço da web, como https://exemplo.org, ou um nome com a porta, como exemplo.org:993"
        ),
    }
}

pub(crate) fn target_is_this_computer(value: &str, lang: Lang) -> String {
    let value = quoted(value, lang);
    match lang {
        Lang::Es => format!(
            "{value} lleva a este mismo equipo; --target es para un servicio de internet, como https://ejemplo.org"
        ),
        Lang::En => format!(
            "{value} leads to this computer itself; --target is for a service of the internet, such as https://example.org"
        ),
        Lang::Pt => format!(
            "{value} leva a este mesmo computador; --target é para um serviço da internet, como https://exemplo.org"
        ),
    }
}

pub(crate) fn target_is_inside(value: &str, lang: Lang) -> String {
    let value = quoted(value, lang);
    match lang {
        Lang::Es => format!(
            "{value} lleva a una dirección de una red privada; --target es para un servicio de internet, como https://ejemplo.org"
        ),
        Lang::En => format!(
            "{value} leads to an address of a private network; --target is for a service of the internet, such as https://example.org"
        ),
        Lang::Pt => format!(
            "{value} leva a um endereço de uma rede privada; --target é para um serviço da internet, como https://exemplo.org"
        ),
    }
}

pub(crate) fn bad_value(option: &str, value: &str, lang: Lang) -> String {
    let value = quoted(value, lang);
    match lang {
        Lang::Es => format!("{option} no admite {value}; wifidoc --help explica qué admite"),
        Lang::En => format!("{option} does not take {value}; wifidoc --help says what it takes"),
        Lang::Pt => format!("{option} não aceita {value}; wifidoc --help explica o que aceita"),
    }
}

pub(crate) fn value_missing(option: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("falta el valor de {option}; escríbelo detrás"),
        Lang::En => format!("{option} needs a value; write it after the option"),
        Lang::Pt => format!("falta o valor de {option}; escreva-o depois"),
    }
}

pub(crate) fn value_not_wanted(option: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{option} va sin valor; quita lo que sigue al signo ="),
        Lang::En => format!("{option} takes no value; drop what follows the = sign"),
        Lang::Pt => format!("{option} não leva valor; tire o que vem depois do sinal ="),
    }
}

/// Arguments of a command that are missing, as `<CODE>`.
pub(crate) fn argument_missing(argument: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("falta {argument}; wifidoc --help explica el uso"),
        Lang::En => format!("{argument} is missing; wifidoc --help explains the usage"),
        Lang::Pt => format!("falta {argument}; wifidoc --help explica o uso"),
    }
}

pub(crate) fn unknown_code(code: &str, near: Option<&str>, lang: Lang) -> String {
    let code = quoted(code, lang);
    match lang {
        Lang::Es => format!(
            "no hay ningún código ni término {code}{}",
            meant(near, "cópialo del informe tal como está", lang)
        ),
        Lang::En => format!(
            "there is no code or term {code}{}",
            meant(near, "copy it from the report as it stands there", lang)
        ),
        Lang::Pt => format!(
            "não há nenhum código nem termo {code}{}",
            meant(near, "copie-o do relatório como está lá", lang)
        ),
    }
}

/// The interface that `--interface` names is not there.
pub(crate) fn unknown_interface(name: &str, there: &[&str], lang: Lang) -> String {
    let (name, there) = (quoted(name, lang), super::list(there, lang));
    match (lang, there.is_empty()) {
        (Lang::Es, false) => format!("no hay ninguna interfaz {name}; en este equipo hay {there}"),
        (Lang::En, false) => format!("there is no interface {name}; this computer has {there}"),
        (Lang::Pt, false) => {
            format!("não há nenhuma interface {name}; este computador tem {there}")
        }
        (Lang::Es, true) => {
            format!("no hay ninguna interfaz {name} en este equipo; prueba sin --interface")
        }
        (Lang::En, true) => {
            format!("there is no interface {name} on this computer; try without --interface")
        }
        (Lang::Pt, true) => {
            format!("não há nenhuma interface {name} neste computador; tente sem --interface")
        }
    }
}

/// An interface that is a cable or something else.
pub(crate) fn not_wifi(name: &str, lang: Lang) -> String {
    let name = quoted(name, lang);
    match lang {
        Lang::Es => format!("la interfaz {name} no es wifi; prueba sin --interface"),
        Lang::En => format!("the interface {name} is not Wi-Fi; try without --interface"),
        Lang::Pt => format!("a interface {name} não é Wi-Fi; tente sem --interface"),
    }
}

// What cannot be measured, and why.

pub(crate) const NO_RADIO: Tr = Tr {
    es: "este equipo no tiene wifi, o el sistema no lo ve; wifidoc sin ninguna orden lo comprueba",
    en: "this computer has no Wi-Fi, or the system does not see it; wifidoc without a command checks that",
    pt: "este computador não tem Wi-Fi, ou o sistema não o vê; wifidoc sem nenhum comando verifica isso",
};
pub(crate) const RADIO_OFF: Tr = Tr {
    es: "el wifi de este equipo está apagado; enciéndelo y prueba otra vez",
    en: "this computer's Wi-Fi is switched off; switch it on and try again",
    pt: "o Wi-Fi deste computador está desligado; ligue-o e tente de novo",
};
pub(crate) const NOT_JOINED: Tr = Tr {
    es: "este equipo no está en ninguna red wifi; entra en la tuya y prueba otra vez",
    en: "this computer has not joined a Wi-Fi network; join yours and try again",
    pt: "este computador não está em nenhuma rede Wi-Fi; entre na sua e tente de novo",
};
pub(crate) const NO_SIGNAL_TOLD: Tr = Tr {
    es: "el controlador de este wifi no dice la señal; en otro equipo puede que sí",
    en: "this Wi-Fi driver does not tell the signal; another computer's may",
    pt: "o driver deste Wi-Fi não informa o sinal; o de outro computador talvez informe",
};

/// The radio cannot be asked.
pub(crate) fn radio_silent(why: Option<&str>, lang: Lang) -> String {
    let why = why.map_or_else(String::new, |why| format!(": {why}"));
    match lang {
        Lang::Es => format!("no consigo leer el wifi de este equipo{why}"),
        Lang::En => format!("I cannot read this computer's Wi-Fi{why}"),
        Lang::Pt => format!("não consigo ler o Wi-Fi deste computador{why}"),
    }
}

/// What is wrong with a file, after its name and a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    Missing,
    NotAllowed,
    NotAFile,
    Unreadable,
    TooLarge,
    Empty,
    Truncated,
    NotJson,
    /// JSON, and not what `--record` writes; the line where that shows.
    WrongShape {
        line: usize,
    },
    Newer {
        schema: u64,
        known: u32,
    },
    NoFolder,
    WriteProtected,
    Unwritable,
    DiskFull,
}

/// What is wrong and what to do.
pub(crate) fn trouble(trouble: Trouble, lang: Lang) -> String {
    let text = match trouble {
        Trouble::Missing => Tr {
            es: "no existe; mira si el nombre y la carpeta están bien escritos",
            en: "does not exist; check the spelling of its name and folder",
            pt: "não existe; veja se o nome e a pasta estão certos",
        },
        Trouble::NotAllowed => Tr {
            es: "este usuario no tiene permiso; cambia el permiso o usa otra carpeta",
            en: "this user has no permission; change the permission or use another folder",
            pt: "este usuário não tem permissão; mude a permissão ou use outra pasta",
        },
        Trouble::NotAFile => Tr {
            es: "no es un archivo corriente; da el nombre de un archivo",
            en: "is not a regular file; give the name of a file",
            pt: "não é um arquivo comum; dê o nome de um arquivo",
        },
        Trouble::Unreadable => Tr {
            es: "no se puede leer; cópialo de nuevo y repite",
            en: "cannot be read; copy it anew and try again",
            pt: "não dá para ler; copie-o de novo e repita",
        },
        Trouble::TooLarge => Tr {
            es: "es demasiado grande para ser de wifidoc --record; elige otro archivo",
            en: "is too large to come from wifidoc --record; choose another file",
            pt: "é grande demais para ser do wifidoc --record; escolha outro arquivo",
        },
        Trouble::Empty => Tr {
            es: "está vacío; pídelo o grábalo otra vez con --record",
            en: "is empty; ask for it or record it again with --record",
            pt: "está vazio; peça ou grave de novo com --record",
        },
        Trouble::Truncated => Tr {
            es: "está cortado, le falta el final; pídelo o grábalo otra vez con --record",
            en: "is cut off, its end is missing; ask for it or record it again with --record",
            pt: "está cortado, falta o final; peça ou grave de novo com --record",
        },
        Trouble::NotJson => Tr {
            es: "no es JSON; --replay lee lo que escribe --record",
            en: "is not JSON; --replay reads what --record writes",
            pt: "não é JSON; --replay lê o que --record escreve",
        },
        Trouble::WrongShape { line } => {
            return match lang {
                Lang::Es => format!(
                    "no es lo que escribe --record (línea {line}); graba otro con wifidoc --record"
                ),
                Lang::En => format!(
                    "is not what --record writes (line {line}); record another with wifidoc --record"
                ),
                Lang::Pt => format!(
                    "não é o que --record escreve (linha {line}); grave outro com wifidoc --record"
                ),
            };
        }
        Trouble::Newer { schema, known } => {
            return match lang {
                Lang::Es => format!(
                    "es de un wifidoc más nuevo (esquema {schema}, este lee hasta el {known}); actualiza wifidoc"
                ),
                Lang::En => format!(
                    "was made by a newer wifidoc (schema {schema}, this one reads up to {known}); update wifidoc"
                ),
                Lang::Pt => format!(
                    "é de um wifidoc mais novo (esquema {schema}, este lê até o {known}); atualize o wifidoc"
                ),
            };
        }
        Trouble::NoFolder => Tr {
            es: "no existe su carpeta; créala o usa otra",
            en: "its folder does not exist; create it or use another",
            pt: "a pasta dele não existe; crie-a ou use outra",
        },
        Trouble::WriteProtected => Tr {
            es: "está protegido contra escritura; usa otro nombre",
            en: "is write-protected; use another name",
            pt: "está protegido contra gravação; use outro nome",
        },
        Trouble::Unwritable => Tr {
            es: "no se puede escribir ahí; usa otra carpeta",
            en: "cannot be written there; use another folder",
            pt: "não dá para escrever aí; use outra pasta",
        },
        Trouble::DiskFull => Tr {
            es: "no queda sitio en el disco; haz sitio o usa otra carpeta",
            en: "there is no room on the disk; make room or use another folder",
            pt: "não há espaço no disco; libere espaço ou use outra pasta",
        },
    };
    text.get(lang).to_owned()
}

/// The program itself failed.
pub(crate) fn internal(what: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("fallo de wifidoc, no de tu red: {what}"),
        Lang::En => format!("wifidoc itself failed, not your network: {what}"),
        Lang::Pt => format!("falha do wifidoc, não da sua rede: {what}"),
    }
}
