//! The radio is on and in no network, and nobody turns this computer down.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on, wifi_off};
use crate::analysis::attempts::{Attempts, How, UnderWay};
use crate::analysis::home::Home;
use crate::evidence::host::Medium;
use crate::evidence::{Foreign, Joining, Layer, Networks, Os, Symptom};
use crate::text::Tr;
use std::collections::BTreeSet;

/// After a failed attempt `wpa_supplicant` waits up to 29 s before the next one, so that a shorter
/// watch may have missed an attempt that fails (issue: backs off to 10, 19, 29 s).
const FULL_WATCH_MS: u64 = 30_000;
/// Whoever looks for a network scans every few seconds; without a scan for this long, nobody does.
const NOBODY_TRIES_MS: u64 = 10_000;
const WATCHED: f64 = 0.9;
/// Attempts that nobody answers may end in one that is turned down.
const UNANSWERED: f64 = 0.75;
const WATCHED_BRIEFLY: f64 = 0.6;
/// Access points that the evidence lists at most: with so many there may be more.
const LISTED: usize = 10;
/// More names than this nobody reads; home is hardly ever weaker than three others.
const CANDIDATES: usize = 3;
/// Somebody turns the attempts down, and the codes do not say why: it may be this or not.
const TURNED_DOWN: f64 = 0.4;

