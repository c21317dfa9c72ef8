//! The resolver that somebody wrote down is silent, and the router's works.

use super::resolver_dead::{answers, failures};
use super::step_on;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use crate::analysis::names::ResolverState;
use crate::evidence::names::Role;
use crate::evidence::{Layer, Os, Symptom};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "manual-resolver",
    layer: Layer::Names,
    side: Side::Computer,
    worst: Severity::Hard,
    needs: &[Part::Latency, Part::Names],
    explains: &["resolver-dead", "resolver-unreliable", "resolver-slow", "resolvers-blocked"],
    symptoms: &[
        (Symptom::Nothing, 1.0),
        (Symptom::Pages, 0.8),
        (Symptom::OneSite, 0.4),
        (Symptom::Drops, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Compara los servidores de nombres (DNS) que usa este equipo con los que da el router. Habla cuando los del equipo no son los del router, ninguno funciona, y el del router sí.",
            matters: "Sin nombres no se abre ninguna página en este equipo; en los demás aparatos todo va bien.",
            limits: "Hay que poder leer lo que el router ha dado (la concesión de DHCP); no todos los sistemas lo permiten.",
        },
        en: About {
            finds: "Compares the name servers (DNS) that this computer uses with those that the router gives. Speaks when the computer's are not the router's, none of them works, and the router's does.",
            matters: "Without names no page opens on this computer; on the other devices everything is fine.",
            limits: "What the router gave (the DHCP lease) has to be readable, which not every system allows.",
        },
        pt: About {
            finds: "Compara os servidores de nomes (DNS) que este computador usa com os que o roteador dá. Fala quando os do computador não são os do roteador, nenhum funciona, e o do roteador funciona.",
            matters: "Sem nomes nenhuma página abre neste computador; nos outros aparelhos tudo vai bem.",
            limits: "É preciso poder ler o que o roteador deu (a concessão de DHCP); nem todo sistema permite.",
        },
    },
    sources: &["resolver written down by hand and silent, while the router's answers"],
    text: Tr {
        es: Text {
            title: "Este equipo tiene escrito un servidor de nombres (DNS) que no funciona",
            what: &[
                "En los ajustes de este equipo está escrito un servidor DNS ({resolver}) que ha fallado en {failed} de {asked} preguntas.",
                "No se abre ninguna página aquí; en los demás aparatos de la casa, sí.",
                "El servidor que da el router ({router}) funciona, y tu wifi y tu línea también.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Abre los ajustes de la red a la que estás conectado y, en IPv4 e IPv6, pon el DNS en automático. Apaga y enciende la conexión. (3 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "Abre Configuración, Red e Internet, tu conexión. Junto a «Asignación de servidor DNS» pulsa «Editar», elige «Automático (DHCP)» y pulsa «Guardar». (3 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Abre Ajustes del Sistema, Red, tu conexión, Detalles, DNS, y quita los servidores que haya con el signo menos. Pulsa «OK». (3 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, se encuentran todos los nombres.",
            tell_provider: &[],
        },
        en: Text {
            title: "A name server (DNS) that does not work is written into this computer",
            what: &[
                "This computer's settings name a DNS server ({resolver}) that failed at {failed} of {asked} questions.",
                "No page opens here; on the other devices at home they do.",
                "The name server that the router gives ({router}) works, and so do your Wi-Fi and your line.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Open the settings of the network you are connected to and set DNS to automatic, under IPv4 and IPv6. Turn the connection off and on. (3 minutes)",
                ),
                step_on(
                    Os::Windows,
                    "Open Settings, Network & internet, your connection. Beside \"DNS server assignment\" click \"Edit\", choose \"Automatic (DHCP)\" and click \"Save\". (3 minutes)",
                ),
                step_on(
                    Os::Macos,
                    "Open System Settings, Network, your connection, Details, DNS, and take out the servers listed there with the minus sign. Click \"OK\". (3 minutes)",
                ),
            ],
            mended: "When you run the test again, every name is found.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este computador tem escrito um servidor de nomes (DNS) que não funciona",
            what: &[
                "Nas configurações deste computador está escrito um servidor DNS ({resolver}) que falhou em {failed} de {asked} perguntas.",
                "Nenhuma página abre aqui; nos outros aparelhos da casa, abre.",
                "O servidor que o roteador dá ({router}) funciona, e o seu Wi-Fi e a sua linha também.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Abra as configurações da rede em que você está e, em IPv4 e IPv6, ponha o DNS em automático. Desligue e ligue a conexão. (3 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "Abra Configurações, Rede e Internet, a sua conexão. Ao lado de “Atribuição do servidor DNS”, clique em “Editar”, escolha “Automático (DHCP)” e clique em “Salvar”. (3 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Abra Ajustes do Sistema, Rede, a sua conexão, Detalhes, DNS, e remova os servidores da lista com o sinal de menos. Clique em “OK”. (3 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, todos os nomes são encontrados.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let state = answers(case)?;
    let Some(by_hand) = state.configured().find(|own| own.role == Role::ByHand) else {
        return Ok(Verdict::Unknown(Missing::NotApplicable));
    };
    let Some(router) = state.by_router().find(|r| ResolverState::works(r)) else {
        return Ok(Verdict::Pass);
    };
    if !state.all_dead() {
        return Ok(Verdict::Pass);
    }
    let mut arguments = failures(by_hand);
    arguments.push(("router", Argument::Ip(router.ip)));
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: 0.95,
        arguments,
        evidence: &["names.resolvers", "addresses.lease_resolvers"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::names::Answer;
    use crate::rules::testing::{Changed, ip, severity, verdict};

    /// The system asks another one than the router's, which is asked too.
    fn by_hand() -> Changed {
        Changed::healthy_wifi().names(|names| {
            let mut router = names.resolvers[0].clone();
            router.role = Role::Router;
            names.resolvers[0].role = Role::ByHand;
            names.resolvers[0].ip = ip("192.0.2.53");
            names.resolvers.insert(1, router);
        })
    }

    #[test]
    fn a_written_resolver_is_to_blame_when_it_is_dead_and_the_routers_works() {
        let dead = by_hand().answering(Role::is_configured, Answer::TimedOut);
        for (evidence, expected) in [
            (dead.clone(), Some(Severity::Hard)),
            (by_hand(), None),
            (dead.answering(|role| role == Role::Router, Answer::TimedOut), None),
        ] {
            assert_eq!(severity(&RULE, &evidence), expected);
        }
    }

    #[test]
    fn a_leased_resolver_is_nobodys_writing() {
        let evidence = Changed::healthy_wifi().answering(Role::is_configured, Answer::TimedOut);
        assert_eq!(verdict(&RULE, &evidence), Verdict::Unknown(Missing::NotApplicable));
    }
}
