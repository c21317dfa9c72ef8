//! Somebody puts a page of his own in the place of every page: sign in first.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on};
use crate::analysis::web::{is_in_its_place, verified};
use crate::evidence::web::{Page, Web, Word};
use crate::evidence::{Foreign, Layer, Os, Symptom, Why};
use crate::text::Tr;

/// So many encrypted connections to unrelated names show that the internet is open, whatever became of pages.
const OPEN: usize = 2;
/// A door that is shut while the network says that it is open is a door that is shut all the same, only
/// less surely one that asks for signing in.
const DENIED: f64 = 0.75;
/// One vendor's page alone may be blocked by a filter; two vendors' pages are not (CATALOGUE D, 3).
const VENDORS: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "sign-in-required",
    layer: Layer::Web,
    side: Side::Router,
    worst: Severity::Hard,
    needs: &[Part::Web],
    explains: &[
        "router-silent",
        "line-down",
        "provider-outage",
        "ipv6-broken",
        "ipv4-broken",
        "one-network-troubled",
        "manual-resolver",
        "resolver-dead",
        "resolver-unreliable",
        "names-rewritten",
        "resolvers-blocked",
        "proxy-broken",
        "certificate-replaced",
        "port-blocked",
        "large-packets-lost",
        "router-overloaded",
        "service-down",
    ],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Pages, 1.0), (Symptom::OneSite, 0.2)],
    about: Tr {
        es: About {
            finds: "Pide dos páginas cuya respuesta se conoce, de dos organizaciones distintas, y pregunta a la propia red cuando esta dice a quién preguntar. Habla cuando en lugar de las dos llega otra cosa, o la red dice que está cerrada, y tampoco funcionan las conexiones cifradas.",
            matters: "Hasta que alguien inicie sesión o acepte las condiciones, la red no deja pasar nada más.",
            limits: "Si solo cambia una de las dos páginas, puede ser un filtro de publicidad y no dice nada. No sabe qué pide la página, solo que está ahí. A la red que dice que está abierta, y no deja pasar nada, no la cree del todo.",
        },
        en: About {
            finds: "Asks for two pages whose answer is known, of two different organisations, and asks the network itself where it says whom to ask. Speaks when something else comes in the place of both, or the network says that it is closed, and encrypted connections do not work either.",
            matters: "Until somebody signs in or accepts the terms, the network lets nothing else through.",
            limits: "When only one of the two pages is changed, that may be an ad blocker, and it says nothing. It does not know what the page asks for, only that it is there. It does not quite believe a network that says that it is open and lets nothing through.",
        },
        pt: About {
            finds: "Pede duas páginas cuja resposta é conhecida, de duas organizações diferentes, e pergunta à própria rede quando ela indica a quem perguntar. Fala quando no lugar das duas chega outra coisa, ou a rede diz que está fechada, e as conexões criptografadas também não funcionam.",
            matters: "Até que alguém entre com uma conta ou aceite as condições, a rede não deixa passar mais nada.",
            limits: "Se só uma das duas páginas muda, pode ser um bloqueador de anúncios, e não diz nada. Não sabe o que a página pede, só que ela está lá. Não acredita de todo em uma rede que diz estar aberta e não deixa passar nada.",
        },
    },
    sources: &[
        "RFC 8952: how a network keeps one captive; here two vendors' pages and an encrypted anchor",
        "RFC 6585: status 511",
        "RFC 8910 and RFC 8908: the network's own word, and where its lease says to ask for it",
    ],
    text: Tr {
        es: Text {
            title: "Esta red pide iniciar sesión antes de dejar pasar",
            what: &[
                "El wifi y el router funcionan, pero en lugar de cualquier página aparece otra de la propia red.",
                "La página es de {portal}.",
                "La propia red lo dice, y da su página: {announced}.",
                "Hasta que se rellene, ninguna otra cosa funciona: ni páginas, ni correo, ni mensajes.",
                "En casa suele ser un aviso de factura sin pagar, el asistente de un router nuevo o un control parental.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Pulsa el aviso «Iniciar sesión en la red» si aparece arriba. Si no, abre el navegador y escribe detectportal.firefox.com: verás la página de esta red. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "Abre la lista de redes, abajo a la derecha: junto a tu red pone «Acción necesaria» o «Abrir explorador y conectar». Púlsalo. (1 minuto)",
                ),
                step_on(
                    Os::Macos,
                    "Espera la ventana de inicio de sesión. Si no sale, abre Safari y escribe captive.apple.com: verás la página de esta red. (1 minuto)",
                ),
                step(
                    "Inicia sesión o acepta las condiciones, y ejecuta wifidoc otra vez. (2 minutos)",
                ),
                step(
                    "En un hotel o un café, pide los datos de acceso a quien lleva la red. En casa, lee qué pide la página: si es por una factura, llama a tu operador. (5 minutos)",
                ),
            ],
            mended: "Al repetir la prueba llegan las dos páginas tal como son.",
            tell_provider: &[],
        },
        en: Text {
            title: "This network wants you to sign in first",
            what: &[
                "The Wi-Fi and the router work, but whatever page you open, the network shows one of its own.",
                "The page belongs to {portal}.",
                "The network says so itself, and names its page: {announced}.",
                "Until it is filled in nothing else works: no pages, no mail, no messages.",
                "At home it is usually a notice of an unpaid bill, the set-up of a new router or a parental control.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Click the notice \"Sign in to network\" if it appears at the top. If not, open the browser and type detectportal.firefox.com: you will see this network's page. (1 minute)",
                ),
                step_on(
                    Os::Windows,
                    "Open the list of networks, at the bottom right: next to your network it says \"Action needed\" or \"Open browser and connect\". Click it. (1 minute)",
                ),
                step_on(
                    Os::Macos,
                    "Wait for the sign-in window. If it does not come, open Safari and type captive.apple.com: you will see this network's page. (1 minute)",
                ),
                step("Sign in or accept the terms, and run wifidoc again. (2 minutes)"),
                step(
                    "In a hotel or a café, ask the staff for the sign-in details. At home, read what the page asks for: if it is about a bill, call your provider. (5 minutes)",
                ),
            ],
            mended: "When you run the test again, both pages arrive as they are.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Esta rede pede login ou um aceite antes de liberar a internet",
            what: &[
                "O Wi-Fi e o roteador funcionam, mas no lugar de qualquer página aparece uma da própria rede.",
                "A página é de {portal}.",
                "A própria rede diz isso e indica a página dela: {announced}.",
                "Até que seja preenchida, nada mais funciona: nem páginas, nem e-mail, nem mensagens.",
                "Em casa costuma ser um aviso de conta em aberto, o assistente de um roteador novo ou um controle dos pais.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Clique no aviso “Entrar na rede” se ele aparecer no alto. Se não, abra o navegador e digite detectportal.firefox.com: você verá a página desta rede. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "Abra a lista de redes, embaixo à direita: ao lado da sua rede está “Ação necessária” ou “Abrir navegador e conectar”. Clique ali. (1 minuto)",
                ),
                step_on(
                    Os::Macos,
                    "Espere a janela de entrada. Se não aparecer, abra o Safari e digite captive.apple.com: você verá a página desta rede. (1 minuto)",
                ),
                step(
                    "Faça o login ou aceite as condições e execute o wifidoc de novo. (2 minutos)",
                ),
                step(
                    "Em um hotel ou café, peça os dados de acesso a quem cuida da rede. Em casa, leia o que a página pede: se for por uma fatura sem pagar, ligue para a sua operadora. (5 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, as duas páginas chegam como são.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let web = need(Part::Web, &case.evidence.web)?;
    let in_its_place = web.pages().filter(|page| is_in_its_place(page)).count();
    let open = web.pages().any(|page| page.page == Page::Open);
    let verified = verified(web);
    let word = own_word(web);
    let shut = word.is_some_and(|(captive, _)| captive);
    // Some let the vendors' pages through, so that no notice appears, and nothing else.
    if verified >= OPEN || open && !(shut && verified == 0) {
        return Ok(Verdict::Pass);
    }
    let seen = match (in_its_place, verified) {
        (VENDORS.., 0) => Some(0.95),
        (VENDORS.., _) => Some(0.8),
        // The other vendor's page did not come at all.
        (1, 0) => Some(0.6),
        _ => None,
    };
    let confidence = match (word, seen) {
        (Some((true, _)), Some(_)) => 0.98,
        // Its own word counts for more than what could not be seen.
        (Some((true, _)), None) => 0.9,
        (Some((false, _)), Some(seen)) => seen * DENIED,
        (None, Some(seen)) => seen,
        (_, None) if verified > 0 => return Ok(Verdict::Pass),
        (_, None) => return Err(Verdict::Unknown(Missing::Evidence(Part::Web, Why::NoAnswer))),
    };
    let redirect = || {
        web.pages().find_map(|page| match &page.page {
            Page::Redirect { to: Some(host), .. } => Some(host),
            _ => None,
        })
    };
    let told = word.filter(|(captive, _)| *captive).and_then(|(_, sign_in_at)| sign_in_at);
    let arguments = match (told, redirect()) {
        (Some(host), _) => vec![("announced", Argument::Name(host.clone()))],
        (None, Some(host)) => vec![("portal", Argument::Name(host.clone()))],
        (None, None) => Vec::new(),
    };
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence,
        arguments,
        evidence: &["web.sign_in", "web.secure", "web.announced"],
    }))
}