pub(super) const RULE: Rule = Rule {
    code: "not-connected",
    layer: Layer::Joining,
    side: Side::Computer,
    worst: Severity::Hard,
    needs: &[Part::Host, Part::Joining, Part::Networks],
    explains: &["no-address", "no-default-route", "router-silent"],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Drops, 0.6), (Symptom::Gadget, 0.1)],
    about: Tr {
        es: About {
            finds: "Mira si el equipo está dentro de alguna red wifi. Si no lo está, espera y observa si lo intenta, y si alguien lo rechaza.",
            matters: "Sin entrar en una red no hay internet por wifi.",
            limits: "Si el router rechaza la contraseña o el equipo, hablan otras reglas. Si se observa poco tiempo, puede pasarse por alto un intento que falla: el sistema espera hasta 30 segundos entre uno y otro.",
        },
        en: About {
            finds: "Checks whether the computer is in any Wi-Fi network. If not, it waits and watches whether it tries, and whether somebody turns it down.",
            matters: "Without joining a network there is no internet over Wi-Fi.",
            limits: "When the router turns down the password or the computer, other rules speak. A short watch may miss an attempt that fails: the system waits up to 30 seconds between two.",
        },
        pt: About {
            finds: "Verifica se o computador está em alguma rede Wi-Fi. Se não está, espera e observa se ele tenta, e se alguém o recusa.",
            matters: "Sem entrar em uma rede, não há internet por Wi-Fi.",
            limits: "Se o roteador recusa a senha ou o computador, falam outras regras. Observando por pouco tempo, pode escapar uma tentativa que falha: o sistema espera até 30 segundos entre uma e outra.",
        },
    },
    sources: &[
        "radio on, no network joined and no attempt failing",
        "an access point that vanishes is reason 4, generated locally",
    ],
    text: Tr {
        es: Text {
            title: "Este equipo no está conectado a ningún wifi",
            what: &[
                "Su wifi está encendido, pero no ha entrado en ninguna red.",
                "El wifi del router dejó de llegar {vanished} después de empezar la prueba.",
                "Este equipo se desconectó {left} después de empezar la prueba.",
                "El router lo desconectó {dropped} después de empezar la prueba.",
                "Ha intentado entrar y nadie le ha contestado. Intentos: {unanswered}.",
                "Redes wifi que llegan hasta aquí: {heard}.",
                "{no-heard}Hasta aquí no llega ningún wifi: quizá el router esté apagado o lejos.",
                "Hasta aquí llegan muchas redes wifi: {many} o más.",
                "Tu red «{home}» sí llega hasta aquí.",
                "La red «{away}» no llega hasta aquí: quizá el router esté apagado o lejos.",
                "Las que mejor llegan: {candidates}.",
                "Mientras no se conecte, no se puede saber si tu línea va bien.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Abre el menú de red, arriba a la derecha de la pantalla, y elige tu wifi. Cuando entre, pondrá «Conectado». (1 minuto)",
                ),
                step_on(
                    Os::Macos,
                    "Abre el menú del wifi, arriba a la derecha de la pantalla, y elige el tuyo. Cuando entre, saldrá marcado. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "Haz clic en el icono de red, abajo a la derecha de la pantalla, y elige tu wifi. Cuando entre, pondrá «Conectado». (1 minuto)",
                ),
                step(
                    "Si tu wifi no sale en la lista, acércate al router y mira si está enchufado y con la luz del wifi encendida. (2 minutos)",
                ),
                step(
                    "Si sale pero no conecta, elige «Olvidar» en esa red y vuelve a elegirla. Te pedirá la contraseña: suele estar en una etiqueta del router. (3 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step("Si la luz del wifi no se enciende en el router, llama a tu operador."),
            ],
            mended: "El equipo muestra tu wifi como conectado.",
            tell_provider: &[],
        },
        en: Text {
            title: "This computer is not connected to any Wi-Fi",
            what: &[
                "Its Wi-Fi is on, but it has not joined any network.",
                "The router's Wi-Fi disappeared {vanished} into this test.",
                "This computer disconnected itself {left} into this test.",
                "The router disconnected it {dropped} into this test.",
                "It tried to join and nobody answered. Attempts: {unanswered}.",
                "Wi-Fi networks within reach: {heard}.",
                "{no-heard}No Wi-Fi reaches this far: the router may be off or far away.",
                "Many Wi-Fi networks are within reach: {many} or more.",
                "Your network \"{home}\" does reach this far.",
                "The network \"{away}\" does not reach this far: its router may be off or far away.",
                "The strongest: {candidates}.",
                "Until it connects, nobody can tell whether your line is fine.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Open the network menu at the top right of the screen and choose your Wi-Fi. Once joined, it says \"Connected\". (1 minute)",
                ),
                step_on(
                    Os::Macos,
                    "Open the Wi-Fi menu at the top right of the screen and choose yours. Once joined, it is ticked. (1 minute)",
                ),
                step_on(
                    Os::Windows,
                    "Click the network icon at the bottom right of the screen and choose your Wi-Fi. Once joined, it says \"Connected\". (1 minute)",
                ),
                step(
                    "If your Wi-Fi is not in the list, go to the router and see that it is plugged in and its Wi-Fi light is on. (2 minutes)",
                ),
                step(
                    "If it is listed but does not connect, choose \"Forget\" for that network and choose it again. It asks for the password, which is usually on a label on the router. (3 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step("If the router's Wi-Fi light does not come on, call your provider."),
            ],
            mended: "The computer shows your Wi-Fi as connected.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este computador não está conectado a nenhum Wi-Fi",
            what: &[
                "O Wi-Fi dele está ligado, mas ele não entrou em nenhuma rede.",
                "O Wi-Fi do roteador sumiu {vanished} depois do início do teste.",
                "Este computador se desconectou {left} depois do início do teste.",
                "O roteador o desconectou {dropped} depois do início do teste.",
                "Ele tentou entrar e ninguém respondeu. Tentativas: {unanswered}.",
                "Redes Wi-Fi que chegam até aqui: {heard}.",
                "{no-heard}Nenhum Wi-Fi chega até aqui: talvez o roteador esteja desligado ou longe.",
                "Muitas redes Wi-Fi chegam até aqui: {many} ou mais.",
                "A sua rede \"{home}\" chega até aqui.",
                "A rede \"{away}\" não chega até aqui: talvez o roteador esteja desligado ou longe.",
                "As que chegam melhor: {candidates}.",
                "Enquanto ele não se conectar, não dá para saber se a sua linha está bem.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Abra o menu de rede, no canto superior direito da tela, e escolha o seu Wi-Fi. Quando entrar, aparece \"Conectado\". (1 minuto)",
                ),
                step_on(
                    Os::Macos,
                    "Abra o menu do Wi-Fi, no canto superior direito da tela, e escolha o seu. Quando entrar, ele fica marcado. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "Clique no ícone de rede, no canto inferior direito da tela, e escolha o seu Wi-Fi. Quando entrar, aparece \"Conectado\". (1 minuto)",
                ),
                step(
                    "Se o seu Wi-Fi não aparece na lista, vá até o roteador e veja se ele está na tomada e com a luz do Wi-Fi acesa. (2 minutos)",
                ),
                step(
                    "Se aparece mas não conecta, escolha \"Esquecer\" nessa rede e escolha-a de novo. Ela vai pedir a senha, que costuma estar em uma etiqueta do roteador. (3 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step("Se a luz do Wi-Fi não acender no roteador, ligue para a sua operadora."),
            ],
            mended: "O computador mostra o seu Wi-Fi como conectado.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    if host.medium() != Some(Medium::Wifi) {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    if wifi_off::is_off(host) {
        return Ok(Verdict::Pass);
    }
    let joining = need(Part::Joining, &case.evidence.joining)?;
    if joining.joined {
        return Ok(Verdict::Pass);
    }
    let attempts = Attempts::of(joining);
    if attempts.wrong_key + attempts.refused + attempts.full + attempts.lock > 0
        || attempts.under_way == Some(UnderWay::WithoutKeys)
    {
        return Ok(Verdict::Pass);
    }
    // Somebody is trying, and the end of it was not seen.
    if attempts.turned_down() || attempts.under_way.is_some() {
        return Err(Verdict::Unknown(Missing::NotEnough { weight: TURNED_DOWN }));
    }
    let nobody_tries =
        joining.scans == 0 && joining.events.is_empty() && joining.watched_ms >= NOBODY_TRIES_MS;
    let confidence =
        if attempts.ended.is_some() || nobody_tries || joining.watched_ms >= FULL_WATCH_MS {
            WATCHED
        } else if attempts.unanswered > 1 {
            UNANSWERED
        } else {
            WATCHED_BRIEFLY
        };
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence,
        arguments: [arguments(joining, attempts), home_arguments(case)].concat(),
        evidence: &["joining.joined", "joining.events", "joining.networks", "networks.heard"],
    }))
}

