//! The words around a verdict: heads, certainty, labels, and what is said when nothing was found
//! or nothing can be told.
//!
//! Apart from the rules, which bring their own words, and from the layouts, which bring none.

use crate::evidence::wifi::Band;
use crate::text::{Lang, Tr, figures};

pub(crate) const PROBLEM: Tr = Tr { es: "PROBLEMA", en: "PROBLEM", pt: "PROBLEMA" };
pub(crate) const HEALTHY: Tr = Tr { es: "TODO BIEN", en: "ALL WELL", pt: "TUDO BEM" };
pub(crate) const INCONCLUSIVE: Tr = Tr { es: "NO LO SÉ", en: "CANNOT TELL", pt: "NÃO SEI" };

/// How sure a verdict is, in words. Below the last bound it is only a hint.
const CERTAINTY: [(f64, Tr); 3] = [
    (0.9, Tr { es: "seguro", en: "sure", pt: "certo" }),
    (0.75, Tr { es: "bastante seguro", en: "fairly sure", pt: "bastante certo" }),
    (0.5, Tr { es: "probable", en: "likely", pt: "provável" }),
];
const ONLY_A_HINT: Tr = Tr { es: "solo una pista", en: "only a hint", pt: "só uma pista" };

/// A confidence, 0 to 1, in words.
pub(crate) fn certainty(confidence: f64) -> Tr {
    CERTAINTY
        .into_iter()
        .find(|(from, _)| confidence >= *from)
        .map_or(ONLY_A_HINT, |(_, words)| words)
}

// The head of a report that names no cause.

pub(crate) const NOTHING_FOUND: Tr = Tr {
    es: "No encuentro ningún fallo en este momento",
    en: "I find nothing wrong at this moment",
    pt: "Não encontro nenhuma falha neste momento",
};
pub(crate) const NO_COMPLETE_FAILURE: Tr = Tr {
    es: "No encuentro ningún fallo completo en este momento",
    en: "I find no complete failure at this moment",
    pt: "Não encontro nenhuma falha completa neste momento",
};
pub(crate) const WHICH_SIDE: Tr = Tr {
    es: "Algo falla, pero no puedo decir de qué lado",
    en: "Something is wrong, but I cannot tell on which side",
    pt: "Algo está falhando, mas não consigo dizer de que lado",
};
pub(crate) const WHICH_CAUSE: Tr = Tr {
    es: "Algo falla, pero no puedo decir qué es",
    en: "Something is wrong, but I cannot tell what it is",
    pt: "Algo está falhando, mas não consigo dizer o que é",
};
pub(crate) const NOT_ENOUGH_SEEN: Tr = Tr {
    es: "No he podido mirar lo bastante para decir algo",
    en: "I could not look at enough to say anything",
    pt: "Não consegui olhar o bastante para dizer algo",
};

// Healthy, and honest about one run.

/// What was looked at, and for how long.
pub(crate) fn tested(layers: &str, seconds: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("He probado {layers} durante {seconds}."),
        Lang::En => format!("I tested {layers} for {seconds}."),
        Lang::Pt => format!("Testei {layers} durante {seconds}."),
    }
}
pub(crate) const COMES_AND_GOES: Tr = Tr {
    es: "Un fallo que va y viene puede no haberse visto. Cuando internet vuelva a ir mal, ejecuta wifidoc en ese momento.",
    en: "A fault that comes and goes may not have shown itself. The next time things go wrong, run wifidoc at that very moment.",
    pt: "Uma falha que vai e volta pode não ter aparecido. Quando a internet voltar a ficar ruim, execute o wifidoc nesse momento.",
};
pub(crate) const QUICK_ONLY: Tr = Tr {
    es: "Con --quick solo busco fallos completos: la lentitud y los mensajes perdidos quedan sin mirar. Para eso, ejecuta wifidoc sin --quick.",
    en: "With --quick I look for complete failures only: slowness and lost messages were not looked at. For those, run wifidoc without --quick.",
    pt: "Com --quick só procuro falhas completas: lentidão e mensagens perdidas não foram olhadas. Para isso, execute o wifidoc sem --quick.",
};

