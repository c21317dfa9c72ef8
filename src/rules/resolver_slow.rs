//! Names are found late.

use super::resolver_dead::answers;
use super::step;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use crate::evidence::{Layer, Symptom};
use crate::text::Tr;

/// Above what the fastest public resolver takes in the same run: a hint, a problem (CODES D02).
const ABOVE_PUBLIC_MS: (f64, f64) = (100.0, 300.0);
/// Above what a packet takes to the far ends and back, where the public ones are no better: a hint,
/// a problem (CODES D02).
const ABOVE_WAY_MS: (f64, f64) = (500.0, 800.0);

pub(super) const RULE: Rule = Rule {
    code: "resolver-slow",
    layer: Layer::Names,
    side: Side::Router,
    worst: Severity::Problem,
    needs: &[Part::Latency, Part::Names],
    explains: &[],
    symptoms: &[(Symptom::Pages, 1.0), (Symptom::Slow, 0.4)],
    about: Tr {
        es: About {
            finds: "Mide cuánto tarda en contestar el servidor de nombres (DNS) de este equipo a nombres que nadie ha preguntado antes; cuenta la mediana de ocho o más. Lo comenta si tarda 100 ms más que el público más rápido, o 500 ms más que un mensaje a internet; es un problema a partir de 300 ms y de 800 ms.",
            matters: "Una página pregunta por muchos nombres: si cada uno tarda, la página empieza tarde aunque la velocidad sea buena.",
            limits: "Los nombres que ya están guardados salen al momento y no se notan. Si la línea está llena, también los nombres tardan: por eso se compara con los públicos por la misma línea.",
        },
        en: About {
            finds: "Measures how long this computer's name server (DNS) takes to answer for names that nobody asked for before; the median of eight or more counts. Mentions it at 100 ms above the fastest public one, or 500 ms above a message to the internet; it is a problem from 300 ms and from 800 ms on.",
            matters: "A page asks for many names: if each is late, the page starts late however high the speed.",
            limits: "Names that are remembered come at once and hide it. Names are late too while the line is full: that is why it is compared with public ones over the same line.",
        },
        pt: About {
            finds: "Mede quanto demora o servidor de nomes (DNS) deste computador para responder por nomes que ninguém perguntou antes; vale a mediana de oito ou mais. Comenta se demora 100 ms mais que o público mais rápido, ou 500 ms mais que uma mensagem à internet; é um problema a partir de 300 ms e de 800 ms.",
            matters: "Uma página pergunta por muitos nomes: se cada um demora, a página começa tarde mesmo com boa velocidade.",
            limits: "Os nomes já guardados saem na hora e não se notam. Com a linha cheia os nomes também demoram: por isso se compara com os públicos pela mesma linha.",
        },
    },
    sources: &[
        "100 ms above the public name servers or above 500 ms; problem above 300 ms or 800 ms",
        "median of at least 8 uncached unique lookups",
    ],
    text: Tr {
        es: Text {
            title: "El servidor de nombres (DNS) contesta tarde",
            what: &[
                "El servidor que traduce los nombres de las páginas ({resolver}) tarda {median} en contestar; uno público tarda {public}.",
                "El servidor que traduce los nombres de las páginas ({alone}) tarda {median} en contestar; lo bueno son menos de 100 ms.",
                "Lo notas en páginas que tardan en empezar y luego van bien.",
                "Un mensaje a internet solo tarda {way}: la línea no es la causa.",
            ],
            steps: &[
                step(
                    "Desenchufa el router de la corriente, espera 10 segundos y enchúfalo. Cuando sus luces estén como antes, ejecuta wifidoc otra vez. (3 minutos sin internet)",
                ),
                step(
                    "Mientras tanto, abre los ajustes de la red a la que estás conectado, busca «DNS» y cambia automático por 1.1.1.1 o 9.9.9.9. Otra empresa verá entonces qué nombres buscas. Cuando todo vaya bien, vuelve a automático. (3 minutos)",
                ),
                step(
                    "Si así va mejor y el router deja elegir el servidor DNS, pon allí el mismo, para todos los aparatos. (10 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, los nombres tardan casi lo mismo que con un servidor público.",
            tell_provider: &[],
        },
        en: Text {
            title: "The name server (DNS) answers late",
            what: &[
                "The server that finds sites by their names ({resolver}) takes {median} to answer; a public one takes {public}.",
                "The server that finds sites by their names ({alone}) takes {median} to answer; less than 100 ms is good.",
                "You notice it when pages are slow to start and fine afterwards.",
                "A message to the internet takes only {way}: the line is not the cause.",
            ],
            steps: &[
                step(
                    "Unplug the router's power cable, wait 10 seconds and plug it back in. When its lights look as before, run wifidoc again. (3 minutes without internet)",
                ),
                step(
                    "Meanwhile, open the settings of the network you are connected to, look for \"DNS\" and change automatic to 1.1.1.1 or 9.9.9.9. Another company will then see which names you look up. When all is well, go back to automatic. (3 minutes)",
                ),
                step(
                    "If that helps and the router lets you choose the DNS server, set the same one there, for all devices. (10 minutes)",
                ),
            ],
            mended: "When you run the test again, names take about as long as with a public server.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O servidor de nomes (DNS) responde tarde",
            what: &[
                "O servidor que traduz os nomes dos sites ({resolver}) demora {median} para responder; um público demora {public}.",
                "O servidor que traduz os nomes dos sites ({alone}) demora {median} para responder; o bom é menos de 100 ms.",
                "Você percebe em páginas que demoram para começar e depois vão bem.",
                "Uma mensagem à internet só demora {way}: a linha não é a causa.",
            ],
            steps: &[
                step(
                    "Tire o roteador da tomada, espere 10 segundos e ligue outra vez. Quando as luzes estiverem como antes, execute o wifidoc de novo. (3 minutos sem internet)",
                ),
                step(
                    "Enquanto isso, abra as configurações da rede em que você está, procure “DNS” e troque automático por 1.1.1.1 ou 9.9.9.9. Outra empresa verá então quais nomes você procura. Quando tudo estiver bem, volte para automático. (3 minutos)",
                ),
                step(
                    "Se assim melhorar e o roteador deixar escolher o servidor DNS, ponha ali o mesmo, para todos os aparelhos. (10 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, os nomes demoram quase o mesmo que com um servidor público.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let state = answers(case)?;
    let Some((resolver, own_ms)) = state.in_use().and_then(|own| Some((own, own.median_ms?)))
    else {
        // Too few answers for a median, which is worse than late.
        return Ok(if state.all_dead() {
            Verdict::Pass
        } else {
            Verdict::Unknown(Missing::NotEnough { weight: 0.2 })
        });
    };
    let way_ms = case.analysis.delay.as_ref().map(|split| split.far.median_ms);
    let above_public = state.public_ms().map_or(0.0, |public_ms| own_ms - public_ms);
    let above_way = own_ms - way_ms.unwrap_or(0.0);
    let severity = if above_public > ABOVE_PUBLIC_MS.1 || above_way > ABOVE_WAY_MS.1 {
        Severity::Problem
    } else if above_public > ABOVE_PUBLIC_MS.0 || above_way > ABOVE_WAY_MS.0 {
        Severity::Hint
    } else {
        return Ok(Verdict::Pass);
    };
    let mut arguments =
        vec![("median", Argument::Ms(own_ms)), ("samples", Argument::Count(resolver.timed))];
    match state.public_ms().filter(|_| above_public > ABOVE_PUBLIC_MS.0) {
        Some(public_ms) => arguments
            .extend([("resolver", Argument::Ip(resolver.ip)), ("public", Argument::Ms(public_ms))]),
        None => arguments.push(("alone", Argument::Ip(resolver.ip))),
    }
    if let Some(way_ms) = way_ms.filter(|way_ms| *way_ms < own_ms / 2.0) {
        arguments.push(("way", Argument::Ms(way_ms)));
    }
    Ok(Verdict::Found(Finding {
        severity,
        confidence: 0.9,
        arguments,
        evidence: &["names.resolvers", "latency.targets"],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, severity};

    /// Resolvers that take so long, far ends as in a healthy home: 15 ms.
    fn taking(own_ms: f64, public_ms: f64) -> Changed {
        Changed::healthy_wifi().names(|names| {
            for resolver in &mut names.resolvers {
                let ms = if resolver.role.is_configured() { own_ms } else { public_ms };
                resolver.lookups.iter_mut().for_each(|lookup| lookup.took_ms = Some(ms));
            }
        })
    }

    #[test]
    fn a_resolver_is_late_beside_the_public_ones_and_by_itself() {
        for (own_ms, public_ms, expected) in [
            (21.0, 16.0, None),
            (115.0, 16.0, None),
            (117.0, 16.0, Some(Severity::Hint)),
            (315.0, 16.0, Some(Severity::Hint)),
            (317.0, 16.0, Some(Severity::Problem)),
            (500.0, 500.0, None),
            (530.0, 530.0, Some(Severity::Hint)),
            (810.0, 810.0, Some(Severity::Hint)),
            (830.0, 830.0, Some(Severity::Problem)),
            (20.0, 900.0, None),
        ] {
            assert_eq!(
                severity(&RULE, &taking(own_ms, public_ms)),
                expected,
                "{own_ms} {public_ms}"
            );
        }
    }

    #[test]
    fn what_the_line_takes_is_not_the_resolvers() {
        let satellite = taking(650.0, 640.0).rtt(|_, _, ms| ms + 600.0);
        assert_eq!(severity(&RULE, &satellite), None);
    }

    #[test]
    fn fewer_than_eight_names_make_no_median() {
        for (left, expected) in [(7, None), (8, Some(Severity::Problem))] {
            let evidence = taking(900.0, 16.0).names(|names| {
                // The first four are real names, which may be remembered.
                names.resolvers[0].lookups.truncate(4 + left);
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{left}");
        }
    }
}
