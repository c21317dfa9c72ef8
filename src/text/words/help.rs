//! The words of `--help`, which are those of the man page and of the completions too.
//!
//! Apart from the command line's shape, so that `cli.rs` shows which options there are and this
//! file what each of them means.

use crate::text::Tr;

pub(crate) const ABOUT: Tr = Tr {
    es: "Dice por qué va mal internet en casa. Mira desde este equipo hasta tu operador y dice la causa, cuánta seguridad hay, qué se ha descartado y qué hacer.",
    en: "Says why the internet at home is bad. Looks from this computer to your provider and names the cause, how sure that is, what was ruled out and what to do.",
    pt: "Diz por que a internet de casa está ruim. Olha desde este computador até a sua operadora e diz a causa, quanta certeza há, o que foi descartado e o que fazer.",
};

pub(crate) const USAGE: Tr = Tr { es: "Uso", en: "Usage", pt: "Uso" };
pub(crate) const OPTIONS: Tr = Tr { es: "Opciones", en: "Options", pt: "Opções" };
pub(crate) const ARGUMENTS: Tr = Tr { es: "Argumentos", en: "Arguments", pt: "Argumentos" };
pub(crate) const COMMANDS: Tr = Tr { es: "Órdenes", en: "Commands", pt: "Comandos" };

pub(crate) const A_OPTIONS: Tr = Tr { es: "OPCIONES", en: "OPTIONS", pt: "OPÇÕES" };
pub(crate) const A_CODE: Tr = Tr { es: "CÓDIGO", en: "CODE", pt: "CÓDIGO" };
pub(crate) const A_DIR: Tr = Tr { es: "CARPETA", en: "DIR", pt: "PASTA" };
pub(crate) const A_FILE: Tr = Tr { es: "ARCHIVO", en: "FILE", pt: "ARQUIVO" };
pub(crate) const A_LAYER: Tr = Tr { es: "CAPA", en: "LAYER", pt: "CAMADA" };
pub(crate) const A_SYMPTOM: Tr = Tr { es: "SÍNTOMA", en: "SYMPTOM", pt: "SINTOMA" };
pub(crate) const A_NAME: Tr = Tr { es: "NOMBRE", en: "NAME", pt: "NOME" };
pub(crate) const A_HOST: Tr = Tr { es: "DESTINO", en: "HOST", pt: "DESTINO" };

pub(crate) const CHECK: Tr = Tr {
    es: "Lo comprueba todo y dice la causa; es lo que hace wifidoc sin ninguna orden",
    en: "Checks everything and names the cause; this is what wifidoc does without a command",
    pt: "Testa tudo e diz a causa; é o que o wifidoc faz sem nenhum comando",
};
pub(crate) const SCAN: Tr = Tr {
    es: "Enseña las redes wifi de alrededor, qué canales están llenos y cuál te conviene",
    en: "Shows the Wi-Fi networks around, which channels are full and which one suits you",
    pt: "Mostra as redes Wi-Fi ao redor, quais canais estão cheios e qual convém a você",
};
pub(crate) const SIGNAL: Tr = Tr {
    es: "Mide la señal mientras andas por la casa y dice dónde pondrías un repetidor",
    en: "Measures the signal while you walk about and says where a repeater belongs",
    pt: "Mede o sinal enquanto você anda pela casa e diz onde vai um repetidor",
};
pub(crate) const EXPLAIN: Tr = Tr {
    es: "Explica un código de un informe, o un término como «latencia»",
    en: "Explains a code from a report, or a term such as \"latency\"",
    pt: "Explica um código de um relatório, ou um termo como \"latência\"",
};
pub(crate) const EXPLAIN_CODE: Tr = Tr {
    es: "El código de un informe, como wifi-loses-packets, o un término, como latencia",
    en: "A code from a report, such as wifi-loses-packets, or a term, such as latency",
    pt: "O código de um relatório, como wifi-loses-packets, ou um termo, como latência",
};
pub(crate) const GENERATE: Tr = Tr {
    es: "Escribe el completado de los shells o las páginas de manual en una carpeta",
    en: "Writes shell completions or man pages into a folder",
    pt: "Escreve o completamento dos shells ou as páginas de manual em uma pasta",
};
pub(crate) const GENERATE_WHAT: Tr = Tr {
    es: "Lo que se escribe: completions o man",
    en: "What is written: completions or man",
    pt: "O que é escrito: completions ou man",
};
pub(crate) const GENERATE_DIR: Tr = Tr {
    es: "La carpeta; se crea si no existe",
    en: "The folder; made if it is not there",
    pt: "A pasta; é criada se não existir",
};

