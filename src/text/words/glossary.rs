//! The terms of the reports, for who reads one for the first time or hears one from an agent.
//!
//! Apart from the rules because a term belongs to many of them, and to none.

use crate::text::{Lang, Tr};

/// A term with what it means.
#[derive(Debug)]
pub(crate) struct Term {
    /// As it is called in each language.
    pub(crate) name: Tr,
    /// Other names for it, in any language, and the short forms that reports use.
    pub(crate) also: &'static [&'static str],
    /// What it is, and what it does to the person.
    pub(crate) means: Tr,
}

/// The term that is called so in any language. Case, accents and hyphens do not matter.
pub(crate) fn term(word: &str) -> Option<&'static Term> {
    let word = folded(word);
    TERMS.iter().find(|term| term.names().any(|name| folded(name) == word))
}

impl Term {
    /// Everything it is called.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        Lang::ALL.into_iter().map(|lang| self.name.get(lang)).chain(self.also.iter().copied())
    }
}

/// A word as it is looked up.
fn folded(word: &str) -> String {
    let letters = word.trim().chars().flat_map(char::to_lowercase).map(|letter| match letter {
        'á' | 'à' | 'â' | 'ã' => 'a',
        'é' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'ô' | 'õ' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        '-' | '_' => ' ',
        other => other,
    });
    letters.collect()
}

