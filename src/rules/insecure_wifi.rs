//! The network is open, or locked in a way that no longer holds.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::evidence::host::Medium;
use crate::evidence::wifi::Security;
use crate::evidence::{Foreign, Layer};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "insecure-wifi",
    layer: Layer::Joining,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Host, Part::Wifi],
    explains: &[],
    symptoms: &[],
    about: Tr {
        es: About {
            finds: "Mira cómo está protegido el wifi en el que está este equipo. Avisa si no pide contraseña o si usa WEP o el primer WPA (TKIP), que se rompen con programas corrientes.",
            matters: "Quien esté cerca puede entrar en la red, usar tu internet y ver parte de lo que se envía.",
            limits: "Un wifi abierto que cifra por sí mismo (OWE) no cuenta. En un bar o un hotel, que esté abierto es lo normal. No explica que la conexión vaya mal.",
        },
        en: About {
            finds: "Looks at how the joined Wi-Fi is protected. Speaks when it asks for no password, or uses WEP or the first WPA (TKIP), which ordinary programs break.",
            matters: "Anyone nearby can get into the network, use your internet and see part of what is sent.",
            limits: "An open Wi-Fi that encrypts by itself (OWE) does not count. In a café or a hotel, open is usual. It does not explain a bad connection.",
        },
        pt: About {
            finds: "Verifica como está protegido o Wi-Fi em que este computador está. Avisa se ele não pede senha ou se usa WEP ou o primeiro WPA (TKIP), que programas comuns quebram.",
            matters: "Quem estiver por perto pode entrar na rede, usar a sua internet e ver parte do que é enviado.",
            limits: "Um Wi-Fi aberto que cifra por conta própria (OWE) não conta. Em um bar ou hotel, aberto é o normal. Não explica uma conexão ruim.",
        },
    },
    sources: &["no RSN, WEP or TKIP alone"],
    text: Tr {
        es: Text {
            title: "Este wifi está abierto o mal protegido",
            what: &[
                "Quien esté cerca puede entrar en la red y ver parte de lo que envías.",
                "Usa una protección antigua ({protection}), que hoy es fácil de saltar.",
                "No es la causa de que internet vaya mal.",
            ],
            steps: &[
                step(
                    "Si no es tu wifi (un bar, un hotel), no escribas en él contraseñas ni datos del banco, salvo en páginas con el candado cerrado.",
                ),
                step(
                    "Si es tu wifi, elige WPA2 o WPA3 en los ajustes del router, con una contraseña nueva. Tendrás que escribirla en todos tus aparatos. (10 minutos)",
                ),
                step("Si tu router no ofrece WPA2, pide a tu operador uno más nuevo."),
            ],
            mended: "Al repetir la prueba, este aviso ya no aparece.",
            tell_provider: &[],
        },
        en: Text {
            title: "This Wi-Fi is open or poorly protected",
            what: &[
                "Anyone nearby can get into the network and see part of what you send.",
                "It uses an old kind of protection ({protection}), which is easy to break today.",
                "It is not why your internet is bad.",
            ],
            steps: &[
                step(
                    "If it is not your Wi-Fi (a café, a hotel), do not type passwords or bank details, except on pages with a closed padlock.",
                ),
                step(
                    "If it is your Wi-Fi, choose WPA2 or WPA3 in the router's settings, with a new password. You will have to type it on all your devices. (10 minutes)",
                ),
                step("If your router does not offer WPA2, ask your provider for a newer one."),
            ],
            mended: "When you run the test again, this notice is gone.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este Wi-Fi está aberto ou mal protegido",
            what: &[
                "Quem estiver por perto pode entrar na rede e ver parte do que você envia.",
                "Ele usa uma proteção antiga ({protection}), que hoje é fácil de quebrar.",
                "Não é por isso que a internet está ruim.",
            ],
            steps: &[
                step(
                    "Se não é o seu Wi-Fi (um bar, um hotel), não digite nele senhas nem dados do banco, a não ser em páginas com o cadeado fechado.",
                ),
                step(
                    "Se é o seu Wi-Fi, escolha WPA2 ou WPA3 nas configurações do roteador, com uma senha nova. Você vai precisar digitá-la em todos os seus aparelhos. (10 minutos)",
                ),
                step("Se o seu roteador não oferece WPA2, peça à sua operadora um mais novo."),
            ],
            mended: "Ao repetir o teste, este aviso não aparece mais.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    if host.medium() != Some(Medium::Wifi) {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let wifi = need(Part::Wifi, &case.evidence.wifi)?;
    let link = need(Part::Wifi, &wifi.link)?;
    let old = match need(Part::Wifi, &link.security)? {
        Security::Open => None,
        Security::Wep => Some("WEP"),
        Security::Wpa | Security::WpaEnterprise => Some("WPA"),
        Security::Owe
        | Security::WpaWpa2
        | Security::Wpa2
        | Security::Wpa2Wpa3
        | Security::Wpa3
        | Security::WpaWpa2Enterprise
        | Security::Wpa2Enterprise
        | Security::Wpa2Wpa3Enterprise
        | Security::Wpa3Enterprise => return Ok(Verdict::Pass),
    };
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.95,
        arguments: old
            .map(|name| ("protection", Argument::Name(Foreign::new(name))))
            .into_iter()
            .collect(),
        evidence: &["wifi.link.security"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Outcome, Why};
    use crate::rules::testing::Changed;
    use crate::rules::testing::{finding, severity, verdict};

    #[test]
    fn open_and_outdated_networks_are_named_and_no_others() {
        for (security, found, names_it) in [
            (Security::Open, true, false),
            (Security::Wep, true, true),
            (Security::Wpa, true, true),
            (Security::Owe, false, false),
            (Security::WpaWpa2, false, false),
            (Security::Wpa2, false, false),
            (Security::Wpa2Wpa3, false, false),
            (Security::Wpa3, false, false),
            (Security::WpaEnterprise, true, true),
            (Security::WpaWpa2Enterprise, false, false),
            (Security::Wpa2Enterprise, false, false),
            (Security::Wpa2Wpa3Enterprise, false, false),
            (Security::Wpa3Enterprise, false, false),
        ] {
            let evidence =
                Changed::healthy_wifi().link(|link| link.security = Outcome::Measured(security));
            let finding = finding(&RULE, &evidence);
            assert_eq!(finding.is_some(), found, "{security:?}");
            assert_eq!(finding.is_some_and(|f| !f.arguments.is_empty()), names_it, "{security:?}");
        }
    }

    #[test]
    fn a_security_that_could_not_be_read_is_not_an_open_network() {
        let evidence = Changed::healthy_wifi()
            .link(|link| link.security = Outcome::Unavailable(Why::NotReported));
        assert_eq!(
            verdict(&RULE, &evidence),
            Verdict::Unknown(Missing::Evidence(Part::Wifi, Why::NotReported))
        );
        assert_eq!(severity(&RULE, &Changed::healthy_cable()), None);
    }
}
