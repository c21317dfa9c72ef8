//! Another program of this computer fills the connection while it is measured.

use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on};
use crate::analysis::Analysis;
use crate::analysis::delay::DelaySplit;
use crate::analysis::loss::Loser;
use crate::evidence::{Layer, Os, Symptom};
use crate::text::Tr;

/// Mbit/s of other programs from which on they count (CATALOGUE C06).
const BUSY_MBPS: f64 = 1.0;
/// Slow answers later than the fastest by this, on the hop (CODES: wifi-answers-late, hint).
const HOP_SPREAD_MS: f64 = 30.0;
/// Slow answers later than the usual ones by this, on the line (CODES: line-jitter).
const LINE_SPREAD_MS: f64 = 30.0;
/// Usual answers later than this, on the line (CODES: line-answers-late, hint).
const LINE_MEDIAN_MS: f64 = 60.0;

/// With answers that come now early, now late, which is what a queue does.
const UNSTEADY: f64 = 0.7;
/// With late but steady answers: a queue that never empties, or distance.
const LATE: f64 = 0.6;
/// With loss alone, which a bad radio or line makes too. Only much traffic makes it likely.
const AMBIGUOUS: f64 = 0.4;
/// What much traffic adds at most, and from how much on: 20 Mbit/s fills most home uplinks.
const MORE: f64 = 0.2;
const MUCH_MBPS: f64 = 20.0;

