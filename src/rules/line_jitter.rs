//! The line takes little time at one moment and much at the next.

use super::wifi_answers_late::is_steady;
use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::delay::Delay;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Calls want less jitter than this (CATALOGUE T6: Teams; CODES N40).
const JITTER_ABOVE_MS: f64 = 30.0;

pub(super) const RULE: Rule = Rule {
    code: "line-jitter",
    layer: Layer::Line,
    side: Side::Line,
    worst: Severity::Problem,
    needs: &[Part::Latency],
    explains: &["resolver-unreliable", "resolver-slow"],
    symptoms: &[(Symptom::Calls, 1.0), (Symptom::Slow, 0.4), (Symptom::Pages, 0.3)],
    about: Tr {
        es: About {
            finds: "Compara lo que tarda un mensaje normal en la línea, después del router, con lo que tardan los más lentos (uno de cada veinte). Habla por encima de 30 ms de diferencia, si hasta el router todo va parejo.",
            matters: "Una llamada necesita que todo llegue a su ritmo: lo que llega tarde ya no sirve, y la voz se entrecorta.",
            limits: "Si otro aparato está usando mucho la línea, pasa lo mismo. Si el router no contesta, no se puede separar la línea del wifi.",
        },
        en: About {
            finds: "Compares what a usual message takes on the line, beyond the router, with what the slowest take (one in twenty). Speaks above 30 ms of difference, when the way to the router is steady.",
            matters: "A call needs everything to arrive in step: what comes late is of no use any more, and the voice breaks up.",
            limits: "The same happens while another device uses the line heavily. When the router does not answer, line and Wi-Fi cannot be told apart.",
        },
        pt: About {
            finds: "Compara o que uma mensagem comum demora na linha, depois do roteador, com o que demoram as mais lentas (uma em cada vinte). Fala acima de 30 ms de diferença, se até o roteador tudo vai no mesmo ritmo.",
            matters: "Uma chamada precisa que tudo chegue no ritmo: o que chega tarde já não serve, e a voz picota.",
            limits: "Se outro aparelho está usando muito a linha, acontece o mesmo. Se o roteador não responde, não dá para separar a linha do Wi-Fi.",
        },
    },
    sources: &["jitter below 30 ms (Microsoft Teams); above 40 ms is poor"],
    text: Tr {
        es: Text {
            title: "Tu línea de internet va a tirones, fuera de casa",
            what: &[
                "Después del router, un mensaje suele tardar {median}, pero uno de cada veinte tarda más de {p95}.",
                "Lo notas en llamadas que se entrecortan y en juegos que dan saltos.",
                "La causa no está dentro de tu casa: hasta el router un mensaje tarda {hop}, y siempre parecido.",
            ],
            steps: &[
                step(
                    "Pon en pausa las descargas, copias de seguridad y vídeos de todos los aparatos de la casa, y ejecuta wifidoc otra vez. Si así va bien, la línea estaba llena. (2 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Ejecuta wifidoc a otra hora. Si solo pasa a ciertas horas, díselo a tu operador. (1 minuto)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba, los mensajes lentos tardan menos de 30 ms más que los normales.",
            tell_provider: &[
                "El {date} a las {time} la línea tardaba {median} de mediana, pero el 5 % de los paquetes pasaba de {p95}, sin contar mi router.",
                "El más rápido tardó {min}; en total fueron {samples} mediciones.",
                "Hasta mi router tardaba {hop}, sin saltos: no es mi wifi ni mi equipo.",
            ],
        },
        en: Text {
            title: "Your internet line stutters, outside your home",
            what: &[
                "Beyond the router a message usually takes {median}, but one in twenty takes more than {p95}.",
                "You notice it when calls break up and games jump.",
                "The cause is not inside your home: a message takes {hop} to the router, always about the same.",
            ],
            steps: &[
                step(
                    "Pause downloads, backups and videos on every device at home, and run wifidoc again. If that is fine, the line was full. (2 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "Run wifidoc at another time of day. If it happens at certain hours only, tell your provider. (1 minute)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, the slow messages take less than 30 ms more than the usual ones.",
            tell_provider: &[
                "On {date} at {time} the line took a median of {median}, but 5% of the packets took more than {p95}, my router not counted.",
                "The fastest took {min}; {samples} measurements in all.",
                "Up to my router it took {hop}, without jumps: it is not my Wi-Fi or my computer.",
            ],
        },
        pt: Text {
            title: "Sua linha de internet oscila muito, fora da sua casa",
            what: &[
                "Depois do roteador, uma mensagem costuma demorar {median}, mas uma em cada vinte demora mais de {p95}.",
                "Você percebe em chamadas que picotam e em jogos que dão saltos.",
                "A causa não está dentro da sua casa: até o roteador uma mensagem demora {hop}, sempre parecido.",
            ],
            steps: &[
                step(
                    "Pause os downloads, backups e vídeos em todos os aparelhos da casa e execute o wifidoc de novo. Se assim funcionar bem, a linha estava cheia. (2 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Execute o wifidoc em outro horário. Se só acontece em certas horas, diga isso à sua operadora. (1 minuto)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, as mensagens lentas demoram menos de 30 ms a mais que as comuns.",
            tell_provider: &[
                "No dia {date}, às {time}, a linha demorava {median} na mediana, mas 5% dos pacotes passavam de {p95}, sem contar o meu roteador.",
                "O mais rápido demorou {min}; ao todo foram {samples} medições.",
                "Até o meu roteador demorava {hop}, sem saltos: não é o meu Wi-Fi nem o meu computador.",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    need(Part::Latency, &case.evidence.latency)?;
    let Some(split) = case.analysis.delay.as_ref() else { return Ok(no_series(case)) };
    let jitters = |delay: &Delay| delay.p95_ms - delay.median_ms > JITTER_ABOVE_MS;
    let Some(line) = split.line else {
        // Nobody nearer answers often enough: the jitter may be the hop's.
        return Ok(if jitters(&split.far) {
            Verdict::Unknown(Missing::NotEnough { weight: 0.5 })
        } else {
            Verdict::Pass
        });
    };
    if !jitters(&line) || split.hop.is_some_and(|hop| !is_steady(&hop)) {
        return Ok(Verdict::Pass);
    }
    let mut arguments = vec![
        ("median", Argument::Ms(line.median_ms)),
        ("p95", Argument::Ms(line.p95_ms)),
        ("min", Argument::Ms(line.min_ms)),
        ("samples", Argument::Count(line.samples)),
    ];
    if let Some(gateway) = split.gateway.filter(is_steady) {
        arguments.push(("hop", Argument::Ms(gateway.median_ms)));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence: 0.85,
        arguments,
        evidence: &["latency.targets"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency::Role;
    use crate::rules::testing::{Changed, severity, verdict};

    /// One answer in ten from these comes this much later.
    fn late_at(late_ms: f64, roles: &'static [Role]) -> Changed {
        Changed::healthy_wifi().rtt(move |role, round, rtt_ms| {
            let late = roles.contains(&role) && round % 10 == 3;
            rtt_ms + if late { late_ms } else { 0.0 }
        })
    }

    const BEYOND: &[Role] = &[Role::FirstHop, Role::FarEnd];

    #[test]
    fn a_line_that_is_late_by_fits_is_found_at_thirty_milliseconds() {
        for (late_ms, expected) in [
            (0.0, None),
            (25.0, None),
            (40.0, Some(Severity::Problem)),
            (90.0, Some(Severity::Problem)),
        ] {
            assert_eq!(severity(&RULE, &late_at(late_ms, BEYOND)), expected, "{late_ms}");
        }
    }

    #[test]
    fn jitter_of_the_hop_is_not_the_lines() {
        let all = &[Role::Gateway, Role::FirstHop, Role::FarEnd];
        assert_eq!(severity(&RULE, &late_at(90.0, all)), None);
    }

    #[test]
    fn a_first_hop_that_is_unsteady_for_itself_harms_nobody() {
        assert_eq!(severity(&RULE, &late_at(90.0, &[Role::FirstHop])), None);
    }

    #[test]
    fn behind_a_mute_router_it_cannot_tell() {
        let evidence = late_at(90.0, BEYOND).silent(Role::Gateway);
        assert_eq!(verdict(&RULE, &evidence), Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
    }
}
