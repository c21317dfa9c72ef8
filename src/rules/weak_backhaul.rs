//! The radio link is good, and what the access point stands on is not: a repeater that is itself
//! badly connected.

use super::weak_signal::{harm, radio};
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::home::{joined, same_box};
use crate::evidence::{Family, Layer, Symptom, Why};
use crate::text::Tr;

/// A signal this good carries the fastest rates (CATALOGUE R11, E.5), so that loss is not the distance's.
const GOOD_DBM: i32 = -60;
/// Repetitions that any radio has (CATALOGUE T5: below 10 % is fit for real time). A radio that loses
/// what crosses it repeats far more than this first.
const FEW_RETRIES: f64 = 0.1;

pub(super) const RULE: Rule = Rule {
    code: "weak-backhaul",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Problem,
    needs: &[Part::Wifi, Part::Addresses, Part::Latency],
    explains: &["wifi-loses-packets", "wifi-answers-late"],
    symptoms: &[
        (Symptom::Slow, 1.0),
        (Symptom::Calls, 0.8),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Mira si el aparato que da el wifi es el propio router, por sus direcciones. Habla cuando es otro (un repetidor o un punto de acceso), la señal es de -60 dBm o mejor, la radio de este equipo apenas repite, y aun así se pierden o se retrasan mensajes hasta el router.",
            matters: "El equipo marca buena señal y todo va mal: lo que falla es el tramo entre el repetidor y el router.",
            limits: "Hace falta que el adaptador cuente las repeticiones. Algunos repetidores usan las direcciones del router: entonces habla «wifi-loses-packets». Si el punto de acceso va por cable, la causa puede ser ese cable.",
        },
        en: About {
            finds: "Looks whether the device that gives the Wi-Fi is the router itself, by their addresses. Speaks when it is another one (a repeater or an access point), the signal is -60 dBm or better, this computer's radio hardly repeats anything, and messages to the router are lost or late all the same.",
            matters: "The computer shows a good signal and everything is bad: what fails is the stretch between the repeater and the router.",
            limits: "The adapter has to count repetitions. Some repeaters use the router's addresses: then \"wifi-loses-packets\" speaks. When the access point hangs on a cable, that cable may be the cause.",
        },
        pt: About {
            finds: "Verifica se o aparelho que dá o Wi-Fi é o próprio roteador, pelos endereços. Fala quando é outro (um repetidor ou ponto de acesso), o sinal é de -60 dBm ou melhor, o rádio deste computador quase não repete nada e, mesmo assim, mensagens até o roteador se perdem ou se atrasam.",
            matters: "O computador mostra bom sinal e tudo vai mal: o que falha é o trecho entre o repetidor e o roteador.",
            limits: "O adaptador precisa contar as repetições. Alguns repetidores usam os endereços do roteador: nesse caso fala \"wifi-loses-packets\". Se o ponto de acesso está ligado por cabo, a causa pode ser esse cabo.",
        },
    },
    sources: &[
        "the addresses of one box differ in the first or the last octet alone",
        "Aruba, WLAN RF design: less than 10 % of repeated frames is fit for real time",
        "lower bound of the hop's loss (Wilson, 95 %, widened for bursts) above 0.5 %",
    ],
    text: Tr {
        es: Text {
            title: "Tu señal es buena, pero el repetidor llega mal al router",
            what: &[
                "El wifi te lo da un aparato que no es el router: un repetidor o un punto de acceso. Hasta él la señal es buena ({rssi}).",
                "Entre ese aparato y el router se pierden {share} de cada 100 mensajes.",
                "Algunos mensajes tardan más de {p95} en ir al router y volver; lo normal son menos de 10 ms.",
                "Tu línea de internet no es la causa: solo pierde {beyond} de cada 100 mensajes.",
                "{no-beyond}Tu línea de internet no es la causa: no pierde ningún mensaje.",
            ],
            steps: &[
                step(
                    "Lleva el equipo al lado del router principal y ejecuta wifidoc otra vez. Si allí va bien, el repetidor es la causa. (2 minutos)",
                ),
                step(
                    "Pon el repetidor a medio camino entre el router y tú, donde su luz de señal indique que recibe bien. (5 minutos)",
                ),
                step(
                    "Si el aparato va unido al router por un cable, cambia ese cable o pruébalo en otra toma. (5 minutos)",
                ),
                step(
                    "Desenchufa el repetidor de la corriente, espera 10 segundos y enchúfalo. (3 minutos)",
                ),
                step(
                    "Une el repetidor al router con un cable, o por la red eléctrica (PLC). Es lo que mejor funciona. (hay que comprarlo)",
                ),
                step("Pide a tu operador un punto de acceso conectado con cable."),
            ],
            mended: "Al repetir la prueba en el mismo sitio, no se pierde ningún mensaje hasta el router y contesta en menos de 20 ms.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your signal is good, but the repeater reaches the router badly",
            what: &[
                "Your Wi-Fi comes from a device that is not the router: a repeater or an access point. As far as that, the signal is good ({rssi}).",
                "Between that device and the router, {share} of every 100 messages get lost.",
                "Some messages take more than {p95} to the router and back; less than 10 ms is normal.",
                "Your internet line is not the cause: it loses only {beyond} of every 100 messages.",
                "{no-beyond}Your internet line is not the cause: it loses no messages.",
            ],
            steps: &[
                step(
                    "Take the computer next to the main router and run wifidoc again. If it is fine there, the repeater is the cause. (2 minutes)",
                ),
                step(
                    "Put the repeater half-way between the router and you, where its signal light says that it receives well. (5 minutes)",
                ),
                step(
                    "If the device is connected to the router by a cable, change that cable or try it in another socket. (5 minutes)",
                ),
                step(
                    "Unplug the repeater's power, wait 10 seconds and plug it back in. (3 minutes)",
                ),
                step(
                    "Connect the repeater to the router by cable, or over the mains (powerline). That works best. (has to be bought)",
                ),
                step("Ask your provider for an access point connected by cable."),
            ],
            mended: "When you run the test again in the same spot, no message gets lost on the way to the router, and it answers within 20 ms.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Seu sinal é bom, mas o repetidor chega mal ao roteador",
            what: &[
                "O seu Wi-Fi vem de um aparelho que não é o roteador: um repetidor ou um ponto de acesso. Até ele o sinal é bom ({rssi}).",
                "Entre esse aparelho e o roteador se perdem {share} de cada 100 mensagens.",
                "Algumas mensagens demoram mais de {p95} para ir ao roteador e voltar; o normal é menos de 10 ms.",
                "Sua linha de internet não é a causa: ela só perde {beyond} de cada 100 mensagens.",
                "{no-beyond}Sua linha de internet não é a causa: ela não perde nenhuma mensagem.",
            ],
            steps: &[
                step(
                    "Leve o computador para perto do roteador principal e execute o wifidoc de novo. Se ali funcionar bem, o repetidor é a causa. (2 minutos)",
                ),
                step(
                    "Ponha o repetidor na metade do caminho entre o roteador e você, onde a luz de sinal dele mostre que recebe bem. (5 minutos)",
                ),
                step(
                    "Se o aparelho está ligado ao roteador por um cabo, troque esse cabo ou teste em outra tomada de rede. (5 minutos)",
                ),
                step(
                    "Tire o repetidor da tomada, espere 10 segundos e ligue outra vez. (3 minutos)",
                ),
                step(
                    "Ligue o repetidor ao roteador com um cabo, ou pela rede elétrica (PLC). É o que funciona melhor. (é preciso comprar)",
                ),
                step("Peça à sua operadora um ponto de acesso ligado por cabo."),
            ],
            mended: "Ao repetir o teste no mesmo lugar, nenhuma mensagem se perde até o roteador e ele responde em menos de 20 ms.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let radio = radio(case)?;
    let good = radio.rssi_median_dbm >= GOOD_DBM && !radio.is_slow();
    let Some(harm) = harm(case, radio, false).filter(|_| good) else {
        return Ok(Verdict::Pass);
    };
    let latency = need(Part::Latency, &case.evidence.latency)?;
    let addresses = need(Part::Addresses, &case.evidence.addresses)?;
    let router = addresses.route(latency.family).or_else(|| addresses.route(Family::V4));
    let router = router.and_then(|route| route.link_address.as_ref());
    let not_told = |part| Verdict::Unknown(Missing::Evidence(part, Why::NotReported));
    let router = router.ok_or(not_told(Part::Addresses))?;
    let link = joined(case.evidence).ok_or(not_told(Part::Wifi))?;
    if same_box(need(Part::Wifi, &link.bssid)?, router)
        || radio.retries.ok_or(not_told(Part::Wifi))? > FEW_RETRIES
    {
        return Ok(Verdict::Pass);
    }
    let mut arguments = vec![("rssi", Argument::Dbm(radio.rssi_median_dbm))];
    arguments.extend(harm.arguments);
    Ok(Verdict::Found(Finding {
        severity: Severity::Problem,
        confidence: 0.75 * harm.certainty,
        arguments,
        evidence: &[
            "latency.targets",
            "wifi.link.bssid",
            "addresses.default_routes",
            "wifi.link.retries",
            "wifi.link.samples",
        ],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::report::Report;
    use crate::rules::testing::{Changed, severity, verdict};

    const MAIN_ROUTER: &str = "a4:2b:b0:77:00:01";

    /// The router's own address is this one; the access point's is `02:00:00:00:01:00`.
    fn behind(router: &str, rssi_dbm: i32, retries: u64) -> Changed {
        Changed::healthy_wifi()
            .rssi(rssi_dbm)
            .addresses(|addresses| {
                addresses.default_routes[0].link_address = Some(router.to_owned());
            })
            .link(|link| {
                link.frames_sent = Outcome::Measured(1000 - retries);
                link.retries = Outcome::Measured(retries);
            })
    }

    #[test]
    fn loss_behind_a_good_radio_of_another_box_is_the_backhauls() {
        for (router, rssi_dbm, retries, expected) in [
            (MAIN_ROUTER, -50, 30, Some(Severity::Problem)),
            (MAIN_ROUTER, -60, 100, Some(Severity::Problem)),
            (MAIN_ROUTER, -61, 30, None),
            (MAIN_ROUTER, -50, 101, None),
            // The router itself, on another of its addresses.
            ("00:00:00:00:01:08", -50, 30, None),
        ] {
            let evidence = behind(router, rssi_dbm, retries);
            assert_eq!(severity(&RULE, &evidence), None, "nothing is lost");
            let lossy = severity(&RULE, &evidence.losing(10, 10));
            assert_eq!(lossy, expected, "{router} {rssi_dbm} {retries}");
        }
    }

    #[test]
    fn a_late_backhaul_is_found_too_and_a_lossy_line_is_not_one() {
        let late =
            behind(MAIN_ROUTER, -50, 30).rtt(|_, round, ms| ms + f64::from(round % 10) * 20.0);
        assert_eq!(severity(&RULE, &late), Some(Severity::Problem));
        assert_eq!(severity(&RULE, &behind(MAIN_ROUTER, -50, 30).losing(0, 10)), None);
    }

    #[test]
    fn a_driver_that_counts_no_repetitions_leaves_it_open() {
        let unknown = behind(MAIN_ROUTER, -50, 30)
            .link(|link| link.retries = Outcome::Unavailable(Why::NotReported))
            .losing(10, 10);
        let missing = Missing::Evidence(Part::Wifi, Why::NotReported);
        assert_eq!(verdict(&RULE, &unknown), Verdict::Unknown(missing));
    }

    #[test]
    fn it_accounts_for_the_loss() {
        let report = Report::of(&behind(MAIN_ROUTER, -50, 30).losing(10, 10).0);
        let cause = report.conclusion.and_then(|conclusion| conclusion.cause);
        assert_eq!(cause.map(|rule| rule.code), Some(RULE.code));
    }
}
