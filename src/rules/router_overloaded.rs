//! What stands lives on, and new connections through the router fail or come about late.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::web::NewConnections;
use crate::evidence::web::Connections;
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;

/// How much more of new connections has to fail than of what stood before, beyond chance.
const MORE: f64 = 0.05;
/// New connections that take so much longer than packets of old ones are late (CATALOGUE L12: 300 ms).
const LATE_MS: f64 = 300.0;

pub(super) const RULE: Rule = Rule {
    code: "router-overloaded",
    layer: Layer::Web,
    side: Side::Router,
    worst: Severity::Problem,
    needs: &[Part::Latency, Part::Web],
    explains: &["port-blocked", "service-down"],
    symptoms: &[(Symptom::Pages, 1.0), (Symptom::Slow, 0.5), (Symptom::OneSite, 0.4)],
    about: Tr {
        es: About {
            finds: "Abre veinte conexiones nuevas a través del router y, a la vez, sigue preguntando por el camino que ya estaba abierto. Habla cuando las nuevas fallan o tardan y lo ya abierto va bien.",
            matters: "Un router guarda una lista de conexiones. Cuando se llena, lo que estaba en marcha sigue, pero ninguna página nueva se abre.",
            limits: "Necesita que los destinos contesten por un camino que se pueda mantener (eco o DNS). Si solo contestan a conexiones nuevas, no distingue esto de una línea que pierde mensajes.",
        },
        en: About {
            finds: "Opens twenty new connections through the router, and meanwhile keeps asking over the way that already stood. Speaks when the new ones fail or are late and the old way is fine.",
            matters: "A router keeps a list of connections. When it is full, what was under way goes on, but no new page opens.",
            limits: "It needs places on the internet that answer over a way that can be kept (echo or DNS). Where they only answer new connections, it cannot tell this from a line that loses packets.",
        },
        pt: About {
            finds: "Abre vinte conexões novas através do roteador e, ao mesmo tempo, continua perguntando pelo caminho que já estava aberto. Fala quando as novas falham ou demoram e o que já estava aberto vai bem.",
            matters: "O roteador guarda uma lista de conexões. Quando ela enche, o que estava em curso continua, mas nenhuma página nova abre.",
            limits: "Precisa que os destinos respondam por um caminho que se possa manter (eco ou DNS). Se só respondem a conexões novas, não distingue isto de uma linha que perde mensagens.",
        },
    },
    sources: &[
        "twenty connections; failing more often than standing flows, or 300 ms later than these",
    ],
    text: Tr {
        es: Text {
            title: "El router está saturado y no acepta conexiones nuevas",
            what: &[
                "De {tried} conexiones nuevas solo se abrieron {stood}.",
                "Las conexiones nuevas tardan {late} en abrirse.",
                "Lo que ya estaba abierto sigue bien: las llamadas en curso continúan y las páginas nuevas no se abren.",
                "El wifi y la línea no son la causa.",
            ],
            steps: &[
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Si vuelve a pasar, cierra en todos los aparatos los programas de descargas (torrents) y las copias de seguridad, uno por uno, hasta ver cuál lo llena. (10 minutos)",
                ),
                step(
                    "Abre la página del router y busca «Actualizar» o «Firmware»: si hay una versión nueva, instálala. (15 minutos, unos minutos sin internet)",
                ),
                step("Si sigue igual, pide a tu operador un router más nuevo."),
            ],
            mended: "Al repetir la prueba se abren todas las conexiones nuevas.",
            tell_provider: &[],
        },
        en: Text {
            title: "The router is overloaded and takes no new connections",
            what: &[
                "Of {tried} new connections only {stood} opened.",
                "New connections take {late} to open.",
                "What already stood goes on well: calls continue, and new pages do not open.",
                "The Wi-Fi and the line are not the cause.",
            ],
            steps: &[
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "If it happens again, close download programs (torrents) and backups on all devices, one by one, until you see which one fills it. (10 minutes)",
                ),
                step(
                    "Open the router's page and look for \"Update\" or \"Firmware\": if there is a new version, install it. (15 minutes, a few without internet)",
                ),
                step("If nothing helps, ask your provider for a newer router."),
            ],
            mended: "When you run the test again, all new connections open.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O roteador está sobrecarregado e não aceita conexões novas",
            what: &[
                "De {tried} conexões novas só {stood} abriram.",
                "As conexões novas demoram {late} para abrir.",
                "O que já estava aberto continua bem: as chamadas seguem, e as páginas novas não abrem.",
                "O Wi-Fi e a linha não são a causa.",
            ],
            steps: &[
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Se acontecer outra vez, feche em todos os aparelhos os programas de download (torrents) e os backups, um por um, até ver qual deles enche o roteador. (10 minutos)",
                ),
                step(
                    "Abra a página do roteador e procure “Atualizar” ou “Firmware”: se houver uma versão nova, instale. (15 minutos, alguns sem internet)",
                ),
                step("Se continuar igual, peça à sua operadora um roteador mais novo."),
            ],
            mended: "Ao repetir o teste, todas as conexões novas abrem.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let latency = need(Part::Latency, &case.evidence.latency)?;
    let web = need(Part::Web, &case.evidence.web)?;
    let ports = need(Part::Web, &web.connections)?;
    let Some(new) = NewConnections::of(web, latency) else {
        // Without packets of older flows beside them, new connections that all stand at once still
        // say that nothing is full.
        if ports.iter().any(|port| port.tried() > 0) && ports.iter().all(in_time) {
            return Ok(Verdict::Pass);
        }
        return Err(Verdict::Unknown(Missing::Evidence(Part::Latency, Why::NothingThere)));
    };
    let fails = new.failed_low > new.known_lost_high + MORE;
    // Even the quicker ones: connections that all wait for one moment, as for the router's own address
    // on a hop that lost the question for it, are not late one by one.
    let late = new
        .median_ms
        .filter(|_| new.quarter_ms.is_some_and(|ms| ms > new.known_median_ms + LATE_MS));
    let mut arguments = vec![
        ("tried", Argument::Count(new.tried.into())),
        ("stood", Argument::Count(new.stood.into())),
    ];
    if !fails {
        arguments.clear();
    }
    let confidence = match (fails, late, new.stood) {
        (false, None, _) => return Ok(Verdict::Pass),
        // Not one stands: something that lets no connection through looks the same.
        (true, _, 0) => 0.6,
        (true, _, _) => 0.88,
        (false, Some(_), _) => 0.8,
    };
    if let Some(late) = late {
        arguments.push(("late", Argument::Ms(late)));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence,
        arguments,
        evidence: &["web.connections", "latency.targets"],
    }))
}

