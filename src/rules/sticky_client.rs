//! The computer stays with a far access point although a much nearer one of the same network is there.

use super::weak_signal::{harm, radio};
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{around, step, step_on};
use crate::analysis::home::{Home, joined};
use crate::evidence::networks::Network;
use crate::evidence::wifi::{Band, Link};
use crate::evidence::{Layer, Os, Symptom};
use crate::text::Tr;

/// An access point has to be this much stronger for a patient system to move (CATALOGUE T17: Apple,
/// 12 dB when idle).
const STRONGER_DB: i32 = 12;
/// A computer that has just joined may be about to move (CATALOGUE R10).
const SETTLED_S: u32 = 30;
/// From here down systems look for another access point (CATALOGUE T1b: iOS at -70, macOS at -75);
/// above it the trouble that was seen is not the distance's.
const HARMS_BELOW_DBM: i32 = -67;

pub(super) const RULE: Rule = Rule {
    code: "sticky-client",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Problem,
    needs: &[Part::Wifi, Part::Networks, Part::Latency],
    explains: &[
        "weak-signal",
        "wifi-loses-packets",
        "wifi-answers-late",
        "many-retries",
        "unstable-signal",
    ],
    symptoms: &[
        (Symptom::Slow, 1.0),
        (Symptom::Calls, 0.8),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Compara el punto de acceso que usa este equipo con los otros de la misma red. Habla cuando lleva más de 30 segundos con uno y otro llega al menos 12 dB más fuerte, en la misma banda o en una más rápida. Es un problema cuando además se ve su efecto.",
            matters: "El equipo habla despacio y repite mucho con un aparato lejano, teniendo otro al lado.",
            limits: "Necesita una lista reciente de las redes de alrededor. No dice nada de un punto de acceso de 2,4 GHz cuando se usa uno de 5 GHz: es normal que llegue más fuerte.",
        },
        en: About {
            finds: "Compares the access point that this computer uses with the others of the same network. Speaks when it has stayed with one for more than 30 seconds and another arrives at least 12 dB stronger, on the same band or a faster one. It is a problem when its effect is seen too.",
            matters: "The computer talks slowly and repeats a lot with a far device while a near one is at hand.",
            limits: "It needs a recent list of the networks around. It says nothing of an access point at 2.4 GHz while one at 5 GHz is in use: that it arrives stronger is normal.",
        },
        pt: About {
            finds: "Compara o ponto de acesso que este computador usa com os outros da mesma rede. Fala quando ele está há mais de 30 segundos com um e outro chega pelo menos 12 dB mais forte, na mesma banda ou em uma mais rápida. É um problema quando o efeito também aparece.",
            matters: "O computador fala devagar e repete muito com um aparelho distante, tendo outro por perto.",
            limits: "Precisa de uma lista recente das redes em volta. Não diz nada de um ponto de acesso de 2,4 GHz quando se usa um de 5 GHz: é normal que ele chegue mais forte.",
        },
    },
    sources: &[
        "Apple, about wireless roaming for enterprise: another access point must be 12 dB stronger when idle",
        "Apple: iOS looks for another access point at -70 dBm, macOS at -75",
    ],
    text: Tr {
        es: Text {
            title: "El equipo sigue pegado a un punto de wifi lejano",
            what: &[
                "Tu red tiene otro punto de wifi que llega mucho más fuerte ({near}) que el que usa este equipo ({rssi}).",
                "Hasta el router, el wifi pierde {share} de cada 100 mensajes.",
                "Algunos mensajes tardan más de {p95} en ir al router y volver; lo normal son menos de 10 ms.",
                "La conexión va a {rate}, cuando podría llegar a {possible}.",
                "Tu línea de internet no es la causa: solo pierde {beyond} de cada 100 mensajes.",
                "{no-beyond}Tu línea de internet no es la causa: no pierde ningún mensaje.",
            ],
            steps: &[
                step(
                    "Apaga y enciende el wifi de este equipo. Al volver elegirá el punto más fuerte. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "En el Administrador de dispositivos, abre el adaptador wifi, pestaña «Opciones avanzadas», y sube «Agresividad de itinerancia» un paso. (5 minutos)",
                ),
                step(
                    "Reinicia el punto de wifi lejano y espera a que el equipo cambie. (3 minutos)",
                ),
                step(
                    "En los ajustes del router o de los repetidores, activa la itinerancia (802.11k y 802.11v). (10 minutos)",
                ),
                step(
                    "Si sigue pasando, baja la potencia del punto de wifi lejano en sus ajustes. (10 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, el equipo usa el punto de wifi que llega más fuerte.",
            tell_provider: &[],
        },
        en: Text {
            title: "The computer clings to a far Wi-Fi access point",
            what: &[
                "Your network has another access point that arrives much stronger ({near}) than the one this computer uses ({rssi}).",
                "On the way to the router, the Wi-Fi loses {share} of every 100 messages.",
                "Some messages take more than {p95} to the router and back; less than 10 ms is normal.",
                "The connection runs at {rate}, when it could do {possible}.",
                "Your internet line is not the cause: it loses only {beyond} of every 100 messages.",
                "{no-beyond}Your internet line is not the cause: it loses no messages.",
            ],
            steps: &[
                step(
                    "Turn this computer's Wi-Fi off and on. When it comes back it chooses the strongest access point. (1 minute)",
                ),
                step_on(
                    Os::Windows,
                    "In Device Manager, open the Wi-Fi adapter, tab \"Advanced\", and raise \"Roaming aggressiveness\" by one step. (5 minutes)",
                ),
                step("Restart the far access point and wait for the computer to move. (3 minutes)"),
                step(
                    "In the settings of the router or the repeaters, turn on roaming (802.11k and 802.11v). (10 minutes)",
                ),
                step(
                    "If it goes on, lower the power of the far access point in its settings. (10 minutes)",
                ),
            ],
            mended: "When you run the test again, the computer uses the access point that arrives strongest.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O computador continua preso a um ponto de Wi-Fi distante",
            what: &[
                "A sua rede tem outro ponto de Wi-Fi que chega muito mais forte ({near}) que o usado por este computador ({rssi}).",
                "Até o roteador, o Wi-Fi perde {share} de cada 100 mensagens.",
                "Algumas mensagens demoram mais de {p95} para ir ao roteador e voltar; o normal é menos de 10 ms.",
                "A conexão está a {rate}, mas poderia chegar a {possible}.",
                "Sua linha de internet não é a causa: ela só perde {beyond} de cada 100 mensagens.",
                "{no-beyond}Sua linha de internet não é a causa: ela não perde nenhuma mensagem.",
            ],
            steps: &[
                step(
                    "Desligue e ligue o Wi-Fi deste computador. Ao voltar, ele escolhe o ponto mais forte. (1 minuto)",
                ),
                step_on(
                    Os::Windows,
                    "No Gerenciador de Dispositivos, abra o adaptador Wi-Fi, guia \"Avançado\", e aumente \"Agressividade de roaming\" em um passo. (5 minutos)",
                ),
                step("Reinicie o ponto de Wi-Fi distante e espere o computador mudar. (3 minutos)"),
                step(
                    "Nas configurações do roteador ou dos repetidores, ative o roaming (802.11k e 802.11v). (10 minutos)",
                ),
                step(
                    "Se continuar, diminua a potência do ponto de Wi-Fi distante nas configurações dele. (10 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, o computador usa o ponto de Wi-Fi que chega mais forte.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let radio = radio(case)?;
    around(case)?;
    let (Some(link), Some(home)) = (joined(case.evidence), Home::of(case.evidence)) else {
        return Ok(Verdict::Pass);
    };
    if link.connected_s.measured().is_none_or(|seconds| *seconds <= SETTLED_S) {
        return Ok(Verdict::Pass);
    }
    let able = case.evidence.wifi.measured().and_then(|wifi| wifi.adapter.measured());
    let can = |band| able.is_none_or(|able| able.bands.is_empty() || able.bands.contains(&band));
    let mut others = home.points.iter().filter(|point| is_better(link, point, can));
    // The strongest of them, which come first.
    let nearest = others.find_map(|point| point.rssi_dbm);
    let rssi_dbm = radio.rssi_median_dbm;
    let Some(near_dbm) = nearest.filter(|near_dbm| near_dbm - rssi_dbm >= STRONGER_DB) else {
        return Ok(Verdict::Pass);
    };
    let mut arguments = vec![("near", Argument::Dbm(near_dbm)), ("rssi", Argument::Dbm(rssi_dbm))];
    let harm = harm(case, radio, false).filter(|_| rssi_dbm < HARMS_BELOW_DBM);
    let (severity, confidence) = match harm {
        Some(harm) => {
            arguments.extend(harm.arguments);
            (Severity::Problem, 0.9 * harm.certainty)
        }
        None => (Severity::Hint, 0.85),
    };
    Ok(Verdict::Found(Finding {
        severity,
        confidence,
        arguments,
        evidence: &["networks.heard", "wifi.link.samples", "latency.targets"],
    }))
}

/// True for another access point of the network that this computer could use, on the band in use or
/// a faster one.
fn is_better(link: &Link, point: &Network, can: impl Fn(Band) -> bool) -> bool {
    let band = Band::of_mhz(point.freq_mhz);
    let in_use = point.associated || link.bssid.measured() == Some(&point.bssid);
    !in_use && band >= link.band() && band.is_some_and(can)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::composed::network;
    use crate::report::Report;
    use crate::rules::Missing;
    use crate::rules::testing::{Changed, severity, verdict};

    /// Joined on channel 36 at this signal, and another access point of the network is heard.
    fn beside(rssi_dbm: i32, freq_mhz: u32, near_dbm: i32) -> Changed {
        Changed::healthy_wifi().rssi(rssi_dbm).hearing(network("HomeNet", freq_mhz, near_dbm))
    }

    #[test]
    fn an_access_point_has_to_be_much_stronger_on_a_band_as_good() {
        for (rssi_dbm, freq_mhz, near_dbm, alone, lossy) in [
            (-80, 5500, -68, Some(Severity::Hint), Some(Severity::Problem)),
            (-80, 5500, -69, None, None),
            // As strong as it is, but the slow band.
            (-80, 2412, -40, None, None),
            // Near enough for what is seen to be something else.
            (-67, 5500, -40, Some(Severity::Hint), Some(Severity::Hint)),
            (-68, 5500, -40, Some(Severity::Hint), Some(Severity::Problem)),
            // A band that the adapter lacks.
            (-80, 5955, -40, None, None),
        ] {
            let evidence = beside(rssi_dbm, freq_mhz, near_dbm);
            assert_eq!(severity(&RULE, &evidence), alone, "{rssi_dbm} {freq_mhz} {near_dbm}");
            let lossy_now = severity(&RULE, &evidence.losing(10, 10));
            assert_eq!(lossy_now, lossy, "{rssi_dbm} {freq_mhz} {near_dbm}, lossy");
        }
    }

    #[test]
    fn who_has_just_joined_may_still_move() {
        for (connected_s, expected) in [(30, None), (31, Some(Severity::Hint))] {
            let evidence = beside(-80, 5500, -50)
                .link(|link| link.connected_s = Outcome::Measured(connected_s));
            assert_eq!(severity(&RULE, &evidence), expected, "{connected_s}");
        }
    }

    #[test]
    fn a_strong_neighbour_is_not_ones_own() {
        let neighbour = Changed::healthy_wifi().rssi(-80).hearing(network("Vecinos", 5500, -40));
        assert_eq!(severity(&RULE, &neighbour), None);
    }

    #[test]
    fn a_list_without_anybody_else_says_nothing() {
        let alone = Changed::healthy_wifi().rssi(-80).with(|evidence| {
            if let Outcome::Measured(networks) = &mut evidence.networks {
                networks.heard.retain(|network| network.associated);
            }
        });
        assert!(matches!(verdict(&RULE, &alone), Verdict::Unknown(Missing::Evidence(..))));
    }

    #[test]
    fn the_weak_signal_is_its_doing() {
        let report = Report::of(&beside(-84, 5500, -45).losing(10, 10).0);
        let cause = report.conclusion.and_then(|conclusion| conclusion.cause);
        assert_eq!(cause.map(|rule| rule.code), Some(RULE.code));
    }
}