// Cannot tell, and what would.

pub(crate) const LOST_SOMEWHERE: Tr = Tr {
    es: "Se pierden algunos mensajes, pero son muy pocos para decir dónde.",
    en: "Some messages get lost, but too few to tell where.",
    pt: "Algumas mensagens se perdem, mas são poucas para dizer onde.",
};
pub(crate) const ROUTER_KEEPS_SILENT: Tr = Tr {
    es: "Se pierden mensajes, y tu router no contesta a las pruebas.",
    en: "Messages get lost, and your router does not answer the tests.",
    pt: "Mensagens se perdem, e o seu roteador não responde aos testes.",
};
pub(crate) const MAY_BE: Tr = Tr { es: "Puede ser", en: "It may be", pt: "Pode ser" };
pub(crate) const TO_FIND_OUT: Tr = Tr { es: "Para saberlo", en: "To find out", pt: "Para saber" };
pub(crate) const NEXT_TO_ROUTER: Tr = Tr {
    es: "lleva este equipo al lado del router y ejecuta wifidoc otra vez. Si allí va bien, es el wifi; si sigue igual, el fallo está más allá.",
    en: "take this computer next to the router and run wifidoc again. If it is fine there, it is the Wi-Fi; if nothing changes, the fault lies beyond it.",
    pt: "leve este computador para perto do roteador e execute o wifidoc de novo. Se ali funcionar bem, é o Wi-Fi; se nada mudar, a falha está mais adiante.",
};
pub(crate) const BY_CABLE: Tr = Tr {
    es: "conecta este equipo al router con un cable y ejecuta wifidoc otra vez. Si con el cable va bien, es el wifi; si sigue igual, es la línea.",
    en: "connect this computer to the router with a cable and run wifidoc again. If the cable is fine, it is the Wi-Fi; if nothing changes, it is the line.",
    pt: "ligue este computador ao roteador com um cabo e execute o wifidoc de novo. Se com o cabo funcionar bem, é o Wi-Fi; se nada mudar, é a linha.",
};
pub(crate) const LONGER: Tr = Tr {
    es: "ejecuta wifidoc otra vez, y una más dentro de unos minutos: con más mensajes se verá si fue casualidad.",
    en: "run wifidoc again, and once more in a few minutes: more messages will tell whether it was chance.",
    pt: "execute o wifidoc de novo, e mais uma vez daqui a alguns minutos: com mais mensagens se verá se foi acaso.",
};
pub(crate) const AGAIN: Tr = Tr {
    es: "ejecuta wifidoc otra vez y deja que termine.",
    en: "run wifidoc again and let it finish.",
    pt: "execute o wifidoc de novo e deixe terminar.",
};

// Labels.

pub(crate) const RESULT: Tr = Tr { es: "Resultado", en: "Result", pt: "Resultado" };
pub(crate) const CERTAINTY_LABEL: Tr = Tr { es: "Seguridad", en: "Certainty", pt: "Certeza" };
pub(crate) const EXPLANATION: Tr = Tr { es: "Explicación", en: "Explanation", pt: "Explicação" };
pub(crate) const WHERE: Tr = Tr { es: "Dónde", en: "Where", pt: "Onde" };
pub(crate) const WHAT_TO_DO: Tr = Tr { es: "Qué hacer", en: "What to do", pt: "O que fazer" };
pub(crate) const STEP: Tr = Tr { es: "Paso", en: "Step", pt: "Passo" };
pub(crate) const MENDED: Tr = Tr { es: "Arreglado si", en: "Fixed if", pt: "Resolvido se" };
pub(crate) const TELL_PROVIDER: Tr = Tr {
    es: "Qué decir a tu operador",
    en: "What to tell your provider",
    pt: "O que dizer à sua operadora",
};
pub(crate) const ALSO: Tr = Tr { es: "También", en: "Also", pt: "Também" };
pub(crate) const BY_THE_WAY: Tr = Tr { es: "De paso", en: "By the way", pt: "De passagem" };
pub(crate) const NOTE: Tr = Tr { es: "Nota", en: "Note", pt: "Nota" };
pub(crate) const RULED_OUT: Tr = Tr { es: "Descartado", en: "Ruled out", pt: "Descartado" };
pub(crate) const NOT_TESTED: Tr = Tr { es: "Sin probar", en: "Not tested", pt: "Não testado" };
pub(crate) const CODE: Tr = Tr { es: "Código", en: "Code", pt: "Código" };
pub(crate) const MEASURED: Tr = Tr { es: "Medido", en: "Measured", pt: "Medido" };
pub(crate) const DETAIL: Tr = Tr { es: "Detalle", en: "Detail", pt: "Detalhe" };

