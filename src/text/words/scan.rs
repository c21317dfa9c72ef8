//! The words of `wifidoc scan`: the list of networks, the chart of channels, the advice.
//!
//! Apart from the report's words because nothing here is a verdict.

use crate::evidence::wifi::{Band, Security};
use crate::text::{Lang, Tr};

/// How many networks there are, and from how many radios.
pub(crate) fn head(networks: usize, radios: usize, lang: Lang) -> String {
    match (lang, networks) {
        (_, 0) => NOBODY.get(lang).to_owned(),
        (Lang::Es, 1) => "Desde este equipo se ve 1 red wifi.".to_owned(),
        (Lang::En, 1) => "From this computer 1 Wi-Fi network is in sight.".to_owned(),
        (Lang::Pt, 1) => "Deste computador dá para ver 1 rede Wi-Fi.".to_owned(),
        (Lang::Es, _) => {
            format!("Desde este equipo se ven {networks} redes wifi, de {radios} emisoras.")
        }
        (Lang::En, _) => {
            format!(
                "From this computer {networks} Wi-Fi networks are in sight, from {radios} radios."
            )
        }
        (Lang::Pt, _) => {
            format!("Deste computador dá para ver {networks} redes Wi-Fi, de {radios} rádios.")
        }
    }
}
const NOBODY: Tr = Tr {
    es: "Desde este equipo no se ve ninguna red wifi.",
    en: "From this computer no Wi-Fi network is in sight.",
    pt: "Deste computador não dá para ver nenhuma rede Wi-Fi.",
};

// How old the list is.

pub(crate) const HEARD_NOW: Tr =
    Tr { es: "He escuchado ahora.", en: "I listened just now.", pt: "Escutei agora." };

/// What the system still had; seconds since the newest and the oldest were heard.
pub(crate) fn cached(newest_s: u64, oldest_s: u64, lang: Lang) -> String {
    let ages = match lang {
        _ if newest_s == oldest_s => ago(oldest_s, lang),
        Lang::Es => format!("de hace {newest_s} a {oldest_s} s"),
        Lang::En => format!("{newest_s} to {oldest_s} s ago"),
        Lang::Pt => format!("de {newest_s} a {oldest_s} s atrás"),
    };
    match lang {
        Lang::Es => format!("Es lo que el sistema ya había oído, {ages}."),
        Lang::En => format!("It is what the system had already heard, {ages}."),
        Lang::Pt => format!("É o que o sistema já tinha escutado, {ages}."),
    }
}
pub(crate) const NOT_ALLOWED: Tr = Tr {
    es: "El sistema no me deja escuchar de nuevo.",
    en: "The system does not let me listen anew.",
    pt: "O sistema não me deixa escutar de novo.",
};
/// A list with nobody but our own access point.
pub(crate) const NOT_LOOKED: Tr = Tr {
    es: "Solo está tu red porque nadie ha escuchado hace poco: no quiere decir que no haya vecinos. Abre el menú de redes wifi del sistema y prueba otra vez.",
    en: "Only your network is in it because nobody listened lately: it does not mean that there are no neighbours. Open the system's menu of Wi-Fi networks and try again.",
    pt: "Só a sua rede está nela porque ninguém escutou há pouco: não quer dizer que não haja vizinhos. Abra o menu de redes Wi-Fi do sistema e tente de novo.",
};

// The list.

pub(crate) const SIGNAL_DBM: Tr = Tr { es: "Señal (dBm)", en: "Signal (dBm)", pt: "Sinal (dBm)" };
pub(crate) const CHANNEL: Tr = Tr { es: "Canal", en: "Channel", pt: "Canal" };
pub(crate) const SECURITY: Tr = Tr { es: "Seguridad", en: "Security", pt: "Segurança" };
pub(crate) const AGE: Tr = Tr { es: "Hace", en: "Ago", pt: "Há" };
pub(crate) const YOURS: Tr = Tr { es: "tu red", en: "your network", pt: "sua rede" };
pub(crate) const SAME_RADIO: Tr = Tr {
    es: "otro nombre de la misma emisora",
    en: "another name of the same radio",
    pt: "outro nome do mesmo rádio",
};

/// Seconds since it was heard.
pub(crate) fn ago(seconds: u64, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("hace {seconds} s"),
        Lang::En => format!("{seconds} s ago"),
        Lang::Pt => format!("há {seconds} s"),
    }
}

/// A frequency band.
pub(crate) const fn band(band: Band) -> Tr {
    match band {
        Band::Two => Tr { es: "2,4 GHz", en: "2.4 GHz", pt: "2,4 GHz" },
        Band::Five => Tr { es: "5 GHz", en: "5 GHz", pt: "5 GHz" },
        Band::Six => Tr { es: "6 GHz", en: "6 GHz", pt: "6 GHz" },
    }
}