pub(crate) const LANG: Tr = Tr {
    es: "El idioma: español, inglés o portugués; si no se dice, el del sistema",
    en: "The language: Spanish, English or Portuguese; without it, the system's",
    pt: "O idioma: espanhol, inglês ou português; sem ele, o do sistema",
};
pub(crate) const FORMAT: Tr = Tr {
    es: "Un informe para personas (text) o para programas (json)",
    en: "A report for people (text) or for programs (json)",
    pt: "Um relatório para pessoas (text) ou para programas (json)",
};
pub(crate) const PLAIN: Tr = Tr {
    es: "Sin dibujos, columnas ni colores: para lectores de pantalla",
    en: "No drawing, no columns, no colour: for screen readers",
    pt: "Sem desenhos, colunas nem cores: para leitores de tela",
};
pub(crate) const INTERFACE: Tr = Tr {
    es: "Comprueba esta interfaz y no la que lleva a internet",
    en: "Check this interface and not the one that leads to the internet",
    pt: "Testa esta interface e não a que leva à internet",
};
pub(crate) const FORMAT_NETWORKS: Tr = Tr {
    es: "Una lista para personas (text) o para programas (json)",
    en: "A list for people (text) or for programs (json)",
    pt: "Uma lista para pessoas (text) ou para programas (json)",
};
pub(crate) const FORMAT_SIGNAL: Tr = Tr {
    es: "Un medidor para personas (text), o un objeto por línea para programas (json)",
    en: "A meter for people (text), or an object a line for programs (json)",
    pt: "Um medidor para pessoas (text), ou um objeto por linha para programas (json)",
};
pub(crate) const INTERFACE_RADIO: Tr = Tr {
    es: "Usa esta interfaz wifi y no la primera",
    en: "Use this Wi-Fi interface and not the first one",
    pt: "Usa esta interface Wi-Fi e não a primeira",
};
pub(crate) const CACHED: Tr = Tr {
    es: "Enseña lo que el sistema ya sabe, sin escuchar de nuevo",
    en: "Shows what the system already knows, without listening anew",
    pt: "Mostra o que o sistema já sabe, sem escutar de novo",
};
pub(crate) const WATCH: Tr = Tr {
    es: "Una y otra vez, hasta que pulses Ctrl-C",
    en: "Again and again, until you press Ctrl-C",
    pt: "De novo e de novo, até você apertar Ctrl-C",
};
pub(crate) const SPOT: Tr = Tr {
    es: "El sitio donde empiezas, como salón; los siguientes se escriben sobre la marcha",
    en: "The spot where you begin, such as kitchen; the next ones are typed on the way",
    pt: "O lugar onde você começa, como sala; os seguintes são digitados no caminho",
};
pub(crate) const NETWORK: Tr = Tr {
    es: "El nombre del wifi de casa, para cuando el equipo no está en ninguno; si no se dice, uno que este equipo conozca",
    en: "The name of the Wi-Fi at home, for when the computer is in none; without it, one that this computer knows",
    pt: "O nome do Wi-Fi de casa, para quando o computador não está em nenhum; sem ele, um que este computador conheça",
};
pub(crate) const QUICK: Tr = Tr {
    es: "Dos segundos: solo busca fallos completos",
    en: "Two seconds: looks for complete failures only",
    pt: "Dois segundos: só procura falhas completas",
};
pub(crate) const ONLY: Tr = Tr {
    es: "Mira solo esta capa; se puede repetir. Capas: host radio joining addresses router line names web throughput service",
    en: "Looks at this layer only; may be repeated. Layers: host radio joining addresses router line names web throughput service",
    pt: "Olha só esta camada; pode ser repetida. Camadas: host radio joining addresses router line names web throughput service",
};
pub(crate) const SKIP: Tr = Tr {
    es: "No mira esta capa; se puede repetir",
    en: "Leaves this layer out; may be repeated",
    pt: "Não olha esta camada; pode ser repetida",
};
pub(crate) const SYMPTOM: Tr = Tr {
    es: "Lo que notas: slow (va lento), calls (llamadas que se cortan), pages (las páginas tardan en empezar), drops (cortes), nothing (no va nada), one-site (falla un solo sitio), gadget (falla un aparato)",
    en: "What you notice: slow, calls (they break up), pages (they start late), drops, nothing (nothing works), one-site (one site fails), gadget (one device fails)",
    pt: "O que você percebe: slow (lento), calls (chamadas que cortam), pages (as páginas demoram a abrir), drops (quedas), nothing (nada funciona), one-site (um só site falha), gadget (um aparelho falha)",
};
pub(crate) const ROUNDS: Tr = Tr {
    es: "Mide estas rondas, ni más ni menos",
    en: "Measures so many rounds, no more and no less",
    pt: "Mede exatamente estas rodadas",
};
pub(crate) const FAR: Tr = Tr {
    es: "Un destino tuyo en lugar de los públicos; hasta tres",
    en: "A place of your own to ask instead of the public ones; up to three",
    pt: "Um destino seu em vez dos públicos; até três",
};
pub(crate) const TARGET: Tr = Tr {
    es: "El servicio que te falla, como https://ejemplo.org o ejemplo.org:993: lo prueba junto a otros y dice si es él",
    en: "The service that fails, as https://example.org or example.org:993: tries it beside others and says whether it is that one",
    pt: "O serviço que falha, como https://exemplo.org ou exemplo.org:993: testa-o junto com outros e diz se é ele",
};
pub(crate) const OFFLINE: Tr = Tr {
    es: "Solo este equipo y el router; no contacta con nadie más",
    en: "This computer and the router only; nobody else is contacted",
    pt: "Só este computador e o roteador; não contata mais ninguém",
};
pub(crate) const NO_SPEED: Tr =
    Tr { es: "Sin prueba de velocidad", en: "No speed test", pt: "Sem teste de velocidade" };