pub(super) const RULE: Rule = Rule {
    code: "background-traffic",
    layer: Layer::Host,
    side: Side::Computer,
    worst: Severity::Problem,
    needs: &[Part::Host, Part::Latency, Part::Traffic],
    explains: &[
        "wifi-answers-late",
        "cable-answers-late",
        "line-answers-late",
        "router-overloaded",
        "line-jitter",
        "wifi-loses-packets",
        "cable-loses-packets",
        "line-loses-packets",
        "resolver-unreliable",
        "resolver-slow",
    ],
    symptoms: &[
        (Symptom::Slow, 1.0),
        (Symptom::Calls, 0.8),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.2),
    ],
    about: Tr {
        es: About {
            finds: "Cuenta lo que otros programas de este equipo envían y reciben durante la prueba. Habla a partir de 1 Mbit/s, y solo si además algo se pierde o llega tarde.",
            matters: "Una descarga o una copia de seguridad hace esperar a todo lo demás: llamadas, páginas y juegos.",
            limits: "Solo ve el tráfico de este equipo, no el de los demás aparatos de la casa. Que coincidan el tráfico y la espera no prueba que uno sea la causa: se sabe al pararlo.",
        },
        en: About {
            finds: "Counts what other programs of this computer send and receive during the test. Speaks from 1 Mbit/s on, and only if something is also lost or late.",
            matters: "A download or a backup makes everything else wait: calls, pages and games.",
            limits: "Sees the traffic of this computer only, not that of other devices at home. Traffic and delay at the same time do not prove that one causes the other: stopping it does.",
        },
        pt: About {
            finds: "Conta o que outros programas deste computador enviam e recebem durante o teste. Fala a partir de 1 Mbit/s, e só se além disso algo se perde ou chega tarde.",
            matters: "Um download ou um backup faz todo o resto esperar: chamadas, páginas e jogos.",
            limits: "Só vê o tráfego deste computador, não o dos outros aparelhos da casa. Tráfego e demora ao mesmo tempo não provam que um cause o outro: ao parar o tráfego se sabe.",
        },
    },
    sources: &[
        "1 Mbit/s that is not our own",
        "the hint limits of wifi-answers-late, line-answers-late and line-jitter",
    ],
    text: Tr {
        es: Text {
            title: "Otro programa de este equipo ocupa la conexión",
            what: &[
                "Durante la prueba, otros programas enviaban o recibían datos sin parar ({traffic}).",
                "Todo lo demás espera su turno: lo notas en páginas lentas y llamadas entrecortadas.",
                "Mientras siga así, no se puede saber si el wifi o tu línea van bien.",
            ],
            steps: &[
                step(
                    "Pon en pausa las descargas, las copias de seguridad y las fotos que se suben a la nube, y ejecuta wifidoc otra vez. Si entonces va bien, esa era la causa. (2 minutos)",
                ),
                step_on(
                    Os::Linux,
                    "Si no sabes qué programa es, abre el Monitor del sistema y mira la red: muestra lo que usa cada uno, o el total.",
                ),
                step_on(
                    Os::Macos,
                    "Si no sabes qué programa es, abre el Monitor de Actividad y mira la pestaña Red.",
                ),
                step_on(
                    Os::Windows,
                    "Si no sabes qué programa es, abre el Administrador de tareas y mira la columna Red.",
                ),
                step("Si es una actualización del sistema, deja que termine. (10 a 60 minutos)"),
                step("Si lo necesitas cada día, ponle en sus ajustes un horario de noche."),
            ],
            mended: "Con esos programas en pausa, al repetir la prueba todo contesta a tiempo.",
            tell_provider: &[],
        },
        en: Text {
            title: "Another program on this computer is taking up the connection",
            what: &[
                "During the test, other programs kept sending or receiving data ({traffic}).",
                "Everything else waits its turn: you notice slow pages and choppy calls.",
                "While that goes on, nobody can tell whether the Wi-Fi or your line is fine.",
            ],
            steps: &[
                step(
                    "Pause downloads, backups and photos going to the cloud, and run wifidoc again. If it is fine then, that was the cause. (2 minutes)",
                ),
                step_on(
                    Os::Linux,
                    "If you do not know which program it is, open the System Monitor and look at the network: it shows what each one uses, or the total.",
                ),
                step_on(
                    Os::Macos,
                    "If you do not know which program it is, open the Activity Monitor and look at the Network tab.",
                ),
                step_on(
                    Os::Windows,
                    "If you do not know which program it is, open the Task Manager and look at the Network column.",
                ),
                step("If it is a system update, let it finish. (10 to 60 minutes)"),
                step("If you need it every day, set it to run at night in its settings."),
            ],
            mended: "With those programs paused, everything answers in time when you run the test again.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Outro programa deste computador está ocupando a conexão",
            what: &[
                "Durante o teste, outros programas enviavam ou recebiam dados sem parar ({traffic}).",
                "Todo o resto espera a vez: você percebe em páginas lentas e chamadas picotadas.",
                "Enquanto isso durar, não dá para saber se o Wi-Fi ou a sua linha estão bem.",
            ],
            steps: &[
                step(
                    "Pause os downloads, os backups e as fotos que sobem para a nuvem, e execute o wifidoc de novo. Se então funcionar bem, era essa a causa. (2 minutos)",
                ),
                step_on(
                    Os::Linux,
                    "Se você não sabe qual é o programa, abra o Monitor do sistema e veja a rede: ele mostra o que cada um usa, ou o total.",
                ),
                step_on(
                    Os::Macos,
                    "Se você não sabe qual é o programa, abra o Monitor de Atividade e veja a aba Rede.",
                ),
                step_on(
                    Os::Windows,
                    "Se você não sabe qual é o programa, abra o Gerenciador de Tarefas e veja a coluna Rede.",
                ),
                step("Se for uma atualização do sistema, deixe terminar. (10 a 60 minutos)"),
                step(
                    "Se você precisa dele todo dia, programe-o para a noite nas configurações dele.",
                ),
            ],
            mended: "Com esses programas em pausa, ao repetir o teste tudo responde a tempo.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    need(Part::Host, &case.evidence.host)?;
    need(Part::Latency, &case.evidence.latency)?;
    let traffic = need(Part::Traffic, &case.evidence.traffic)?;
    let Some(mbps) = traffic.foreign_mbps().filter(|mbps| *mbps > BUSY_MBPS) else {
        return Ok(Verdict::Pass);
    };
    let Some(base) = suffering(case.analysis) else { return Ok(Verdict::Pass) };
    let more = MORE * ((mbps - BUSY_MBPS) / (MUCH_MBPS - BUSY_MBPS)).min(1.0);
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence: base + more,
        arguments: vec![("traffic", Argument::Mbps(mbps))],
        evidence: &["traffic", "latency.targets"],
    }))
}