pub(crate) const NOT_KNOWN: Tr = Tr { es: "no se sabe", en: "not known", pt: "não se sabe" };

/// How a network is locked; `None` where that is not known.
pub(crate) const fn security(security: Option<Security>) -> Tr {
    const fn same(word: &'static str) -> Tr {
        Tr { es: word, en: word, pt: word }
    }
    match security {
        None => NOT_KNOWN,
        Some(Security::Open) => Tr { es: "abierta", en: "open", pt: "aberta" },
        Some(Security::Owe) => Tr { es: "abierta (OWE)", en: "open (OWE)", pt: "aberta (OWE)" },
        Some(Security::Wep) => same("WEP"),
        Some(Security::Wpa) => same("WPA"),
        Some(Security::WpaWpa2) => same("WPA/WPA2"),
        Some(Security::Wpa2) => same("WPA2"),
        Some(Security::Wpa2Wpa3) => same("WPA2/WPA3"),
        Some(Security::Wpa3) => same("WPA3"),
        // The standard's own word, 802.1X, is shorter than any of ours.
        Some(Security::WpaEnterprise) => same("WPA 802.1X"),
        Some(Security::WpaWpa2Enterprise) => same("WPA/2 802.1X"),
        Some(Security::Wpa2Enterprise) => same("WPA2 802.1X"),
        Some(Security::Wpa2Wpa3Enterprise) => same("WPA2/3 802.1X"),
        Some(Security::Wpa3Enterprise) => same("WPA3 802.1X"),
    }
}

// The chart.

pub(crate) const FULL: Tr = Tr { es: "lleno", en: "full", pt: "cheio" };
pub(crate) const FREE: Tr = Tr { es: "libre", en: "free", pt: "livre" };
/// Above the chart.
pub(crate) fn taken_by_others(band: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("Lo que ocupan los demás en {band}"),
        Lang::En => format!("What others take of {band}"),
        Lang::Pt => format!("O que os outros ocupam em {band}"),
    }
}

/// Channels with the same share taken, for who cannot see a chart.
pub(crate) fn channel_taken(channel: u32, percent: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("canal {channel}: ocupado el {percent} del tiempo"),
        Lang::En => format!("channel {channel}: taken {percent} of the time"),
        Lang::Pt => format!("canal {channel}: ocupado {percent} do tempo"),
    }
}

// The advice.

pub(crate) fn stay(band: &str, channel: u32, lang: Lang) -> String {
    match lang {
        Lang::Es => format!(
            "En {band}, deja tu router en el canal {channel}: visto desde este equipo, con otro no se ganaría bastante."
        ),
        Lang::En => format!(
            "On {band}, leave your router on channel {channel}: seen from this computer, no other one would gain enough."
        ),
        Lang::Pt => format!(
            "Em {band}, deixe o seu roteador no canal {channel}: visto deste computador, com outro não se ganharia o bastante."
        ),
    }
}
/// A move that takes away this share of the busy time.
pub(crate) fn change(band: &str, channel: u32, percent: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!(
            "En {band}, pasa tu router al canal {channel}: visto desde este equipo, se libera el {percent} del tiempo que los demás ocupan en el tuyo."
        ),
        Lang::En => format!(
            "On {band}, move your router to channel {channel}: seen from this computer, that frees {percent} of the time that others take on yours."
        ),
        Lang::Pt => format!(
            "Em {band}, passe o seu roteador para o canal {channel}: visto deste computador, isso libera {percent} do tempo que os outros ocupam no seu."
        ),
    }
}
/// A channel between the others, which cannot understand each other.
pub(crate) fn change_between(band: &str, channel: u32, lang: Lang) -> String {
    match lang {
        Lang::Es => format!(
            "En {band}, pasa tu router al canal {channel}: el de ahora pisa a los de al lado, que no se entienden con él."
        ),
        Lang::En => format!(
            "On {band}, move your router to channel {channel}: the present one lies across its neighbours, which cannot make way for it."
        ),
        Lang::Pt => format!(
            "Em {band}, passe o seu roteador para o canal {channel}: o de agora atropela os do lado, que não se entendem com ele."
        ),
    }
}
pub(crate) const NOT_ENOUGH_HEARD: Tr = Tr {
    es: "No aconsejo ningún canal, porque de los demás no se ha oído nada hace poco.",
    en: "I advise no channel, since nothing was heard of the other ones lately.",
    pt: "Não aconselho nenhum canal, porque dos outros não se ouviu nada há pouco.",
};
pub(crate) const NOT_JOINED: Tr = Tr {
    es: "Este equipo no está en ninguna red, así que no sé cuál es la tuya y no aconsejo ningún canal.",
    en: "This computer has joined no network, so I do not know which one is yours and advise no channel.",
    pt: "Este computador não está em nenhuma rede, então não sei qual é a sua e não aconselho nenhum canal.",
};
