//! The router refuses this computer before it asks for a password.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on};
use crate::analysis::attempts::Attempts;
use crate::evidence::host::Medium;
use crate::evidence::{Layer, Os, Symptom};
use crate::text::Tr;

/// A router that is busy or starting refuses now and then; one that blocks does it every time.
const ONCE: f64 = 0.75;
const AGAIN: f64 = 0.9;
/// Turned down for a reason that says nothing.
const UNCLEAR: f64 = 0.3;

pub(super) const RULE: Rule = Rule {
    code: "device-blocked",
    layer: Layer::Joining,
    side: Side::Router,
    worst: Severity::Hard,
    needs: &[Part::Host, Part::Joining],
    explains: &["no-address", "no-default-route", "router-silent"],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Gadget, 0.3)],
    about: Tr {
        es: About {
            finds: "Observa los intentos de entrar en el wifi. Habla cuando el router rechaza al equipo nada más saludar, antes de mirar la contraseña.",
            matters: "Un filtro de equipos, un control parental o un horario deja fuera a este equipo aunque la contraseña sea buena.",
            limits: "El router no dice por qué rechaza. Uno que acaba de encenderse o está desbordado puede hacer lo mismo un rato. Si dice que no caben más equipos, no cuenta como bloqueo.",
        },
        en: About {
            finds: "Watches the attempts to join the Wi-Fi. Speaks when the router turns the computer down as soon as it knocks, before the password is looked at.",
            matters: "A device filter, parental controls or a schedule keeps this computer out although the password is right.",
            limits: "The router does not say why it refuses. One that has just started or is overwhelmed may do the same for a while. When it says that it has no room for more devices, that does not count as blocking.",
        },
        pt: About {
            finds: "Observa as tentativas de entrar no Wi-Fi. Fala quando o roteador recusa o computador logo na chegada, antes de olhar a senha.",
            matters: "Um filtro de aparelhos, um controle parental ou um horário deixa este computador de fora mesmo com a senha certa.",
            limits: "O roteador não diz por que recusa. Um que acabou de ligar ou está sobrecarregado pode fazer o mesmo por um tempo. Se ele diz que não cabem mais aparelhos, não conta como bloqueio.",
        },
    },
    sources: &[
        "a blocked address is status 1 to the first authentication frame, at once",
        "IEEE 802.11, 9.4.1.9: status 1, 12 and 37 refuse without naming a thing to mend",
    ],
    text: Tr {
        es: Text {
            title: "El router no deja entrar a este equipo",
            what: &[
                "El router contesta, pero rechaza a este equipo antes de mirar la contraseña.",
                "Rechazos durante la prueba: {refusals}.",
                "La contraseña y tu línea no son la causa.",
            ],
            steps: &[
                step(
                    "Prueba con un teléfono en el mismo wifi. Si entra, el router solo rechaza a este equipo. (1 minuto)",
                ),
                step_on(
                    Os::Linux,
                    "En los ajustes de tu wifi, en este equipo, cambia la dirección aleatoria (MAC) por la permanente. El equipo volverá a intentar entrar. (2 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "En los ajustes de tu wifi, en este equipo, desactiva la «Dirección Wi-Fi privada». El equipo volverá a intentar entrar. (2 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "En los ajustes de tu wifi, en este equipo, desactiva las «Direcciones de hardware aleatorias». El equipo volverá a intentar entrar. (2 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "En los ajustes o en la aplicación del router, busca este equipo en los filtros (MAC) y en el control parental. Si está bloqueado, quítalo de ahí. (10 minutos)",
                ),
                step("Pide a tu operador que mire si el router tiene bloqueado este equipo."),
            ],
            mended: "El equipo entra en el wifi y sigue conectado.",
            tell_provider: &[],
        },
        en: Text {
            title: "The router does not let this computer in",
            what: &[
                "The router answers, but refuses this computer before it looks at the password.",
                "Refusals during the test: {refusals}.",
                "The password and your line are not the cause.",
            ],
            steps: &[
                step(
                    "Try a phone on the same Wi-Fi. If it gets in, the router refuses only this computer. (1 minute)",
                ),
                step_on(
                    Os::Linux,
                    "In this computer's settings for your Wi-Fi, change the random (MAC) address to the permanent one. The computer will try to join again. (2 minutes)",
                ),
                step_on(
                    Os::Macos,
                    "In this computer's settings for your Wi-Fi, turn \"Private Wi-Fi Address\" off. The computer will try to join again. (2 minutes)",
                ),
                step_on(
                    Os::Windows,
                    "In this computer's settings for your Wi-Fi, turn \"Random hardware addresses\" off. The computer will try to join again. (2 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "In the router's settings or app, look for this computer under filters (MAC) and parental controls. If it is blocked, take it off the list. (10 minutes)",
                ),
                step("Ask your provider to check whether the router blocks this computer."),
            ],
            mended: "The computer joins the Wi-Fi and stays connected.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O roteador não deixa este computador entrar",
            what: &[
                "O roteador responde, mas recusa este computador antes de olhar a senha.",
                "Recusas durante o teste: {refusals}.",
                "A senha e a sua linha não são a causa.",
            ],
            steps: &[
                step(
                    "Teste com um celular no mesmo Wi-Fi. Se ele entrar, o roteador recusa só este computador. (1 minuto)",
                ),
                step_on(
                    Os::Linux,
                    "Nas configurações do seu Wi-Fi, neste computador, troque o endereço aleatório (MAC) pelo permanente. O computador vai tentar entrar de novo. (2 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Nas configurações do seu Wi-Fi, neste computador, desative o \"Endereço Wi-Fi privado\". O computador vai tentar entrar de novo. (2 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "Nas configurações do seu Wi-Fi, neste computador, desative os \"Endereços de hardware aleatórios\". O computador vai tentar entrar de novo. (2 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Nas configurações ou no aplicativo do roteador, procure este computador nos filtros (MAC) e no controle parental. Se estiver bloqueado, tire-o de lá. (10 minutos)",
                ),
                step("Peça à sua operadora para ver se o roteador bloqueia este computador."),
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
    // Who was asked for the password was let as far as that.
    if attempts.wrong_key > 0 {
        return Ok(Verdict::Pass);
    }
    let confidence = match attempts.refused {
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
        arguments: vec![("refusals", Argument::Count(attempts.refused.into()))],
        evidence: &["joining.events"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::joining::{Event, What};
    use crate::rules::testing::{Changed, finding};

    fn confidence(events: &[What]) -> Option<f64> {
        let events =
            (0..).zip(events).map(|(n, what)| Event { at_ms: n * 500, what: *what }).collect();
        let evidence = Changed::healthy_wifi().not_joined(|joining| joining.events = events);
        finding(&RULE, &evidence).map(|finding| finding.confidence)
    }

    const fn auth(algorithm: u16, transaction: u16, status: u16) -> What {
        What::Authenticated { algorithm, transaction, status }
    }

    #[test]
    fn a_refusal_at_the_first_frame_is_a_block_and_a_wrong_password_is_not() {
        for (events, expected) in [
            (vec![], None),
            (vec![auth(0, 2, 1)], Some(ONCE)),
            (vec![auth(0, 2, 1), auth(0, 2, 1)], Some(AGAIN)),
            (vec![auth(3, 1, 1), auth(3, 1, 1)], Some(AGAIN)),
            (vec![auth(0, 2, 0), What::Associated { status: 37 }], Some(ONCE)),
            (vec![auth(0, 2, 0), What::Associated { status: 17 }], None),
            (vec![auth(0, 2, 0), What::Associated { status: 43 }], None),
            (vec![auth(3, 1, 0), auth(3, 2, 1)], None),
            // Banned for a while after wrong passwords: the password is still the cause.
            (vec![auth(3, 1, 0), auth(3, 2, 1), auth(3, 1, 1)], None),
        ] {
            assert_eq!(confidence(&events), expected, "{events:?}");
        }
    }

    #[test]
    fn who_is_joined_is_not_blocked() {
        assert_eq!(finding(&RULE, &Changed::healthy_wifi()), None);
        assert_eq!(finding(&RULE, &Changed::healthy_cable()), None);
    }
}
