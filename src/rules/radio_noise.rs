//! The signal is strong enough, but other radio drowns it.

use super::weak_signal::{harm, radio};
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;

/// Below this distance between signal and noise data suffers (CATALOGUE T2).
const LOW_SNR_DB: i32 = 20;
/// Bad and unusable (T2).
const BAD_SNR_DB: i32 = 15;
const UNUSABLE_SNR_DB: i32 = 10;
/// With a weaker signal than this, the distance is to blame and not the noise (R02).
const FINE_RSSI_ABOVE_DBM: i32 = -70;
/// A quiet place has -90 to -92 dBm (T3); ten times that power is a neighbour that shouts.
const LOUD_ABOVE_DBM: i32 = -80;

pub(super) const RULE: Rule = Rule {
    code: "radio-noise",
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
        (Symptom::Calls, 1.0),
        (Symptom::Pages, 0.6),
        (Symptom::Drops, 0.6),
        (Symptom::Gadget, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Compara la señal del wifi con el ruido de radio que mide la tarjeta. Habla cuando hay menos de 20 dB entre los dos aunque la señal sea buena (mejor que -70 dBm), o cuando el ruido pasa de -80 dBm. Es un problema si además se ve su efecto: mensajes perdidos o retrasados hasta el router, o una conexión muy lenta.",
            matters: "Con ruido alrededor los aparatos no se entienden y tienen que repetir, por cerca que estén.",
            limits: "Muchas tarjetas de wifi no miden el ruido; entonces no dice nada. No sabe qué aparato hace el ruido.",
        },
        en: About {
            finds: "Compares the Wi-Fi signal with the radio noise that the adapter measures. Speaks when less than 20 dB lie between them although the signal is good (better than -70 dBm), or when the noise is above -80 dBm. It is a problem when its effect is seen too: messages lost or late on the way to the router, or a very slow link.",
            matters: "In noise both ends cannot make each other out and have to repeat, however close they are.",
            limits: "Many Wi-Fi adapters do not measure noise; then it says nothing. It does not know which device makes the noise.",
        },
        pt: About {
            finds: "Compara o sinal do Wi-Fi com o ruído de rádio que a placa mede. Fala quando há menos de 20 dB entre os dois mesmo com sinal bom (melhor que -70 dBm), ou quando o ruído passa de -80 dBm. É um problema se o efeito também aparece: mensagens perdidas ou atrasadas até o roteador, ou uma conexão muito lenta.",
            matters: "Com ruído em volta os aparelhos não se entendem e precisam repetir, por mais perto que estejam.",
            limits: "Muitas placas de Wi-Fi não medem o ruído; nesse caso não diz nada. Não sabe qual aparelho faz o ruído.",
        },
    },
    sources: &[
        "Cisco 7925G guide, HCS: 25 dB for voice, 20 dB for data, below 15 bad, below 10 unusable",
        "noise floor of -92 (Cisco) or -90 dBm (Zebra)",
    ],
    text: Tr {
        es: Text {
            title: "Hay ruido de radio que molesta a tu wifi",
            what: &[
                "La señal llega con fuerza ({rssi}), pero algo cercano hace ruido de radio ({noise}) y la tapa.",
                "Cerca de aquí hay mucho ruido de radio ({loud}). La señal queda {above} por encima; lo bueno son 25 dB o más.",
                "Hasta el router, el wifi pierde {share} de cada 100 mensajes.",
                "Se pierden mensajes hacia internet: {far_share} de cada 100. Tu router no contesta y no se ve dónde; con este ruido, lo más probable es que sea aquí.",
                "Ahora mismo no funciona nada: de {unheard} mensajes no ha vuelto ninguno.",
                "Algunos mensajes tardan más de {p95} en ir al router y volver; lo normal son menos de 10 ms.",
                "La conexión va a {rate}, cuando podría llegar a {possible}.",
                "Tu línea de internet no es la causa: solo pierde {beyond} de cada 100 mensajes.",
                "{no-beyond}Tu línea de internet no es la causa: no pierde ningún mensaje.",
            ],
            steps: &[
                step(
                    "Apaga de uno en uno los aparatos cercanos: microondas, monitor para bebés, altavoces y cámaras sin cable. Ejecuta wifidoc después de cada uno: si va bien, era ese. (10 minutos)",
                ),
                step(
                    "Desenchufa del equipo los discos y adaptadores USB y ejecuta wifidoc otra vez. Si va bien, úsalos con un cable más largo. (2 minutos)",
                ),
                step(
                    "Si en la lista de redes sale otra tuya, de 5 GHz, elígela: ahí suele haber menos ruido. (2 minutos)",
                ),
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo: muchos buscan entonces un canal más limpio. (3 minutos sin internet)",
                ),
                step("Pide a tu operador que cambie el canal del wifi."),
            ],
            mended: "Al repetir la prueba, la señal queda al menos 25 dB por encima del ruido.",
            tell_provider: &[],
        },
        en: Text {
            title: "Radio noise disturbs your Wi-Fi",
            what: &[
                "The signal arrives strong ({rssi}), but something nearby makes radio noise ({noise}) and drowns it.",
                "There is a lot of radio noise around here ({loud}). The signal is {above} above it; 25 dB or more is good.",
                "On the way to the router, the Wi-Fi loses {share} of every 100 messages.",
                "Messages to the internet get lost: {far_share} of every 100. Your router does not answer, so it cannot be seen where; with this noise, it is most likely here.",
                "Right now nothing works: of {unheard} messages none came back.",
                "Some messages take more than {p95} to the router and back; less than 10 ms is normal.",
                "The connection runs at {rate}, when it could do {possible}.",
                "Your internet line is not the cause: it loses only {beyond} of every 100 messages.",
                "{no-beyond}Your internet line is not the cause: it loses no messages.",
            ],
            steps: &[
                step(
                    "Switch off nearby devices one at a time: microwave, baby monitor, wireless speakers and cameras. Run wifidoc after each: if it is fine, it was that one. (10 minutes)",
                ),
                step(
                    "Unplug USB disks and adapters from the computer and run wifidoc again. If it is fine, use them with a longer cable. (2 minutes)",
                ),
                step(
                    "If the list of networks shows another one of yours, at 5 GHz, choose it: there is usually less noise there. (2 minutes)",
                ),
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in: many then look for a cleaner channel. (3 minutes without internet)",
                ),
                step("Ask your provider to change the Wi-Fi channel."),
            ],
            mended: "When you run the test again, the signal is at least 25 dB above the noise.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Há ruído de rádio atrapalhando o seu Wi-Fi",
            what: &[
                "O sinal chega forte ({rssi}), mas algo por perto faz ruído de rádio ({noise}) e o encobre.",
                "Há muito ruído de rádio por aqui ({loud}). O sinal fica {above} acima dele; o bom são 25 dB ou mais.",
                "Até o roteador, o Wi-Fi perde {share} de cada 100 mensagens.",
                "Mensagens para a internet se perdem: {far_share} de cada 100. O seu roteador não responde e não dá para ver onde; com este ruído, o mais provável é que seja aqui.",
                "Agora nada funciona: de {unheard} mensagens, nenhuma voltou.",
                "Algumas mensagens demoram mais de {p95} para ir ao roteador e voltar; o normal é menos de 10 ms.",
                "A conexão está a {rate}, mas poderia chegar a {possible}.",
                "Sua linha de internet não é a causa: ela só perde {beyond} de cada 100 mensagens.",
                "{no-beyond}Sua linha de internet não é a causa: ela não perde nenhuma mensagem.",
            ],
            steps: &[
                step(
                    "Desligue um por um os aparelhos por perto: micro-ondas, babá eletrônica, caixas de som e câmeras sem fio. Execute o wifidoc depois de cada um: se funcionar bem, era ele. (10 minutos)",
                ),
                step(
                    "Desconecte do computador os discos e adaptadores USB e execute o wifidoc de novo. Se funcionar bem, use-os com um cabo mais longo. (2 minutos)",
                ),
                step(
                    "Se na lista de redes aparecer outra sua, de 5 GHz, escolha-a: ali costuma haver menos ruído. (2 minutos)",
                ),
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue de novo: muitos procuram então um canal mais limpo. (3 minutos sem internet)",
                ),
                step("Peça à sua operadora para mudar o canal do Wi-Fi."),
            ],
            mended: "Ao repetir o teste, o sinal fica pelo menos 25 dB acima do ruído.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let radio = radio(case)?;
    let noise_dbm = case
        .evidence
        .wifi
        .measured()
        .and_then(|wifi| wifi.link.measured())
        .map(|link| need(Part::Wifi, &link.noise_dbm));
    let noise_dbm = match noise_dbm {
        Some(Ok(noise_dbm)) => *noise_dbm,
        Some(Err(verdict)) => return Err(verdict),
        None => return Ok(Verdict::Unknown(Missing::Evidence(Part::Wifi, Why::NotReported))),
    };
    let snr_db = radio.snr_db.unwrap_or(radio.rssi_median_dbm - noise_dbm);
    let drowned = snr_db < LOW_SNR_DB && radio.rssi_median_dbm > FINE_RSSI_ABOVE_DBM;
    if !drowned && noise_dbm <= LOUD_ABOVE_DBM {
        return Ok(Verdict::Pass);
    }
    let snr = Argument::Db(f64::from(snr_db));
    let noise = Argument::Dbm(noise_dbm);
    let mut arguments = if drowned {
        vec![("noise", noise), ("rssi", Argument::Dbm(radio.rssi_median_dbm)), ("snr", snr)]
    } else {
        vec![("loud", noise), ("above", snr)]
    };
    // Loud noise that a strong signal stands above does not bring about what was seen.
    let harm = harm(case, radio, snr_db < UNUSABLE_SNR_DB).filter(|_| snr_db < LOW_SNR_DB);
    let (severity, confidence) = match harm {
        Some(harm) => {
            arguments.extend(harm.arguments);
            (Severity::Problem, how_loud(snr_db) * harm.certainty)
        }
        None => (Severity::Hint, 0.8),
    };
    Ok(Verdict::Found(Finding {
        severity,
        confidence,
        arguments,
        evidence: &["wifi.link.noise_dbm", "wifi.link.samples", "latency.targets"],
    }))
}

