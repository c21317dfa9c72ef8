//! The signal of the access point arrives weak.

use super::wifi_answers_late::hurts;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::loss::Loser;
use crate::analysis::radio::RadioState;
use crate::analysis::reach::Answers;
use crate::evidence::latency::Target;
use crate::evidence::wifi::Band;
use crate::evidence::{Layer, Outcome, Symptom, Why};
use crate::text::Tr;

/// Cell design for voice asks for at least this (CATALOGUE T1: Cisco, Zebra).
const WATCH_BELOW_DBM: i32 = -67;
/// From here on phones begin to look for another access point (T1b: iOS at -70), so a trouble
/// that was seen may be the signal's.
const HARMS_BELOW_DBM: i32 = -70;
/// Even the most patient system takes this for bad (T1b: macOS at -75).
const BAD_BELOW_DBM: i32 = -75;
/// Poor at any rate (T1c, T21: 24 Mbit/s needs -82).
const SEVERE_BELOW_DBM: i32 = -80;
/// One sample lies (CATALOGUE 0.2).
const SAMPLES: usize = 10;

pub(super) const RULE: Rule = Rule {
    code: "weak-signal",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Problem,
    needs: &[Part::Wifi, Part::Latency],
    explains: &[
        "wifi-loses-packets",
        "wifi-answers-late",
        "many-retries",
        "unstable-signal",
        "router-silent",
    ],
    symptoms: &[
        (Symptom::Slow, 1.0),
        (Symptom::Calls, 0.8),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.6),
        (Symptom::Gadget, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Mide la señal del wifi durante toda la prueba y toma su valor central. Por debajo de -67 dBm lo comenta; por debajo de -70 dBm es un problema si además se ve su efecto: mensajes perdidos o retrasados hasta el router, o una conexión a menos de la cuarta parte de lo que los dos aparatos pueden dar.",
            matters: "Con poca señal los aparatos hablan despacio y repiten mucho: todo va más lento y las llamadas se cortan.",
            limits: "La señal por sí sola no se culpa nunca: con -75 dBm hay casas que van bien. Con menos de 10 lecturas no dice nada.",
        },
        en: About {
            finds: "Measures the Wi-Fi signal throughout the run and takes the middle value. Below -67 dBm it mentions it; below -70 dBm it is a problem when its effect is seen too: messages lost or late on the way to the router, or a link at under a quarter of what both ends can do.",
            matters: "With little signal both ends talk slowly and repeat a lot: everything slows down and calls break up.",
            limits: "The signal alone is never blamed: some homes are fine at -75 dBm. With fewer than 10 readings it says nothing.",
        },
        pt: About {
            finds: "Mede o sinal do Wi-Fi durante todo o teste e usa o valor central. Abaixo de -67 dBm, comenta; abaixo de -70 dBm é um problema se o efeito também aparece: mensagens perdidas ou atrasadas até o roteador, ou uma conexão com menos de um quarto do que os dois aparelhos podem dar.",
            matters: "Com pouco sinal os aparelhos falam devagar e repetem muito: tudo fica mais lento e as chamadas cortam.",
            limits: "O sinal sozinho nunca leva a culpa: com -75 dBm há casas que funcionam bem. Com menos de 10 leituras não diz nada.",
        },
    },
    sources: &[
        "-67 dBm or better for voice (Cisco 7925G guide, Zebra)",
        "Apple, wmediumd: systems look for another access point at -70 and -75; poor from -80 on",
    ],
    text: Tr {
        es: Text {
            title: "La señal del wifi llega débil hasta aquí",
            what: &[
                "Estás lejos del router o hay paredes en medio. La señal es de {rssi}; lo bueno es -67 dBm o mejor.",
                "Hasta el router, el wifi pierde {share} de cada 100 mensajes.",
                "Se pierden mensajes hacia internet: {far_share} de cada 100. Tu router no contesta y no se ve dónde; con esta señal, lo más probable es que sea aquí.",
                "Ahora mismo no funciona nada: de {unheard} mensajes no ha vuelto ninguno.",
                "Algunos mensajes tardan más de {p95} en ir al router y volver; lo normal son menos de 10 ms.",
                "La conexión va a {rate}, cuando podría llegar a {possible}.",
                "Ahora mismo no te perjudica: de {unharmed} mensajes hasta el router no se ha perdido ninguno.",
                "Tu línea de internet no es la causa: solo pierde {beyond} de cada 100 mensajes.",
                "{no-beyond}Tu línea de internet no es la causa: no pierde ningún mensaje.",
            ],
            steps: &[
                step(
                    "Lleva el equipo al lado del router y ejecuta wifidoc otra vez. Si allí va bien, la distancia era la causa. (2 minutos)",
                ),
                step(
                    "Pon el router en alto y a la vista, lejos de metal, de peceras y del microondas. La señal debería subir. (5 minutos)",
                ),
                step(
                    "Si en la lista de redes sale otra tuya, de 2,4 GHz, elígela: es más lenta, pero llega más lejos que la de ahora (canal {channel}). (2 minutos)",
                ),
                step(
                    "Si necesitas internet en este sitio, pon un repetidor a medio camino del router. Aquí no: aquí ya llega débil. (hay que comprarlo)",
                ),
                step(
                    "Pide a tu operador un segundo aparato de wifi para esta parte de la casa (punto de acceso).",
                ),
            ],
            mended: "En el mismo sitio la señal es de -65 dBm o mejor, y no se pierden mensajes hasta el router.",
            tell_provider: &[],
        },
        en: Text {
            title: "The Wi-Fi signal is weak where you are",
            what: &[
                "You are far from the router, or walls are in the way. The signal is {rssi}; -67 dBm or better is good.",
                "On the way to the router, the Wi-Fi loses {share} of every 100 messages.",
                "Messages to the internet get lost: {far_share} of every 100. Your router does not answer, so it cannot be seen where; with this signal, it is most likely here.",
                "Right now nothing works: of {unheard} messages none came back.",
                "Some messages take more than {p95} to the router and back; less than 10 ms is normal.",
                "The connection runs at {rate}, when it could do {possible}.",
                "It does no harm right now: of {unharmed} messages to the router none was lost.",
                "Your internet line is not the cause: it loses only {beyond} of every 100 messages.",
                "{no-beyond}Your internet line is not the cause: it loses no messages.",
            ],
            steps: &[
                step(
                    "Take the computer next to the router and run wifidoc again. If it is fine there, distance was the cause. (2 minutes)",
                ),
                step(
                    "Put the router up high and in the open, away from metal, fish tanks and the microwave. The signal should rise. (5 minutes)",
                ),
                step(
                    "If the list of networks shows another one of yours, at 2.4 GHz, choose it: it is slower but reaches farther than the one in use (channel {channel}). (2 minutes)",
                ),
                step(
                    "If you need internet in this spot, put a repeater half-way to the router. Not here: here the signal is already weak. (has to be bought)",
                ),
                step(
                    "Ask your provider for a second Wi-Fi device for this part of the home (access point).",
                ),
            ],
            mended: "In the same spot the signal is -65 dBm or better, and no message gets lost on the way to the router.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O sinal do Wi-Fi chega fraco até aqui",
            what: &[
                "Você está longe do roteador ou há paredes no caminho. O sinal é de {rssi}; o bom é -67 dBm ou melhor.",
                "Até o roteador, o Wi-Fi perde {share} de cada 100 mensagens.",
                "Mensagens para a internet se perdem: {far_share} de cada 100. O seu roteador não responde e não dá para ver onde; com este sinal, o mais provável é que seja aqui.",
                "Agora nada funciona: de {unheard} mensagens, nenhuma voltou.",
                "Algumas mensagens demoram mais de {p95} para ir ao roteador e voltar; o normal é menos de 10 ms.",
                "A conexão está a {rate}, mas poderia chegar a {possible}.",
                "Por enquanto isso não atrapalha: de {unharmed} mensagens até o roteador, nenhuma se perdeu.",
                "Sua linha de internet não é a causa: ela só perde {beyond} de cada 100 mensagens.",
                "{no-beyond}Sua linha de internet não é a causa: ela não perde nenhuma mensagem.",
            ],
            steps: &[
                step(
                    "Leve o computador para perto do roteador e execute o wifidoc de novo. Se ali funcionar bem, a distância era a causa. (2 minutos)",
                ),
                step(
                    "Coloque o roteador no alto e à vista, longe de metal, de aquários e do micro-ondas. O sinal deve subir. (5 minutos)",
                ),
                step(
                    "Se na lista de redes aparecer outra sua, de 2,4 GHz, escolha-a: é mais lenta, mas chega mais longe que a atual (canal {channel}). (2 minutos)",
                ),
                step(
                    "Se você precisa de internet neste lugar, coloque um repetidor na metade do caminho até o roteador. Aqui não: aqui já chega fraco. (é preciso comprar)",
                ),
                step(
                    "Peça à sua operadora um segundo aparelho de Wi-Fi para esta parte da casa (ponto de acesso).",
                ),
            ],
            mended: "No mesmo lugar o sinal é de -65 dBm ou melhor, e nenhuma mensagem se perde até o roteador.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let radio = radio(case)?;
    let rssi_dbm = radio.rssi_median_dbm;
    if rssi_dbm >= WATCH_BELOW_DBM {
        return Ok(Verdict::Pass);
    }
    let mut arguments = vec![("rssi", Argument::Dbm(rssi_dbm))];
    if let Some(channel) = short_range_channel(case) {
        arguments.push(("channel", Argument::Count(channel)));
    }
    // At the limit of what a radio can do, loss is the radio's even when the router cannot say so.
    let harm = harm(case, radio, rssi_dbm <= BAD_BELOW_DBM);
    let (severity, confidence) = match harm {
        Some(harm) if rssi_dbm < HARMS_BELOW_DBM => {
            arguments.extend(harm.arguments);
            (Severity::Problem, how_weak(rssi_dbm) * harm.certainty)
        }
        Some(_) => (Severity::Hint, 0.6),
        None => {
            arguments.extend(unharmed(case));
            (Severity::Hint, 0.9)
        }
    };
    Ok(Verdict::Found(Finding {
        severity,
        confidence,
        arguments,
        evidence: &["wifi.link.samples", "latency.targets"],
    }))
}

/// How likely a trouble that was seen is the signal's.
fn how_weak(rssi_dbm: i32) -> f64 {
    match rssi_dbm {
        _ if rssi_dbm < SEVERE_BELOW_DBM => 0.95,
        _ if rssi_dbm < BAD_BELOW_DBM => 0.85,
        _ => 0.65,
    }
}

/// The channel, when it is one of a band that reaches less far than 2.4 GHz does.
fn short_range_channel(case: &Case<'_>) -> Option<u64> {
    let link = case.evidence.wifi.measured()?.link.measured()?;
    matches!(link.band()?, Band::Five | Band::Six).then(|| link.channel().map(u64::from))?
}

/// Messages to the router, when all of them came back.
fn unharmed(case: &Case<'_>) -> Option<(&'static str, Argument)> {
    let gateway = case.analysis.loss.as_ref()?.gateway?;
    (gateway.lost == 0).then_some(("unharmed", Argument::Count(gateway.sent)))
}

/// The radio over the run, with enough readings to speak of it; or why a rule about the radio
/// has nothing to say.
pub(super) fn radio<'a>(case: &Case<'a>) -> Result<&'a RadioState, Verdict> {
    if let Outcome::NotTried(Why::NotWifi | Why::NoHardware)
    | Outcome::Unavailable(Why::NotWifi | Why::NoHardware) = case.evidence.wifi
    {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let wifi = need(Part::Wifi, &case.evidence.wifi)?;
    need(Part::Wifi, &wifi.link)?;
    match &case.analysis.radio {
        Some(radio) if radio.samples >= SAMPLES => Ok(radio),
        Some(_) => Err(Verdict::Unknown(Missing::Evidence(Part::Wifi, Why::NoTime))),
        None => Err(Verdict::Unknown(Missing::Evidence(Part::Wifi, Why::NotReported))),
    }
}