/// Which network is home and whether it reaches here; where that is not known, which it may be.
fn home_arguments(case: &Case<'_>) -> Vec<(&'static str, Argument)> {
    let listened = case.evidence.networks.measured().is_some_and(Networks::swept);
    let argument = match Home::of(case.evidence) {
        _ if !listened => None,
        Some(home) if !home.points.is_empty() => Some(("home", home.name.clone())),
        Some(home) if home.expected => Some(("away", home.name.clone())),
        // One that was joined before may be a home elsewhere.
        _ => candidates(case).map(|names| ("candidates", names)),
    };
    argument.into_iter().map(|(name, text)| (name, Argument::Name(text))).collect()
}

/// The names of the strongest networks, each once.
fn candidates(case: &Case<'_>) -> Option<Foreign> {
    let mut names: Vec<String> = Vec::new();
    for network in &case.evidence.networks.measured()?.heard {
        let name = network.ssid.to_string();
        if !name.is_empty() && !names.contains(&name) && names.len() < CANDIDATES {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| Foreign::new(names.join(", ")))
}

fn arguments(joining: &Joining, attempts: Attempts) -> Vec<(&'static str, Argument)> {
    let mut arguments = Vec::new();
    if let Some(ended) = attempts.ended {
        let name = match ended.how {
            How::Vanished => "vanished",
            How::Left => "left",
            How::Dropped => "dropped",
        };
        #[expect(clippy::cast_precision_loss, reason = "a run is a few minutes at most")]
        let seconds = (ended.at_ms as f64 / 1000.0).round().max(1.0);
        arguments.push((name, Argument::Seconds(seconds)));
    }
    if attempts.unanswered > 0 {
        arguments.push(("unanswered", Argument::Count(attempts.unanswered.into())));
    }
    if let Some(networks) = joining.networks.measured() {
        // An empty list says something only when somebody has listened meanwhile.
        if !networks.is_empty() || joining.scans > 0 {
            // One name on two bands is one network to a person.
            let names: BTreeSet<_> = networks.iter().map(|heard| &heard.ssid).collect();
            let name = if networks.len() < LISTED { "heard" } else { "many" };
            arguments.push((name, Argument::Count(names.len() as u64)));
        }
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::joining::{Event, Heard, What};
    use crate::evidence::{Outcome, Why};
    use crate::rules::testing::{Changed, finding, severity, verdict};

    fn after(events: &[What]) -> Changed {
        let events = events.iter().map(|what| Event { at_ms: 4200, what: *what }).collect();
        let mut changed = Changed::healthy_wifi().not_joined(|joining| joining.events = events);
        changed.0.networks = Outcome::NotTried(Why::NotAsked);
        changed
    }

    #[test]
    fn it_names_home_where_that_is_known_and_the_strongest_networks_where_not() {
        let none = || Changed::healthy_wifi().not_joined(|_| ());
        let mut unknown = none().networks(|networks| networks.known = Outcome::Measured(vec![]));
        let mut away = none();
        away.0.run.asked.network = Some(Foreign::new("Trabajo"));
        let first = unknown.0.networks.clone();
        for (changed, name, value) in [
            (none(), "home", "HomeNet"),
            (away, "away", "Trabajo"),
            (unknown.clone(), "candidates", "HomeNet, Vecinos, Casa Ana"),
        ] {
            let finding = finding(&RULE, &changed).unwrap();
            let said = finding.arguments.iter().find(|(of, _)| *of == name);
            let expected = Argument::Name(Foreign::new(value));
            assert_eq!(said.map(|(_, value)| value), Some(&expected), "{:?}", finding.arguments);
        }
        // Hidden ones have no name that would help.
        unknown.0.networks = first;
        let hidden = unknown.networks(|networks| {
            networks.heard.iter_mut().for_each(|one| one.ssid = Foreign::new([]));
        });
        let arguments = finding(&RULE, &hidden).unwrap().arguments;
        assert!(arguments.iter().all(|(name, _)| *name != "candidates"), "{arguments:?}");
    }

    #[test]
    fn only_a_radio_that_is_on_and_that_nobody_turns_down_is_not_connected() {
        assert_eq!(severity(&RULE, &Changed::healthy_wifi()), None);
        assert_eq!(severity(&RULE, &Changed::healthy_cable()), None);
        assert_eq!(severity(&RULE, &after(&[])), Some(Severity::Hard));
        assert_eq!(severity(&RULE, &after(&[]).host(|host| host.interfaces[0].up = false)), None);
        let wrong_key = What::Deauthenticated { reason: 15, local: false };
        let refused = What::Authenticated { algorithm: 0, transaction: 2, status: 1 };
        let full = What::Associated { status: 17 };
        let lock = What::Associated { status: 43 };
        for what in [wrong_key, refused, full, lock] {
            assert_eq!(verdict(&RULE, &after(&[what])), Verdict::Pass, "{what:?}");
        }
        let unclear = verdict(&RULE, &after(&[What::Associated { status: 18 }]));
        assert_eq!(unclear, Verdict::Unknown(Missing::NotEnough { weight: TURNED_DOWN }));
    }

    #[test]
    fn it_says_who_ended_the_link() {
        for (what, name) in [
            (What::Disconnected { reason: 4, local: true }, "vanished"),
            (What::Deauthenticated { reason: 3, local: true }, "left"),
            (What::Deauthenticated { reason: 3, local: false }, "dropped"),
            (What::AuthenticationTimedOut, "unanswered"),
        ] {
            let finding = finding(&RULE, &after(&[what])).unwrap();
            let names: Vec<_> = finding.arguments.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, [name], "{what:?}");
        }
    }

    #[test]
    fn a_short_watch_is_less_sure() {
        for (watched_ms, scans, unanswered, confidence) in [
            (9_999, 0, 0, WATCHED_BRIEFLY),
            (10_000, 0, 0, WATCHED),
            (10_000, 1, 0, WATCHED_BRIEFLY),
            (29_999, 1, 0, WATCHED_BRIEFLY),
            (30_000, 1, 0, WATCHED),
            (7_000, 1, 1, WATCHED_BRIEFLY),
            (7_000, 1, 2, UNANSWERED),
        ] {
            let evidence = Changed::healthy_wifi().not_joined(|joining| {
                joining.watched_ms = watched_ms;
                joining.scans = scans;
                joining.events = (0..unanswered)
                    .map(|n| Event { at_ms: n * 3000, what: What::AuthenticationTimedOut })
                    .collect();
            });
            let found = finding(&RULE, &evidence).unwrap().confidence;
            assert!((found - confidence).abs() < 1e-9, "{watched_ms} {scans} {unanswered}");
        }
    }

    #[test]
    fn networks_are_counted_and_an_unasked_list_is_not_an_empty_neighbourhood() {
        let heard = |names: &[&str]| -> Vec<Heard> {
            let heard = |name: &&str| Heard {
                ssid: Foreign::new(*name),
                freq_mhz: 2412,
                rssi_dbm: -60,
                age_ms: Some(0),
            };
            names.iter().map(heard).collect()
        };
        for (networks, scans, counted) in [
            (heard(&[]), 0, None),
            (heard(&[]), 1, Some(("heard", 0))),
            (heard(&["a", "a", "b"]), 0, Some(("heard", 2))),
            (heard(&["a", "b", "c", "d", "e", "f", "g", "h", "i"]), 0, Some(("heard", 9))),
            (heard(&["a", "a", "b", "c", "d", "e", "f", "g", "h", "i"]), 0, Some(("many", 9))),
        ] {
            let mut evidence = Changed::healthy_wifi().not_joined(|joining| {
                joining.networks = Outcome::Measured(networks);
                joining.scans = scans;
            });
            evidence.0.networks = Outcome::NotTried(Why::NotAsked);
            let arguments = finding(&RULE, &evidence).unwrap().arguments;
            assert_eq!(
                arguments,
                counted.map(|(name, n)| (name, Argument::Count(n))).into_iter().collect::<Vec<_>>()
            );
        }
    }
}