/// Part of a layer.
pub(crate) fn in_part(layer: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{layer} (en parte)"),
        Lang::En => format!("{layer} (in part)"),
        Lang::Pt => format!("{layer} (em parte)"),
    }
}

// The chain from the computer to the internet.

pub(crate) const CHAIN: [Tr; 4] = [
    Tr { es: "este equipo", en: "this computer", pt: "este computador" },
    Tr { es: "router", en: "router", pt: "roteador" },
    Tr { es: "línea", en: "line", pt: "linha" },
    Tr { es: "internet", en: "internet", pt: "internet" },
];

pub(crate) const IN_COMPUTER: Tr =
    Tr { es: "en este equipo", en: "in this computer", pt: "neste computador" };
pub(crate) const IN_WIFI: Tr = Tr {
    es: "entre este equipo y el router",
    en: "between this computer and the router",
    pt: "entre este computador e o roteador",
};
pub(crate) const IN_ROUTER: Tr = Tr { es: "en el router", en: "in the router", pt: "no roteador" };
pub(crate) const IN_LINE: Tr = Tr {
    es: "en la línea, fuera de tu casa",
    en: "on the line, outside your home",
    pt: "na linha, fora da sua casa",
};
pub(crate) const IN_FAR_END: Tr =
    Tr {
        es: "más allá de tu operador", en: "beyond your provider", pt: "além da sua operadora"
    };

// What was ruled out, with its figures.

/// Lost on the way to the router.
pub(crate) fn lost_to_router(lost: u64, sent: u64, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{lost} de {sent} mensajes perdidos hasta el router"),
        Lang::En => format!("{lost} of {sent} messages lost on the way to the router"),
        Lang::Pt => format!("{lost} de {sent} mensagens perdidas até o roteador"),
    }
}
/// The same where the router is what is spoken of.
pub(crate) fn lost_on_the_way(lost: u64, sent: u64, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{lost} de {sent} mensajes perdidos por el camino"),
        Lang::En => format!("{lost} of {sent} messages lost on the way"),
        Lang::Pt => format!("{lost} de {sent} mensagens perdidas no caminho"),
    }
}
/// Lost on the whole way; nothing at all is a statement about the line too.
pub(crate) fn lost_to_internet(lost: u64, sent: u64, lang: Lang) -> String {
    match (lang, lost) {
        (Lang::Es, 0) => format!("0 de {sent} mensajes perdidos más allá del router"),
        (Lang::En, 0) => format!("0 of {sent} messages lost beyond the router"),
        (Lang::Pt, 0) => format!("0 de {sent} mensagens perdidas além do roteador"),
        (Lang::Es, _) => format!("{lost} de {sent} mensajes perdidos hasta internet"),
        (Lang::En, _) => format!("{lost} of {sent} messages lost on the way to the internet"),
        (Lang::Pt, _) => format!("{lost} de {sent} mensagens perdidas até a internet"),
    }
}
pub(crate) const NO_MORE_THAN_TO_ROUTER: Tr = Tr {
    es: "lo que se pierde, se pierde antes de llegar al router",
    en: "what gets lost is lost before it reaches the router",
    pt: "o que se perde, se perde antes de chegar ao roteador",
};
pub(crate) fn answers_in(ms: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("contesta en {ms}"),
        Lang::En => format!("answers in {ms}"),
        Lang::Pt => format!("responde em {ms}"),
    }
}
/// A service by its name.
pub(crate) fn service_answers(host: &str, ms: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{host} contesta en {ms}"),
        Lang::En => format!("{host} answers in {ms}"),
        Lang::Pt => format!("{host} responde em {ms}"),
    }
}