/// What a bad radio does to the person who uses it.
pub(super) struct Harm {
    /// How sure it is that the harm is there, 0 to 1.
    pub(super) certainty: f64,
    pub(super) arguments: Vec<(&'static str, Argument)>,
}

/// From this share of repeated frames on, the access point hardly hears this computer: with one
/// frame in two acknowledged, a retry chain of seven still loses less than one packet in a hundred.
const UNHEARD_RETRIES: f64 = 0.5;

/// Of that, what the rounds show: loss on the hop beyond doubt, delay that people notice.
pub(super) fn harm_on_the_hop(case: &Case<'_>) -> Option<Harm> {
    let mut seen: Vec<f64> = Vec::new();
    let mut arguments = Vec::new();
    if let Some(split) = &case.analysis.loss
        && let (Loser::Hop | Loser::Both, Some(gateway)) = (split.loser, split.gateway)
    {
        seen.push(split.hop_confidence());
        arguments.push(("share", Argument::Share(gateway.seen())));
        if let Some(beyond) = split.line_cleared() {
            arguments.push(("beyond", Argument::Share(beyond)));
        }
    }
    let delay = case.analysis.delay.as_ref().and_then(|split| split.hop);
    if let Some(hop) = delay.filter(hurts) {
        seen.push(0.9);
        arguments.push(("p95", Argument::Ms(hop.p95_ms)));
    }
    seen.into_iter().reduce(f64::max).map(|certainty| Harm { certainty, arguments })
}

/// The harm seen on the radio hop: loss, delay, silence or low rates, the surest first. With `extreme`,
/// loss that a mute router keeps from being attributed counts too.
pub(super) fn harm(case: &Case<'_>, radio: &RadioState, extreme: bool) -> Option<Harm> {
    let (mut seen, mut arguments) = match harm_on_the_hop(case) {
        Some(harm) => (vec![harm.certainty], harm.arguments),
        None => (Vec::new(), Vec::new()),
    };
    // The far ends cross the same hop, and nobody nearer answers: half a proof.
    if let Some(split) = &case.analysis.loss
        && split.loser == Loser::HopOrLine
        && extreme
    {
        seen.push(0.6);
        arguments.push(("far_share", Argument::Share(split.far.seen())));
    }
    // Nothing comes back at all. Whether that is the radio's doing its own repeats say: a router
    // that is silent for another reason still acknowledges every frame.
    let silent = case
        .analysis
        .reach
        .is_some_and(|reach| (reach.gateway, reach.far) == (Answers::No, Answers::No));
    if silent && radio.retries.is_some_and(|retries| retries >= UNHEARD_RETRIES) {
        seen.push(0.9);
        let asked = case
            .evidence
            .latency
            .measured()
            .map_or(0, |latency| latency.targets.iter().map(Target::sent).sum());
        arguments.push(("unheard", Argument::Count(asked as u64)));
    }
    if radio.is_slow() {
        // Rates are those of the last frame, and an idle link may rest on a low one.
        seen.push(0.8);
        let best = radio.tx_mbps.into_iter().chain(radio.rx_mbps).reduce(f64::max);
        if let (Some(rate), Some(possible)) = (best, radio.possible_mbps) {
            arguments.push(("rate", Argument::Mbps(rate)));
            arguments.push(("possible", Argument::Mbps(possible)));
        }
    }
    seen.into_iter().reduce(f64::max).map(|certainty| Harm { certainty, arguments })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency::Role;
    use crate::rules::testing::{Changed, finding, severity, verdict};

    #[test]
    fn signal_alone_is_a_hint_at_most() {
        for (rssi_dbm, expected) in [
            (-50, None),
            (-67, None),
            (-68, Some(Severity::Hint)),
            (-75, Some(Severity::Hint)),
            (-90, Some(Severity::Hint)),
        ] {
            let evidence = Changed::healthy_wifi().rssi(rssi_dbm);
            assert_eq!(severity(&RULE, &evidence), expected, "{rssi_dbm}");
        }
    }

    #[test]
    fn weak_signal_is_blamed_when_its_effect_is_seen() {
        for (rssi_dbm, expected) in [
            (-67, None),
            (-70, Some(Severity::Hint)),
            (-71, Some(Severity::Problem)),
            (-85, Some(Severity::Problem)),
        ] {
            let loses = Changed::healthy_wifi().rssi(rssi_dbm).losing(10, 10);
            assert_eq!(severity(&RULE, &loses), expected, "loss at {rssi_dbm}");
            let late = Changed::healthy_wifi()
                .rssi(rssi_dbm)
                .rtt(|_, round, rtt_ms| rtt_ms + f64::from(round % 10) * 20.0);
            assert_eq!(severity(&RULE, &late), expected, "delay at {rssi_dbm}");
            let slow = Changed::healthy_wifi().rssi(rssi_dbm).link(|link| {
                for sample in &mut link.samples {
                    sample.tx.iter_mut().chain(&mut sample.rx).for_each(|rate| rate.mbps = 13.0);
                }
            });
            assert_eq!(severity(&RULE, &slow), expected, "rate at {rssi_dbm}");
        }
    }

    #[test]
    fn a_lossy_line_is_not_the_signals_doing() {
        let evidence = Changed::healthy_wifi().rssi(-80).losing(0, 10);
        assert_eq!(severity(&RULE, &evidence), Some(Severity::Hint));
    }

    #[test]
    fn behind_a_mute_router_only_a_bad_signal_is_blamed_for_loss() {
        for (rssi_dbm, expected) in [(-74, Severity::Hint), (-75, Severity::Problem)] {
            let evidence =
                Changed::healthy_wifi().rssi(rssi_dbm).silent(Role::Gateway).losing(0, 10);
            assert_eq!(severity(&RULE, &evidence), Some(expected), "{rssi_dbm}");
        }
    }

    #[test]
    fn silence_is_the_signals_doing_when_the_radio_repeats_in_vain() {
        for (retries, expected) in [(100, Severity::Hint), (2000, Severity::Problem)] {
            let silent = Changed::healthy_wifi().rssi(-90).link(|link| {
                link.frames_sent = Outcome::Measured(1000);
                link.retries = Outcome::Measured(retries);
            });
            let silent = silent.silent(Role::Gateway).silent(Role::FirstHop).silent(Role::FarEnd);
            assert_eq!(severity(&RULE, &silent), Some(expected), "{retries}");
        }
    }

    #[test]
    fn the_weaker_the_signal_the_surer() {
        let confidence = |rssi_dbm| {
            finding(&RULE, &Changed::healthy_wifi().rssi(rssi_dbm).losing(10, 10))
                .unwrap()
                .confidence
        };
        assert!(confidence(-72) < confidence(-78) && confidence(-78) < confidence(-84));
    }

    #[test]
    fn few_readings_say_nothing_and_a_cable_has_no_signal() {
        let few = Changed::healthy_wifi().rssi(-85).link(|link| link.samples.truncate(9));
        assert!(matches!(verdict(&RULE, &few), Verdict::Unknown(Missing::Evidence(..))));
        let cable = Changed::healthy_cable();
        assert_eq!(verdict(&RULE, &cable), Verdict::Unknown(Missing::NotApplicable));
    }
}
