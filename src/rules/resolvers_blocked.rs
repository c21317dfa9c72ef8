//! No resolver anywhere answers, and everything else does.

use super::resolver_dead::{answers, failures};
use super::step;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use crate::analysis::names::ResolverState;
use crate::analysis::reach::Answers;
use crate::evidence::latency::{Kind, Latency};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Public resolvers in so many networks have to be silent, or it is one network's trouble.
const PUBLIC: usize = 2;

pub(super) const RULE: Rule = Rule {
    code: "resolvers-blocked",
    layer: Layer::Names,
    side: Side::Line,
    worst: Severity::Hard,
    needs: &[Part::Latency, Part::Names],
    explains: &["resolver-dead", "resolver-unreliable", "resolver-slow"],
    symptoms: &[
        (Symptom::Nothing, 1.0),
        (Symptom::Pages, 0.8),
        (Symptom::OneSite, 0.4),
        (Symptom::Drops, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Habla cuando el servidor de nombres (DNS) del router está ahí pero no encuentra nada, los públicos tampoco contestan a ninguna pregunta, y todo lo demás de internet contesta.",
            matters: "Sin nombres no se abre ninguna página, en ningún aparato de la casa.",
            limits: "Si el servidor del router no da señales de vida, no se sabe si falla él o lo que hay detrás, y no habla.",
        },
        en: About {
            finds: "Speaks when the router's name server (DNS) is there but finds nothing, public ones answer no question either, and everything else on the internet answers.",
            matters: "Without names no page opens, on any device at home.",
            limits: "When the router's name server gives no sign of life, it cannot be told whether it fails or what lies behind it, and the rule is silent.",
        },
        pt: About {
            finds: "Fala quando o servidor de nomes (DNS) do roteador está ali mas não encontra nada, os públicos também não respondem a nenhuma pergunta, e todo o resto da internet responde.",
            matters: "Sem nomes nenhuma página abre, em nenhum aparelho da casa.",
            limits: "Se o servidor do roteador não dá sinal de vida, não dá para saber se falha ele ou o que há atrás, e a regra não fala.",
        },
    },
    sources: &[
        "the router's name server and public ones silent for everything beyond, while packets pass",
    ],
    text: Tr {
        es: Text {
            title: "Tu línea no deja buscar los nombres de las páginas (DNS)",
            what: &[
                "Internet contesta, pero ningún servidor de nombres: ni el tuyo ({resolver}) ni {silent} públicos.",
                "No se abre ninguna página, en ningún aparato.",
                "Ni el wifi ni este equipo son la causa.",
            ],
            steps: &[
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Mira con los datos del teléfono si tu operador anuncia una avería o si hay un recibo sin pagar. (5 minutos)",
                ),
                step(
                    "Mientras tanto, busca «DNS» en los ajustes del navegador, activa «DNS seguro» y elige un proveedor de la lista: las páginas se abrirán. Esa empresa verá entonces qué nombres buscas. (2 minutos)",
                ),
                step("Llama a tu operador y léele la parte «Qué decir a tu operador» del informe."),
            ],
            mended: "Al repetir la prueba, se encuentran todos los nombres.",
            tell_provider: &[
                "El {date} a las {time} no contestaba ningún servidor de nombres (DNS): el mío ({resolver}) falló en {failed} de {asked} preguntas.",
                "Tampoco contestaron los {silent} servidores públicos que probé, por el puerto 53.",
                "Lo demás de internet contestaba: revisen el puerto 53 de mi línea.",
            ],
        },
        en: Text {
            title: "Your line does not let names of sites be looked up (DNS)",
            what: &[
                "The internet answers, but no resolver does: neither yours ({resolver}) nor {silent} public ones.",
                "No page opens, on any device.",
                "Neither the Wi-Fi nor this computer is the cause.",
            ],
            steps: &[
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "With your phone's mobile data, see whether your provider reports a failure or a bill is unpaid. (5 minutes)",
                ),
                step(
                    "Meanwhile, search for \"DNS\" in the browser's settings, switch on \"secure DNS\" and choose a provider from the list: pages will open. That company will then see which names you look up. (2 minutes)",
                ),
                step(
                    "Call your provider and read them the part \"What to tell your provider\" of the report.",
                ),
            ],
            mended: "When you run the test again, every name is found.",
            tell_provider: &[
                "On {date} at {time} no name server (DNS) answered: mine ({resolver}) failed at {failed} of {asked} questions.",
                "Nor did the {silent} public name servers that I tried, on port 53.",
                "Everything else on the internet answered: please check port 53 on my line.",
            ],
        },
        pt: Text {
            title: "A sua linha não deixa procurar os nomes dos sites (DNS)",
            what: &[
                "A internet responde, mas nenhum servidor de nomes: nem o seu ({resolver}) nem {silent} públicos.",
                "Nenhuma página abre, em nenhum aparelho.",
                "Nem o Wi-Fi nem este computador são a causa.",
            ],
            steps: &[
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Veja com os dados do celular se a operadora avisa de uma falha ou se há uma conta em aberto. (5 minutos)",
                ),
                step(
                    "Enquanto isso, procure “DNS” nas configurações do navegador, ative “DNS seguro” e escolha um provedor da lista: as páginas vão abrir. Essa empresa verá então quais nomes você procura. (2 minutos)",
                ),
                step(
                    "Ligue para a sua operadora e leia a parte \"O que dizer à sua operadora\" do relatório.",
                ),
            ],
            mended: "Ao repetir o teste, todos os nomes são encontrados.",
            tell_provider: &[
                "Em {date} às {time} nenhum servidor de nomes (DNS) respondia: o meu ({resolver}) falhou em {failed} de {asked} perguntas.",
                "Também não responderam os {silent} servidores públicos que testei, pela porta 53.",
                "O resto da internet respondia: verifiquem a porta 53 da minha linha.",
            ],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let state = answers(case)?;
    let somebody = state.public().chain(state.by_router()).any(|r| r.heard && !r.is_dead());
    if !state.all_dead() || somebody {
        return Ok(Verdict::Pass);
    }
    let silent = state.public().filter(|public| public.is_dead()).count();
    let far_answers = case.analysis.reach.is_some_and(|reach| reach.far == Answers::Yes);
    let Some(first) = state.configured().next().filter(|_| silent >= PUBLIC && far_answers) else {
        return Ok(Verdict::Unknown(Missing::NotEnough { weight: 0.4 }));
    };
    let latency = case.evidence.latency.measured();
    if !state.configured().any(|own| is_there(own, latency)) {
        return Ok(Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
    }
    let mut arguments = failures(first);
    arguments.push(("silent", Argument::Count(silent as u64)));
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: 0.9,
        arguments,
        evidence: &["names.resolvers", "latency.targets"],
    }))
}