/// What the network itself says: whether the door is shut, and where one signs in.
fn own_word(web: &Web) -> Option<(bool, Option<&Foreign>)> {
    match &web.announced.measured()?.word {
        Word::Told { captive, sign_in_at, .. } => Some((*captive, sign_in_at.as_ref())),
        Word::Unrestricted => Some((false, None)),
        Word::NoAddress | Word::NoName | Word::Distrusted { .. } | Word::Failed { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::web::{Announced, Handshake};
    use crate::evidence::{Failure, Outcome};
    use crate::rules::testing::{Changed, finding, severity, verdict};

    /// Pages and certificates become these.
    fn network(pages: [Page; 2], handshakes: [Handshake; 3]) -> Changed {
        Changed::healthy_wifi().web(|web| {
            for (asked, page) in web.sign_in.iter_mut().zip(pages) {
                asked.page = page;
            }
            for (asked, handshake) in web.secure.iter_mut().zip(handshakes) {
                asked.handshake = handshake;
            }
        })
    }

    fn redirect() -> Page {
        Page::Redirect { status: 302, to: Some(Foreign::new("portal.test")), upgrade: false }
    }

    #[test]
    fn what_came_back_is_read_as_the_table_of_interpretations_says() {
        let closed = [Handshake::NotConnected; 3];
        let upgrade = || Page::Redirect { status: 301, to: None, upgrade: true };
        let failed = || Page::Failed { failure: Failure::TimedOut };
        for (pages, handshakes, expected) in [
            ([Page::Open, Page::Open], [Handshake::Verified; 3], None),
            ([redirect(), redirect()], closed, Some(0.95)),
            ([redirect(), redirect()], [Handshake::UnknownIssuer; 3], Some(0.95)),
            ([Page::Other { status: 200 }, Page::Other { status: 204 }], closed, Some(0.95)),
            ([Page::Status { status: 511 }, Page::Status { status: 511 }], closed, Some(0.95)),
            // A block of another kind, and a page that is only encrypted now.
            ([Page::Status { status: 403 }, Page::Status { status: 404 }], closed, None),
            ([upgrade(), upgrade()], closed, None),
            // One vendor alone is a filter.
            ([redirect(), Page::Open], closed, None),
            ([redirect(), failed()], closed, Some(0.6)),
            ([redirect(), failed()], [Handshake::Verified; 3], None),
            ([failed(), failed()], closed, None),
            // Encrypted connections work: nobody is asked for anything.
            ([redirect(), redirect()], [Handshake::Verified; 3], None),
        ] {
            let evidence = network(pages.clone(), handshakes);
            let found = finding(&RULE, &evidence).map(|finding| finding.confidence);
            assert_eq!(found, expected, "{pages:?} {handshakes:?}");
        }
    }

    #[test]
    fn only_the_host_of_the_page_is_named() {
        let evidence = network([redirect(), redirect()], [Handshake::NotConnected; 3]);
        let arguments = finding(&RULE, &evidence).unwrap().arguments;
        assert_eq!(arguments, [("portal", Argument::Name(Foreign::new("portal.test")))]);
    }

    fn saying(word: Word) -> impl FnOnce(&mut Web) {
        |web| web.announced = Outcome::Measured(Announced { host: None, ip: None, word })
    }

    fn told(captive: bool) -> Word {
        let sign_in_at = Some(Foreign::new("own.test"));
        Word::Told { captive, sign_in_at, seconds_remaining: None, bytes_remaining: None }
    }

    #[test]
    fn the_networks_own_word_confirms_and_does_not_clear() {
        let (good, bad) = ([Handshake::Verified; 3], [Handshake::NotConnected; 3]);
        let one = [Handshake::Verified, Handshake::NotConnected, Handshake::NotConnected];
        let failed = || Page::Failed { failure: Failure::TimedOut };
        let word = |word| Some(word);
        for (pages, handshakes, word, expected) in [
            ([redirect(), redirect()], bad, word(told(true)), Some(0.98)),
            ([redirect(), failed()], bad, word(told(true)), Some(0.98)),
            ([failed(), failed()], bad, word(told(true)), Some(0.9)),
            ([Page::Open, Page::Open], bad, word(told(true)), Some(0.9)),
            ([Page::Open, Page::Open], one, word(told(true)), None),
            ([Page::Open, Page::Open], good, word(told(true)), None),
            ([redirect(), redirect()], bad, word(told(false)), Some(0.95 * DENIED)),
            ([redirect(), redirect()], bad, word(Word::Unrestricted), Some(0.95 * DENIED)),
            ([failed(), failed()], bad, word(told(false)), None),
            ([redirect(), redirect()], bad, word(Word::NoName), Some(0.95)),
            ([redirect(), redirect()], bad, None, Some(0.95)),
        ] {
            let label = format!("{pages:?} {handshakes:?} {word:?}");
            let mut evidence = network(pages, handshakes);
            if let Some(word) = word {
                evidence = evidence.web(saying(word));
            }
            let found = finding(&RULE, &evidence).map(|finding| finding.confidence);
            assert_eq!(found, expected, "{label}");
        }
    }

    #[test]
    fn the_page_that_the_network_names_is_named() {
        let evidence = network([redirect(), redirect()], [Handshake::NotConnected; 3]);
        let arguments = finding(&RULE, &evidence.web(saying(told(true)))).unwrap().arguments;
        assert_eq!(arguments, [("announced", Argument::Name(Foreign::new("own.test")))]);
    }

    #[test]
    fn a_page_that_was_not_asked_for_says_nothing() {
        let evidence = Changed::healthy_wifi()
            .with(|evidence| evidence.web = Outcome::NotTried(Why::LowerLayerFailed));
        assert_eq!(severity(&RULE, &evidence), None);
        assert_eq!(
            verdict(&RULE, &evidence),
            Verdict::Unknown(Missing::Evidence(Part::Web, Why::LowerLayerFailed))
        );
    }
}
