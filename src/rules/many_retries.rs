//! The radio has to send much of what it sends again, and no cause of that is known.

use super::step;
use super::weak_signal::radio;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;

/// Above this share of frames sent again a network is bad (CATALOGUE T5: Cisco).
const BAD_ABOVE: f64 = 0.20;
/// Calls mind from here on (T5).
const CALLS_ABOVE: f64 = 0.10;

pub(super) const RULE: Rule = Rule {
    code: "many-retries",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Wifi],
    explains: &[],
    symptoms: &[(Symptom::Calls, 1.0), (Symptom::Slow, 0.6)],
    about: Tr {
        es: About {
            finds: "Cuenta cuántos de los mensajes que envía la tarjeta de wifi hubo que repetir. Lo comenta por encima del 20 %, y con `--symptom calls` por encima del 10 %.",
            matters: "Cada repetición ocupa el aire y retrasa a las demás: las llamadas lo notan primero.",
            limits: "Dice que pasa, no por qué: si se encuentra la causa (poca señal, ruido), se cuenta con ella. Con menos de 100 mensajes, o si la tarjeta no los cuenta, no dice nada.",
        },
        en: About {
            finds: "Counts how many of the messages that the Wi-Fi adapter sends had to be sent again. Mentions it above 20%, and with `--symptom calls` above 10%.",
            matters: "Each repetition takes air time and holds up the others: calls notice it first.",
            limits: "Says that it happens, not why: when the cause is found (weak signal, noise), it is told with that. With fewer than 100 messages, or when the adapter does not count them, it says nothing.",
        },
        pt: About {
            finds: "Conta quantas das mensagens que a placa de Wi-Fi envia precisaram ser repetidas. Comenta acima de 20%, e com `--symptom calls` acima de 10%.",
            matters: "Cada repetição ocupa o ar e atrasa as outras: as chamadas são as primeiras a sentir.",
            limits: "Diz que acontece, não por quê: se a causa é encontrada (sinal fraco, ruído), aparece junto dela. Com menos de 100 mensagens, ou se a placa não as conta, não diz nada.",
        },
    },
    sources: &["retries below 20 % (Cisco), below 10 % for real time, counted over all frames"],
    text: Tr {
        es: Text {
            title: "El wifi tiene que repetir muchos mensajes",
            what: &[
                "De cada 100 mensajes que salen por el wifi, {share} son repetidos.",
                "Todo tarda un poco más, y las llamadas lo notan primero.",
                "Pasa dentro de casa, antes del router: tu línea no tiene nada que ver.",
            ],
            steps: &[
                step("Acerca el equipo al router y ejecuta wifidoc otra vez. (2 minutos)"),
                step(
                    "Si en la lista de redes sale otra tuya (2,4 o 5 GHz), elígela y ejecuta wifidoc otra vez. (2 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo: muchos buscan entonces un canal más libre. (3 minutos sin internet)",
                ),
                step("Pide a tu operador que cambie el canal del wifi."),
            ],
            mended: "Al repetir la prueba, menos de 10 de cada 100 mensajes son repetidos.",
            tell_provider: &[],
        },
        en: Text {
            title: "The Wi-Fi has to send many messages again",
            what: &[
                "Of every 100 messages that leave over the Wi-Fi, {share} are repeats.",
                "Everything takes a little longer, and calls notice it first.",
                "It happens at home, before the router: your line has nothing to do with it.",
            ],
            steps: &[
                step("Take the computer closer to the router and run wifidoc again. (2 minutes)"),
                step(
                    "If the list of networks shows another one of yours (2.4 or 5 GHz), choose it and run wifidoc again. (2 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in: many then look for a freer channel. (3 minutes without internet)",
                ),
                step("Ask your provider to change the Wi-Fi channel."),
            ],
            mended: "When you run the test again, fewer than 10 of every 100 messages are repeats.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O Wi-Fi precisa repetir muitas mensagens",
            what: &[
                "De cada 100 mensagens que saem pelo Wi-Fi, {share} são repetidas.",
                "Tudo demora um pouco mais, e as chamadas são as primeiras a sentir.",
                "Acontece dentro de casa, antes do roteador: a sua linha não tem nada a ver com isso.",
            ],
            steps: &[
                step(
                    "Leve o computador para mais perto do roteador e execute o wifidoc de novo. (2 minutos)",
                ),
                step(
                    "Se na lista de redes aparecer outra sua (2,4 ou 5 GHz), escolha-a e execute o wifidoc de novo. (2 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue de novo: muitos procuram então um canal mais livre. (3 minutos sem internet)",
                ),
                step("Peça à sua operadora para mudar o canal do Wi-Fi."),
            ],
            mended: "Ao repetir o teste, menos de 10 de cada 100 são repetições.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let radio = radio(case)?;
    let Some(retries) = radio.retries else {
        return Ok(Verdict::Unknown(Missing::Evidence(Part::Wifi, Why::NotReported)));
    };
    let limit = match case.evidence.run.asked.symptom {
        Some(Symptom::Calls) => CALLS_ABOVE,
        _ => BAD_ABOVE,
    };
    if retries <= limit {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.7,
        arguments: vec![("share", Argument::Share(retries))],
        evidence: &["wifi.link.retries", "wifi.link.frames_sent"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::rules::testing::{Changed, severity, verdict};

    /// Of so many frames in all, so many were repetitions.
    fn retrying(share_percent: u64) -> Changed {
        Changed::healthy_wifi().link(|link| {
            link.frames_sent = Outcome::Measured(1000 - share_percent * 10);
            link.retries = Outcome::Measured(share_percent * 10);
        })
    }

    #[test]
    fn calls_mind_repetitions_earlier() {
        for (share_percent, alone, calls) in [
            (3, None, None),
            (10, None, None),
            (11, None, Some(Severity::Hint)),
            (20, None, Some(Severity::Hint)),
            (21, Some(Severity::Hint), Some(Severity::Hint)),
        ] {
            let evidence = retrying(share_percent);
            assert_eq!(severity(&RULE, &evidence), alone, "{share_percent}");
            let evidence =
                evidence.with(|evidence| evidence.run.asked.symptom = Some(Symptom::Calls));
            assert_eq!(severity(&RULE, &evidence), calls, "{share_percent}, calls");
        }
    }

    #[test]
    fn a_driver_that_counts_nothing_repeats_nobody_knows_how_much() {
        let evidence = Changed::healthy_wifi()
            .link(|link| link.retries = Outcome::Unavailable(Why::NotReported));
        assert!(matches!(verdict(&RULE, &evidence), Verdict::Unknown(Missing::Evidence(..))));
    }
}
