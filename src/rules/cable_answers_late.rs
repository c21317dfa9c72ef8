//! Messages take long between this computer and the router, on the cable.

use super::wifi_answers_late::judge_delay;
use super::{About, Case, Part, Rule, Severity, Side, Text, Verdict, step};
use crate::evidence::host::Medium;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "cable-answers-late",
    layer: Layer::Router,
    side: Side::Router,
    worst: Severity::Problem,
    needs: &[Part::Host, Part::Latency],
    explains: &["resolver-unreliable", "resolver-slow"],
    symptoms: &[
        (Symptom::Calls, 1.0),
        (Symptom::Slow, 0.6),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.3),
    ],
    about: Tr {
        es: About {
            finds: "Mide lo que tarda un mensaje en ir al router y volver por el cable, y si todo lo que hay más allá se retrasa en los mismos instantes. Lo comenta cuando los lentos tardan 30 ms más que los rápidos; es un problema desde 80 ms, o si la mitad tarda más de 30 ms.",
            matters: "Todo lo que haces pasa por ahí: las llamadas se entrecortan y las páginas arrancan tarde.",
            limits: "Un router que tarda solo en contestar él, pero deja pasar todo a tiempo, no cuenta. No distingue el router de lo que haya en medio: un adaptador, un repetidor, internet por los enchufes (PLC).",
        },
        en: About {
            finds: "Measures how long a message takes to the router and back over the cable, and whether everything beyond is late in the same moments. Mentions it when the slow ones take 30 ms more than the fast ones; it is a problem from 80 ms on, or when half of them take more than 30 ms.",
            matters: "All you do goes through there: calls break up and pages start late.",
            limits: "A router that is only slow to answer for itself and lets everything else through in time does not count. It does not tell the router from what stands in between: an adapter, a repeater, a powerline plug.",
        },
        pt: About {
            finds: "Mede quanto uma mensagem demora para ir ao roteador e voltar pelo cabo, e se tudo o que está além se atrasa nos mesmos instantes. Comenta quando as lentas demoram 30 ms a mais que as rápidas; é um problema a partir de 80 ms, ou se metade demora mais de 30 ms.",
            matters: "Tudo o que você faz passa por ali: as chamadas picotam e as páginas começam tarde.",
            limits: "Um roteador que só demora para responder por si mesmo, mas deixa tudo passar a tempo, não conta. Não distingue o roteador do que houver no meio: um adaptador, um repetidor, internet pela tomada (PLC).",
        },
    },
    sources: &[
        "Microsoft Teams, BlueJeans: calls want less than 30 ms of jitter, 40 ms is poor",
        "the hop is late only with what lies beyond it, in the same rounds",
    ],
    text: Tr {
        es: Text {
            title: "Los mensajes tardan más de lo normal en llegar al router por el cable",
            what: &[
                "Un mensaje suele tardar {median} en ir al router y volver; por un cable, lo normal es 1 ms. Uno de cada veinte tarda más de {p95}.",
                "Lo notas en llamadas que se entrecortan y páginas que arrancan tarde.",
                "Tu línea de internet no es la causa: solo añade {line}.",
            ],
            steps: &[
                step(
                    "Pon en pausa las descargas y copias de seguridad de los demás aparatos de la casa, y ejecuta wifidoc otra vez. (2 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Enchufa el cable directamente en el router, sin nada en medio: ni repetidores, ni otros aparatos, ni adaptadores de enchufe (PLC). (5 minutos)",
                ),
                step(
                    "Prueba con otro cable, en otra entrada del router, y ejecuta wifidoc otra vez. (5 minutos)",
                ),
                step("Pide a tu operador que revise o cambie el router."),
            ],
            mended: "Al repetir la prueba, casi todos los mensajes van al router y vuelven en pocos milisegundos.",
            tell_provider: &[],
        },
        en: Text {
            title: "Messages take longer than normal to reach the router over the cable",
            what: &[
                "A message usually takes {median} to the router and back; over a cable, 1 ms is normal. One in twenty takes more than {p95}.",
                "You notice it when calls break up and pages start late.",
                "Your internet line is not the cause: it adds only {line}.",
            ],
            steps: &[
                step(
                    "Pause downloads and backups on the other devices at home, and run wifidoc again. (2 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "Plug the cable straight into the router, with nothing in between: no repeaters, other devices or powerline plugs. (5 minutes)",
                ),
                step(
                    "Try another cable in another socket of the router, and run wifidoc again. (5 minutes)",
                ),
                step("Ask your provider to check or replace the router."),
            ],
            mended: "When you run the test again, nearly all messages go to the router and back in a few milliseconds.",
            tell_provider: &[],
        },
        pt: Text {
            title: "As mensagens demoram mais que o normal para chegar ao roteador pelo cabo",
            what: &[
                "Uma mensagem costuma demorar {median} para ir ao roteador e voltar; por um cabo, o normal é 1 ms. Uma em cada vinte demora mais de {p95}.",
                "Você percebe em chamadas que picotam e páginas que começam tarde.",
                "Sua linha de internet não é a causa: ela só acrescenta {line}.",
            ],
            steps: &[
                step(
                    "Pause os downloads e backups nos outros aparelhos da casa e execute o wifidoc de novo. (2 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Conecte o cabo direto no roteador, sem nada no meio: nem repetidores, nem outros aparelhos, nem adaptadores de tomada (PLC). (5 minutos)",
                ),
                step(
                    "Teste com outro cabo, em outra porta do roteador, e execute o wifidoc de novo. (5 minutos)",
                ),
                step("Peça à sua operadora para verificar ou trocar o roteador."),
            ],
            mended: "Ao repetir o teste, quase todas as mensagens vão ao roteador e voltam em poucos milissegundos.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    judge_delay(case, Medium::Cable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, severity};

    #[test]
    fn a_cable_is_judged_as_a_radio_hop_is() {
        for (step_ms, expected) in
            [(0.0, None), (5.0, Some(Severity::Hint)), (20.0, Some(Severity::Problem))]
        {
            let evidence = Changed::healthy_cable()
                .rtt(|_, round, rtt_ms| rtt_ms + f64::from(round % 10) * step_ms);
            assert_eq!(severity(&RULE, &evidence), expected, "{step_ms}");
        }
    }

    #[test]
    fn over_the_radio_it_has_nothing_to_say() {
        let evidence = Changed::healthy_wifi().rtt(|_, _, rtt_ms| rtt_ms + 100.0);
        assert_eq!(severity(&RULE, &evidence), None);
    }
}
