//! Names are found at the second try: a resolver fails often, or one of several is dead.

use super::resolver_dead::{answers, failures};
use super::step;
use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use crate::analysis::loss::LossSplit;
use crate::analysis::names::ResolverState;
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// From here on people wait for names (CODES N30).
const FAILS: f64 = 0.1;
/// Fewer failures are chance, whatever their share.
const FAILURES: u32 = 3;

pub(super) const RULE: Rule = Rule {
    code: "resolver-unreliable",
    layer: Layer::Names,
    side: Side::Router,
    worst: Severity::Problem,
    needs: &[Part::Latency, Part::Names],
    explains: &["resolver-slow"],
    symptoms: &[
        (Symptom::Pages, 1.0),
        (Symptom::Slow, 0.6),
        (Symptom::Drops, 0.6),
        (Symptom::OneSite, 0.6),
    ],
    about: Tr {
        es: About {
            finds: "Pregunta a cada servidor de nombres (DNS) de este equipo por unos 40 nombres. Habla cuando uno falla en 1 de cada 10 o más, o cuando uno de varios no funciona, y eso es más de lo que fallan los públicos y de lo que se pierde por el camino.",
            matters: "Cuando un nombre falla, el equipo espera varios segundos y pregunta otra vez: la página empieza tarde o no se abre a la primera.",
            limits: "Con 40 preguntas, un servidor que falla en menos de 1 de cada 10 puede pasar por bueno. Si se pierden muchos mensajes, no se distingue de eso.",
        },
        en: About {
            finds: "Asks each name server (DNS) of this computer for some 40 names. Speaks when one fails for 1 in 10 or more, or when one of several is dead, and that is more than public ones fail and more than gets lost on the way.",
            matters: "When a name fails, the computer waits some seconds and asks again: the page starts late or does not open at the first try.",
            limits: "With 40 questions, one that fails for less than 1 in 10 may pass as good. Where many messages get lost, it cannot be told from that.",
        },
        pt: About {
            finds: "Pergunta a cada servidor de nomes (DNS) deste computador por uns 40 nomes. Fala quando um falha em 1 de cada 10 ou mais, ou quando um de vários não funciona, e isso é mais do que falham os públicos e do que se perde pelo caminho.",
            matters: "Quando um nome falha, o computador espera alguns segundos e pergunta de novo: a página começa tarde ou não abre na primeira vez.",
            limits: "Com 40 perguntas, um que falha em menos de 1 de cada 10 pode passar por bom. Se muitas mensagens se perdem, não dá para distinguir.",
        },
    },
    sources: &[
        "one of several dead, or 10-80 % of names fail",
        "One-sided 95 % (Newcombe): above the share that public name servers fail and that far ends lose in the same run",
    ],
    text: Tr {
        es: Text {
            title: "El servidor de nombres (DNS) falla a menudo",
            what: &[
                "El servidor que traduce los nombres de las páginas ({resolver}) ha fallado en {failed} de {asked} preguntas.",
                "De los servidores que traducen los nombres, uno ({dead}) no funciona; los otros sí ({others}).",
                "Lo notas en páginas que a veces tardan segundos en empezar o no se abren a la primera.",
                "Tu wifi y tu línea no son la causa: en ellos se pierden menos mensajes que nombres fallan.",
            ],
            steps: &[
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Si en los ajustes de la red de este equipo hay servidores DNS escritos a mano, ponlos en automático. (3 minutos)",
                ),
                step(
                    "Mientras tanto, abre los ajustes de la red a la que estás conectado, busca «DNS» y cambia automático por 1.1.1.1 o 9.9.9.9. Otra empresa verá entonces qué nombres buscas. Cuando todo vaya bien, vuelve a automático. (3 minutos)",
                ),
                step(
                    "Si con el DNS en automático sigue igual, llama a tu operador y dile que los nombres (DNS) fallan a ratos. (15 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, no falla ningún nombre.",
            tell_provider: &[],
        },
        en: Text {
            title: "The name server (DNS) often fails",
            what: &[
                "The server that finds sites by their names ({resolver}) failed at {failed} of {asked} questions.",
                "Of the name servers, one ({dead}) does not work; the others do ({others}).",
                "You notice it when pages sometimes take seconds to start or do not open at the first try.",
                "Your Wi-Fi and your line are not the cause: they lose far less than what fails with names.",
            ],
            steps: &[
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "If DNS servers were written by hand into this computer's network settings, set them to automatic. (3 minutes)",
                ),
                step(
                    "Meanwhile, open the settings of the network you are connected to, look for \"DNS\" and change automatic to 1.1.1.1 or 9.9.9.9. Another company will then see which names you look up. When all is well, go back to automatic. (3 minutes)",
                ),
                step(
                    "If nothing changes with DNS on automatic, call your provider and say that names (DNS) fail now and then. (15 minutes)",
                ),
            ],
            mended: "When you run the test again, no name fails.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O servidor de nomes (DNS) falha com frequência",
            what: &[
                "O servidor que traduz os nomes dos sites ({resolver}) falhou em {failed} de {asked} perguntas.",
                "Dos servidores que traduzem os nomes, um ({dead}) não funciona; os outros sim ({others}).",
                "Você percebe em páginas que às vezes demoram segundos para começar ou não abrem na primeira vez.",
                "O seu Wi-Fi e a sua linha não são a causa: neles se perde bem menos do que falha nos nomes.",
            ],
            steps: &[
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Se nas configurações de rede deste computador há servidores DNS escritos à mão, ponha-os em automático. (3 minutos)",
                ),
                step(
                    "Enquanto isso, abra as configurações da rede em que você está, procure “DNS” e troque automático por 1.1.1.1 ou 9.9.9.9. Outra empresa verá então quais nomes você procura. Quando tudo estiver bem, volte para automático. (3 minutos)",
                ),
                step(
                    "Se com o DNS em automático continuar igual, ligue para a sua operadora e diga que os nomes (DNS) falham de vez em quando. (15 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, nenhum nome falha.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let state = answers(case)?;
    if state.all_dead() {
        return Ok(Verdict::Pass);
    }
    let lost = case.analysis.loss.as_ref().map(LossSplit::worst_far);
    let failing = state.failing(lost);
    let found = |confidence, arguments| {
        Ok(Verdict::Found(Finding {
            severity: Severity::Problem,
            confidence,
            arguments,
            evidence: &["names.resolvers", "addresses.resolvers"],
        }))
    };
    let often = |resolver: &&&ResolverState| {
        !resolver.is_dead() && resolver.share_failed() >= FAILS && resolver.failed >= FAILURES
    };
    if let Some(resolver) = failing.iter().find(often) {
        return found(0.85, failures(resolver));
    }
    match failing.iter().find(|resolver| resolver.is_dead()) {
        Some(dead) => {
            let others = state.configured().filter(|other| !other.is_dead()).count();
            let others = Argument::Count(others as u64);
            found(0.9, vec![("dead", Argument::Ip(dead.ip)), ("others", others)])
        }
        None => Ok(Verdict::Pass),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency;
    use crate::evidence::names::{Answer, Role};
    use crate::rules::testing::{Changed, ip, severity};

    /// Every so many of the first resolver's names fail so.
    fn failing(every: usize, answer: Answer) -> Changed {
        Changed::healthy_wifi().names(|names| {
            for lookup in names.resolvers[0].lookups.iter_mut().step_by(every) {
                lookup.answer = answer;
            }
        })
    }

    #[test]
    fn one_network_that_loses_is_not_the_resolvers_doing() {
        // The home's resolver asks in that network.
        let troubled = failing(8, Answer::TimedOut).latency(|latency| {
            let far =
                latency.targets.iter_mut().find(|target| target.role == latency::Role::FarEnd);
            for probe in far.unwrap().probes.iter_mut().step_by(7) {
                probe.rtt_ms = None;
            }
        });
        assert_eq!(severity(&RULE, &troubled), None);
    }

    #[test]
    fn a_resolver_is_unreliable_from_one_failure_in_ten_on() {
        for (every, expected) in [
            (2, Some(Severity::Problem)),
            (5, Some(Severity::Problem)),
            (10, Some(Severity::Problem)),
            (14, None),
            (50, None),
            (1, None),
        ] {
            for answer in [Answer::TimedOut, Answer::ServerFailure, Answer::Unreadable] {
                assert_eq!(
                    severity(&RULE, &failing(every, answer)),
                    expected,
                    "{every} {answer:?}"
                );
            }
        }
    }

    #[test]
    fn what_gets_lost_on_the_way_is_not_the_resolvers_fault() {
        let lossy = failing(10, Answer::TimedOut).losing(10, 10);
        assert_eq!(severity(&RULE, &lossy), None);
        let all_fail = failing(5, Answer::TimedOut).names(|names| {
            for public in &mut names.resolvers[1..] {
                for lookup in public.lookups.iter_mut().step_by(5) {
                    lookup.answer = Answer::TimedOut;
                }
            }
        });
        assert_eq!(severity(&RULE, &all_fail), None, "the public ones fail as much");
    }

    #[test]
    fn one_of_two_dead_is_told_whichever_it_is() {
        for (dead, other) in [(0, 1), (1, 0)] {
            let evidence = Changed::healthy_wifi().names(|names| {
                let mut second = names.resolvers[0].clone();
                second.ip = ip("192.168.1.2");
                names.resolvers.insert(1, second);
                for lookup in &mut names.resolvers[dead].lookups {
                    lookup.answer = Answer::TimedOut;
                    lookup.took_ms = None;
                    lookup.addresses.clear();
                }
                assert!(names.resolvers[other].role == Role::Leased);
            });
            assert_eq!(severity(&RULE, &evidence), Some(Severity::Problem), "{dead}");
        }
    }
}
