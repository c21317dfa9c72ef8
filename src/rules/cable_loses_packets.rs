//! Packets get lost between this computer and the router, on the cable.

use super::wifi_loses_packets::judge_hop;
use super::{About, Case, Part, Rule, Severity, Side, Text, Verdict, step};
use crate::evidence::host::Medium;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "cable-loses-packets",
    layer: Layer::Router,
    side: Side::Router,
    worst: Severity::Problem,
    needs: &[Part::Host, Part::Latency],
    explains: &["cable-answers-late", "resolver-unreliable", "resolver-slow"],
    symptoms: &[
        (Symptom::Slow, 1.0),
        (Symptom::Calls, 1.0),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.6),
    ],
    about: Tr {
        es: About {
            finds: "Cuenta los mensajes perdidos entre este equipo y el router por el cable, y los compara con los que se pierden más allá en los mismos instantes. Habla cuando la pérdida en el cable está fuera de duda.",
            matters: "Por un cable en buen estado no se pierde nada. Cada mensaje perdido hay que repetirlo: las páginas se paran y las llamadas se cortan.",
            limits: "No distingue el cable de sus dos extremos: la entrada del router y la de este equipo. Un router que solo descarta lo que va dirigido a él no cuenta.",
        },
        en: About {
            finds: "Counts what gets lost between this computer and the router on the cable, beside what gets lost beyond it in the same moments. Speaks when loss on the cable is beyond doubt.",
            matters: "A good cable loses nothing. Whatever is lost has to be sent again: pages stall and calls break up.",
            limits: "It does not tell the cable from its two ends: the router's socket and this computer's. A router that only drops what is meant for itself does not count.",
        },
        pt: About {
            finds: "Conta as mensagens perdidas entre este computador e o roteador pelo cabo, ao lado das que se perdem além dele nos mesmos instantes. Fala quando a perda no cabo está fora de dúvida.",
            matters: "Um cabo em bom estado não perde nada. O que se perde precisa ser enviado de novo: as páginas travam e as chamadas cortam.",
            limits: "Não distingue o cabo das suas duas pontas: a porta do roteador e a deste computador. Um roteador que só descarta o que é dirigido a ele não conta.",
        },
    },
    sources: &[
        "lower bound of the hop's loss (Wilson, 95 %, widened for bursts) above 0.5 %",
        "Microsoft Teams, DSLReports: 1 % is what calls tolerate",
    ],
    text: Tr {
        es: Text {
            title: "Se pierden mensajes en el cable hasta el router",
            what: &[
                "El cable pierde {share} de cada 100 mensajes; uno en buen estado no pierde ninguno.",
                "Lo notas en páginas que se paran y llamadas que se cortan.",
                "Tu línea de internet no es la causa: solo pierde {beyond} de cada 100 mensajes.",
                "{no-beyond}Tu línea de internet no es la causa: no pierde ningún mensaje.",
            ],
            steps: &[
                step(
                    "Desenchufa el cable por los dos lados y vuelve a enchufarlo hasta oír el clic. (1 minuto)",
                ),
                step(
                    "Enchufa el cable en otra entrada del router y ejecuta wifidoc otra vez. (2 minutos)",
                ),
                step("Prueba con otro cable y ejecuta wifidoc otra vez. (5 minutos)"),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Desenchufa el cable, conéctate por wifi y ejecuta wifidoc otra vez. Si así va bien, la causa es el cable o uno de sus dos extremos. (2 minutos)",
                ),
                step("Pide a tu operador que revise o cambie el router."),
            ],
            mended: "Al repetir la prueba no se pierde ningún mensaje hasta el router.",
            tell_provider: &[],
        },
        en: Text {
            title: "Messages get lost on the cable to the router",
            what: &[
                "The cable loses {share} of every 100 messages; a good cable loses none.",
                "You notice it when pages stall and calls break up.",
                "Your internet line is not the cause: it loses only {beyond} of every 100 messages.",
                "{no-beyond}Your internet line is not the cause: it loses no messages.",
            ],
            steps: &[
                step(
                    "Unplug the cable at both ends and plug it in again until it clicks. (1 minute)",
                ),
                step(
                    "Plug the cable into another socket of the router and run wifidoc again. (2 minutes)",
                ),
                step("Try another cable and run wifidoc again. (5 minutes)"),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "Unplug the cable, connect over Wi-Fi and run wifidoc again. If that is fine, the cable or one of its two ends is the cause. (2 minutes)",
                ),
                step("Ask your provider to check or replace the router."),
            ],
            mended: "When you run the test again, no message gets lost on the way to the router.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Mensagens se perdem no cabo até o roteador",
            what: &[
                "O cabo perde {share} de cada 100 mensagens; um cabo em bom estado não perde nenhuma.",
                "Você percebe em páginas que travam e chamadas que cortam.",
                "Sua linha de internet não é a causa: ela só perde {beyond} de cada 100 mensagens.",
                "{no-beyond}Sua linha de internet não é a causa: ela não perde nenhuma mensagem.",
            ],
            steps: &[
                step(
                    "Desconecte o cabo nas duas pontas e conecte de novo até ouvir o clique. (1 minuto)",
                ),
                step(
                    "Conecte o cabo em outra porta do roteador e execute o wifidoc de novo. (2 minutos)",
                ),
                step("Teste com outro cabo e execute o wifidoc de novo. (5 minutos)"),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Desconecte o cabo, use o Wi-Fi e execute o wifidoc de novo. Se assim funcionar bem, a causa é o cabo ou uma das suas duas pontas. (2 minutos)",
                ),
                step("Peça à sua operadora para verificar ou trocar o roteador."),
            ],
            mended: "Ao repetir o teste, nenhuma mensagem se perde até o roteador.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    judge_hop(case, Medium::Cable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, severity};

    #[test]
    fn a_cable_is_judged_as_a_radio_hop_is() {
        for (gateway_every, far_every, expected) in
            [(0, 0, None), (10, 10, Some(Severity::Problem)), (0, 10, None), (10, 0, None)]
        {
            let evidence = Changed::healthy_cable().losing(gateway_every, far_every);
            assert_eq!(severity(&RULE, &evidence), expected, "{gateway_every} {far_every}");
        }
    }

    #[test]
    fn over_the_radio_it_has_nothing_to_say() {
        assert_eq!(severity(&RULE, &Changed::healthy_wifi().losing(10, 10)), None);
    }
}