pub(crate) const DRY_RUN: Tr = Tr {
    es: "Enseña el plan y no contacta con nadie",
    en: "Shows the plan and contacts nobody",
    pt: "Mostra o plano e não contata ninguém",
};
pub(crate) const RECORD: Tr = Tr {
    es: "Guarda en este archivo lo que se mida",
    en: "Keeps what is measured in this file",
    pt: "Guarda neste arquivo o que for medido",
};
pub(crate) const REPLAY: Tr = Tr {
    es: "Juzga un archivo guardado con --record: el mismo informe en cualquier equipo",
    en: "Judges a file written by --record: the same report on any computer",
    pt: "Julga um arquivo guardado com --record: o mesmo relatório em qualquer computador",
};
pub(crate) const RAW: Tr = Tr {
    es: "Con --format json: también las muestras de cada ronda",
    en: "With --format json: the samples of every round too",
    pt: "Com --format json: também as amostras de cada rodada",
};
pub(crate) const VERBOSE: Tr = Tr { es: "Más detalle", en: "More detail", pt: "Mais detalhes" };
pub(crate) const HELP: Tr =
    Tr { es: "Enseña esta ayuda", en: "Shows this help", pt: "Mostra esta ajuda" };
pub(crate) const VERSION: Tr =
    Tr { es: "Enseña la versión", en: "Shows the version", pt: "Mostra a versão" };

/// Below the options.
pub(crate) const EXIT_CODES: Tr = Tr {
    es: "Al terminar: 0 todo bien; 1 problema en este equipo, el wifi o el router; 3 problema en la línea o más allá; 4 no se puede decir; 2 mal uso o archivo ilegible; 70 fallo de wifidoc; 130 o 143 si se interrumpe.",
    en: "Exit codes: 0 all well; 1 a problem in this computer, the Wi-Fi or the router; 3 a problem on the line or beyond; 4 cannot tell; 2 wrong usage or unreadable file; 70 a mistake in wifidoc; 130 or 143 when stopped.",
    pt: "Ao terminar: 0 tudo bem; 1 problema neste computador, no Wi-Fi ou no roteador; 3 problema na linha ou além; 4 não dá para dizer; 2 uso errado ou arquivo ilegível; 70 falha do wifidoc; 130 ou 143 se for interrompido.",
};
