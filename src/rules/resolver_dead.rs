//! Names are not found: no resolver of the system works, and a public one does.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::names::{NamesState, ResolverState};
use crate::analysis::reach::Answers;
use crate::evidence::{Layer, Symptom, Why};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "resolver-dead",
    layer: Layer::Names,
    side: Side::Router,
    worst: Severity::Hard,
    needs: &[Part::Latency, Part::Names],
    explains: &["resolver-slow", "resolver-unreliable"],
    symptoms: &[
        (Symptom::Nothing, 1.0),
        (Symptom::Pages, 0.8),
        (Symptom::OneSite, 0.4),
        (Symptom::Drops, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Pregunta a cada servidor de nombres (DNS) que usa este equipo por nombres conocidos y por otros que nadie ha preguntado antes, y lo mismo a servidores públicos. Habla cuando todos los de este equipo fallan en 8 de cada 10 nombres o más, o no encuentran ningún sitio conocido, y uno público sí contesta.",
            matters: "Sin nombres no se abre ninguna página, aunque la línea funcione: parece que no hay internet.",
            limits: "Lo que un programa pregunta por su cuenta y cifrado, como hacen algunos navegadores, no se mira. Un servidor que está detrás de una VPN o en este mismo equipo no se prueba.",
        },
        en: About {
            finds: "Asks each name server (DNS) that this computer uses for well-known names and for others that nobody asked for before, and public ones the same. Speaks when all of this computer's fail for 8 names of 10 or more, or find no well-known site, and a public one answers.",
            matters: "Without names no page opens, though the line works: it looks as if there were no internet.",
            limits: "What a program asks on its own and encrypted, as some browsers do, is not looked at. A name server behind a VPN or on this computer itself is not tested.",
        },
        pt: About {
            finds: "Pergunta a cada servidor de nomes (DNS) que este computador usa por nomes conhecidos e por outros que ninguém perguntou antes, e o mesmo a servidores públicos. Fala quando todos os deste computador falham em 8 de cada 10 nomes ou mais, ou não encontram nenhum site conhecido, e um público responde.",
            matters: "Sem nomes nenhuma página abre, embora a linha funcione: parece que não há internet.",
            limits: "O que um programa pergunta por conta própria e cifrado, como fazem alguns navegadores, não é olhado. Um servidor que está atrás de uma VPN ou neste mesmo computador não é testado.",
        },
    },
    sources: &["80 % of the lookups fail and a public resolver answers"],
    text: Tr {
        es: Text {
            title: "Hay internet, pero no se encuentran los nombres de las páginas (DNS)",
            what: &[
                "El servidor que traduce los nombres de las páginas ({resolver}) ha fallado en {failed} de {asked} preguntas.",
                "No se abre ninguna página, aunque tu wifi y tu línea funcionan.",
                "Un servidor público ({public}) sí encuentra los nombres.",
            ],
            steps: &[
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Si en los ajustes de la red de este equipo hay un servidor DNS escrito a mano, ponlo en automático. (3 minutos)",
                ),
                step(
                    "Mientras tanto, abre los ajustes de la red a la que estás conectado, busca «DNS» y cambia automático por 1.1.1.1 o 9.9.9.9. Otra empresa verá entonces qué nombres buscas. Cuando todo vaya bien, vuelve a automático. (3 minutos)",
                ),
                step(
                    "Si con el DNS en automático sigue igual, llama a tu operador y dile que hay internet pero no se encuentran los nombres (DNS). (15 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, se encuentran todos los nombres.",
            tell_provider: &[],
        },
        en: Text {
            title: "The internet works, but names of sites are not found (DNS)",
            what: &[
                "The server that finds sites by their names ({resolver}) failed at {failed} of {asked} questions.",
                "No page opens, though your Wi-Fi and your line work.",
                "A public name server ({public}) does find the names.",
            ],
            steps: &[
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "If a DNS server was written by hand into this computer's network settings, set it to automatic. (3 minutes)",
                ),
                step(
                    "Meanwhile, open the settings of the network you are connected to, look for \"DNS\" and change automatic to 1.1.1.1 or 9.9.9.9. Another company will then see which names you look up. When all is well, go back to automatic. (3 minutes)",
                ),
                step(
                    "If nothing changes with DNS on automatic, call your provider and say that the internet works but names (DNS) are not found. (15 minutes)",
                ),
            ],
            mended: "When you run the test again, every name is found.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Há internet, mas os nomes dos sites não são encontrados (DNS)",
            what: &[
                "O servidor que traduz os nomes dos sites ({resolver}) falhou em {failed} de {asked} perguntas.",
                "Nenhuma página abre, embora o seu Wi-Fi e a sua linha funcionem.",
                "Um servidor público ({public}) encontra os nomes.",
            ],
            steps: &[
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Se nas configurações de rede deste computador há um servidor DNS escrito à mão, ponha-o em automático. (3 minutos)",
                ),
                step(
                    "Enquanto isso, abra as configurações da rede em que você está, procure “DNS” e troque automático por 1.1.1.1 ou 9.9.9.9. Outra empresa verá então quais nomes você procura. Quando tudo estiver bem, volte para automático. (3 minutos)",
                ),
                step(
                    "Se com o DNS em automático continuar igual, ligue para a sua operadora e diga que há internet, mas os nomes (DNS) não são encontrados. (15 minutos)",
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
    if !state.all_dead() {
        return Ok(Verdict::Pass);
    }
    let public = state.public().find(|public| public.works());
    if public.is_none() && !state.by_router().any(ResolverState::works) {
        // Whether they are dead or everything is kept from them cannot be told apart here.
        return Ok(Verdict::Unknown(Missing::NotEnough { weight: 0.5 }));
    }
    let Some(first) = state.configured().next() else { return Ok(Verdict::Pass) };
    let mut arguments = failures(first);
    if let Some(public) = public {
        arguments.push(("public", Argument::Ip(public.ip)));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: 0.95,
        arguments,
        evidence: &["names.resolvers", "addresses.resolvers"],
    }))
}