/// True when it is not the resolver itself that is silent: it said at least that it cannot find
/// out, it answered what needs nobody beyond, or it lies beyond itself.
fn is_there(own: &ResolverState, latency: Option<&Latency>) -> bool {
    let gateway = latency.and_then(Latency::gateway).filter(|gateway| gateway.ip == Some(own.ip));
    match gateway {
        _ if own.heard => true,
        Some(gateway) => {
            gateway.sweep.iter().any(|swept| swept.kind == Kind::Dns && swept.answered > 0)
        }
        None => !own.is_in_a_home(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency::Swept;
    use crate::evidence::names::{Answer, Role};
    use crate::rules::testing::{Changed, ip, severity};

    /// All resolvers are silent; the router answers for itself or not.
    fn silent(router_answers: u32) -> Changed {
        Changed::healthy_wifi().answering(|_| true, Answer::TimedOut).latency(|latency| {
            let swept = Swept { kind: Kind::Dns, sent: 4, answered: router_answers };
            latency.targets[0].sweep.push(swept);
        })
    }

    #[test]
    fn a_resolver_that_is_there_and_finds_nothing_while_all_others_are_silent_is_cut_off() {
        assert_eq!(severity(&RULE, &silent(4)), Some(Severity::Hard));
        assert_eq!(severity(&RULE, &silent(0)), None, "it may be the router's own fault");
        let at_the_provider = silent(0).names(|names| names.resolvers[0].ip = ip("198.51.100.53"));
        assert_eq!(severity(&RULE, &at_the_provider), Some(Severity::Hard));
        let says_so = silent(0).answering(Role::is_configured, Answer::ServerFailure);
        assert_eq!(severity(&RULE, &says_so), Some(Severity::Hard));
    }

    #[test]
    fn with_one_public_resolver_that_answers_nothing_is_blocked() {
        let evidence = Changed::healthy_wifi().answering(Role::is_configured, Answer::TimedOut);
        assert_eq!(severity(&RULE, &evidence), None);
        let own_works = Changed::healthy_wifi().answering(|r| r == Role::Public, Answer::TimedOut);
        assert_eq!(severity(&RULE, &own_works), None);
    }
}
