//! The provider puts several customers behind one address.

use super::double_nat::hop_addresses;
use super::{About, Case, Finding, Part, Rule, Severity, Side, Text, Verdict, step};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;
use std::net::Ipv4Addr;

/// 100.64.0.0/10 was set aside for nothing else (RFC 6598).
const fn is_carriers(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    first == 100 && second & 0xc0 == 64
}

/// Farther away it is some other network's inside.
const LAST_HOP: u8 = 4;

pub(super) const RULE: Rule = Rule {
    code: "carrier-nat",
    layer: Layer::Line,
    side: Side::Line,
    worst: Severity::Hint,
    needs: &[Part::Latency],
    explains: &[],
    symptoms: &[(Symptom::Calls, 0.2), (Symptom::Gadget, 0.2)],
    about: Tr {
        es: About {
            finds: "Mira las direcciones de los primeros equipos por los que pasa internet. Lo comenta cuando uno de ellos tiene una de las que se reservaron para repartir una dirección entre clientes (100.64.0.0/10, CGNAT).",
            matters: "Navegar, ver vídeos y llamar funciona igual. Solo falla lo que tiene que entrar desde fuera: cámaras propias, servidores, algunos juegos.",
            limits: "Hay operadores que comparten direcciones sin que se vea en el camino; entonces no dice nada.",
        },
        en: About {
            finds: "Looks at the addresses of the first devices that the internet comes through. Mentions it when one of them has an address of those set aside for sharing one address among customers (100.64.0.0/10, CGNAT).",
            matters: "Browsing, videos and calls work as ever. Only what has to come in from outside fails: your own cameras, servers, some games.",
            limits: "Some providers share addresses without it being seen on the way; then it says nothing.",
        },
        pt: About {
            finds: "Olha os endereços dos primeiros equipamentos por onde a internet passa. Comenta quando um deles tem um dos endereços reservados para dividir um endereço entre clientes (100.64.0.0/10, CGNAT).",
            matters: "Navegar, ver vídeos e fazer chamadas funciona igual. Só falha o que precisa entrar de fora: câmeras próprias, servidores, alguns jogos.",
            limits: "Há operadoras que dividem endereços sem que isso apareça no caminho; nesse caso não diz nada.",
        },
    },
    sources: &["RFC 6598: 100.64.0.0/10 is for providers that share addresses"],
    text: Tr {
        es: Text {
            title: "Tu operador usa la misma dirección de internet para varios clientes",
            what: &[
                "Se llama CGNAT y es muy común.",
                "Solo lo notas si quieres entrar en tu casa desde fuera (cámaras, servidores) o en algunos juegos.",
                "No hace que internet vaya lento ni que se corte.",
            ],
            steps: &[step(
                "Si necesitas entrar desde fuera, pide a tu operador una dirección IP pública (o IPv6). A veces cuesta dinero.",
            )],
            mended: "En el camino ya no aparece ninguna dirección que empiece por 100.64 a 100.127.",
            tell_provider: &[],
        },
        en: Text {
            title: "Your provider uses the same internet address for several customers",
            what: &[
                "It is called CGNAT and is very common.",
                "You only notice it when you want to reach your home from outside (cameras, servers), or in some games.",
                "It does not make the internet slow and does not cut it off.",
            ],
            steps: &[step(
                "If you need to get in from outside, ask your provider for a public IP address (or IPv6). It may cost money.",
            )],
            mended: "No address from 100.64 to 100.127 shows up on the way any more.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Sua operadora usa o mesmo endereço de internet para vários clientes",
            what: &[
                "Isso se chama CGNAT e é muito comum.",
                "Você só percebe se quiser acessar a sua casa de fora (câmeras, servidores) ou em alguns jogos.",
                "Isso não deixa a internet lenta nem a derruba.",
            ],
            steps: &[step(
                "Se precisar acessar de fora, peça à sua operadora um endereço IP público (ou IPv6). Às vezes é pago.",
            )],
            mended: "No caminho já não aparece nenhum endereço que comece por 100.64 a 100.127.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let hops = hop_addresses(case)?;
    // A gateway with such an address is the provider's modem or phone: the same thing, but then
    // the home is the carrier's own network, as on mobile data.
    if !hops.iter().any(|(distance, ip)| (2..=LAST_HOP).contains(distance) && is_carriers(*ip)) {
        return Ok(Verdict::Pass);
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hint,
        confidence: 0.95,
        arguments: Vec::new(),
        evidence: &["latency.hops"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::ip;
    use crate::evidence::latency::Hop;
    use crate::rules::testing::{Changed, severity};

    #[test]
    fn an_address_of_the_carriers_range_among_the_first_hops_tells() {
        for (distance, address, expected) in [
            (2, "100.63.255.255", None),
            (2, "100.64.0.0", Some(Severity::Hint)),
            (3, "100.100.9.1", Some(Severity::Hint)),
            (4, "100.127.255.255", Some(Severity::Hint)),
            (2, "100.128.0.0", None),
            (5, "100.64.0.1", None),
            (1, "100.64.0.1", None),
        ] {
            let evidence = Changed::healthy_wifi().latency(|latency| {
                latency.hops = vec![Hop { distance, ip: Some(ip(address)) }];
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{distance} {address}");
        }
    }
}
