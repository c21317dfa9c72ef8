//! An old lock keeps the Wi-Fi to the speeds of twenty years ago.

use super::weak_signal::radio;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::evidence::wifi::{Generation, Security};
use crate::evidence::{Foreign, Layer, Symptom, Why};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "old-security-slow",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Wifi],
    explains: &[],
    symptoms: &[(Symptom::Slow, 0.8)],
    about: Tr {
        es: About {
            finds: "Mira con qué protección se ha entrado en el wifi y a qué velocidades se habla. Habla cuando la protección es WEP o la primera WPA (TKIP), el adaptador sabe ir más deprisa y nunca pasa de 54 Mbit/s.",
            matters: "El estándar prohíbe las velocidades modernas con esas protecciones: el wifi se queda en 54 Mbit/s aunque los dos aparatos puedan dar diez veces más.",
            limits: "Si el adaptador mismo es de hace veinte años, no dice nada: no iría más deprisa.",
        },
        en: About {
            finds: "Looks at the protection the Wi-Fi was joined with and at the speeds that are used. Speaks when the protection is WEP or the first WPA (TKIP), the adapter could go faster, and nothing ever goes above 54 Mbit/s.",
            matters: "The standard forbids modern speeds with those protections: the Wi-Fi stays at 54 Mbit/s even if both ends could do ten times as much.",
            limits: "When the adapter itself is twenty years old, it says nothing: it would not go faster.",
        },
        pt: About {
            finds: "Olha com que proteção se entrou no Wi-Fi e a que velocidades se fala. Fala quando a proteção é WEP ou o primeiro WPA (TKIP), o adaptador sabe ir mais rápido e nada passa de 54 Mbit/s.",
            matters: "O padrão proíbe as velocidades modernas com essas proteções: o Wi-Fi fica em 54 Mbit/s mesmo que os dois aparelhos possam dar dez vezes mais.",
            limits: "Se o próprio adaptador tem vinte anos, não diz nada: ele não iria mais rápido.",
        },
    },
    sources: &["IEEE 802.11n: no HT rates with WEP or TKIP (11.1.6 in 802.11-2012)"],
    text: Tr {
        es: Text {
            title: "La protección antigua del wifi lo obliga a ir lento",
            what: &[
                "Tu wifi usa {protection}, una protección de hace veinte años. Con ella ningún aparato puede pasar de 54 Mbit/s.",
                "Ahora este equipo va a {rate}, y su adaptador puede más.",
            ],
            steps: &[
                step(
                    "En los ajustes del router, cambia la seguridad del wifi a «WPA2 (AES)» o «WPA2/WPA3». Los aparatos te pedirán la contraseña otra vez. (10 minutos)",
                ),
                step("Si el router no lo ofrece, es muy antiguo: pide a tu operador uno nuevo."),
            ],
            mended: "Al repetir la prueba, la conexión va a más de 54 Mbit/s.",
            tell_provider: &[],
        },
        en: Text {
            title: "The Wi-Fi's old protection keeps it slow",
            what: &[
                "Your Wi-Fi uses {protection}, a protection from twenty years ago. With it no device can go above 54 Mbit/s.",
                "Right now this computer runs at {rate}, and its adapter can do more.",
            ],
            steps: &[
                step(
                    "In the router's settings, change the Wi-Fi security to \"WPA2 (AES)\" or \"WPA2/WPA3\". Devices will ask for the password again. (10 minutes)",
                ),
                step(
                    "If the router does not offer that, it is very old: ask your provider for a new one.",
                ),
            ],
            mended: "When you run the test again, the connection runs at more than 54 Mbit/s.",
            tell_provider: &[],
        },
        pt: Text {
            title: "A proteção antiga do Wi-Fi o obriga a ser lento",
            what: &[
                "O seu Wi-Fi usa {protection}, uma proteção de vinte anos atrás. Com ela nenhum aparelho passa de 54 Mbit/s.",
                "Agora este computador está a {rate}, e o adaptador dele pode mais.",
            ],
            steps: &[
                step(
                    "Nas configurações do roteador, mude a segurança do Wi-Fi para \"WPA2 (AES)\" ou \"WPA2/WPA3\". Os aparelhos vão pedir a senha de novo. (10 minutos)",
                ),
                step(
                    "Se o roteador não oferece isso, ele é muito antigo: peça um novo à sua operadora.",
                ),
            ],
            mended: "Ao repetir o teste, a conexão está a mais de 54 Mbit/s.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let radio = radio(case)?;
    let wifi = need(Part::Wifi, &case.evidence.wifi)?;
    let link = need(Part::Wifi, &wifi.link)?;
    let protection = match need(Part::Wifi, &link.security)? {
        Security::Wep => "WEP",
        // With an account for each person it is the same cipher.
        Security::Wpa | Security::WpaEnterprise => "WPA (TKIP)",
        Security::Open
        | Security::Owe
        | Security::WpaWpa2
        | Security::Wpa2
        | Security::Wpa2Wpa3
        | Security::Wpa3
        | Security::WpaWpa2Enterprise
        | Security::Wpa2Enterprise
        | Security::Wpa2Wpa3Enterprise
        | Security::Wpa3Enterprise => return Ok(Verdict::Pass),
    };
    if need(Part::Wifi, &wifi.adapter)?.generation == Generation::Legacy {
        return Ok(Verdict::Pass);
    }
    let rates = || link.samples.iter().flat_map(|sample| [&sample.tx, &sample.rx]).flatten();
    let Some(rate) = radio.tx_mbps.or(radio.rx_mbps) else {
        return Err(Verdict::Unknown(Missing::Evidence(Part::Wifi, Why::NotReported)));
    };
    // The router lets it go faster in spite of the standard.
    if rates().any(|rate| rate.generation != Generation::Legacy) {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.9,
        arguments: vec![
            ("protection", Argument::Name(Foreign::new(protection))),
            ("rate", Argument::Mbps(rate)),
        ],
        evidence: &["wifi.link.security", "wifi.link.samples", "wifi.adapter"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::wifi::PhyRate;
    use crate::rules::testing::{Changed, severity};

    fn joined_with(security: Security, adapter: Generation, rates: Generation) -> Changed {
        let rate = PhyRate {
            mbps: 54.0,
            generation: rates,
            mcs: None,
            streams: None,
            width_mhz: Some(20),
            guard_interval_ns: None,
        };
        Changed::healthy_wifi()
            .wifi(|wifi| {
                if let Outcome::Measured(able) = &mut wifi.adapter {
                    able.generation = adapter;
                }
            })
            .link(|link| {
                link.security = Outcome::Measured(security);
                for sample in &mut link.samples {
                    (sample.tx, sample.rx) = (Some(rate.clone()), Some(rate.clone()));
                }
            })
    }

    #[test]
    fn an_old_lock_with_old_rates_on_a_newer_adapter_is_told() {
        use Generation::{He, Ht, Legacy};
        for (security, adapter, rates, expected) in [
            (Security::Wep, He, Legacy, Some(Severity::Hint)),
            (Security::Wpa, Ht, Legacy, Some(Severity::Hint)),
            (Security::Wpa, Legacy, Legacy, None),
            (Security::Wpa, He, Ht, None),
            (Security::WpaWpa2, He, Legacy, None),
            (Security::Open, He, Legacy, None),
        ] {
            let found = severity(&RULE, &joined_with(security, adapter, rates));
            assert_eq!(found, expected, "{security:?} {adapter:?} {rates:?}");
        }
        assert_eq!(severity(&RULE, &Changed::healthy_wifi()), None);
    }
}
