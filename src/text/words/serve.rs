//! The words of `serve`: its help, what it says when it listens, and why it does not.

use crate::text::{Lang, Tr};

pub(crate) const ABOUT: Tr = Tr {
    es: "Hace de servidor para pruebas de velocidad dentro de casa, para saber si falla el wifi o la línea",
    en: "Is a server for speed tests inside the home, to tell the Wi-Fi from the line",
    pt: "Serve testes de velocidade dentro de casa, para saber se o problema é o Wi-Fi ou a linha",
};
pub(crate) const LISTEN: Tr = Tr {
    es: "Dónde escucha; si no se dice, en todas las direcciones de este equipo, puerto 8700",
    en: "Where to listen; without it, on all addresses of this computer, port 8700",
    pt: "Onde escuta; sem isto, em todos os endereços deste computador, porta 8700",
};
pub(crate) const FOR: Tr = Tr {
    es: "Termina cuando nadie lo usa durante estos minutos; si no se dice, 30; con 0, nunca",
    en: "Ends when nobody has used it for so many minutes; without it, 30; with 0, never",
    pt: "Termina quando ninguém o usa durante estes minutos; sem isto, 30; com 0, nunca",
};
pub(crate) const MAX_MB: Tr = Tr {
    es: "Los megabytes que cada equipo puede mover en una hora; si no se dice, 10000",
    en: "The megabytes that each computer may move in an hour; without it, 10000",
    pt: "Os megabytes que cada computador pode mover em uma hora; sem isto, 10000",
};
pub(crate) const ALLOW_PUBLIC: Tr = Tr {
    es: "Contesta también a direcciones de fuera de casa",
    en: "Answers addresses from outside the home too",
    pt: "Responde também a endereços de fora de casa",
};

/// It listens at these addresses.
pub(crate) fn listening(addresses: &[String], minutes: Option<u64>, lang: Lang) -> String {
    let addresses = format!("  {}\n", addresses.join("\n  "));
    match lang {
        Lang::Es => {
            let end = minutes.map(|n| format!(" Termina solo tras {n} minutos sin uso."));
            format!(
                "Escucho en estas direcciones:\n{addresses}Para terminar, pulsa Ctrl-C.{}\n",
                end.unwrap_or_default()
            )
        }
        Lang::En => {
            let end = minutes.map(|n| format!(" It ends by itself after {n} minutes without use."));
            format!(
                "Listening at these addresses:\n{addresses}To end, press Ctrl-C.{}\n",
                end.unwrap_or_default()
            )
        }
        Lang::Pt => {
            let end = minutes.map(|n| format!(" Termina sozinho após {n} minutos sem uso."));
            format!(
                "Escutando nestes endereços:\n{addresses}Para terminar, pressione Ctrl-C.{}\n",
                end.unwrap_or_default()
            )
        }
    }
}

/// It would listen to the whole internet, and nobody said that it should.
pub(crate) fn public(address: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!(
            "{address} se ve desde todo internet; elige una dirección de casa, o añade --allow-public si es lo que quieres"
        ),
        Lang::En => format!(
            "{address} is seen from the whole internet; choose an address of the home, or add --allow-public if that is what you want"
        ),
        Lang::Pt => format!(
            "{address} é visto de toda a internet; escolha um endereço de casa, ou acrescente --allow-public se é o que você quer"
        ),
    }
}

/// Why nobody can listen there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deaf {
    InUse,
    NotOurs,
    NotAllowed,
    Other,
}

/// It cannot listen there.
pub(crate) fn deaf(address: &str, why: Deaf, lang: Lang) -> String {
    let why = match why {
        Deaf::InUse => Tr {
            es: "otro programa ya usa ese puerto; elige otro",
            en: "another program uses that port; choose another one",
            pt: "outro programa já usa essa porta; escolha outra",
        },
        Deaf::NotOurs => Tr {
            es: "este equipo no tiene esa dirección; elige una suya",
            en: "this computer does not have that address; choose one of its own",
            pt: "este computador não tem esse endereço; escolha um dos seus",
        },
        Deaf::NotAllowed => Tr {
            es: "ese puerto está reservado al administrador; elige uno a partir del 1024",
            en: "that port is kept for the administrator; choose one from 1024 on",
            pt: "essa porta é reservada ao administrador; escolha uma a partir da 1024",
        },
        Deaf::Other => Tr {
            es: "el sistema no deja escuchar ahí; elige otra dirección",
            en: "the system does not let anybody listen there; choose another address",
            pt: "o sistema não deixa escutar aí; escolha outro endereço",
        },
    };
    format!("--listen {address}: {}", why.get(lang))
}
