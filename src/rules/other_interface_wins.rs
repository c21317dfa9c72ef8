//! The computer sends everything through a connection that has no internet, while another has it.

use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::analysis::loss::{Loser, LossSplit};
use crate::analysis::reach::Answers;
use crate::evidence::host::{Chosen, Medium};
use crate::evidence::latency::{OtherWay, Role, Target};
use crate::evidence::{Foreign, Host, Layer, Symptom};
use crate::text::Tr;

/// A loss that nobody bears: at 12 % retransmissions a test gives its worst mark (CATALOGUE T14),
/// and below it the few questions through the other way would prove nothing.
const LOSES_FROM: f64 = 0.12;
/// The other way's answers may be luck in no more than this share of cases.
const LUCK: f64 = 0.1;

pub(super) const RULE: Rule = Rule {
    code: "other-interface-wins",
    layer: Layer::Line,
    side: Side::Computer,
    worst: Severity::Hard,
    needs: &[Part::Host, Part::Latency, Part::Elsewhere],
    explains: &[
        "router-silent",
        "cable-loses-packets",
        "cable-answers-late",
        "line-down",
        "provider-outage",
        "line-loses-packets",
        "line-answers-late",
    ],
    symptoms: &[
        (Symptom::Nothing, 1.0),
        (Symptom::Slow, 0.6),
        (Symptom::Pages, 0.6),
        (Symptom::Calls, 0.6),
        (Symptom::Drops, 0.4),
    ],
    about: Tr {
        es: About {
            finds: "Cuando el equipo tiene dos conexiones, por ejemplo cable y wifi, mira por cuál sale a internet y si la otra funciona. Habla cuando por la que usa no contesta nada, o se pierde mucho, y por la otra sí contestan.",
            matters: "El equipo no cambia solo: mientras la conexión mala esté enchufada, la prefiere, y parece que no hay internet.",
            limits: "Solo compara conexiones que tienen salida propia. Si la usada tarda pero no pierde, no habla, porque de la otra no se mide el tiempo. Si eliges la conexión con --interface, tampoco.",
        },
        en: About {
            finds: "When the computer has two connections, cable and Wi-Fi for example, looks which one it uses for the internet and whether the other one works. Speaks when nothing answers through the one in use, or much is lost there, and the other gets answers.",
            matters: "The computer does not switch by itself: while the bad connection is plugged in it is preferred, and there seems to be no internet.",
            limits: "It only compares connections that have a way out of their own. When the one in use is late but loses nothing it does not speak, as time is not measured on the other. With --interface it does not either.",
        },
        pt: About {
            finds: "Quando o computador tem duas conexões, por exemplo cabo e Wi-Fi, verifica por qual sai para a internet e se a outra funciona. Fala quando pela conexão em uso nada responde, ou se perde muito, e pela outra há respostas.",
            matters: "O computador não troca sozinho: enquanto a conexão ruim estiver ligada, ele a prefere, e parece que não há internet.",
            limits: "Só compara conexões que têm saída própria. Se a conexão em uso demora mas não perde, não fala, porque o tempo da outra não é medido. Com --interface também não.",
        },
    },
    sources: &[
        "two default routes, the preferred one without internet",
        "DSLReports: from 12 % on a connection gets the worst mark",
    ],
    text: Tr {
        es: Text {
            title: "Este equipo usa una conexión que falla y tiene otra que funciona",
            what: &[
                "Ahora todo sale por el cable ({cable}).",
                "Ahora todo sale por el wifi ({wifi}).",
                "Ahora todo sale por la conexión {other}.",
                "Por ahí no ha contestado nadie (0 de {asked} mensajes), y por eso parece que no hay internet.",
                "Esa conexión pierde {share} de cada 100 mensajes.",
                "Por el wifi ({good_wifi}) sí hay internet, así que tu línea funciona.",
                "Por otro cable ({good_cable}) sí hay internet, así que tu línea funciona.",
                "Por la conexión {good_other} sí hay internet, así que tu línea funciona.",
            ],
            steps: &[
                step(
                    "Desenchufa el cable de red o su adaptador ({cable}) y espera 10 segundos: el equipo pasará a la otra conexión. (1 minuto)",
                ),
                step(
                    "Desconéctate de esa red wifi ({wifi}) en el menú de red y espera 10 segundos: el equipo pasará a la otra conexión. (1 minuto)",
                ),
                step(
                    "Desconecta {other} en el menú de red y espera 10 segundos: el equipo pasará a la otra conexión. (1 minuto)",
                ),
                step("Ejecuta wifidoc otra vez: ya debería ir bien. (1 minuto)"),
                step(
                    "Si necesitas la conexión que falla, mira a qué aparato está enchufada: a ese no le llega internet. (5 minutos)",
                ),
            ],
            mended: "Al repetir la prueba, la conexión que usa el equipo tiene internet.",
            tell_provider: &[],
        },
        en: Text {
            title: "This computer uses a connection that fails and has another that works",
            what: &[
                "Everything goes out over the cable ({cable}) now.",
                "Everything goes out over the Wi-Fi ({wifi}) now.",
                "Everything goes out over the connection {other} now.",
                "Nobody answers there (0 of {asked} messages), which is why there seems to be no internet.",
                "That way loses {share} of every 100 messages.",
                "Over the Wi-Fi ({good_wifi}) there is internet, so your line works.",
                "Over another cable ({good_cable}) there is internet, so your line works.",
                "Over the connection {good_other} there is internet, so your line works.",
            ],
            steps: &[
                step(
                    "Unplug the network cable or its adapter ({cable}) and wait 10 seconds: the computer will move to the other connection. (1 minute)",
                ),
                step(
                    "Disconnect from that Wi-Fi network ({wifi}) in the network menu and wait 10 seconds: the computer will move to the other connection. (1 minute)",
                ),
                step(
                    "Disconnect {other} in the network menu and wait 10 seconds: the computer will move to the other connection. (1 minute)",
                ),
                step("Run wifidoc again: it should be fine now. (1 minute)"),
                step(
                    "If you need the connection that fails, look what it is plugged into: no internet reaches that device. (5 minutes)",
                ),
            ],
            mended: "When you run the test again, the connection that the computer uses has internet.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este computador usa uma conexão que falha e tem outra que funciona",
            what: &[
                "Agora tudo sai pelo cabo ({cable}).",
                "Agora tudo sai pelo Wi-Fi ({wifi}).",
                "Agora tudo sai pela conexão {other}.",
                "Por ali ninguém respondeu (0 de {asked} mensagens), e por isso parece que não há internet.",
                "Essa conexão perde {share} de cada 100 mensagens.",
                "Pelo Wi-Fi ({good_wifi}) há internet, então a sua linha funciona.",
                "Por outro cabo ({good_cable}) há internet, então a sua linha funciona.",
                "Pela conexão {good_other} há internet, então a sua linha funciona.",
            ],
            steps: &[
                step(
                    "Desconecte o cabo de rede ou o adaptador dele ({cable}) e espere 10 segundos: o computador passará para a outra conexão. (1 minuto)",
                ),
                step(
                    "Desconecte-se dessa rede Wi-Fi ({wifi}) no menu de rede e espere 10 segundos: o computador passará para a outra conexão. (1 minuto)",
                ),
                step(
                    "Desconecte {other} no menu de rede e espere 10 segundos: o computador passará para a outra conexão. (1 minuto)",
                ),
                step("Execute o wifidoc de novo: agora deve funcionar bem. (1 minuto)"),
                step(
                    "Se você precisa da conexão que falha, veja onde ela está ligada: a internet não chega a esse aparelho. (5 minutos)",
                ),
            ],
            mended: "Ao repetir o teste, a conexão que o computador usa tem internet.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    let under_test = need(Part::Host, &host.under_test)?;
    // A connection that the person named has not won anything.
    if under_test.chosen != Chosen::DefaultRoute {
        return Ok(Verdict::Unknown(Missing::NotApplicable));
    }
    let latency = need(Part::Latency, &case.evidence.latency)?;
    let Some(reach) = case.analysis.reach else { return Ok(no_series(case)) };
    let split = case.analysis.loss.as_ref();
    if reach.far == Answers::Unknown {
        return Ok(no_series(case));
    }
    let silent = reach.far == Answers::No;
    let lost = split.filter(|split| !silent && loses(split)).map(|split| split.far.seen());
    if !silent && lost.is_none() {
        return Ok(Verdict::Pass);
    }
    let others = host.interfaces.iter().any(|interface| {
        interface.name != under_test.name && interface.default_route_metric.is_some()
    });
    if !others {
        return Ok(Verdict::Pass);
    }
    let elsewhere = need(Part::Elsewhere, &case.evidence.elsewhere)?;
    let ways = elsewhere.ways.iter().filter(|way| way.interface != under_test.name);
    let Some(good) = ways.filter(|way| works(way, lost)).max_by_key(|way| way.answered) else {
        return Ok(Verdict::Pass);
    };
    let used = match host.medium() {
        Some(Medium::Cable) => "cable",
        Some(Medium::Wifi) => "wifi",
        Some(Medium::Tunnel | Medium::Other) | None => "other",
    };
    let free = match medium_of(host, good) {
        Some(Medium::Cable) => "good_cable",
        Some(Medium::Wifi) => "good_wifi",
        Some(Medium::Tunnel | Medium::Other) | None => "good_other",
    };
    let name = |name: &str| Argument::Name(Foreign::new(name));
    let mut arguments = vec![(used, name(&under_test.name)), (free, name(&good.interface))];
    if let Some(share) = lost {
        arguments.push(("share", Argument::Share(share)));
    } else {
        let asked = latency.of(Role::FarEnd).map(Target::sent).sum::<usize>();
        arguments.push(("asked", Argument::Count(asked as u64)));
    }
    Ok(Verdict::Found(Finding {
        severity: if silent { Severity::Hard } else { Severity::Problem },
        confidence: if silent && good.answered > 1 { 0.95 } else { 0.8 },
        arguments,
        evidence: &["host.under_test", "latency.targets", "elsewhere.ways"],
    }))
}

/// True when so much is lost, beyond doubt, that any other way would be better. Beyond its router,
/// that is: two ways to one router are one connection, and a bad cable to it is the cable's fault.
fn loses(split: &LossSplit) -> bool {
    split.loser == Loser::Line
        && split.far.seen() >= LOSES_FROM
        && split.far.low >= LOSES_FROM / 2.0
}

/// True when a way works that is better than what was seen on the one in use: better than
/// silence with one answer, better than loss with more answers in a row than luck would give.
fn works(way: &OtherWay, lost: Option<f64>) -> bool {
    let Some(share) = lost else { return way.answered > 0 };
    let tries = i32::try_from(way.answered).unwrap_or(i32::MAX);
    way.answered == way.sent && (1.0 - share).powi(tries) <= LUCK
}

fn medium_of(host: &Host, way: &OtherWay) -> Option<Medium> {
    host.interfaces
        .iter()
        .find(|interface| interface.name == way.interface)
        .map(|interface| interface.medium)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Elsewhere, Outcome};
    use crate::rules::testing::{Changed, finding, severity, verdict};

    /// A cable is in use, and a radio link has a way out too, which gave so many answers of six.
    fn cable_over_wifi(answered: u32) -> Changed {
        Changed::healthy_cable()
            .host(|host| {
                let mut wifi = host.interfaces[0].clone();
                wifi.name = "wlan0".to_owned();
                wifi.medium = Medium::Wifi;
                wifi.default_route_metric = Some(700);
                host.interfaces.push(wifi);
            })
            .with(|evidence| {
                evidence.elsewhere = Outcome::Measured(Elsewhere {
                    ways: vec![OtherWay { interface: "wlan0".to_owned(), sent: 6, answered }],
                });
            })
    }

    #[test]
    fn a_dead_connection_is_blamed_when_another_one_works() {
        for (answered, silent, expected) in [
            (6, false, None),
            (6, true, Some(Severity::Hard)),
            (1, true, Some(Severity::Hard)),
            (0, true, None),
        ] {
            let evidence = cable_over_wifi(answered);
            let evidence = if silent { evidence.silent(Role::FarEnd) } else { evidence };
            assert_eq!(severity(&RULE, &evidence), expected, "{answered} {silent}");
        }
    }

    #[test]
    fn both_connections_are_named_by_their_kind() {
        let finding = finding(&RULE, &cable_over_wifi(6).silent(Role::FarEnd)).unwrap();
        let names: Vec<_> = finding.arguments.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["cable", "good_wifi", "asked"]);
    }

    #[test]
    fn a_lossy_connection_is_blamed_when_the_other_is_better_beyond_luck() {
        for (far_every, answered, expected) in [
            (2, 6, Some(Severity::Problem)),
            (2, 5, None),
            // Six answers in a row are no wonder with one message in ten lost.
            (10, 6, None),
        ] {
            let evidence = cable_over_wifi(answered).losing(0, far_every);
            assert_eq!(severity(&RULE, &evidence), expected, "{far_every} {answered}");
        }
    }

    #[test]
    fn a_connection_that_was_asked_for_has_not_won() {
        let evidence = cable_over_wifi(6).silent(Role::FarEnd).host(|host| {
            if let Outcome::Measured(under_test) = &mut host.under_test {
                under_test.chosen = Chosen::Asked;
            }
        });
        assert_eq!(verdict(&RULE, &evidence), Verdict::Unknown(Missing::NotApplicable));
    }

    #[test]
    fn with_one_way_out_there_is_nothing_to_win() {
        let evidence = Changed::healthy_cable().silent(Role::FarEnd);
        assert_eq!(verdict(&RULE, &evidence), Verdict::Pass);
    }
}
