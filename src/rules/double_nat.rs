//! Two routers stand one behind the other.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::evidence::latency::{Latency, Role, Target};
use crate::evidence::{Family, Layer, Symptom, Why};
use crate::text::Tr;
use std::net::{IpAddr, Ipv4Addr};

/// A box at home adds less than 1 ms to the router's own answer; a provider's is behind an access
/// line, whose last-mile classes begin at 0.5 to 3 ms (CATALOGUE B.1, Fontugne). Beyond this the
/// second box is not in the home.
const AT_HOME_WITHIN_MS: f64 = 3.0;

pub(super) const RULE: Rule = Rule {
    code: "double-nat",
    layer: Layer::Line,
    side: Side::Router,
    worst: Severity::Hint,
    needs: &[Part::Latency],
    explains: &[],
    symptoms: &[(Symptom::Gadget, 0.4), (Symptom::Calls, 0.2)],
    about: Tr {
        es: About {
            finds: "Mira las direcciones de los dos primeros equipos por los que pasa internet. Lo comenta cuando las dos son de las que se usan dentro de casa y el segundo equipo contesta casi tan pronto como el primero.",
            matters: "Navegar y ver vídeos funciona igual. Fallan a veces los juegos, las cámaras y lo que tiene que entrar desde fuera, y los aparatos de un router no ven a los del otro.",
            limits: "No es una prueba segura: muchos operadores usan direcciones de este tipo en su propia red (10.x, y alguno 192.168.x). Si el segundo equipo tarda más de 3 ms que el router, no habla; si no se pudo medir, lo da solo como pista.",
        },
        en: About {
            finds: "Looks at the addresses of the first two devices that the internet comes through. Mentions it when both are of the kind used inside homes and the second answers nearly as soon as the first.",
            matters: "Browsing and videos work as ever. Games, cameras and what has to come in from outside may fail, and devices of one router do not see those of the other.",
            limits: "It is no proof: many providers use such addresses in their own network (10.x, some 192.168.x). When the second device takes over 3 ms more than the router, it does not speak; when that could not be measured, it is only a hint.",
        },
        pt: About {
            finds: "Olha os endereços dos dois primeiros equipamentos por onde a internet passa. Comenta quando os dois são do tipo usado dentro de casa e o segundo responde quase tão rápido quanto o primeiro.",
            matters: "Navegar e ver vídeos funciona igual. Às vezes falham jogos, câmeras e o que precisa entrar de fora, e os aparelhos de um roteador não veem os do outro.",
            limits: "Não é uma prova segura: muitas operadoras usam endereços desse tipo na própria rede (10.x, e algumas 192.168.x). Se o segundo equipamento demora mais de 3 ms além do roteador, não fala; se isso não pôde ser medido, é só uma pista.",
        },
    },
    sources: &[
        "RFC 1918: 10/8, 172.16/12 and 192.168/16 are for private networks",
        "Fontugne, Bajpai: what an access line adds at least",
    ],
    text: Tr {
        es: Text {
            title: "Parece que en tu casa hay dos routers, uno detrás de otro",
            what: &[
                "El tuyo pasa por otro antes de salir a internet (doble NAT).",
                "Puede estorbar a juegos, cámaras y llamadas directas entre aparatos.",
                "No hace que internet vaya lento ni que se corte.",
            ],
            steps: &[
                step(
                    "Mira si hay otro router entre el tuyo y la pared. Si no hay ninguno, es de tu operador y no hay nada que hacer. (2 minutos)",
                ),
                step(
                    "Si te falla alguna de esas cosas, pon el segundo router en modo punto de acceso. (15 minutos)",
                ),
                step(
                    "Si no sabes cómo, pide a tu operador que ponga el suyo en modo puente (bridge).",
                ),
            ],
            mended: "Al repetir la prueba solo aparece un router en casa.",
            tell_provider: &[],
        },
        en: Text {
            title: "There seem to be two routers at your home, one behind the other",
            what: &[
                "Yours goes through another one before it reaches the internet (double NAT).",
                "It can get in the way of games, cameras and direct calls between devices.",
                "It does not make the internet slow and does not cut it off.",
            ],
            steps: &[
                step(
                    "See whether there is another router between yours and the wall. If there is none, it is your provider's and there is nothing to do. (2 minutes)",
                ),
                step(
                    "If one of these things fails, set the second router to access point mode. (15 minutes)",
                ),
                step("If you do not know how, ask your provider to set theirs to bridge mode."),
            ],
            mended: "When you run the test again, only one router shows up at home.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Parece que há dois roteadores na sua casa, um atrás do outro",
            what: &[
                "O seu passa por outro antes de sair para a internet (NAT duplo).",
                "Pode atrapalhar jogos, câmeras e chamadas diretas entre aparelhos.",
                "Isso não deixa a internet lenta nem a derruba.",
            ],
            steps: &[
                step(
                    "Veja se há outro roteador entre o seu e a parede. Se não houver, é da sua operadora e não há nada a fazer. (2 minutos)",
                ),
                step(
                    "Se alguma dessas coisas falha, coloque o segundo roteador em modo ponto de acesso. (15 minutos)",
                ),
                step(
                    "Se não souber como, peça à sua operadora para colocar o dela em modo ponte (bridge).",
                ),
            ],
            mended: "Ao repetir o teste, só aparece um roteador em casa.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let hops = hop_addresses(case)?;
    let at = |distance| hops.iter().find(|hop| hop.0 == distance).map(|hop| hop.1);
    let (Some(first), Some(second)) = (at(1).or_else(|| gateway(case)), at(2)) else {
        return Ok(Verdict::Unknown(Missing::Evidence(Part::Latency, Why::NoAnswer)));
    };
    if !first.is_private() || !second.is_private() || first == second {
        return Ok(Verdict::Pass);
    }
    let added_ms = case.evidence.latency.measured().and_then(|latency| added_ms(latency, second));
    let confidence = match added_ms {
        Some(added_ms) if added_ms > AT_HOME_WITHIN_MS => return Ok(Verdict::Pass),
        Some(_) => 0.75,
        // Unmeasured, the addresses alone have to tell: 10/8 is what providers use most.
        None if second.octets()[0] == 10 => return Ok(Verdict::Pass),
        None => 0.4,
    };
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence,
        arguments: added_ms.map(|ms| ("added", Argument::Ms(ms.max(0.0)))).into_iter().collect(),
        evidence: &["latency.hops", "latency.targets"],
    }))
}

