//! Why something was not measured or not judged, as a phrase that follows a colon.
//!
//! Apart because the reasons grow with the evidence and not with the report.

use crate::evidence::{Os, Why};
use crate::text::Tr;

/// Why something was not measured on this system.
pub(crate) const fn why(why: Why, os: Os) -> Tr {
    match why {
        Why::NotAsked => Tr { es: "no se pidió", en: "not asked for", pt: "não foi pedido" },
        Why::Interrupted => Tr {
            es: "la prueba se interrumpió antes",
            en: "the check was stopped before it came to that",
            pt: "o teste foi interrompido antes",
        },
        Why::LowerLayerFailed => Tr {
            es: "falló algo que necesita",
            en: "something that it needs failed",
            pt: "falhou algo de que precisa",
        },
        Why::NotWifi => Tr {
            es: "la conexión no es por wifi",
            en: "the connection is not over Wi-Fi",
            pt: "a conexão não é por Wi-Fi",
        },
        Why::NotJoined => Tr {
            es: "el equipo no está en ninguna red",
            en: "the computer has not joined a network",
            pt: "o computador não está em nenhuma rede",
        },
        Why::NoHardware => Tr {
            es: "este equipo no lo tiene",
            en: "this computer does not have it",
            pt: "este computador não tem isso",
        },
        Why::NothingThere => Tr {
            es: "aquí no hay nada de eso",
            en: "there is nothing of the kind here",
            pt: "aqui não há nada disso",
        },
        Why::PermissionDenied => Tr {
            es: "el sistema no deja mirarlo",
            en: "the system does not let it look",
            pt: "o sistema não deixa ver",
        },
        Why::LocationOff => match os {
            Os::Windows => Tr {
                es: "Windows no lo enseña: actívalo en Configuración > Privacidad y seguridad > Ubicación, «Permitir que las aplicaciones de escritorio accedan a tu ubicación»",
                en: "Windows does not show it: switch on \"Let desktop apps access your location\" in Settings > Privacy & security > Location",
                pt: "o Windows não mostra: ative \"Permitir que aplicativos da área de trabalho acessem sua localização\" em Configurações > Privacidade e segurança > Localização",
            },
            Os::Linux | Os::Macos => Tr {
                es: "el sistema solo lo enseña a las aplicaciones que pueden saber dónde estás: en Ajustes del Sistema > Privacidad y seguridad > Localización, activa Terminal",
                en: "the system shows it only to apps that may know where you are: in System Settings > Privacy & Security > Location Services, switch on Terminal",
                pt: "o sistema só mostra a aplicativos que podem saber onde você está: em Ajustes do Sistema > Privacidade e Segurança > Serviços de Localização, ative o Terminal",
            },
        },
        Why::NotReported => Tr {
            es: "el controlador del wifi no lo cuenta",
            en: "the Wi-Fi driver does not report it",
            pt: "o driver do Wi-Fi não informa",
        },
        Why::NotSupported => Tr {
            es: "este sistema no permite saberlo",
            en: "this system has no way to tell",
            pt: "este sistema não permite saber",
        },
        Why::NoAnswer => Tr {
            es: "no contesta a las pruebas",
            en: "it does not answer the tests",
            pt: "não responde aos testes",
        },
        Why::NoTime => {
            Tr { es: "no dio tiempo", en: "there was not enough time", pt: "não deu tempo" }
        }
        Why::NotNeeded => {
            Tr { es: "no hacía falta", en: "nothing called for it", pt: "não foi necessário" }
        }
    }
}

/// A hard failure lies below.
pub(crate) const FAILURE_BELOW: Tr = Tr {
    es: "primero hay que arreglar esto",
    en: "this has to be fixed first",
    pt: "primeiro é preciso resolver isto",
};

/// The samples do not carry a statement.
pub(crate) const NOT_ENOUGH: Tr = Tr {
    es: "lo medido no basta para decirlo",
    en: "what was measured is not enough to tell",
    pt: "o que foi medido não basta para dizer",
};

/// This version has no rule for it.
pub(crate) const NOT_YET: Tr = Tr {
    es: "esta versión todavía no lo prueba",
    en: "this version does not test it yet",
    pt: "esta versão ainda não testa isso",
};
