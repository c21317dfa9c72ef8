//! This computer's clock is wrong, so that good certificates look bad.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on};
use crate::analysis::web::{Clock, clock, verified};
use crate::evidence::web::Handshake;
use crate::evidence::{Layer, Os, Symptom, Why};
use crate::text::Tr;

/// Below five minutes nothing that is encrypted minds (CATALOGUE C11).
pub(super) const WRONG_S: u64 = 300;
/// One server's clock may be wrong itself, two servers' are not.
const SERVERS: usize = 2;
/// Certificates of so many unrelated names that are out of date at once are not out of date.
const CERTIFICATES: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "clock-wrong",
    layer: Layer::Web,
    side: Side::Computer,
    worst: Severity::Hard,
    needs: &[Part::Web],
    explains: &["certificate-replaced", "service-down"],
    symptoms: &[(Symptom::Pages, 0.9), (Symptom::OneSite, 0.5), (Symptom::Nothing, 0.4)],
    about: Tr {
        es: About {
            finds: "Compara la hora del equipo con la que dan varios servidores al contestar, y mira si los certificados parecen caducados o todavía no válidos. Habla desde cinco minutos de diferencia.",
            matters: "Cada página segura lleva un certificado con fecha. Con la hora mal, el navegador cree que ha caducado y no deja entrar.",
            limits: "Necesita dos servidores que coincidan, o dos certificados sin relación que fallen por la fecha. Menos de cinco minutos no molestan y no los comenta.",
        },
        en: About {
            finds: "Compares this computer's time with the one that several servers give when they answer, and looks whether certificates seem out of date or not yet valid. Speaks from a difference of five minutes.",
            matters: "Every secure page carries a certificate with dates. With a wrong clock the browser takes it for expired and does not let you in.",
            limits: "It takes two servers that agree, or two unrelated certificates that fail by their dates. Less than five minutes harm nothing and are not mentioned.",
        },
        pt: About {
            finds: "Compara a hora do computador com a que vários servidores dão ao responder e verifica se os certificados parecem vencidos ou ainda não válidos. Fala a partir de cinco minutos de diferença.",
            matters: "Cada página segura traz um certificado com data. Com a hora errada, o navegador acha que ele venceu e não deixa entrar.",
            limits: "Precisa de dois servidores que concordem, ou de dois certificados sem relação que falhem pela data. Menos de cinco minutos não atrapalha e não é comentado.",
        },
    },
    sources: &[
        "RFC 5280: a certificate holds from one date to another; more than 300 s is worth a word",
    ],
    text: Tr {
        es: Text {
            title: "La fecha o la hora de este equipo está mal",
            what: &[
                "El reloj va atrasado {behind_minutes} minutos.",
                "El reloj va atrasado {behind_hours} horas.",
                "El reloj va atrasado {behind_days} días.",
                "El reloj va atrasado {behind_years} años.",
                "El reloj va adelantado {ahead_minutes} minutos.",
                "El reloj va adelantado {ahead_hours} horas.",
                "El reloj va adelantado {ahead_days} días.",
                "El reloj va adelantado {ahead_years} años.",
                "Por eso {failing} de las {certificates} conexiones seguras que he probado parecen falsas o caducadas.",
                "La conexión a internet funciona bien.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Abre Configuración, Fecha y hora, y activa «Fecha y hora automáticas»: el reloj salta a la hora buena. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "Abre Configuración, Hora e idioma, Fecha y hora; activa «Ajustar la hora automáticamente» y pulsa «Sincronizar ahora». (1 minuto)",
                ),
                step_on(
                    Os::Macos,
                    "Abre Ajustes del Sistema, General, Fecha y hora, y activa «Ajustar fecha y hora automáticamente». (1 minuto)",
                ),
                step("Cierra el navegador del todo y ábrelo otra vez. (1 minuto)"),
                step(
                    "Si el reloj vuelve a estar mal cada vez que apagas el equipo, pide en una tienda que le cambien la pila del reloj. (la pila es barata; pregunta antes el precio del cambio)",
                ),
            ],
            mended: "Al repetir la prueba, la hora coincide con la de los servidores.",
            tell_provider: &[],
        },
        en: Text {
            title: "The date or time of this computer is wrong",
            what: &[
                "The clock is {behind_minutes} minutes behind.",
                "The clock is {behind_hours} hours behind.",
                "The clock is {behind_days} days behind.",
                "The clock is {behind_years} years behind.",
                "The clock is {ahead_minutes} minutes ahead.",
                "The clock is {ahead_hours} hours ahead.",
                "The clock is {ahead_days} days ahead.",
                "The clock is {ahead_years} years ahead.",
                "That is why {failing} of the {certificates} secure connections tried look false or expired.",
                "The connection to the internet works well.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Open Settings, Date & Time, and switch on \"Automatic Date & Time\": the clock jumps to the right time. (1 minute)",
                ),
                step_on(
                    Os::Windows,
                    "Open Settings, Time & language, Date & time; switch on \"Set time automatically\" and click \"Sync now\". (1 minute)",
                ),
                step_on(
                    Os::Macos,
                    "Open System Settings, General, Date & Time, and switch on \"Set time and date automatically\". (1 minute)",
                ),
                step("Close the browser completely and open it again. (1 minute)"),
                step(
                    "If the clock is wrong again each time the computer was off, have a shop replace the clock's battery. (the battery is cheap; ask the price of the work first)",
                ),
            ],
            mended: "When you run the test again, the time is the same as the servers'.",
            tell_provider: &[],
        },
        pt: Text {
            title: "A data ou a hora deste computador está errada",
            what: &[
                "O relógio está {behind_minutes} minutos atrasado.",
                "O relógio está {behind_hours} horas atrasado.",
                "O relógio está {behind_days} dias atrasado.",
                "O relógio está {behind_years} anos atrasado.",
                "O relógio está {ahead_minutes} minutos adiantado.",
                "O relógio está {ahead_hours} horas adiantado.",
                "O relógio está {ahead_days} dias adiantado.",
                "O relógio está {ahead_years} anos adiantado.",
                "Por isso {failing} das {certificates} conexões seguras testadas parecem falsas ou vencidas.",
                "A conexão com a internet funciona bem.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Abra Configurações, Data e hora, e ative “Data e hora automáticas”: o relógio salta para a hora certa. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "Abra Configurações, Hora e idioma, Data e hora; ative “Definir horário automaticamente” e clique em “Sincronizar agora”. (1 minuto)",
                ),
                step_on(
                    Os::Macos,
                    "Abra Ajustes do Sistema, Geral, Data e Hora, e ative “Ajustar data e hora automaticamente”. (1 minuto)",
                ),
                step("Feche o navegador por completo e abra-o de novo. (1 minuto)"),
                step(
                    "Se o relógio voltar a errar toda vez que o computador é desligado, peça a uma loja que troque a bateria do relógio. (a bateria é barata; pergunte antes o preço da troca)",
                ),
            ],
            mended: "Ao repetir o teste, a hora é a mesma dos servidores.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let web = need(Part::Web, &case.evidence.web)?;
    let by_date = |handshake| matches!(handshake, Handshake::NotYetValid | Handshake::Expired);
    let failing = web.anchors().filter(|secure| by_date(secure.handshake)).count();
    let wrong = |clock: &Clock| clock.ahead_s.unsigned_abs() > WRONG_S;
    let clock = clock(web);
    let (severity, confidence) = match clock {
        Some(clock) if wrong(&clock) && failing > 0 => (Severity::Hard, 0.97),
        Some(clock) if wrong(&clock) && clock.servers >= SERVERS => (Severity::Problem, 0.95),
        Some(clock) if wrong(&clock) => {
            return Err(Verdict::Unknown(Missing::NotEnough { weight: 0.3 }));
        }
        Some(_) => return Ok(Verdict::Pass),
        None if failing >= CERTIFICATES && verified(web) == 0 => (Severity::Hard, 0.8),
        None if verified(web) > 0 => return Ok(Verdict::Pass),
        None => return Err(Verdict::Unknown(Missing::Evidence(Part::Web, Why::NoAnswer))),
    };
    let mut arguments: Vec<_> = clock.iter().map(|clock| difference(clock.ahead_s)).collect();
    if failing > 0 {
        arguments.push(("failing", Argument::Count(failing as u64)));
        arguments.push(("certificates", Argument::Count(web.anchors().count() as u64)));
    }
    Ok(Verdict::Found(Finding {
        severity,
        confidence,
        arguments,
        evidence: &["web.clock", "web.secure"],
    }))
}

