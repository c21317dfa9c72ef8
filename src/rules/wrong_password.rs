//! The network answers and does not accept the password.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on};
use crate::analysis::attempts::{Attempts, UnderWay};
use crate::evidence::host::Medium;
use crate::evidence::{Layer, Os, Symptom};
use crate::text::Tr;

/// One failed key exchange may be a radio that lost its frames; two alike are hardly that.
const ONCE: f64 = 0.85;
const AGAIN: f64 = 0.95;
/// Let in, and still without keys when the watch ended.
const WITHOUT_KEYS: f64 = 0.7;
/// Let in and taken down during the key exchange without a reason given: some access points do
/// that over a wrong password.
const BROKEN_OFF: f64 = 0.6;
/// Turned down for a reason that says nothing.
const UNCLEAR: f64 = 0.3;

pub(super) const RULE: Rule = Rule {
    code: "wrong-password",
    layer: Layer::Joining,
    side: Side::Wifi,
    worst: Severity::Hard,
    needs: &[Part::Host, Part::Joining],
    explains: &["no-address", "no-default-route", "router-silent"],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Gadget, 0.3)],
    about: Tr {
        es: About {
            finds: "Observa los intentos de entrar en el wifi. Con WPA2, el router deja pasar al equipo y lo echa cuando la clave no cuadra (motivo 15 o 2); con WPA3, rechaza el segundo mensaje, el que demuestra la contraseña.",
            matters: "Con otra contraseña no hay forma de entrar, por buena que sea la señal.",
            limits: "Con muy mala señal pueden perderse los mensajes de la clave y parecer lo mismo: por eso un solo intento deja algo de duda. Solo se ve mientras se intenta, y el sistema espera hasta 30 segundos entre intentos.",
        },
        en: About {
            finds: "Watches the attempts to join the Wi-Fi. With WPA2, the router lets the computer in and throws it out when the key does not match (reason 15 or 2); with WPA3, it turns down the second message, the one that proves the password.",
            matters: "With another password there is no way in, however good the signal.",
            limits: "With a very bad signal the messages about the key may get lost and look the same: that is why one attempt alone leaves some doubt. It can only be seen during an attempt, and the system waits up to 30 seconds between two.",
        },
        pt: About {
            finds: "Observa as tentativas de entrar no Wi-Fi. Com WPA2, o roteador deixa o computador entrar e o expulsa quando a chave não confere (motivo 15 ou 2); com WPA3, recusa a segunda mensagem, a que prova a senha.",
            matters: "Com outra senha não há como entrar, por melhor que seja o sinal.",
            limits: "Com um sinal muito ruim, as mensagens da chave podem se perder e parecer a mesma coisa: por isso uma única tentativa deixa alguma dúvida. Só dá para ver durante uma tentativa, e o sistema espera até 30 segundos entre uma e outra.",
        },
    },
    sources: &[
        "WPA2 is deauthentication with reason 15, or 2, after association",
        "WPA3 is a confirm that is turned down after a commit that passed",
    ],
    text: Tr {
        es: Text {
            title: "La contraseña del wifi no es la correcta",
            what: &[
                "El router contesta, pero no acepta la contraseña que este equipo tiene guardada.",
                "Intentos rechazados durante la prueba: {attempts}.",
                "Tu línea no tiene nada que ver.",
            ],
            steps: &[
                step(
                    "Busca la contraseña en la etiqueta del router y anótala letra por letra. El 0 y la O se parecen, y las mayúsculas cuentan. (2 minutos)",
                ),
                step_on(
                    Os::Linux,
                    "En el menú de red, entra en los ajustes de tu wifi y elige «Olvidar». Elige la red otra vez y te pedirá la contraseña. (2 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "En los ajustes de wifi, elige «Olvidar esta red» en la tuya. Elígela otra vez y te pedirá la contraseña. (2 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "En el icono de red, haz clic con el botón derecho en tu wifi y elige «Olvidar». Elígelo otra vez y te pedirá la contraseña. (2 minutos)",
                ),
                step(
                    "Si la de la etiqueta tampoco vale, alguien la habrá cambiado: mírala en un teléfono que sí entre, o pregunta en casa.",
                ),
                step(
                    "Si nadie la sabe, pon una nueva en los ajustes del router, desde un equipo conectado con cable. Tendrás que escribirla en todos tus aparatos. (10 minutos)",
                ),
                step("Pide a tu operador la contraseña, o que te ponga una nueva."),
            ],
            mended: "El equipo entra en el wifi y sigue conectado.",
            tell_provider: &[],
        },
        en: Text {
            title: "The Wi-Fi password is not the right one",
            what: &[
                "The router answers, but does not accept the password stored on this computer.",
                "Attempts turned down during the test: {attempts}.",
                "Your line has nothing to do with it.",
            ],
            steps: &[
                step(
                    "Find the password on the router's label and write it down letter by letter. 0 and O look alike, and capitals count. (2 minutes)",
                ),
                step_on(
                    Os::Linux,
                    "In the network menu, open your Wi-Fi's settings and choose \"Forget\". Choose the network again and it asks for the password. (2 minutes)",
                ),
                step_on(
                    Os::Macos,
                    "In the Wi-Fi settings, choose \"Forget This Network\" for yours. Choose it again and it asks for the password. (2 minutes)",
                ),
                step_on(
                    Os::Windows,
                    "Under the network icon, right-click your Wi-Fi and choose \"Forget\". Choose it again and it asks for the password. (2 minutes)",
                ),
                step(
                    "If the one on the label does not work either, somebody changed it: look on a phone that does connect, or ask at home.",
                ),
                step(
                    "If nobody knows it, set a new one in the router's settings, from a computer connected by cable. You will have to type it on all your devices. (10 minutes)",
                ),
                step("Ask your provider for the password, or to set a new one."),
            ],
            mended: "The computer joins the Wi-Fi and stays connected.",
            tell_provider: &[],
        },
        pt: Text {
            title: "A senha do Wi-Fi não é a correta",
            what: &[
                "O roteador responde, mas não aceita a senha guardada neste computador.",
                "Tentativas recusadas durante o teste: {attempts}.",
                "A sua linha não tem nada a ver com isso.",
            ],
            steps: &[
                step(
                    "Procure a senha na etiqueta do roteador e anote letra por letra. O 0 e o O são parecidos, e as maiúsculas contam. (2 minutos)",
                ),
                step_on(
                    Os::Linux,
                    "No menu de rede, abra as configurações do seu Wi-Fi e escolha \"Esquecer\". Escolha a rede de novo e ela vai pedir a senha. (2 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Nas configurações de Wi-Fi, escolha \"Esquecer Esta Rede\" na sua. Escolha-a de novo e ela vai pedir a senha. (2 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "No ícone de rede, clique com o botão direito no seu Wi-Fi e escolha \"Esquecer\". Escolha-o de novo e ele vai pedir a senha. (2 minutos)",
                ),
                step(
                    "Se a da etiqueta também não servir, alguém a trocou: veja em um celular que conecta, ou pergunte em casa.",
                ),
                step(
                    "Se ninguém souber, crie uma nova nas configurações do roteador, a partir de um computador ligado por cabo. Você vai precisar digitá-la em todos os seus aparelhos. (10 minutos)",
                ),
                step("Peça à sua operadora a senha, ou que coloque uma nova."),
            ],
            mended: "O computador entra no Wi-Fi e continua conectado.",
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
    let joining = need(Part::Joining, &case.evidence.joining)?;
    if joining.joined {
        return Ok(Verdict::Pass);
    }
    let attempts = Attempts::of(joining);
    let without_keys = attempts.under_way == Some(UnderWay::WithoutKeys);
    let confidence = match attempts.wrong_key {
        0 if without_keys => WITHOUT_KEYS,
        0 if attempts.broken_off > 0 => {
            return Err(Verdict::Unknown(Missing::NotEnough { weight: BROKEN_OFF }));
        }
        0 if attempts.unclear > 0 => {
            return Err(Verdict::Unknown(Missing::NotEnough { weight: UNCLEAR }));
        }
        0 => return Ok(Verdict::Pass),
        1 => ONCE,
        _ => AGAIN,
    };
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence,
        arguments: (attempts.wrong_key > 0)
            .then(|| ("attempts", Argument::Count(attempts.wrong_key.into())))
            .into_iter()
            .collect(),
        evidence: &["joining.events"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::joining::{Event, What};
    use crate::rules::testing::{Changed, finding, severity, verdict};

    fn after(events: &[What]) -> Changed {
        let events =
            (0..).zip(events).map(|(n, what)| Event { at_ms: n * 500, what: *what }).collect();
        Changed::healthy_wifi().not_joined(|joining| joining.events = events)
    }

    const fn auth(algorithm: u16, transaction: u16, status: u16) -> What {
        What::Authenticated { algorithm, transaction, status }
    }
    const IN: What = What::Associated { status: 0 };
    const fn out(reason: u16, local: bool) -> What {
        What::Deauthenticated { reason, local }
    }

    #[test]
    fn a_watch_that_ends_in_the_middle_of_an_attempt_waits_for_the_keys_in_vain_or_not_at_all() {
        for (watched_ms, expected) in
            [(34_000, Some(WITHOUT_KEYS)), (3200, Some(WITHOUT_KEYS)), (3100, None), (1000, None)]
        {
            let changed = Changed::healthy_wifi().not_joined(|joining| {
                joining.watched_ms = watched_ms;
                joining.events = vec![
                    Event { at_ms: 1990, what: auth(0, 2, 0) },
                    Event { at_ms: 2000, what: IN },
                ];
            });
            assert_eq!(finding(&RULE, &changed).map(|f| f.confidence), expected, "{watched_ms}");
            let other = crate::rules::not_connected::RULE;
            assert!(finding(&other, &changed).is_none(), "{watched_ms}");
        }
    }

    #[test]
    fn one_attempt_convinces_and_a_second_one_more() {
        for (events, confidence) in [
            (vec![auth(0, 2, 0), IN, out(15, false)], Some(ONCE)),
            (vec![auth(0, 2, 0), IN, out(2, false)], Some(ONCE)),
            (vec![auth(0, 2, 0), IN, out(15, true)], Some(ONCE)),
            (
                vec![auth(0, 2, 0), IN, out(15, false), auth(0, 2, 0), IN, out(15, false)],
                Some(AGAIN),
            ),
            (vec![auth(3, 1, 0), auth(3, 2, 1)], Some(ONCE)),
            (vec![auth(3, 1, 0), auth(3, 2, 1), auth(3, 1, 0), auth(3, 2, 1)], Some(AGAIN)),
            (vec![], None),
            (vec![auth(0, 2, 1)], None),
            (vec![auth(3, 1, 1)], None),
            (vec![What::Associated { status: 17 }], None),
            (vec![out(4, true)], None),
            (vec![out(2, false)], None),
        ] {
            let found = finding(&RULE, &after(&events)).map(|finding| finding.confidence);
            assert_eq!(found, confidence, "{events:?}");
        }
    }

    #[test]
    fn an_end_without_a_reason_is_not_enough_to_tell() {
        for (events, weight) in
            [(vec![IN, out(3, true)], BROKEN_OFF), (vec![What::Connected { status: 1 }], UNCLEAR)]
        {
            assert_eq!(
                verdict(&RULE, &after(&events)),
                Verdict::Unknown(Missing::NotEnough { weight })
            );
        }
    }

    #[test]
    fn who_got_in_at_last_has_the_right_password() {
        let evidence = after(&[IN, out(15, false), IN]).with(|evidence| {
            if let crate::evidence::Outcome::Measured(joining) = &mut evidence.joining {
                joining.joined = true;
            }
        });
        assert_eq!(severity(&RULE, &evidence), None);
    }
}