/// The service that was named works.
pub(crate) fn not_that_service(host: &str, ms: &str, lang: Lang) -> String {
    let answers = service_answers(host, ms, lang);
    match lang {
        Lang::Es => format!("{answers}; no es la causa"),
        Lang::En => format!("{answers}; it is not the cause"),
        Lang::Pt => format!("{answers}; não é a causa"),
    }
}

/// How soon several answer.
pub(crate) fn answer_in(ms: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("responden en {ms}"),
        Lang::En => format!("answered in {ms}"),
        Lang::Pt => format!("respondem em {ms}"),
    }
}
pub(crate) fn signal(dbm: i32, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("señal de {dbm} dBm"),
        Lang::En => format!("signal {dbm} dBm"),
        Lang::Pt => format!("sinal de {dbm} dBm"),
    }
}

/// Why the system does not tell the name of the network; `why` is a phrase.
pub(crate) fn name_not_shown(why: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("no se ve el nombre de tu wifi: {why}."),
        Lang::En => format!("the name of your Wi-Fi is not shown: {why}."),
        Lang::Pt => format!("o nome do seu Wi-Fi não aparece: {why}."),
    }
}

// The table of what was measured and what is normal.

pub(crate) const HERE: Tr = Tr { es: "aquí", en: "here", pt: "aqui" };
pub(crate) const NORMAL: Tr = Tr { es: "normal", en: "normal", pt: "normal" };
pub(crate) const NETWORK: Tr = Tr { es: "Red", en: "Network", pt: "Rede" };
pub(crate) const HIDDEN_NETWORK: Tr = Tr { es: "(sin nombre)", en: "(no name)", pt: "(sem nome)" };
pub(crate) const UNSHOWN_NAME: Tr =
    Tr { es: "(nombre no visible)", en: "(name not shown)", pt: "(nome não visível)" };
pub(crate) const SIGNAL: Tr = Tr { es: "Señal", en: "Signal", pt: "Sinal" };
pub(crate) const SIGNAL_OVER_NOISE: Tr =
    Tr { es: "Señal sobre ruido", en: "Signal over noise", pt: "Sinal sobre ruído" };
pub(crate) const RADIO_RATE: Tr = Tr { es: "Enlace", en: "Radio link", pt: "Enlace" };
pub(crate) const TO_ROUTER: Tr =
    Tr { es: "Hasta el router", en: "To the router", pt: "Até o roteador" };
pub(crate) const TO_PROVIDER: Tr =
    Tr { es: "Hasta el operador", en: "To the provider", pt: "Até a operadora" };
pub(crate) const TO_INTERNET: Tr =
    Tr { es: "Hasta internet", en: "To the internet", pt: "Até a internet" };
pub(crate) const LINE_ALONE: Tr =
    Tr { es: "Solo la línea", en: "The line alone", pt: "Só a linha" };
pub(crate) const OTHER_TRAFFIC: Tr =
    Tr { es: "Otro tráfico", en: "Other traffic", pt: "Outro tráfego" };
pub(crate) const PROXY_SCRIPT: Tr =
    Tr { es: "Proxy por script", en: "Proxy by script", pt: "Proxy por script" };
pub(crate) const SCRIPT_LOOKED_FOR: Tr =
    Tr { es: "(se busca en la red)", en: "(looked for on the network)", pt: "(procurado na rede)" };
