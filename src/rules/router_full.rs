//! The router answers that it has no room for one more device.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::attempts::Attempts;
use crate::evidence::host::Medium;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// The answer itself says so; one may be a moment's, as when a device has just left.
const ONCE: f64 = 0.85;
const AGAIN: f64 = 0.95;

pub(super) const RULE: Rule = Rule {
    code: "router-full",
    layer: Layer::Joining,
    side: Side::Router,
    worst: Severity::Hard,
    needs: &[Part::Host, Part::Joining],
    explains: &["not-connected", "no-address", "no-default-route", "router-silent"],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Gadget, 0.5), (Symptom::Drops, 0.3)],
    about: Tr {
        es: About {
            finds: "Observa los intentos de entrar en el wifi. Habla cuando el router contesta que ya tiene todos los aparatos que admite (código 17 del estándar).",
            matters: "Un aparato más no cabe, por buena que sea la señal y aunque la contraseña sea la correcta.",
            limits: "Algunos routers llenos no dicen por qué rechazan, o no contestan: entonces no se puede distinguir de otras causas. Solo se ve mientras se intenta entrar.",
        },
        en: About {
            finds: "Watches the attempts to join the Wi-Fi. Speaks when the router answers that it already has all the devices it can take (status 17 of the standard).",
            matters: "There is no room for one more, however good the signal and even with the right password.",
            limits: "Some full routers do not say why they refuse, or do not answer at all: then it cannot be told from other causes. It can only be seen during an attempt.",
        },
        pt: About {
            finds: "Observa as tentativas de entrar no Wi-Fi. Fala quando o roteador responde que já tem todos os aparelhos que aceita (código 17 do padrão).",
            matters: "Não cabe mais um aparelho, por melhor que seja o sinal e mesmo com a senha certa.",
            limits: "Alguns roteadores cheios não dizem por que recusam, ou não respondem: nesse caso não dá para distinguir de outras causas. Só dá para ver durante uma tentativa.",
        },
    },
    sources: &["IEEE 802.11, status code 17: the access point cannot take additional stations"],
    text: Tr {
        es: Text {
            title: "El router no admite más aparatos",
            what: &[
                "El router contesta, pero dice que ya tiene todos los aparatos que puede atender.",
                "Veces que lo ha dicho durante la prueba: {refusals}.",
                "La contraseña y tu línea no son la causa.",
            ],
            steps: &[
                step(
                    "Apaga el wifi de aparatos que ahora no uses: teléfonos, tabletas, televisores, enchufes. Este equipo debería entrar en cuanto quede sitio. (5 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Olvida los aparatos que ya no están. (3 minutos sin internet)",
                ),
                step(
                    "Conecta con un cable lo que esté cerca del router, como el televisor o la consola. Deja sitio en el wifi. (10 minutos)",
                ),
                step(
                    "En los ajustes del router, busca un límite de aparatos del wifi y súbelo. (10 minutos)",
                ),
                step(
                    "Pide a tu operador un router que admita más aparatos, o un segundo punto de acceso.",
                ),
            ],
            mended: "El equipo entra en el wifi y sigue conectado.",
            tell_provider: &[],
        },
        en: Text {
            title: "The router takes no more devices",
            what: &[
                "The router answers, but says that it already has all the devices it can serve.",
                "Times it said so during the test: {refusals}.",
                "The password and your line are not the cause.",
            ],
            steps: &[
                step(
                    "Turn off the Wi-Fi of devices that you are not using now: phones, tablets, TVs, plugs. This computer should get in as soon as there is room. (5 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. It forgets devices that are gone. (3 minutes without internet)",
                ),
                step(
                    "Connect what stands near the router by cable, such as the TV or the console. That leaves room on the Wi-Fi. (10 minutes)",
                ),
                step(
                    "In the router's settings, look for a limit on Wi-Fi devices and raise it. (10 minutes)",
                ),
                step(
                    "Ask your provider for a router that takes more devices, or a second access point.",
                ),
            ],
            mended: "The computer joins the Wi-Fi and stays connected.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O roteador não aceita mais aparelhos",
            what: &[
                "O roteador responde, mas diz que já tem todos os aparelhos que consegue atender.",
                "Vezes que ele disse isso durante o teste: {refusals}.",
                "A senha e a sua linha não são a causa.",
            ],
            steps: &[
                step(
                    "Desligue o Wi-Fi de aparelhos que você não está usando: celulares, tablets, televisores, tomadas. Este computador deve entrar assim que houver lugar. (5 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Ele esquece os aparelhos que já saíram. (3 minutos sem internet)",
                ),
                step(
                    "Ligue com cabo o que está perto do roteador, como a televisão ou o videogame. Isso deixa lugar no Wi-Fi. (10 minutos)",
                ),
                step(
                    "Nas configurações do roteador, procure um limite de aparelhos do Wi-Fi e aumente-o. (10 minutos)",
                ),
                step(
                    "Peça à sua operadora um roteador que aceite mais aparelhos, ou um segundo ponto de acesso.",
                ),
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
    let full = Attempts::of(joining).full;
    let confidence = match full {
        0 => return Ok(Verdict::Pass),
        1 => ONCE,
        _ => AGAIN,
    };
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence,
        arguments: vec![("refusals", Argument::Count(full.into()))],
        evidence: &["joining.events"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::joining::{Event, What};
    use crate::rules::testing::{Changed, finding};

    #[test]
    fn only_the_routers_own_word_that_it_is_full_counts() {
        let auth = |status| What::Authenticated { algorithm: 0, transaction: 2, status };
        for (events, expected) in [
            (vec![], None),
            (vec![auth(0), What::Associated { status: 17 }], Some(ONCE)),
            (vec![auth(17)], Some(ONCE)),
            (vec![auth(17), auth(17)], Some(AGAIN)),
            (vec![What::Connected { status: 17 }], Some(ONCE)),
            (vec![auth(1)], None),
            (vec![auth(0), What::Associated { status: 12 }], None),
        ] {
            let timed =
                (0..).zip(&events).map(|(n, what)| Event { at_ms: n * 500, what: *what }).collect();
            let evidence = Changed::healthy_wifi().not_joined(|joining| joining.events = timed);
            let found = finding(&RULE, &evidence).map(|finding| finding.confidence);
            assert_eq!(found, expected, "{events:?}");
        }
    }

    #[test]
    fn who_is_joined_found_room() {
        assert_eq!(finding(&RULE, &Changed::healthy_wifi()), None);
        assert_eq!(finding(&RULE, &Changed::healthy_cable()), None);
    }
}