/// How wrong the clock is, in the unit in which one would say it. Where the servers are ahead,
/// this computer is behind.
fn difference(ahead_s: i64) -> (&'static str, Argument) {
    /// Seconds of a unit, and up to how many of it one counts in it.
    const UNITS: [(u64, u64); 3] = [(60, 120), (3600, 48), (86_400, 730)];
    const YEAR_S: u64 = 31_556_952;
    const BEHIND: [&str; 4] = ["behind_minutes", "behind_hours", "behind_days", "behind_years"];
    const AHEAD: [&str; 4] = ["ahead_minutes", "ahead_hours", "ahead_days", "ahead_years"];
    let off = ahead_s.unsigned_abs();
    let unit = UNITS.iter().position(|(seconds, most)| off < seconds * most);
    let seconds = unit.map_or(YEAR_S, |unit| UNITS[unit].0);
    let names = if ahead_s > 0 { BEHIND } else { AHEAD };
    (names[unit.unwrap_or(UNITS.len())], Argument::Count((off + seconds / 2) / seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, finding, severity};

    /// The servers' clocks are ahead by this, and so many of three certificates fail by the date.
    fn off(ahead_s: i64, failing: usize) -> Changed {
        Changed::healthy_wifi().web(|web| {
            web.clock.iter_mut().for_each(|reading| reading.ahead_s = ahead_s);
            web.secure
                .iter_mut()
                .take(failing)
                .for_each(|secure| secure.handshake = Handshake::NotYetValid);
        })
    }

    #[test]
    fn five_minutes_are_a_problem_and_certificates_that_fail_by_it_a_hard_one() {
        for (ahead_s, failing, expected) in [
            (0, 0, None),
            (300, 0, None),
            (-300, 0, None),
            (301, 0, Some(Severity::Problem)),
            (-301, 0, Some(Severity::Problem)),
            (301, 1, Some(Severity::Hard)),
            // Certificates out of date under a right clock are somebody else's.
            (0, 3, None),
        ] {
            assert_eq!(severity(&RULE, &off(ahead_s, failing)), expected, "{ahead_s} {failing}");
        }
    }

    #[test]
    fn one_server_alone_is_not_believed() {
        let one = off(9000, 0).web(|web| web.clock.truncate(1));
        assert_eq!(severity(&RULE, &one), None);
        let one_of_two = off(0, 0).web(|web| {
            web.clock.truncate(2);
            web.clock[1].ahead_s = 9000;
        });
        assert_eq!(severity(&RULE, &one_of_two), None);
    }

    #[test]
    fn without_any_servers_clock_two_certificates_tell() {
        for (failing, expected) in [(1, None), (2, None), (3, Some(Severity::Hard))] {
            let evidence = off(0, failing).web(|web| web.clock.clear());
            // Two of three: the third was good, so that the clock is.
            assert_eq!(severity(&RULE, &evidence), expected, "{failing}");
        }
    }

    #[test]
    fn the_difference_is_said_in_the_unit_that_one_would_use() {
        for (ahead_s, name, count) in [
            (301, "behind_minutes", 5),
            (-7199, "ahead_minutes", 120),
            (7200, "behind_hours", 2),
            (-172_800, "ahead_days", 2),
            (5_270_400, "behind_days", 61),
            (800_000_000, "behind_years", 25),
        ] {
            let arguments = finding(&RULE, &off(ahead_s, 0)).unwrap().arguments;
            assert_eq!(arguments, [(name, Argument::Count(count))], "{ahead_s}");
        }
    }
}