pub(crate) const SAME_AS_ROUTER: Tr =
    Tr { es: "igual que el router", en: "same as the router", pt: "igual ao roteador" };

/// Channel, band and width; the width is missing where it is not known.
pub(crate) fn channel(channel: u32, band: Band, width_mhz: Option<u16>, lang: Lang) -> String {
    let number = match (band, lang) {
        (Band::Two, Lang::En) => "2.4",
        (Band::Two, _) => "2,4",
        (Band::Five, _) => "5",
        (Band::Six, _) => "6",
    };
    let width = width_mhz.map_or_else(String::new, |mhz| format!(", {mhz} MHz"));
    match lang {
        Lang::Es | Lang::Pt => format!("canal {channel} ({number} GHz{width})"),
        Lang::En => format!("channel {channel} ({number} GHz{width})"),
    }
}
/// A value with the range it moved in.
pub(crate) fn from_to(low: i32, high: i32, lang: Lang) -> String {
    match lang {
        Lang::Es | Lang::Pt => format!("{low} a {high}"),
        Lang::En => format!("{low} to {high}"),
    }
}
pub(crate) fn or_better(value: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{value} o mejor"),
        Lang::En => format!("{value} or better"),
        Lang::Pt => format!("{value} ou melhor"),
    }
}
pub(crate) fn under(value: &str, lang: Lang) -> String {
    match lang {
        Lang::Es | Lang::Pt => format!("menos de {value}"),
        Lang::En => format!("under {value}"),
    }
}
/// A share that got lost, with its bounds where they are known, each 0 to 1.
pub(crate) fn lost(seen: f64, bounds: Option<(f64, f64)>, lang: Lang) -> String {
    // A tenth of a percent is all that some hundreds of probes can tell.
    let number = |share: f64| figures::decimal(share * 100.0, 1, lang);
    let percent = |share: f64| figures::signed(&number(share), lang);
    let bounds = bounds
        .map_or_else(String::new, |(low, high)| format!(" ({}-{})", number(low), percent(high)));
    let seen = percent(seen);
    match lang {
        Lang::Es | Lang::Pt => format!("{seen} perdido{bounds}"),
        Lang::En => format!("{seen} lost{bounds}"),
    }
}
/// Radio rates in Mbit/s.
pub(crate) fn rates(tx: Option<&str>, rx: Option<&str>, lang: Lang) -> Option<String> {
    let (sends, receives) = match lang {
        Lang::Es => ("envía", "recibe"),
        Lang::En => ("sends", "receives"),
        Lang::Pt => ("envia", "recebe"),
    };
    match (tx, rx) {
        (Some(tx), Some(rx)) => Some(format!("{sends} a {tx}, {receives} a {rx} Mbit/s"))
            .map(|text| if lang == Lang::En { text.replace(" a ", " at ") } else { text }),
        (Some(rate), None) => Some(format!("{sends} {rate} Mbit/s")),
        (None, Some(rate)) => Some(format!("{receives} {rate} Mbit/s")),
        (None, None) => None,
    }
}
pub(crate) fn up_to(value: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("hasta {value}"),
        Lang::En => format!("up to {value}"),
        Lang::Pt => format!("até {value}"),
    }
}

// Notes that belong to no rule.

