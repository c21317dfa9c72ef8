//! Small packets pass and full ones vanish without a word.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::web::{is_stuck, is_through, why_no_certificate};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// So many unrelated servers have to get stuck in full packets, and to answer in smaller ones.
const SERVERS: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "large-packets-lost",
    layer: Layer::Web,
    side: Side::Line,
    worst: Severity::Problem,
    needs: &[Part::Web],
    explains: &["service-down"],
    symptoms: &[(Symptom::Pages, 0.9), (Symptom::OneSite, 0.6), (Symptom::Slow, 0.3)],
    about: Tr {
        es: About {
            finds: "Abre conexiones seguras, que empiezan con mensajes grandes en las dos direcciones. Si se quedan paradas, las repite con mensajes más pequeños. Habla cuando así sí llegan.",
            matters: "Los mensajes cortos pasan, así que parece que hay internet; pero las páginas seguras se quedan a medias y no se puede enviar nada.",
            limits: "Solo mira hasta 1500 bytes, lo normal en casa. Si algún destino contesta con mensajes grandes, no dice nada. No sabe en qué punto del camino se pierden.",
        },
        en: About {
            finds: "Opens secure connections, which begin with large messages both ways. When they get stuck, repeats them in smaller messages. Speaks when those arrive.",
            matters: "Short messages pass, so it looks as if there were internet; but secure pages hang half-way, and nothing can be uploaded.",
            limits: "It looks up to 1500 bytes only, the usual size at home. When any place answers in large messages, it says nothing. It does not know at which point of the way they vanish.",
        },
        pt: About {
            finds: "Abre conexões seguras, que começam com mensagens grandes nos dois sentidos. Se ficam paradas, repete com mensagens menores. Fala quando essas chegam.",
            matters: "As mensagens curtas passam, então parece que há internet; mas as páginas seguras param no meio e não dá para enviar nada.",
            limits: "Só olha até 1500 bytes, o normal em casa. Se algum destino responde com mensagens grandes, não diz nada. Não sabe em que ponto do caminho elas somem.",
        },
    },
    sources: &[
        "RFC 2923: path MTU black holes",
        "RFC 4821, RFC 8899: size as the reason of silence",
    ],
    text: Tr {
        es: Text {
            title: "Se pierden los mensajes grandes",
            what: &[
                "Los mensajes pequeños van y vuelven, pero los que pasan de {mtu} bytes no llegan nunca.",
                "Por eso hay páginas que se quedan cargando, y los envíos no terminan.",
                "El wifi no es la causa: a él no le importa el tamaño.",
            ],
            steps: &[
                step("Si usas una VPN, desconéctala y ejecuta wifidoc otra vez. (1 minuto)"),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Abre la página del router y busca «MTU» en la conexión a internet. Apunta el número que hay y pon {mtu}. Si no lo encuentras, salta este paso. (10 minutos)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba, las conexiones seguras se abren con mensajes de tamaño normal.",
            tell_provider: &[
                "El {date} a las {time} se perdían los paquetes de más de {mtu} bytes, sin aviso ICMP (agujero negro de MTU).",
                "{stuck} de {servers} servidores se quedaban parados al empezar TLS; con segmentos más pequeños contestaban {passed}.",
            ],
        },
        en: Text {
            title: "Large messages get lost",
            what: &[
                "Small messages come and go, but those above {mtu} bytes never arrive.",
                "That is why some pages load for ever, and uploads do not end.",
                "The Wi-Fi is not the cause: it does not mind the size.",
            ],
            steps: &[
                step("If you use a VPN, disconnect it and run wifidoc again. (1 minute)"),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "Open the router's page and look for \"MTU\" under the internet connection. Note the number there and set it to {mtu}. If you cannot find it, skip this step. (10 minutes)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, secure connections open in messages of the usual size.",
            tell_provider: &[
                "On {date} at {time} packets above {mtu} bytes were lost without an ICMP notice (an MTU black hole).",
                "{stuck} of {servers} servers got stuck at the beginning of TLS; with smaller segments {passed} answered.",
            ],
        },
        pt: Text {
            title: "As mensagens grandes se perdem",
            what: &[
                "As mensagens pequenas vão e voltam, mas as de mais de {mtu} bytes nunca chegam.",
                "Por isso há páginas que ficam carregando, e os envios não terminam.",
                "O Wi-Fi não é a causa: para ele o tamanho não importa.",
            ],
            steps: &[
                step("Se você usa uma VPN, desligue-a e execute o wifidoc de novo. (1 minuto)"),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Abra a página do roteador e procure “MTU” na conexão com a internet. Anote o número que está lá e ponha {mtu}. Se não encontrar, pule este passo. (10 minutos)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, as conexões seguras abrem com mensagens de tamanho normal.",
            tell_provider: &[
                "Em {date} às {time} os pacotes de mais de {mtu} bytes se perdiam, sem aviso ICMP (buraco negro de MTU).",
                "{stuck} de {servers} servidores ficavam parados no início do TLS; com segmentos menores, {passed} respondiam.",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let web = need(Part::Web, &case.evidence.web)?;
    let stuck = web.anchors().filter(|secure| is_stuck(secure)).count();
    if web.anchors().any(is_through) {
        return Ok(Verdict::Pass);
    }
    if stuck < SERVERS {
        // Nobody got as far as a large packet.
        return Err(Verdict::Unknown(Missing::Evidence(Part::Web, why_no_certificate(web))));
    }
    let smaller = need(Part::Web, &web.smaller)?;
    let passed = || smaller.iter().filter(|smaller| smaller.passed);
    let mut servers: Vec<&str> = passed().map(|smaller| smaller.host.as_str()).collect();
    servers.sort_unstable();
    servers.dedup();
    let Some(mtu) = passed().map(|smaller| smaller.packet_bytes).max() else {
        // Size is not the reason, or not the only one.
        return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.4 }));
    };
    // The smallest size goes to two servers, so that a hole just above it is seen by both.
    if servers.len() < SERVERS {
        return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.6 }));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence: 0.92,
        arguments: vec![
            ("mtu", Argument::Count(mtu.into())),
            ("stuck", Argument::Count(stuck as u64)),
            ("servers", Argument::Count(web.anchors().count() as u64)),
            ("passed", Argument::Count(servers.len() as u64)),
        ],
        evidence: &["web.secure", "web.smaller"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::web::{Handshake, Smaller};
    use crate::evidence::{Failure, Family, Outcome, Why};
    use crate::rules::testing::{Changed, finding, severity, verdict};

    /// So many of three get stuck, and these sizes pass afterwards, each at another server in turn.
    fn hole(stuck: usize, passing: &[u16]) -> Changed {
        Changed::healthy_wifi().web(|web| {
            let hosts: Vec<String> = web.secure.iter().map(|secure| secure.host.clone()).collect();
            for secure in web.secure.iter_mut().take(stuck) {
                secure.handshake = Handshake::Stalled;
                secure.upload = Outcome::NotTried(Why::LowerLayerFailed);
            }
            web.smaller = Outcome::Measured(
                [1280, 1280, 1380, 1420, 1460, 1492]
                    .into_iter()
                    .zip(hosts.into_iter().cycle())
                    .map(|(packet_bytes, host)| Smaller {
                        host,
                        family: Family::V4,
                        packet_bytes,
                        passed: passing.contains(&packet_bytes),
                    })
                    .collect(),
            );
        })
    }

    #[test]
    fn what_passes_small_and_not_full_is_lost_by_its_size() {
        for (stuck, passing, expected) in [
            (0, &[][..], None),
            (2, &[1280], None),
            (3, &[], None),
            (3, &[1280], Some(Severity::Problem)),
            (3, &[1280, 1380, 1420], Some(Severity::Problem)),
        ] {
            assert_eq!(severity(&RULE, &hole(stuck, passing)), expected, "{stuck} {passing:?}");
        }
        let found = finding(&RULE, &hole(3, &[1280, 1380])).unwrap();
        assert!(found.arguments.contains(&("mtu", Argument::Count(1380))));
    }

    #[test]
    fn one_way_is_enough() {
        let up = hole(0, &[1280, 1380]).web(|web| {
            web.secure.iter_mut().for_each(|secure| {
                secure.upload = Outcome::Failed(Failure::TimedOut);
            });
        });
        assert_eq!(severity(&RULE, &up), Some(Severity::Problem));
    }

    #[test]
    fn one_small_answer_is_not_enough_to_tell() {
        assert_eq!(
            verdict(&RULE, &hole(3, &[1420])),
            Verdict::Unknown(Missing::NotEnough { weight: 0.6 })
        );
    }
}