/// What the box with this address adds to the router's own answer, fastest against fastest; it is
/// measured where the box is one of the targets.
fn added_ms(latency: &Latency, second: Ipv4Addr) -> Option<f64> {
    let fastest =
        |target: &Target| target.probes.iter().filter_map(|probe| probe.rtt_ms).reduce(f64::min);
    let second = latency.of(Role::FirstHop).find(|hop| hop.ip == Some(IpAddr::V4(second)))?;
    Some(fastest(second)? - fastest(latency.gateway()?)?)
}

fn gateway(case: &Case<'_>) -> Option<Ipv4Addr> {
    match case.evidence.latency.measured()?.gateway()?.ip? {
        IpAddr::V4(ip) => Some(ip),
        IpAddr::V6(_) => None,
    }
}

/// Who reported a packet that died on the way, by distance; over v4, since nothing is shared or
/// translated over v6.
pub(super) fn hop_addresses(case: &Case<'_>) -> Result<Vec<(u8, Ipv4Addr)>, Verdict> {
    let latency = need(Part::Latency, &case.evidence.latency)?;
    if latency.family != Family::V4 {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let hops: Vec<_> = latency
        .hops
        .iter()
        .filter_map(|hop| match hop.ip {
            Some(IpAddr::V4(ip)) => Some((hop.distance, ip)),
            Some(IpAddr::V6(_)) | None => None,
        })
        .collect();
    if hops.is_empty() {
        let why = if case.evidence.run.asked.offline { Why::NotAsked } else { Why::NoAnswer };
        return Err(Verdict::Unknown(Missing::Evidence(Part::Latency, why)));
    }
    Ok(hops)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency::Hop;
    use crate::rules::testing::{Changed, severity};

    /// The way out goes through these two, and the second is asked in the rounds or not, where it
    /// answers so much later than the router.
    fn through(first: &str, second: &str, added_ms: Option<f64>) -> Changed {
        let ip = |text: &str| text.parse().unwrap();
        Changed::healthy_wifi()
            .rtt(move |role, _, rtt_ms| match (role, added_ms) {
                (Role::FirstHop, Some(added_ms)) => 3.0 + added_ms,
                _ => rtt_ms,
            })
            .latency(|latency| {
                latency.hops = vec![
                    Hop { distance: 1, ip: Some(ip(first)) },
                    Hop { distance: 2, ip: Some(ip(second)) },
                ];
                for target in latency.targets.iter_mut().filter(|t| t.role == Role::FirstHop) {
                    if added_ms.is_some() {
                        target.ip = Some(ip(second));
                    }
                }
            })
    }

    #[test]
    fn two_boxes_of_the_home_are_told_from_the_providers() {
        let hint = Some(Severity::Hint);
        for (first, second, added_ms, expected) in [
            ("192.168.50.1", "192.168.1.1", Some(0.5), hint),
            ("192.168.50.1", "192.168.1.1", Some(2.9), hint),
            ("192.168.50.1", "192.168.1.1", Some(3.1), None),
            ("192.168.50.1", "192.168.1.1", None, hint),
            ("192.168.50.1", "172.16.0.1", None, hint),
            ("192.168.50.1", "172.32.0.1", None, None),
            // A second hop in 10/8 is mostly the provider's, unless it is seen to be at home.
            ("192.168.50.1", "10.0.0.1", None, None),
            ("192.168.50.1", "10.0.0.1", Some(0.5), hint),
            ("192.168.1.1", "100.64.0.1", Some(0.5), None),
            ("192.168.1.1", "198.51.100.1", None, None),
            ("198.51.100.9", "192.168.1.1", None, None),
            ("192.168.1.1", "192.168.1.1", None, None),
        ] {
            let evidence = through(first, second, added_ms);
            assert_eq!(severity(&RULE, &evidence), expected, "{first} {second} {added_ms:?}");
        }
    }
}