/// A tunnel carries the traffic of everything else.
pub(crate) fn beside_tunnel(tunnel: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => {
            format!("hay una VPN en marcha ({tunnel}); estas pruebas van por fuera de ella.")
        }
        Lang::En => format!("a VPN is up ({tunnel}); these tests do not go through it."),
        Lang::Pt => format!("há uma VPN ligada ({tunnel}); estes testes passam por fora dela."),
    }
}
/// The cable was checked, and there is no radio.
pub(crate) fn no_wifi_here(cable: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => {
            format!("este equipo no tiene wifi, o no se ve; he probado el cable ({cable}).")
        }
        Lang::En => {
            format!("this computer has no Wi-Fi, or none in sight; I tested the cable ({cable}).")
        }
        Lang::Pt => {
            format!("este computador não tem Wi-Fi, ou não dá para ver; testei o cabo ({cable}).")
        }
    }
}
/// The cable was checked although there is a radio.
pub(crate) fn cable_tested(cable: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!(
            "internet llega a este equipo por cable ({cable}); eso he probado, y no el wifi."
        ),
        Lang::En => format!(
            "the internet comes to this computer over a cable ({cable}); I tested that, not the Wi-Fi."
        ),
        Lang::Pt => format!(
            "a internet chega a este computador por cabo ({cable}); testei isso, e não o Wi-Fi."
        ),
    }
}
pub(crate) const INSIDE_CONTAINER: Tr = Tr {
    es: "wifidoc funciona dentro de un contenedor: no ve el wifi ni los interruptores del equipo.",
    en: "wifidoc runs inside a container: it cannot see the computer's Wi-Fi or its switches.",
    pt: "o wifidoc está rodando dentro de um contêiner: não vê o Wi-Fi nem os botões do computador.",
};
pub(crate) const COMPOSED: Tr = Tr {
    es: "estos datos están escritos a mano para una prueba; no son de ninguna red.",
    en: "this evidence was written by hand for a test; it is of no real network.",
    pt: "estes dados foram escritos à mão para um teste; não são de nenhuma rede.",
};

// While it measures.

pub(crate) fn looking_at(layer: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("Mirando {layer}"),
        Lang::En => format!("Looking at {layer}"),
        Lang::Pt => format!("Olhando {layer}"),
    }
}
/// The verdict so far, and what may still refine it.
pub(crate) fn listening(verdict: &str, seconds: u64, lang: Lang) -> String {
    let seconds = super::seconds(seconds, lang);
    match lang {
        Lang::Es => {
            format!("De momento: {verdict}. Escucho las redes de alrededor, {seconds} como mucho")
        }
        Lang::En => {
            format!("So far: {verdict}. Listening for the networks around, {seconds} at most")
        }
        Lang::Pt => {
            format!("Por enquanto: {verdict}. Escuto as redes ao redor, {seconds} no máximo")
        }
    }
}
/// Nothing is joined, and attempts come seconds apart.
pub(crate) fn waiting_to_join(seconds: u64, lang: Lang) -> String {
    let seconds = super::seconds(seconds, lang);
    match lang {
        Lang::Es => format!(
            "El equipo no consigue entrar en la red. Espero a su próximo intento, {seconds} como mucho"
        ),
        Lang::En => format!(
            "The computer cannot join the network. Waiting for its next attempt, {seconds} at most"
        ),
        Lang::Pt => format!(
            "O computador não consegue entrar na rede. Espero a próxima tentativa, {seconds} no máximo"
        ),
    }
}

// The page of a code.

pub(crate) const FINDS: Tr = Tr { es: "Qué busca", en: "What it looks for", pt: "O que procura" };
pub(crate) const OTHER_NAMES: Tr =
    Tr { es: "Otros nombres", en: "Other names", pt: "Outros nomes" };
pub(crate) const MATTERS: Tr =
    Tr { es: "Por qué importa", en: "Why it matters", pt: "Por que importa" };
pub(crate) const LIMITS: Tr = Tr { es: "Límites", en: "Limits", pt: "Limites" };
pub(crate) const SOURCES: Tr =
    Tr { es: "Fuentes (en inglés)", en: "Sources", pt: "Fontes (em inglês)" };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_has_four_words_with_these_limits() {
        for (confidence, word) in [
            (1.0, "seguro"),
            (0.9, "seguro"),
            (0.899, "bastante seguro"),
            (0.75, "bastante seguro"),
            (0.749, "probable"),
            (0.5, "probable"),
            (0.499, "solo una pista"),
            (0.0, "solo una pista"),
            (f64::NAN, "solo una pista"),
        ] {
            assert_eq!(certainty(confidence).es, word, "{confidence}");
        }
    }
}
