//! The words of `--dry-run` and of the progress line: the parts of a run, and whom they contact.
//!
//! Apart from the verdict's words because they speak of what will be done and not of what was found.

use crate::evidence::Part;
use crate::text::{Lang, Tr, figures};

/// A part of the run, as what is looked at.
pub(crate) const fn part(part: Part) -> Tr {
    match part {
        Part::Host => Tr { es: "este equipo", en: "this computer", pt: "este computador" },
        Part::Wifi => {
            Tr { es: "la señal del wifi", en: "the Wi-Fi signal", pt: "o sinal do Wi-Fi" }
        }
        Part::Joining => {
            Tr { es: "la conexión a la red", en: "joining the network", pt: "a conexão à rede" }
        }
        Part::Networks => {
            Tr { es: "las redes de alrededor", en: "the networks around", pt: "as redes em volta" }
        }
        Part::Addresses => Tr { es: "las direcciones", en: "the addresses", pt: "os endereços" },
        Part::Idle => Tr {
            es: "el router, con el wifi en reposo (solo si el wifi ahorra energía)",
            en: "the router, with the Wi-Fi at rest (only where the Wi-Fi saves power)",
            pt: "o roteador, com o Wi-Fi em repouso (só se o Wi-Fi economiza energia)",
        },
        Part::Latency => Tr {
            es: "el camino por el router y la línea",
            en: "the way through the router and the line",
            pt: "o caminho pelo roteador e pela linha",
        },
        Part::Elsewhere => Tr {
            es: "las otras salidas a internet",
            en: "the other ways to the internet",
            pt: "as outras saídas para a internet",
        },
        Part::Between => {
            Tr { es: "lo que hay en medio", en: "what stands in between", pt: "o que há no meio" }
        }
        Part::Traffic => Tr {
            es: "el tráfico de otros programas",
            en: "the traffic of other programs",
            pt: "o tráfego de outros programas",
        },
        Part::Names => Tr { es: "los nombres (DNS)", en: "the names (DNS)", pt: "os nomes (DNS)" },
        Part::Web => Tr {
            es: "las páginas y las conexiones cifradas",
            en: "pages and encrypted connections",
            pt: "as páginas e as conexões criptografadas",
        },
        Part::Service => Tr {
            es: "el servicio que has nombrado",
            en: "the service that you named",
            pt: "o serviço que você indicou",
        },
    }
}

pub(crate) const NOTHING_SENT: Tr = Tr {
    es: "Esto es lo que haría wifidoc con estas opciones. No se ha contactado con nadie.",
    en: "This is what wifidoc would do with these options. Nobody has been contacted.",
    pt: "Isto é o que o wifidoc faria com estas opções. Ninguém foi contatado.",
};
pub(crate) const INTERFACE: Tr = Tr { es: "Interfaz", en: "Interface", pt: "Interface" };
pub(crate) const DEFAULT_INTERFACE: Tr = Tr {
    es: "la que lleva a internet",
    en: "the one that leads to the internet",
    pt: "a que leva à internet",
};
pub(crate) const CONTACTS: Tr = Tr { es: "A quién", en: "Whom", pt: "A quem" };
pub(crate) const AMOUNT: Tr = Tr { es: "Cuánto", en: "How much", pt: "Quanto" };

// Whom: in angle brackets what is only known on the way.

pub(crate) const SYSTEM: Tr = Tr {
    es: "el sistema de este equipo",
    en: "this computer's own system",
    pt: "o sistema deste computador",
};
pub(crate) const GATEWAY: Tr = Tr { es: "<router>", en: "<router>", pt: "<roteador>" };
pub(crate) const OTHER_ROUTERS: Tr = Tr {
    es: "<otros aparatos de la red que podrían ser el router>, si nadie contesta más allá",
    en: "<other devices of the network that could be the router>, if nobody beyond answers",
    pt: "<outros aparelhos da rede que poderiam ser o roteador>, se ninguém responder além dele",
};
pub(crate) const FIRST_HOP: Tr = Tr {
    es: "<primer equipo más allá del router>",
    en: "<first device beyond the router>",
    pt: "<primeiro equipamento além do roteador>",
};
pub(crate) const RESOLVER: Tr = Tr {
    es: "<servidor de nombres del sistema>",
    en: "<the system's resolver>",
    pt: "<servidor de nomes do sistema>",
};
pub(crate) const RESOLVERS: Tr = Tr {
    es: "<servidores de nombres que usa este equipo>, <los que da el router>",
    en: "<the resolvers that this computer uses>, <those that the router gives>",
    pt: "<servidores de nomes que este computador usa>, <os que o roteador dá>",
};

pub(crate) const SIGN_IN_API: Tr = Tr {
    es: "<quien la red diga que sabe si hay que iniciar sesión>",
    en: "<whoever the network says can tell whether you have to sign in>",
    pt: "<quem a rede indicar para dizer se é preciso fazer login>",
};

pub(crate) const PROXIES: Tr = Tr {
    es: "<los proxy que este equipo tiene puestos>",
    en: "<the proxies that this computer is set to use>",
    pt: "<os proxies configurados neste computador>",
};

/// The same far ends by other ways.
pub(crate) fn elsewhere(far: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{far}, por <cada otra interfaz con salida>"),
        Lang::En => format!("{far}, through <each other interface with a way out>"),
        Lang::Pt => format!("{far}, por <cada outra interface com saída>"),
    }
}

/// The same far ends through a tunnel, where there is one.
pub(crate) fn by_tunnel(far: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("{far}, por <la VPN, si está en marcha>"),
        Lang::En => format!("{far}, through <the VPN, if one is up>"),
        Lang::Pt => format!("{far}, por <a VPN, se estiver ligada>"),
    }
}

/// How often, how far apart and how long at most; times in milliseconds.
pub(crate) fn amount(least: u32, most: u32, every_ms: f64, deadline_ms: f64, lang: Lang) -> String {
    let seconds = figures::decimal(deadline_ms / 1000.0, 1, lang);
    let every = figures::decimal(every_ms, 0, lang);
    let (times, mut apart, limit) = match lang {
        Lang::Es => ("veces", format!(", cada {every} ms"), format!("{seconds} s como mucho")),
        Lang::En => ("times", format!(", every {every} ms"), format!("{seconds} s at most")),
        Lang::Pt => ("vezes", format!(", a cada {every} ms"), format!("{seconds} s no máximo")),
    };
    if every_ms == 0.0 {
        apart.clear();
    }
    match (least, most) {
        (_, 0 | 1) => limit,
        (least, most) if least >= most => format!("{most} {times}{apart}; {limit}"),
        (least, most) => {
            let to = if lang == Lang::En { "to" } else { "a" };
            format!("{least} {to} {most} {times}{apart}; {limit}")
        }
    }
}
