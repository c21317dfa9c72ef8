//! One radio carries more names than it should.

use super::channel_congested::air;
use super::step;
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Three names are the most that makers advise (CATALOGUE T18).
const MOST: usize = 3;

pub(super) const RULE: Rule = Rule {
    code: "too-many-network-names",
    layer: Layer::Radio,
    side: Side::Wifi,
    worst: Severity::Hint,
    needs: &[Part::Networks],
    explains: &[],
    symptoms: &[(Symptom::Slow, 0.4)],
    about: Tr {
        es: About {
            finds: "Cuenta los nombres de red que emite tu mismo router en tu mismo canal. Lo comenta a partir de cuatro.",
            matters: "Cada nombre se anuncia diez veces por segundo a la velocidad más baja: con muchos, queda menos aire para lo demás.",
            limits: "Sabe que son del mismo router por la dirección y el canal. Un router que manda todos los nombres en un solo aviso no cuenta.",
        },
        en: About {
            finds: "Counts the network names that your own router sends on your own channel. Mentions four or more.",
            matters: "Each name is announced ten times a second at the lowest speed: with many of them, less air is left for everything else.",
            limits: "It knows them for the same router's by address and channel. A router that sends all names in a single announcement does not count.",
        },
        pt: About {
            finds: "Conta os nomes de rede que o seu próprio roteador emite no seu canal. Comenta a partir de quatro.",
            matters: "Cada nome é anunciado dez vezes por segundo na velocidade mais baixa: com muitos, sobra menos ar para o resto.",
            limits: "Sabe que são do mesmo roteador pelo endereço e pelo canal. Um roteador que envia todos os nomes num só aviso não conta.",
        },
    },
    sources: &["at most 3 names for each access point (Apple, Grandstream)"],
    text: Tr {
        es: Text {
            title: "Tu router emite demasiados nombres de red",
            what: &[
                "Tu router anuncia {names} nombres de red en el mismo canal; lo bueno son 3 o menos.",
                "Cada uno se anuncia diez veces por segundo, y eso gasta aire aunque nadie lo use.",
            ],
            steps: &[step(
                "Entra en la página de tu router (apartado wifi) y quita los nombres que no uses, por ejemplo el de invitados. (5 minutos)",
            )],
            mended: "Al repetir la prueba, tu router anuncia 3 nombres o menos.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your router sends too many network names",
            what: &[
                "Your router announces {names} network names on the same channel; 3 or fewer is good.",
                "Each of them is announced ten times a second, which takes air even when nobody uses it.",
            ],
            steps: &[step(
                "Open your router's page (the Wi-Fi part) and remove the names that you do not use, for example the one for guests. (5 minutes)",
            )],
            mended: "When you run the test again, your router announces 3 names or fewer.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O seu roteador emite nomes de rede demais",
            what: &[
                "O seu roteador anuncia {names} nomes de rede no mesmo canal; o bom são 3 ou menos.",
                "Cada um é anunciado dez vezes por segundo, e isso gasta ar mesmo que ninguém o use.",
            ],
            steps: &[step(
                "Entre na página do roteador (parte do Wi-Fi) e remova os nomes que você não usa, por exemplo o de convidados. (5 minutos)",
            )],
            mended: "Ao repetir o teste, o seu roteador anuncia 3 nomes ou menos.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let air = air(case)?;
    let own = case.evidence.networks.measured().and_then(|networks| networks.own());
    if air.names <= MOST || own.is_some_and(|own| own.most_names_in_beacon.is_some()) {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.8,
        arguments: vec![("names", Argument::Count(air.names as u64))],
        evidence: &["networks.heard"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::networks::Network;
    use crate::rules::testing::{Changed, severity};

    #[test]
    fn three_names_are_fine_and_four_are_not() {
        for (names, in_one_beacon, expected) in
            [(1, None, None), (3, None, None), (4, None, Some(Severity::Hint)), (9, Some(8), None)]
        {
            let evidence = Changed::on_two_ghz(2437).networks(|networks| {
                networks.heard[0].most_names_in_beacon = in_one_beacon;
                let own = networks.heard[0].clone();
                networks.heard.extend((1..names).map(|n: u8| Network {
                    bssid: format!("02:00:00:00:01:{n:02x}"),
                    associated: false,
                    ..own.clone()
                }));
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{names} {in_one_beacon:?}");
        }
    }
}
