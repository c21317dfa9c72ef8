//! One of the web's two ports is closed beyond the router, and the rest of the internet is not.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::evidence::web::{Page, SignIn, Web};
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;
use std::net::IpAddr;

/// So many unrelated far ends have to be silent on the port (CATALOGUE W13: on all servers).
const SERVERS: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "port-blocked",
    layer: Layer::Web,
    side: Side::Line,
    worst: Severity::Problem,
    needs: &[Part::Web],
    explains: &["service-down"],
    symptoms: &[(Symptom::Pages, 0.9), (Symptom::OneSite, 0.4), (Symptom::Nothing, 0.5)],
    about: Tr {
        es: About {
            finds: "Abre conexiones a los dos puertos de la web, el 443 (páginas seguras) y el 80 (páginas antiguas), en varios destinos. Habla cuando en uno de los dos no se abre ninguna y en el otro sí.",
            matters: "Casi todas las páginas usan el puerto 443; sin él no se abre nada, aunque lo demás conteste.",
            limits: "Si en ningún puerto se abre nada, no dice nada: eso es otro problema. No prueba los puertos de juegos ni de correo.",
        },
        en: About {
            finds: "Opens connections to the web's two ports, 443 (secure pages) and 80 (old pages), at several places. Speaks when no connection opens at one of the two and some do at the other.",
            matters: "Nearly every page uses port 443; without it nothing opens, although everything else answers.",
            limits: "When nothing opens at any port it says nothing: that is another problem. It does not try the ports of games or mail.",
        },
        pt: About {
            finds: "Abre conexões com as duas portas da web, a 443 (páginas seguras) e a 80 (páginas antigas), em vários destinos. Fala quando em uma delas nenhuma abre e na outra sim.",
            matters: "Quase todas as páginas usam a porta 443; sem ela nada abre, mesmo que o resto responda.",
            limits: "Se em nenhuma porta nada abre, não diz nada: é outro problema. Não testa as portas de jogos nem de e-mail.",
        },
    },
    sources: &[
        "RFC 9110: port 80 for http, 443 for https; none of at least two servers answers on it",
    ],
    text: Tr {
        es: Text {
            title: "Un tipo de conexión de las páginas web está bloqueado",
            what: &[
                "Las páginas seguras (puerto {secure_port}) no se abren en ningún destino; lo demás contesta.",
                "Las páginas antiguas sin cifrar (puerto {plain_port}) no se abren en ningún destino; las seguras sí.",
                "El wifi y la línea llevan bien los demás mensajes.",
            ],
            steps: &[
                step(
                    "Si tu antivirus tiene cortafuegos (firewall), desactívalo, ejecuta wifidoc y vuelve a activarlo. (2 minutos)",
                ),
                step(
                    "Prueba las mismas páginas con los datos del teléfono: si ahí se abren, el bloqueo es de esta red. (2 minutos)",
                ),
                step(
                    "Abre la página del router y mira si una regla del filtro o del control parental bloquea el puerto {port}. Quita solo esa regla. (10 minutos)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba se abren los dos puertos.",
            tell_provider: &[
                "El {date} a las {time} no se abría ninguna conexión al puerto {port} ({tried} intentos, {targets} destinos distintos).",
                "Los demás mensajes a internet sí pasan.",
            ],
        },
        en: Text {
            title: "One kind of connection that web pages need is blocked",
            what: &[
                "Secure pages (port {secure_port}) open nowhere; everything else answers.",
                "Old pages without encryption (port {plain_port}) open nowhere; secure ones do.",
                "The Wi-Fi and the line carry all other messages well.",
            ],
            steps: &[
                step(
                    "If your antivirus has a firewall, switch it off, run wifidoc, and switch it on again. (2 minutes)",
                ),
                step(
                    "Try the same pages over your phone's mobile data: if they open there, this network blocks them. (2 minutes)",
                ),
                step(
                    "Open the router's page and look for a rule in a filter or parental control that blocks port {port}. Remove only that rule. (10 minutes)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, both ports open.",
            tell_provider: &[
                "On {date} at {time} no connection to port {port} opened ({tried} tries, {targets} different places).",
                "Other messages to the internet do get through.",
            ],
        },
        pt: Text {
            title: "Um tipo de conexão das páginas da web está bloqueado",
            what: &[
                "As páginas seguras (porta {secure_port}) não abrem em nenhum destino; o resto responde.",
                "As páginas antigas sem criptografia (porta {plain_port}) não abrem em nenhum destino; as seguras sim.",
                "O Wi-Fi e a linha levam bem as outras mensagens.",
            ],
            steps: &[
                step(
                    "Se o seu antivírus tem firewall, desative o firewall, execute o wifidoc e ative-o de novo. (2 minutos)",
                ),
                step(
                    "Teste as mesmas páginas com os dados do celular: se lá abrem, o bloqueio é desta rede. (2 minutos)",
                ),
                step(
                    "Abra a página do roteador e veja se uma regra do filtro ou do controle dos pais bloqueia a porta {port}. Retire só essa regra. (10 minutos)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, as duas portas abrem.",
            tell_provider: &[
                "Em {date} às {time} nenhuma conexão com a porta {port} abria ({tried} tentativas, {targets} destinos diferentes).",
                "As outras mensagens para a internet passam.",
            ],
        },
    },
    check,
};

const SECURE: u16 = 443;
const PLAIN: u16 = 80;

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let web = need(Part::Web, &case.evidence.web)?;
    let secure = Attempts::secure(web);
    let plain = Attempts::plain(web);
    let others = web
        .connections
        .measured()
        .into_iter()
        .flatten()
        .any(|connections| connections.port != SECURE && connections.stands());
    match (secure.stood, plain.stood) {
        (0, 0) if !others => Err(Verdict::Unknown(Missing::Evidence(Part::Web, Why::NoAnswer))),
        (0, _) if secure.targets >= SERVERS => {
            Ok(found(Severity::Problem, 0.9, ("secure_port", SECURE), &secure))
        }
        (1.., 0) if plain.targets >= SERVERS => {
            Ok(found(Severity::Hint, 0.8, ("plain_port", PLAIN), &plain))
        }
        _ => Ok(Verdict::Pass),
    }
}

fn found(severity: Severity, confidence: f64, port: (&'static str, u16), of: &Attempts) -> Verdict {
    let number = Argument::Count(port.1.into());
    Verdict::Found(Finding {
        severity,
        confidence,
        arguments: vec![
            (port.0, number.clone()),
            ("port", number),
            ("tried", Argument::Count(of.tried)),
            ("targets", Argument::Count(of.targets as u64)),
        ],
        evidence: &["web.secure", "web.sign_in", "web.connections"],
    })
}

/// What came of connections to one port.
struct Attempts {
    tried: u64,
    stood: u64,
    /// Different far ends.
    targets: usize,
}

impl Attempts {
    fn secure(web: &Web) -> Self {
        let counted = web.connections.measured().into_iter().flatten();
        let (mut tried, mut stood) = (0, 0);
        for connections in counted.filter(|connections| connections.port == SECURE) {
            tried += u64::from(connections.tried());
            stood += connections.stood_ms().count() as u64;
        }
        let connected =
            |secure: &&crate::evidence::web::Secure| secure.connect_ms.measured().is_some();
        Self {
            tried: tried + web.anchors().count() as u64,
            stood: stood + web.anchors().filter(connected).count() as u64,
            targets: web.anchors().count(),
        }
    }

    /// A page that broke off counts as one that did not open. What a name was made to lead into the
    /// home says nothing about the line.
    fn plain(web: &Web) -> Self {
        let outside = |page: &&SignIn| page.ip.is_some_and(is_public);
        let pages = || web.pages().filter(outside);
        let failed = |page: &&SignIn| matches!(page.page, Page::Failed { .. });
        Self {
            tried: pages().count() as u64,
            stood: pages().filter(|page| !failed(page)).count() as u64,
            targets: pages().count(),
        }
    }
}

/// False for addresses of homes and of this computer (RFC 1918, 3927, 4193).
const fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            !(v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified())
        }
        IpAddr::V6(v6) => {
            !(v6.is_unique_local()
                || v6.is_loopback()
                || v6.is_unicast_link_local()
                || v6.is_unspecified())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::web::{Attempt, Connections, Handshake};
    use crate::evidence::{Failure, Outcome};
    use crate::rules::testing::{Changed, finding, ip, severity};

    fn without_secure(changed: Changed) -> Changed {
        changed.web(|web| {
            for secure in &mut web.secure {
                secure.connect_ms = Outcome::Failed(Failure::TimedOut);
                secure.handshake = Handshake::NotConnected;
            }
            if let Outcome::Measured(connections) = &mut web.connections {
                connections[0].attempts.iter_mut().for_each(|attempt| attempt.stood_ms = None);
            }
        })
    }

    fn without_plain(changed: Changed) -> Changed {
        changed.web(|web| {
            for page in &mut web.sign_in {
                page.page = Page::Failed { failure: Failure::TimedOut };
            }
        })
    }

    #[test]
    fn the_secure_port_is_a_problem_and_the_old_one_a_hint() {
        let healthy = Changed::healthy_wifi;
        assert_eq!(severity(&RULE, &healthy()), None);
        assert_eq!(severity(&RULE, &without_secure(healthy())), Some(Severity::Problem));
        assert_eq!(severity(&RULE, &without_plain(healthy())), Some(Severity::Hint));
    }

    #[test]
    fn where_no_port_opens_no_port_is_blocked() {
        let all = without_plain(without_secure(Changed::healthy_wifi()));
        // Names over TCP still stand: it is the web that is blocked.
        assert_eq!(severity(&RULE, &all), Some(Severity::Problem));
        let nothing = all.web(|web| {
            if let Outcome::Measured(connections) = &mut web.connections {
                for port in connections {
                    port.attempts.iter_mut().for_each(|attempt| attempt.stood_ms = None);
                }
            }
        });
        assert_eq!(severity(&RULE, &nothing), None);
    }

    #[test]
    fn one_connection_that_stands_shows_an_open_port() {
        let one = without_secure(Changed::healthy_wifi()).web(|web| {
            if let Outcome::Measured(connections) = &mut web.connections {
                connections[0].attempts[7].stood_ms = Some(15.0);
            }
        });
        assert_eq!(severity(&RULE, &one), None);
    }

    #[test]
    fn a_network_that_keeps_resolvers_out_does_not_block_the_port() {
        let elsewhere = without_secure(Changed::healthy_wifi()).web(|web| {
            if let Outcome::Measured(connections) = &mut web.connections {
                let attempts =
                    [None, Some(15.0)].map(|stood_ms| Attempt { at_ms: 900.0, stood_ms });
                connections.push(Connections { port: SECURE, attempts: attempts.to_vec() });
            }
        });
        assert_eq!(severity(&RULE, &elsewhere), None);
    }

    #[test]
    fn names_that_lead_into_the_home_say_nothing_about_the_port() {
        let rewritten = without_plain(Changed::healthy_wifi()).web(|web| {
            web.sign_in.iter_mut().for_each(|page| page.ip = Some(ip("192.168.1.1")));
        });
        assert_eq!(severity(&RULE, &rewritten), None);
    }

    #[test]
    fn the_provider_hears_of_the_port_that_is_meant() {
        let found = finding(&RULE, &without_secure(Changed::healthy_wifi())).unwrap();
        assert!(found.arguments.contains(&("port", Argument::Count(443))));
        assert!(found.arguments.contains(&("tried", Argument::Count(18))));
    }
}
