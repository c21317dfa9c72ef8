//! The words of `wifidoc signal`: the meter, the spots, and what the walk says in the end.
//!
//! Apart from the report's words because nothing here is a verdict.

use super::{list, quoted, seconds};
use crate::text::{Lang, Tr};

// A signal in a word, the best first.

pub(crate) const EXCELLENT: Tr = Tr { es: "excelente", en: "excellent", pt: "excelente" };
pub(crate) const VERY_GOOD: Tr = Tr { es: "muy buena", en: "very good", pt: "muito bom" };
pub(crate) const GOOD: Tr = Tr { es: "buena", en: "good", pt: "bom" };
pub(crate) const FAIR: Tr = Tr { es: "justa", en: "fair", pt: "regular" };
pub(crate) const WEAK: Tr = Tr { es: "débil", en: "weak", pt: "fraco" };
pub(crate) const VERY_WEAK: Tr = Tr { es: "muy débil", en: "very weak", pt: "muito fraco" };
pub(crate) const UNUSABLE: Tr = Tr { es: "inservible", en: "unusable", pt: "inútil" };

pub(crate) const NO_CONNECTION: Tr =
    Tr { es: "sin conexión", en: "no connection", pt: "sem conexão" };
pub(crate) const TOO_SHORT: Tr = Tr {
    es: "muy poco tiempo para medir",
    en: "too short to measure",
    pt: "pouco tempo para medir",
};
pub(crate) const LAST_MINUTE: Tr =
    Tr { es: "Último minuto", en: "Last minute", pt: "Último minuto" };
pub(crate) const SPOT: Tr = Tr { es: "Sitio", en: "Spot", pt: "Lugar" };

/// How to mark a spot and how to end, above what is typed.
pub(crate) const HOW: Tr = Tr {
    es: "Quédate quieto, escribe el nombre del sitio (salón, dormitorio) y pulsa Intro. Para acabar: Intro sin nada.",
    en: "Stand still, type the spot's name (kitchen, bedroom) and press Enter. To end: Enter with nothing.",
    pt: "Fique parado, digite o nome do lugar (sala, quarto) e aperte Enter. Para acabar: Enter sem nada.",
};

/// A spot is being measured.
pub(crate) fn stand_still(spot: &str, left_s: u64, lang: Lang) -> String {
    let left = seconds(left_s, lang);
    match lang {
        Lang::Es => format!("{spot}: midiendo, quédate quieto {left} más"),
        Lang::En => format!("{spot}: measuring, stand still for {left} more"),
        Lang::Pt => format!("{spot}: medindo, fique parado mais {left}"),
    }
}

/// A spot is measured; `signal` is its figure and word.
pub(crate) fn measured(spot: &str, signal: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{spot}: {signal}. Ya puedes seguir andando"),
        Lang::En => format!("{spot}: {signal}. You can walk on"),
        Lang::Pt => format!("{spot}: {signal}. Já pode continuar andando"),
    }
}

/// At these spots it is too weak.
pub(crate) fn gives_out(at: &[&str], lang: Lang) -> String {
    let quoted: Vec<String> = at.iter().map(|name| quoted(name, lang)).collect();
    let at = list(&quoted.iter().map(String::as_str).collect::<Vec<_>>(), lang);
    match lang {
        Lang::Es => format!("La señal se acaba en {at}: ahí llega débil o no llega."),
        Lang::En => format!("The signal gives out at {at}: there it is weak or gone."),
        Lang::Pt => format!("O sinal acaba em {at}: ali chega fraco ou não chega."),
    }
}

/// A repeater belongs at this spot, which has this signal.
pub(crate) fn repeater_at(spot: &str, signal: &str, lang: Lang) -> String {
    let spot = quoted(spot, lang);
    match lang {
        Lang::Es => format!(
            "Si pones un repetidor, ponlo en {spot}: está a medio camino y allí la señal todavía llega bien ({signal}). Donde ya llega débil, un repetidor no sirve."
        ),
        Lang::En => format!(
            "If you get a repeater, put it at {spot}: it is half-way, and there the signal is still good ({signal}). Where it is weak already, a repeater is no use."
        ),
        Lang::Pt => format!(
            "Se usar um repetidor, ponha-o em {spot}: fica no meio do caminho e ali o sinal ainda chega bem ({signal}). Onde já chega fraco, um repetidor não serve."
        ),
    }
}

/// A repeater belongs between a spot beside the router and a weak one.
pub(crate) fn repeater_between(near: &str, far: &str, lang: Lang) -> String {
    let (near, far) = (quoted(near, lang), quoted(far, lang));
    match lang {
        Lang::Es => format!(
            "Si pones un repetidor, ponlo a medio camino entre {near} y {far}, y no en {far}. Busca con este medidor un sitio entre -60 y -67 dBm."
        ),
        Lang::En => format!(
            "If you get a repeater, put it half-way between {near} and {far}, and not at {far}. Find a spot between -60 and -67 dBm with this meter."
        ),
        Lang::Pt => format!(
            "Se usar um repetidor, ponha-o no meio do caminho entre {near} e {far}, e não em {far}. Procure com este medidor um lugar entre -60 e -67 dBm."
        ),
    }
}

/// At none of the spots is there a signal to pass on.
pub(crate) const REPEATER_NEARER: Tr = Tr {
    es: "En ninguno de estos sitios llega bastante señal para un repetidor. Acércate al router hasta leer -67 dBm o mejor: ahí va.",
    en: "None of these spots has signal enough for a repeater. Walk towards the router until you read -67 dBm or better: it belongs there.",
    pt: "Em nenhum destes lugares chega sinal suficiente para um repetidor. Aproxime-se do roteador até ler -67 dBm ou melhor: ali é o lugar.",
};

/// Enough for calls everywhere; the weakest spot with its signal.
pub(crate) fn enough_everywhere(weakest: &str, signal: &str, lang: Lang) -> String {
    let weakest = quoted(weakest, lang);
    match lang {
        Lang::Es => format!(
            "La señal basta en todos los sitios que has marcado. Donde menos llega es en {weakest} ({signal}). No hace falta un repetidor."
        ),
        Lang::En => format!(
            "The signal is enough at every spot you marked. The least of it is at {weakest} ({signal}). No repeater is needed."
        ),
        Lang::Pt => format!(
            "O sinal basta em todos os lugares que você marcou. Onde menos chega é em {weakest} ({signal}). Não precisa de repetidor."
        ),
    }
}

/// Fewer than two spots.
pub(crate) const TOO_LITTLE: Tr = Tr {
    es: "Marca dos sitios o más, uno al lado del router y otro donde internet va mal, y te digo dónde se acaba la señal y dónde va un repetidor.",
    en: "Mark two spots or more, one beside the router and one where the internet is bad, and I say where the signal gives out and where a repeater belongs.",
    pt: "Marque dois lugares ou mais, um ao lado do roteador e outro onde a internet está ruim, e eu digo onde o sinal acaba e onde vai um repetidor.",
};