/// How well what is seen goes with a full link; `None` where nothing is lost or late.
fn suffering(analysis: &Analysis) -> Option<f64> {
    if analysis.delay.as_ref().is_some_and(unsteady) {
        return Some(UNSTEADY);
    }
    let late = analysis
        .delay
        .as_ref()
        .and_then(|split| split.line)
        .is_some_and(|line| line.median_ms > LINE_MEDIAN_MS);
    // Traffic does not choose one far network: that one has a trouble of its own.
    let lossy = analysis
        .loss
        .as_ref()
        .is_some_and(|split| !matches!(split.loser, Loser::Nobody | Loser::OneNetwork(_)));
    if late { Some(LATE) } else { lossy.then_some(AMBIGUOUS) }
}

fn unsteady(split: &DelaySplit) -> bool {
    split.hop.is_some_and(|hop| hop.spread_ms() > HOP_SPREAD_MS)
        || split.line.is_some_and(|line| line.p95_ms - line.median_ms > LINE_SPREAD_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::delay::Delay;
    use crate::rules::testing::Changed;

    const fn delay(min_ms: f64, median_ms: f64, p95_ms: f64) -> Delay {
        Delay { samples: 150, min_ms, median_ms, p95_ms }
    }
    const HOP: Delay = delay(2.0, 3.0, 5.0);
    const LINE: Delay = delay(10.0, 12.0, 14.0);

    /// The confidence found, with this traffic, in kbit/s, and these statements.
    fn confidence(kbps: u64, hop: Delay, line: Delay, loser: Loser) -> Option<f64> {
        let evidence = Changed::healthy_wifi().traffic(|traffic| {
            traffic.over_ms = 4000;
            traffic.own_bytes = 100_000;
            traffic.total_bytes = 100_000 + kbps * 4000 / 8;
        });
        let mut analysis = Analysis::of(&evidence.0);
        analysis.delay = Some(DelaySplit {
            gateway: Some(hop),
            first_hop: None,
            far: line,
            each_far: Vec::new(),
            hop: Some(hop),
            line: Some(line),
        });
        if let Some(loss) = &mut analysis.loss {
            loss.loser = loser;
        }
        match RULE.judge(&Case { evidence: &evidence.0, analysis: &analysis }) {
            Verdict::Found(finding) => Some(finding.confidence),
            Verdict::Pass => None,
            Verdict::Unknown(missing) => panic!("{missing:?}"),
        }
    }

    #[test]
    fn traffic_counts_only_where_something_is_late_or_lost() {
        let nobody = Loser::Nobody;
        for (kbps, hop, line, loser, expected) in [
            (50_000, HOP, LINE, nobody, None),
            (1000, delay(2.0, 9.0, 90.0), LINE, nobody, None),
            (1100, delay(2.0, 9.0, 32.0), LINE, nobody, None),
            (1100, delay(2.0, 9.0, 32.1), LINE, nobody, Some(UNSTEADY)),
            (1100, HOP, delay(10.0, 12.0, 42.0), nobody, None),
            (1100, HOP, delay(10.0, 12.0, 42.1), nobody, Some(UNSTEADY)),
            (1100, HOP, delay(55.0, 60.0, 65.0), nobody, None),
            (1100, HOP, delay(55.0, 60.1, 65.0), nobody, Some(LATE)),
            (1100, HOP, LINE, Loser::Line, Some(AMBIGUOUS)),
            (1100, HOP, LINE, Loser::OneNetwork(1), None),
        ] {
            let found = confidence(kbps, hop, line, loser);
            assert_eq!(found.is_some(), expected.is_some(), "{kbps} {hop:?} {line:?} {loser:?}");
            if let (Some(found), Some(expected)) = (found, expected) {
                assert!((found - expected).abs() < 0.02, "{found}");
            }
        }
    }

    #[test]
    fn more_traffic_is_surer_up_to_a_point() {
        let at = |kbps| confidence(kbps, delay(2.0, 9.0, 90.0), LINE, Loser::Nobody).unwrap();
        assert!(at(2000) < at(10_000));
        assert!((at(20_000) - 0.9).abs() < 1e-9 && (at(200_000) - 0.9).abs() < 1e-9);
    }
}