/// All terms, from the radio up to the provider.
pub(crate) static TERMS: &[Term] = &[
    Term {
        name: Tr { es: "wifi", en: "Wi-Fi", pt: "Wi-Fi" },
        also: &["WLAN"],
        means: Tr {
            es: "La radio que une tus aparatos con el router, dentro de casa. No es lo mismo que internet: el wifi puede ir bien y la línea mal, o al revés.",
            en: "The radio that links your devices to the router, inside your home. It is not the internet: the Wi-Fi can be fine while the line is bad, and the other way round.",
            pt: "O rádio que liga seus aparelhos ao roteador, dentro de casa. Não é o mesmo que a internet: o Wi-Fi pode estar bem e a linha mal, ou o contrário.",
        },
    },
    Term {
        name: Tr { es: "router", en: "router", pt: "roteador" },
        also: &["box"],
        means: Tr {
            es: "El aparato que reparte internet en tu casa. Casi siempre te lo dio tu operador.",
            en: "The box that shares the internet in your home. Usually your provider gave it to you.",
            pt: "O aparelho que distribui a internet na sua casa. Quase sempre foi a operadora que o instalou.",
        },
    },
    Term {
        name: Tr { es: "módem", en: "modem", pt: "modem" },
        also: &["ONT"],
        means: Tr {
            es: "El aparato que une tu casa con la línea. En la fibra se llama ONT. Muchas veces va dentro del router.",
            en: "The box that joins your home to the line. With fibre it is called ONT. Often it is inside the router.",
            pt: "O aparelho que liga a sua casa à linha. Na fibra se chama ONT. Muitas vezes fica dentro do roteador.",
        },
    },
    Term {
        name: Tr { es: "operador", en: "provider", pt: "operadora" },
        also: &["ISP", "proveedor", "provedor"],
        means: Tr {
            es: "La empresa a la que pagas por internet. Suya es la línea, y muchas veces también el router.",
            en: "The company you pay for the internet. The line is theirs, and often the router too.",
            pt: "A empresa à qual você paga pela internet. A linha é dela, e muitas vezes o roteador também.",
        },
    },
    Term {
        name: Tr { es: "línea", en: "line", pt: "linha" },
        also: &["access link"],
        means: Tr {
            es: "El camino desde tu router hasta tu operador: fibra, cable, teléfono o radio. Lo que falla ahí lo tiene que mirar el operador.",
            en: "The way from your router to your provider: fibre, cable, telephone wire or radio. What fails there is for the provider to look at.",
            pt: "O caminho do seu roteador até a operadora: fibra, cabo, telefone ou rádio. O que falha ali é a operadora que tem de ver.",
        },
    },
    Term {
        name: Tr { es: "intensidad de señal", en: "signal strength", pt: "força do sinal" },
        also: &["señal", "signal", "sinal", "RSSI", "dBm"],
        means: Tr {
            es: "Con cuánta fuerza llega la radio del router hasta aquí. Se mide en dBm, un número negativo: -50 es muy buena, -67 basta, y a partir de -80 casi nada funciona bien.",
            en: "How loud the router's radio is where you are. It is measured in dBm, a negative number: -50 is very good, -67 is enough, and from -80 down hardly anything works well.",
            pt: "Com que força o rádio do roteador chega até aqui. É medida em dBm, um número negativo: -50 é muito boa, -67 basta, e a partir de -80 quase nada funciona bem.",
        },
    },
    Term {
        name: Tr { es: "ruido", en: "noise", pt: "ruído" },
        also: &[],
        means: Tr {
            es: "Radio que no es de ningún wifi, o que llega tan mezclada que solo estorba. Cuanto más ruido, más fuerte tiene que llegar la señal.",
            en: "Radio that belongs to no Wi-Fi, or arrives so mixed up that it only disturbs. The more noise there is, the louder the signal has to be.",
            pt: "Rádio que não é de nenhum Wi-Fi, ou que chega tão misturado que só atrapalha. Quanto mais ruído, mais forte o sinal tem de chegar.",
        },
    },
    Term {
        name: Tr {
            es: "relación señal-ruido",
            en: "signal-to-noise ratio",
            pt: "relação sinal-ruído",
        },
        also: &["SNR", "signal over noise", "señal sobre el ruido", "sinal sobre o ruído"],
        means: Tr {
            es: "Cuánto sobresale la señal por encima del ruido, en dB. Por debajo de 20 dB el wifi va lento y se pierden mensajes.",
            en: "How far the signal stands above the noise, in dB. Below 20 dB the Wi-Fi is slow and messages get lost.",
            pt: "Quanto o sinal fica acima do ruído, em dB. Abaixo de 20 dB o Wi-Fi fica lento e se perdem mensagens.",
        },
    },
    Term {
        name: Tr { es: "canal", en: "channel", pt: "canal" },
        also: &[],
        means: Tr {
            es: "El carril de radio que usa tu wifi. Si los vecinos usan el mismo, todos se turnan y cada uno va más lento.",
            en: "The radio lane that your Wi-Fi uses. When the neighbours use the same one, all take turns and each is slower.",
            pt: "A faixa de rádio que o seu Wi-Fi usa. Se os vizinhos usam a mesma, todos se revezam e cada um fica mais lento.",
        },
    },
    Term {
        name: Tr { es: "ancho de canal", en: "channel width", pt: "largura do canal" },
        also: &["width"],
        means: Tr {
            es: "Lo ancho que es ese carril: 20, 40, 80 o 160 MHz. Más ancho es más rápido, pero también choca con más vecinos.",
            en: "How wide that lane is: 20, 40, 80 or 160 MHz. Wider is faster, but meets more neighbours.",
            pt: "A largura dessa faixa: 20, 40, 80 ou 160 MHz. Mais larga é mais rápida, mas também encontra mais vizinhos.",
        },
    },
    Term {
        name: Tr { es: "banda", en: "band", pt: "banda" },
        also: &["faixa", "2.4 GHz", "5 GHz", "6 GHz"],
        means: Tr {
            es: "Un grupo de canales. La de 2,4 GHz llega más lejos y es más lenta. Las de 5 y 6 GHz son rápidas y atraviesan peor las paredes.",
            en: "A group of channels. 2.4 GHz reaches further and is slower. 5 and 6 GHz are fast and get through walls less well.",
            pt: "Um grupo de canais. A de 2,4 GHz chega mais longe e é mais lenta. As de 5 e 6 GHz são rápidas e atravessam pior as paredes.",
        },
    },
    Term {
        name: Tr { es: "saturación", en: "congestion", pt: "congestionamento" },
        also: &["congested", "saturado"],
        means: Tr {
            es: "Demasiados aparatos hablan por el mismo canal. Como solo puede hablar uno a la vez, los demás esperan.",
            en: "Too many devices talk on the same channel. Only one can talk at a time, so the others wait.",
            pt: "Aparelhos demais falam no mesmo canal. Como só um pode falar de cada vez, os outros esperam.",
        },
    },
    Term {
        name: Tr { es: "interferencia", en: "interference", pt: "interferência" },
        also: &[],
        means: Tr {
            es: "Otro aparato estorba a la radio del wifi: un microondas, un monitor de bebés, un cable USB mal protegido.",
            en: "Another device disturbs the Wi-Fi's radio: a microwave, a baby monitor, a badly shielded USB cable.",
            pt: "Outro aparelho atrapalha o rádio do Wi-Fi: um micro-ondas, uma babá eletrônica, um cabo USB mal protegido.",
        },
    },
    Term {
        name: Tr { es: "punto de acceso", en: "access point", pt: "ponto de acesso" },
        also: &["AP", "BSSID"],
        means: Tr {
            es: "La antena que da wifi. El router lleva una dentro; un segundo punto de acceso da wifi en otra parte de la casa, unido al router por un cable.",
            en: "The transmitter that makes the Wi-Fi. The router has one inside; a second one, joined to the router by a cable, makes Wi-Fi in another part of the home.",
            pt: "A antena que fornece o Wi-Fi. O roteador tem uma por dentro; um segundo ponto de acesso, ligado ao roteador por cabo, leva o Wi-Fi a outra parte da casa.",
        },
    },
    Term {
        name: Tr { es: "repetidor", en: "repeater", pt: "repetidor" },
        also: &["extender", "amplificador"],
        means: Tr {
            es: "Un aparato que recibe el wifi y lo vuelve a emitir. Tiene que estar donde la señal todavía es buena, a medio camino.",
            en: "A device that receives the Wi-Fi and sends it on. It belongs where the signal is still good: half-way.",
            pt: "Um aparelho que recebe o Wi-Fi e o transmite de novo. Tem de ficar onde o sinal ainda é bom: no meio do caminho.",
        },
    },
    Term {
        name: Tr { es: "malla", en: "mesh", pt: "malha" },
        also: &[],
        means: Tr {
            es: "Varios puntos de acceso que trabajan juntos con un mismo nombre de red.",
            en: "Several access points that work together under one network name.",
            pt: "Vários pontos de acesso que trabalham juntos com um mesmo nome de rede.",
        },
    },
    Term {
        name: Tr { es: "nombre de la red", en: "network name", pt: "nome da rede" },
        also: &["SSID"],
        means: Tr {
            es: "Como se llama tu wifi en la lista de redes. Suele estar en una etiqueta del router.",
            en: "What your Wi-Fi is called in the list of networks. It is usually on a label on the router.",
            pt: "Como o seu Wi-Fi se chama na lista de redes. Costuma estar em uma etiqueta no roteador.",
        },
    },
    Term {
        name: Tr { es: "contraseña", en: "password", pt: "senha" },
        also: &["palavra-passe", "clave", "key"],
        means: Tr {
            es: "La llave del wifi. No es la de tu cuenta del operador ni la de la página del router.",
            en: "The key of the Wi-Fi. It is neither that of your account with the provider nor that of the router's page.",
            pt: "A chave do Wi-Fi. Não é a da sua conta na operadora nem a da página do roteador.",
        },
    },
    Term {
        name: Tr { es: "seguridad", en: "security", pt: "segurança" },
        also: &["WPA", "WPA2", "WPA3", "WEP"],
        means: Tr {
            es: "El candado del wifi. WPA2 y WPA3 protegen; WEP y las redes abiertas no, y cualquiera cerca puede leer o entrar.",
            en: "The lock of the Wi-Fi. WPA2 and WPA3 protect; WEP and open networks do not, and anybody near can read along or join.",
            pt: "O cadeado do Wi-Fi. WPA2 e WPA3 protegem; WEP e redes abertas não, e qualquer um por perto pode ler ou entrar.",
        },
    },
    Term {
        name: Tr { es: "red de invitados", en: "guest network", pt: "rede de convidados" },
        also: &["guest"],
        means: Tr {
            es: "Un segundo wifi del mismo router, separado del tuyo: tiene internet, pero no ve tus aparatos.",
            en: "A second Wi-Fi of the same router, apart from yours: it has the internet but does not see your devices.",
            pt: "Um segundo Wi-Fi do mesmo roteador, separado do seu: tem internet, mas não vê os seus aparelhos.",
        },
    },
    Term {
        name: Tr { es: "página de acceso", en: "sign-in page", pt: "página de login" },
        also: &["captive portal", "portal", "portal cautivo", "portal cativo"],
        means: Tr {
            es: "La página que algunas redes muestran antes de dejarte usar internet: en hoteles, en cafés, o cuando hay un recibo sin pagar.",
            en: "The page that some networks show before they let you use the internet: in hotels and cafés, or when a bill is unpaid.",
            pt: "A página que algumas redes mostram antes de deixar você usar a internet: em hotéis, em cafés, ou quando há uma conta em aberto.",
        },
    },
    Term {
        name: Tr { es: "dirección IP", en: "IP address", pt: "endereço IP" },
        also: &["IP", "IPv4", "IPv6", "dirección", "address", "endereço"],
        means: Tr {
            es: "El número de tu aparato en la red. Hay dos clases: IPv4, la de siempre, e IPv6, la nueva. Muchas casas usan las dos.",
            en: "Your device's number on the network. There are two kinds: IPv4, the old one, and IPv6, the new one. Many homes use both.",
            pt: "O número do seu aparelho na rede. Há dois tipos: IPv4, o de sempre, e IPv6, o novo. Muitas casas usam os dois.",
        },
    },
    Term {
        name: Tr { es: "puerta de enlace", en: "gateway", pt: "gateway" },
        also: &["default route", "ruta por defecto", "rota padrão"],
        means: Tr {
            es: "La dirección del router dentro de casa: por ahí sale todo hacia internet.",
            en: "The router's address inside the home: everything for the internet leaves through it.",
            pt: "O endereço do roteador dentro de casa: por ele sai tudo para a internet.",
        },
    },
    Term {
        name: Tr { es: "DHCP", en: "DHCP", pt: "DHCP" },
        also: &["lease", "dirección automática", "endereço automático"],
        means: Tr {
            es: "Así reparte el router las direcciones: cada aparato pide una al entrar y la recibe por un tiempo.",
            en: "How the router hands out addresses: each device asks for one when it joins, and gets it for a time.",
            pt: "É assim que o roteador distribui os endereços: cada aparelho pede um ao entrar e o recebe por um tempo.",
        },
    },
    Term {
        name: Tr { es: "DNS", en: "DNS", pt: "DNS" },
        also: &[
            "names",
            "nombres",
            "nomes",
            "resolver",
            "servidor de nombres",
            "servidor de nomes",
        ],
        means: Tr {
            es: "La agenda de internet: convierte el nombre de una página en su dirección. Si falla, parece que no hay internet aunque la línea funcione.",
            en: "The internet's address book: it turns the name of a page into its address. When it fails, the internet seems gone although the line works.",
            pt: "A agenda da internet: transforma o nome de uma página no endereço dela. Se falha, parece que não há internet, embora a linha funcione.",
        },
    },
    Term {
        name: Tr { es: "NAT", en: "NAT", pt: "NAT" },
        also: &["double NAT", "doble NAT", "CGNAT"],
        means: Tr {
            es: "Así comparten muchos aparatos una sola dirección de internet. Si lo hacen dos routers seguidos, o el operador, algunos juegos y cámaras no se dejan alcanzar desde fuera.",
            en: "How many devices share one internet address. When two routers do it one after the other, or the provider does, some games and cameras cannot be reached from outside.",
            pt: "É assim que muitos aparelhos compartilham um só endereço de internet. Se dois roteadores seguidos fazem isso, ou a operadora, alguns jogos e câmeras não podem ser alcançados de fora.",
        },
    },
    Term {
        name: Tr { es: "VPN", en: "VPN", pt: "VPN" },
        also: &["tunnel", "túnel"],
        means: Tr {
            es: "Un camino cifrado por otra empresa o por tu trabajo. Todo pasa por ahí: si va lento o se corta, parece culpa de internet.",
            en: "An encrypted way through another company or your employer. Everything goes through it: when it is slow or cut, the internet seems to be at fault.",
            pt: "Um caminho cifrado por outra empresa ou pelo seu trabalho. Tudo passa por ali: se está lento ou cai, parece culpa da internet.",
        },
    },
    Term {
        name: Tr { es: "proxy", en: "proxy", pt: "proxy" },
        also: &[],
        means: Tr {
            es: "Un intermediario que pide las páginas por ti, habitual en empresas. Si quedó puesto en casa, no se abre nada.",
            en: "A go-between that fetches pages for you, common in companies. Left switched on at home, it keeps everything from opening.",
            pt: "Um intermediário que busca as páginas por você, comum em empresas. Se ficou ligado em casa, nada abre.",
        },
    },
    Term {
        name: Tr { es: "certificado", en: "certificate", pt: "certificado" },
        also: &["TLS", "HTTPS"],
        means: Tr {
            es: "El carnet con el que una página demuestra que es ella. Si el reloj del equipo va mal o alguien se pone en medio, no vale.",
            en: "The identity card by which a page proves that it is itself. With a wrong clock, or somebody in between, it does not hold.",
            pt: "A identidade com que uma página prova que é ela mesma. Se o relógio do computador está errado ou alguém se põe no meio, não vale.",
        },
    },
    Term {
        name: Tr { es: "latencia", en: "latency", pt: "latência" },
        also: &["ping", "RTT", "delay", "retardo", "atraso"],
        means: Tr {
            es: "Lo que tarda un mensaje en ir y volver, en milésimas de segundo (ms). Hasta 50 ms no se nota; a partir de 150 ms las llamadas y los juegos van a destiempo.",
            en: "How long a message takes there and back, in thousandths of a second (ms). Up to 50 ms nobody notices; from 150 ms calls and games are out of step.",
            pt: "Quanto uma mensagem demora para ir e voltar, em milésimos de segundo (ms). Até 50 ms não se nota; a partir de 150 ms as chamadas e os jogos saem do compasso.",
        },
    },
    Term {
        name: Tr { es: "variación del retardo", en: "jitter", pt: "variação do atraso" },
        also: &["variação"],
        means: Tr {
            es: "Unos mensajes tardan poco y otros mucho. Las llamadas suenan entrecortadas aunque de media todo parezca rápido.",
            en: "Some messages take little time and others much. Calls sound choppy although on average everything looks fast.",
            pt: "Umas mensagens demoram pouco e outras muito. As chamadas ficam picotadas embora na média tudo pareça rápido.",
        },
    },
    Term {
        name: Tr { es: "pérdida de paquetes", en: "packet loss", pt: "perda de pacotes" },
        also: &["pérdida", "loss", "perda", "mensajes perdidos", "lost messages"],
        means: Tr {
            es: "Mensajes que no llegan y hay que repetir. Con 1 de cada 100 ya se notan las llamadas; con 5 todo va a tirones.",
            en: "Messages that do not arrive and have to be sent again. With 1 of 100 calls suffer; with 5 everything stutters.",
            pt: "Mensagens que não chegam e têm de ser repetidas. Com 1 de cada 100 já se nota nas chamadas; com 5 tudo vai aos trancos.",
        },
    },
    Term {
        name: Tr { es: "velocidad", en: "speed", pt: "velocidade" },
        also: &["bandwidth", "throughput", "ancho de banda", "largura de banda"],
        means: Tr {
            es: "Cuánto cabe por segundo, en Mbit/s. Una película en 4K usa unos 25. No dice nada de lo que tarda cada mensaje: eso es la latencia.",
            en: "How much fits through in a second, in Mbit/s. A film in 4K uses about 25. It says nothing of how long each message takes: that is the latency.",
            pt: "Quanto cabe por segundo, em Mbit/s. Um filme em 4K usa uns 25. Não diz nada de quanto cada mensagem demora: isso é a latência.",
        },
    },
    Term {
        name: Tr { es: "bajada y subida", en: "download and upload", pt: "download e upload" },
        also: &["download", "upload", "bajada", "subida", "descarga"],
        means: Tr {
            es: "Bajada es lo que viene hacia ti: películas, páginas. Subida es lo que mandas: fotos, tu cámara en una llamada.",
            en: "Download is what comes to you: films, pages. Upload is what you send: photos, your camera in a call.",
            pt: "Download é o que vem até você: filmes, páginas. Upload é o que você envia: fotos, a sua câmera em uma chamada.",
        },
    },
    Term {
        name: Tr { es: "colas excesivas", en: "bufferbloat", pt: "filas excessivas" },
        also: &["queue", "cola", "fila"],
        means: Tr {
            es: "Un atasco: mientras alguien sube o baja mucho, los mensajes de los demás esperan en una cola demasiado larga.",
            en: "A traffic jam: while somebody uploads or downloads a lot, everybody else's messages wait in a queue that is too long.",
            pt: "Um engarrafamento: enquanto alguém envia ou baixa muito, as mensagens dos outros esperam em uma fila longa demais.",
        },
    },
    Term {
        name: Tr { es: "tarifa contratada", en: "plan", pt: "plano" },
        also: &["tarifa"],
        means: Tr {
            es: "La velocidad por la que pagas. Es la de la línea: por wifi puede llegar menos.",
            en: "The speed you pay for. It is the line's: by Wi-Fi less may arrive.",
            pt: "A velocidade pela qual você paga. É a da linha: por Wi-Fi pode chegar menos.",
        },
    },
    Term {
        name: Tr { es: "límite de datos", en: "data allowance", pt: "franquia de dados" },
        also: &["franquia"],
        means: Tr {
            es: "Los datos que entran en tu tarifa cada mes. Cuando se gastan, algunos operadores bajan la velocidad.",
            en: "How much data your plan includes each month. Once used up, some providers slow you down.",
            pt: "Os dados que o seu plano inclui por mês. Quando acabam, algumas operadoras reduzem a velocidade.",
        },
    },
    Term {
        name: Tr { es: "avería", en: "outage", pt: "queda" },
        also: &["corte", "avaria"],
        means: Tr {
            es: "El servicio del operador está caído. En casa no hay nada que arreglar: solo avisar y esperar.",
            en: "The provider's service is down. There is nothing to mend at home: only to report it and wait.",
            pt: "O serviço da operadora está fora do ar. Em casa não há nada a consertar: só avisar e esperar.",
        },
    },
    Term {
        name: Tr { es: "controlador", en: "driver", pt: "driver" },
        also: &[],
        means: Tr {
            es: "El programa con el que el sistema maneja la tarjeta de wifi. Se actualiza con el sistema.",
            en: "The program by which the system runs the Wi-Fi card. It is updated with the system.",
            pt: "O programa com que o sistema controla a placa de Wi-Fi. É atualizado com o sistema.",
        },
    },
    Term {
        name: Tr { es: "firmware", en: "firmware", pt: "firmware" },
        also: &[],
        means: Tr {
            es: "El programa que lleva dentro el router. Suele actualizarlo el operador, o tú desde la página del router.",
            en: "The program inside the router. The provider usually updates it, or you do on the router's page.",
            pt: "O programa que roda dentro do roteador. Costuma ser atualizado pela operadora, ou por você na página do roteador.",
        },
    },
    Term {
        name: Tr { es: "reiniciar el router", en: "restart", pt: "reiniciar o roteador" },
        also: &["reiniciar", "reboot"],
        means: Tr {
            es: "Desenchufarlo de la corriente, esperar 10 segundos y enchufarlo. No borra nada. El botón pequeño «reset» es otra cosa: borra tus ajustes.",
            en: "Unplug its power cable, wait 10 seconds and plug it back in. Nothing is erased. The small \"reset\" button is another thing: it erases your settings.",
            pt: "Tirar da tomada, esperar 10 segundos e ligar outra vez. Não apaga nada. O botão pequeno \"reset\" é outra coisa: apaga as suas configurações.",
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;
    use std::collections::BTreeMap;

    #[test]
    fn a_word_belongs_to_one_term_and_is_no_code() {
        let mut seen = BTreeMap::new();
        for (at, term) in TERMS.iter().enumerate() {
            for name in term.names() {
                let before = seen.insert(folded(name), at);
                assert!(before.is_none_or(|before| before == at), "{name} is two terms");
                assert!(rules::by_code(&name.replace(' ', "-")).is_none(), "{name} is a code");
            }
        }
        assert!(TERMS.len() >= 38);
    }

    #[test]
    fn case_accents_and_hyphens_do_not_matter() {
        for (word, name) in [
            ("SSID", "network name"),
            ("senal", "signal strength"),
            ("Señal", "signal strength"),
            ("channel-width", "channel width"),
            ("Endereço IP", "IP address"),
            (" variacao do atraso ", "jitter"),
            ("ping", "latency"),
        ] {
            assert_eq!(term(word).map(|term| term.name.en), Some(name), "{word}");
        }
        assert!(term("").is_none() && term("wifi-off").is_none());
    }

    #[test]
    fn a_meaning_is_whole_sentences_and_short() {
        for term in TERMS {
            for lang in Lang::ALL {
                let means = term.means.get(lang);
                assert!(means.ends_with('.') && means.len() < 260, "{}: {means}", term.name.en);
            }
        }
    }
}