/// How likely a trouble that was seen is the noise's.
fn how_loud(snr_db: i32) -> f64 {
    match snr_db {
        _ if snr_db < UNUSABLE_SNR_DB => 0.95,
        _ if snr_db < BAD_SNR_DB => 0.85,
        _ => 0.7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::rules::testing::{Changed, severity, verdict};

    fn noisy(rssi_dbm: i32, noise_dbm: i32) -> Changed {
        Changed::healthy_wifi()
            .rssi(rssi_dbm)
            .link(|link| link.noise_dbm = Outcome::Measured(noise_dbm))
    }

    #[test]
    fn noise_is_told_from_distance() {
        for (rssi_dbm, noise_dbm, alone, with_loss) in [
            (-50, -92, None, None),
            (-60, -80, None, None),
            (-60, -79, Some(Severity::Hint), Some(Severity::Problem)),
            // The noise is loud, but the signal stands well above it.
            (-40, -79, Some(Severity::Hint), Some(Severity::Hint)),
            // Few decibels between both, because the signal is weak.
            (-70, -85, None, None),
            (-69, -85, Some(Severity::Hint), Some(Severity::Problem)),
            // Weak and loud: both.
            (-75, -79, Some(Severity::Hint), Some(Severity::Problem)),
        ] {
            let evidence = noisy(rssi_dbm, noise_dbm);
            assert_eq!(severity(&RULE, &evidence), alone, "{rssi_dbm} {noise_dbm}");
            let losing = evidence.losing(10, 10);
            assert_eq!(severity(&RULE, &losing), with_loss, "{rssi_dbm} {noise_dbm}, lossy");
        }
    }

    #[test]
    fn a_driver_that_reports_no_noise_is_not_a_quiet_place() {
        let evidence = Changed::healthy_wifi()
            .losing(10, 10)
            .link(|link| link.noise_dbm = Outcome::Unavailable(Why::NotReported));
        assert_eq!(
            verdict(&RULE, &evidence),
            Verdict::Unknown(Missing::Evidence(Part::Wifi, Why::NotReported))
        );
    }
}