/// What the resolvers say, where they can have heard from beyond; else what follows for any rule
/// about names.
pub(super) fn answers<'a>(case: &Case<'a>) -> Result<&'a NamesState, Verdict> {
    need(Part::Names, &case.evidence.names)?;
    need(Part::Latency, &case.evidence.latency)?;
    let nothing = |why| Verdict::Unknown(Missing::Evidence(Part::Names, why));
    let Some(state) = case.analysis.names.as_ref() else { return Err(nothing(Why::NothingThere)) };
    if state.configured().next().is_none() {
        return Err(nothing(Why::NothingThere));
    }
    let far_answers = case.analysis.reach.is_some_and(|reach| reach.far == Answers::Yes);
    if far_answers || state.anybody_found_something() {
        Ok(state)
    } else {
        Err(Verdict::Unknown(Missing::Evidence(Part::Latency, Why::LowerLayerFailed)))
    }
}

/// A resolver with what it failed at: all that it was asked, or the sites that others find.
pub(super) fn failures(resolver: &ResolverState) -> Vec<(&'static str, Argument)> {
    let (failed, asked) = resolver.told_failures();
    vec![
        ("resolver", Argument::Ip(resolver.ip)),
        ("failed", Argument::Count(u64::from(failed))),
        ("asked", Argument::Count(u64::from(asked))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency::Role as Target;
    use crate::evidence::names::{Answer, Role};
    use crate::rules::testing::{Changed, severity, verdict};

    #[test]
    fn all_of_the_systems_dead_and_a_public_one_alive_is_a_dead_resolver() {
        let own = |answer| Changed::healthy_wifi().answering(Role::is_configured, answer);
        for (answer, expected) in [
            (Answer::TimedOut, Some(Severity::Hard)),
            (Answer::ServerFailure, Some(Severity::Hard)),
            (Answer::Refused, Some(Severity::Hard)),
            (Answer::Unreachable, Some(Severity::Hard)),
            (Answer::NoSuchName, Some(Severity::Hard)),
            (Answer::Addresses, None),
        ] {
            assert_eq!(severity(&RULE, &own(answer)), expected, "{answer:?}");
        }
        assert_eq!(verdict(&RULE, &Changed::healthy_wifi()), Verdict::Pass);
    }

    #[test]
    fn dead_begins_at_eight_of_ten() {
        for (failing, expected) in [(31, None), (32, Some(Severity::Hard))] {
            let evidence = Changed::healthy_wifi().names(|names| {
                let lookups = &mut names.resolvers[0].lookups;
                let count = lookups.len();
                for lookup in &mut lookups[count - failing..] {
                    lookup.answer = Answer::TimedOut;
                }
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{failing}");
        }
    }

    #[test]
    fn without_a_public_one_that_answers_it_cannot_tell() {
        let evidence = Changed::healthy_wifi().answering(|_| true, Answer::TimedOut);
        let unknown = Verdict::Unknown(Missing::NotEnough { weight: 0.5 });
        assert_eq!(verdict(&RULE, &evidence), unknown);
    }

    #[test]
    fn on_a_dead_line_no_resolver_is_to_blame() {
        let evidence = Changed::healthy_wifi()
            .answering(|_| true, Answer::TimedOut)
            .silent(Target::FarEnd)
            .silent(Target::FirstHop);
        let below = Missing::Evidence(Part::Latency, Why::LowerLayerFailed);
        assert_eq!(verdict(&RULE, &evidence), Verdict::Unknown(below));
    }

    #[test]
    fn resolvers_that_lie_elsewhere_are_not_judged() {
        let evidence = Changed::healthy_wifi()
            .names(|names| names.resolvers.retain(|resolver| resolver.role == Role::Public));
        let nothing = Missing::Evidence(Part::Names, Why::NothingThere);
        assert_eq!(verdict(&RULE, &evidence), Verdict::Unknown(nothing));
    }
}