/// Every one stood, and soon.
fn in_time(port: &Connections) -> bool {
    port.attempts.iter().all(|attempt| attempt.stood_ms.is_some_and(|ms| ms <= LATE_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::latency::Kind;
    use crate::rules::testing::{Changed, severity, verdict};

    /// What becomes of each of the 15 and of the 5, by its number.
    fn become_of(changed: Changed, stood_ms: [&dyn Fn(usize) -> Option<f64>; 2]) -> Changed {
        changed.web(|evidence| {
            let Outcome::Measured(ports) = &mut evidence.connections else { unreachable!() };
            for (port, stood_ms) in ports.iter_mut().zip(stood_ms) {
                for (number, attempt) in port.attempts.iter_mut().enumerate() {
                    attempt.stood_ms = stood_ms(number);
                }
            }
        })
    }

    /// So many of 15 and of 5 stand, each after this long.
    fn stand(web: usize, names: usize, ms: f64) -> Changed {
        let stood = |most: usize| move |number: usize| (number < most).then_some(ms);
        become_of(Changed::healthy_wifi(), [&stood(web), &stood(names)])
    }

    /// From `from_ms` to `to_ms` everything is lost: new connections, and with `known` what stood before.
    fn stalled(from_ms: f64, to_ms: f64, known: bool) -> Changed {
        let stalls = |at_ms: f64| (from_ms..to_ms).contains(&at_ms);
        let changed = Changed::healthy_wifi().web(|evidence| {
            let Outcome::Measured(ports) = &mut evidence.connections else { unreachable!() };
            for attempt in ports.iter_mut().flat_map(|port| &mut port.attempts) {
                attempt.stood_ms = attempt.stood_ms.filter(|_| !stalls(attempt.at_ms));
            }
        });
        changed.latency(|latency| {
            let (first_ms, every_ms) = (latency.first_round_ms, latency.round_ms);
            for probe in latency.targets.iter_mut().flat_map(|target| &mut target.probes) {
                let at_ms = first_ms + f64::from(probe.round) * every_ms;
                probe.rtt_ms = probe.rtt_ms.filter(|_| !(known && stalls(at_ms)));
            }
        })
    }

    #[test]
    fn connections_that_failed_while_nothing_at_all_passed_do_not_count() {
        for (from_ms, to_ms) in [(600.0, 1200.0), (1000.0, 1400.0), (0.0, 900.0)] {
            let all = stalled(from_ms, to_ms, true);
            assert_eq!(severity(&RULE, &all), None, "{from_ms} {to_ms}");
            let only_new = stalled(from_ms, to_ms, false);
            assert_eq!(severity(&RULE, &only_new), Some(Severity::Problem), "{from_ms} {to_ms}");
        }
    }

    #[test]
    fn a_stall_as_long_as_the_attempts_says_nothing_about_the_router() {
        assert_eq!(
            verdict(&RULE, &stalled(400.0, 2400.0, true)),
            Verdict::Unknown(Missing::Evidence(Part::Latency, Why::NothingThere))
        );
    }

    #[test]
    fn failing_more_often_than_what_stands_is_the_router() {
        for (web, names, expected) in [
            (15, 5, None),
            (13, 5, None),
            (10, 4, Some(Severity::Problem)),
            (0, 0, Some(Severity::Problem)),
            // One port that is blocked is not a full table.
            (0, 5, None),
            (15, 0, None),
        ] {
            assert_eq!(severity(&RULE, &stand(web, names, 15.0)), expected, "{web} {names}");
        }
    }

    #[test]
    fn connections_that_waited_for_one_moment_are_not_late() {
        let waited = |first: f64, less: f64| {
            move |number: usize| u32::try_from(number).ok().map(|n| first - less * f64::from(n))
        };
        let changed =
            become_of(Changed::healthy_wifi(), [&waited(900.0, 62.0), &waited(850.0, 200.0)]);
        assert_eq!(severity(&RULE, &changed), None);
    }

    #[test]
    fn without_older_flows_only_connections_that_all_stand_at_once_clear_the_router() {
        for (web, ms, expected) in [(15, 15.0, true), (14, 15.0, false), (15, 310.0, false)] {
            let changed = stand(web, 5, ms).latency(|latency| {
                for target in &mut latency.targets {
                    for probe in &mut target.probes {
                        probe.kind = Kind::Tcp(443);
                    }
                }
            });
            assert_eq!(verdict(&RULE, &changed) == Verdict::Pass, expected, "{web} {ms}");
        }
    }

    #[test]
    fn connections_that_come_about_late_are_the_router_too() {
        for (ms, expected) in [(310.0, None), (330.0, Some(Severity::Problem))] {
            assert_eq!(severity(&RULE, &stand(15, 5, ms)), expected, "{ms}");
        }
    }

    #[test]
    fn what_a_lossy_line_takes_from_everything_is_not_the_routers() {
        let lossy = stand(12, 4, 15.0).losing(0, 5);
        assert_eq!(severity(&RULE, &lossy), None);
    }

    #[test]
    fn without_a_way_that_stands_it_cannot_tell() {
        let only_new = stand(8, 3, 15.0).latency(|latency| {
            for target in &mut latency.targets {
                target.probes.iter_mut().for_each(|probe| probe.kind = Kind::Tcp(443));
            }
        });
        assert_eq!(
            verdict(&RULE, &only_new),
            Verdict::Unknown(Missing::Evidence(Part::Latency, Why::NothingThere))
        );
    }
}
