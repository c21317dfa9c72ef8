//! This computer sends its web traffic to a proxy that gets it no further.

use super::wifi_loses_packets::no_series;
use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on};
use crate::analysis::reach::Answers;
use crate::evidence::between::{Proxy, ProxyAnswer, SetIn};
use crate::evidence::{Failure, Foreign, Layer, Os, Symptom};
use crate::text::Tr;

/// Nobody there, or nobody of that name.
const ABSENT: f64 = 0.95;
/// It is there and leads nowhere, which a company may have meant for the places that were asked for.
const LEADS_NOWHERE: f64 = 0.8;

pub(super) const RULE: Rule = Rule {
    code: "proxy-broken",
    layer: Layer::Web,
    side: Side::Computer,
    worst: Severity::Hard,
    needs: &[Part::Latency, Part::Between, Part::Names],
    explains: &[],
    symptoms: &[(Symptom::Pages, 1.0), (Symptom::Nothing, 0.8), (Symptom::OneSite, 0.3)],
    about: Tr {
        es: About {
            finds: "Mira si este equipo envía las páginas a un intermediario (proxy) y le pide paso hacia internet. Habla cuando no existe, no contesta, no tiene salida o pide una contraseña que no está puesta, y sin él internet sí contesta.",
            matters: "Los programas que usan el proxy no abren ninguna página, aunque la conexión sea buena.",
            limits: "Lee las variables de la sesión, /etc/environment y los ajustes del escritorio (GNOME y KDE), no los del navegador. Un script que elige el proxy (PAC) se nombra y no se ejecuta. Un proxy que niega el paso, o que tiene puesta una contraseña, que aquí no se envía, se da por bueno.",
        },
        en: About {
            finds: "Looks whether this computer sends pages to a go-between (proxy) and asks it for a way to the internet. Speaks when it does not exist, does not answer, has no way out or wants a password that is not set, and without it the internet answers.",
            matters: "Programs that use the proxy open no page, however good the connection is.",
            limits: "Reads the session's variables, /etc/environment and the desktop's settings (GNOME and KDE), not the browser's. A script that chooses the proxy (PAC) is named and not run. A proxy that turns the request down, or that is set with a password, which is not sent here, counts as working.",
        },
        pt: About {
            finds: "Verifica se este computador envia as páginas a um intermediário (proxy) e pede a ele passagem para a internet. Fala quando ele não existe, não responde, não tem saída ou pede uma senha que não está configurada, e sem ele a internet responde.",
            matters: "Os programas que usam o proxy não abrem nenhuma página, por melhor que seja a conexão.",
            limits: "Lê as variáveis da sessão, /etc/environment e as configurações da área de trabalho (GNOME e KDE), não as do navegador. Um script que escolhe o proxy (PAC) é citado e não executado. Um proxy que nega a passagem, ou que está configurado com uma senha, que aqui não é enviada, é considerado bom.",
        },
    },
    sources: &["the proxy does not answer, or does not let through, and the direct way works"],
    text: Tr {
        es: Text {
            title: "Este equipo usa un intermediario (proxy) que no funciona",
            what: &[
                "Las páginas se piden a {absent}, y ahí no contesta nadie.",
                "Las páginas se piden a {unknown}, y ese nombre no existe.",
                "Las páginas se piden a {no_proxy}, que contesta, pero no como un proxy.",
                "Las páginas se piden a {no_way_out}, que contesta, pero no tiene salida a internet.",
                "Las páginas se piden a {wants_password}, que pide un usuario y una contraseña, y este equipo no los tiene puestos.",
                "Por eso no se abren, en los programas que lo usan.",
                "Sin él internet contesta: tu conexión y tu router funcionan.",
            ],
            steps: &[
                step(
                    "Si es el equipo de tu trabajo, pregunta a quien lo lleva antes de cambiar nada: quizá el proxy haga falta en la oficina. (5 minutos)",
                ),
                step(
                    "Abre los ajustes de red, busca \u{ab}Proxy\u{bb}, donde ahora está {desktop}, y ponlo en \u{ab}Ninguno\u{bb}. (2 minutos)",
                ),
                step(
                    "El proxy está en las variables de tu sesión ({session}). Busca \u{ab}proxy\u{bb} en los archivos .profile y .bashrc de tu carpeta, borra esas líneas y vuelve a iniciar la sesión. (5 minutos)",
                ),
                step_on(
                    Os::Linux,
                    "El proxy está escrito en el archivo /etc/environment ({system}). Borra ahí las líneas que dicen \u{ab}proxy\u{bb} y reinicia el equipo. (5 minutos)",
                ),
                step(
                    "Si necesitas {wants_password}, pide un usuario y una contraseña a quien lo lleva y ponlos junto al proxy.",
                ),
            ],
            mended: "Al repetir la prueba, el proxy da paso a internet, o ya no hay ninguno puesto.",
            tell_provider: &[],
        },
        en: Text {
            title: "This computer uses a go-between (proxy) that does not work",
            what: &[
                "Pages are asked of {absent}, and nobody answers there.",
                "Pages are asked of {unknown}, and there is no such name.",
                "Pages are asked of {no_proxy}, which answers, but not as a proxy does.",
                "Pages are asked of {no_way_out}, which answers but has no way to the internet.",
                "Pages are asked of {wants_password}, which asks for a name and a password, and none are set on this computer.",
                "That is why they do not open in the programs that use it.",
                "Without it the internet answers: your connection and your router work.",
            ],
            steps: &[
                step(
                    "If it is your work computer, ask whoever runs it before you change anything: the proxy may be needed at the office. (5 minutes)",
                ),
                step(
                    "Open the network settings, look for \u{201c}Proxy\u{201d}, where it now says {desktop}, and set it to \u{201c}None\u{201d}. (2 minutes)",
                ),
                step(
                    "The proxy is in your session's variables ({session}). Look for \u{201c}proxy\u{201d} in the files .profile and .bashrc of your folder, delete those lines and log in again. (5 minutes)",
                ),
                step_on(
                    Os::Linux,
                    "The proxy is written in the file /etc/environment ({system}). Delete the lines there that say \u{201c}proxy\u{201d} and restart the computer. (5 minutes)",
                ),
                step(
                    "If you need {wants_password}, ask whoever runs it for a name and a password, and enter them beside the proxy.",
                ),
            ],
            mended: "When you run the test again, the proxy lets you through to the internet, or none is set.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este computador usa um intermediário (proxy) que não funciona",
            what: &[
                "As páginas são pedidas a {absent}, e ali ninguém responde.",
                "As páginas são pedidas a {unknown}, e esse nome não existe.",
                "As páginas são pedidas a {no_proxy}, que responde, mas não como um proxy.",
                "As páginas são pedidas a {no_way_out}, que responde, mas não tem saída para a internet.",
                "As páginas são pedidas a {wants_password}, que pede um usuário e uma senha, e este computador não tem nenhum configurado.",
                "Por isso elas não abrem nos programas que o usam.",
                "Sem ele a internet responde: a sua conexão e o seu roteador funcionam.",
            ],
            steps: &[
                step(
                    "Se for o computador do seu trabalho, pergunte a quem cuida dele antes de mudar qualquer coisa: talvez o proxy seja preciso no escritório. (5 minutos)",
                ),
                step(
                    "Abra as configurações de rede, procure \u{201c}Proxy\u{201d}, onde agora está {desktop}, e deixe em \u{201c}Nenhum\u{201d}. (2 minutos)",
                ),
                step(
                    "O proxy está nas variáveis da sua sessão ({session}). Procure \u{201c}proxy\u{201d} nos arquivos .profile e .bashrc da sua pasta, apague essas linhas e entre na sessão de novo. (5 minutos)",
                ),
                step_on(
                    Os::Linux,
                    "O proxy está escrito no arquivo /etc/environment ({system}). Apague ali as linhas que dizem \u{201c}proxy\u{201d} e reinicie o computador. (5 minutos)",
                ),
                step(
                    "Se você precisa de {wants_password}, peça um usuário e uma senha a quem cuida dele e configure-os junto com o proxy.",
                ),
            ],
            mended: "Ao repetir o teste, o proxy dá passagem para a internet, ou já não há nenhum configurado.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let between = need(Part::Between, &case.evidence.between)?;
    let proxies = need(Part::Between, &between.proxies)?;
    if proxies.is_empty() {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let Some(dead) = proxies.iter().find(|proxy| proxy.answer.is_dead()) else {
        return Ok(Verdict::Pass);
    };
    need(Part::Latency, &case.evidence.latency)?;
    match case.analysis.reach.map(|reach| reach.far) {
        // Without a line no proxy leads anywhere.
        Some(Answers::No) => return Err(Verdict::Unknown(Missing::NotApplicable)),
        Some(Answers::Unknown) | None => return Err(no_series(case)),
        Some(Answers::Yes) => {}
    }
    let not_enough = Verdict::Unknown(Missing::NotEnough { weight: 0.4 });
    let (what, confidence) = match dead.answer {
        // A resolver that fails does not find the best of proxies.
        ProxyAnswer::Unknown if !names_are_found(case) => return Err(not_enough),
        ProxyAnswer::Unknown => ("unknown", ABSENT),
        ProxyAnswer::NoProxy => ("no_proxy", LEADS_NOWHERE),
        ProxyAnswer::NoWayOut => ("no_way_out", LEADS_NOWHERE),
        ProxyAnswer::WantsPassword => ("wants_password", LEADS_NOWHERE),
        // This program may be kept from connecting where others are not.
        ProxyAnswer::NoConnection(Failure::PermissionDenied) => return Err(not_enough),
        _ => ("absent", ABSENT),
    };
    let set_in = match dead.set_in {
        SetIn::Session => "session",
        SetIn::Desktop => "desktop",
        SetIn::System => "system",
    };
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence,
        arguments: vec![(what, name(dead)), (set_in, name(dead))],
        evidence: &["between.proxies", "latency.targets"],
    }))
}

/// True when the system's resolvers found every name that they were asked for in the same run.
fn names_are_found(case: &Case<'_>) -> bool {
    case.analysis.names.as_ref().is_some_and(|names| {
        names.configured().next().is_some() && names.configured().all(|own| own.failed == 0)
    })
}

fn name(proxy: &Proxy) -> Argument {
    Argument::Name(Foreign::new(format!("{}:{}", proxy.host, proxy.port)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::latency::Role;
    use crate::evidence::names::Answer;
    use crate::rules::testing::{Changed, finding, severity, verdict};

    #[test]
    fn a_proxy_is_broken_when_what_is_sent_to_it_gets_no_further() {
        use ProxyAnswer::{
            Connects, NoConnection, NoProxy, NoWayOut, Refuses, Unknown, WantsPassword, Works,
        };
        let hard = Some(Severity::Hard);
        for (answer, expected) in [
            (Works, None),
            (Refuses, None),
            (Connects, None),
            (NoWayOut, hard),
            (WantsPassword, hard),
            (NoProxy, hard),
            (Unknown, hard),
            (NoConnection(Failure::Refused), hard),
            (NoConnection(Failure::TimedOut), hard),
            (NoConnection(Failure::Unreachable), hard),
            (NoConnection(Failure::PermissionDenied), None),
        ] {
            let home = Changed::healthy_wifi().proxy(SetIn::Session, answer);
            assert_eq!(severity(&RULE, &home), expected, "{answer:?}");
        }
    }

    #[test]
    fn it_says_where_the_setting_is_and_what_is_wrong() {
        for (set_in, answer, expected) in [
            (SetIn::Session, ProxyAnswer::Unknown, ["unknown", "session"]),
            (SetIn::System, ProxyAnswer::NoConnection(Failure::Refused), ["absent", "system"]),
            (SetIn::Desktop, ProxyAnswer::WantsPassword, ["wants_password", "desktop"]),
        ] {
            let found = finding(&RULE, &Changed::healthy_wifi().proxy(set_in, answer)).unwrap();
            let names: Vec<_> = found.arguments.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, expected);
        }
    }

    #[test]
    fn a_name_that_nobody_finds_is_the_resolvers_where_it_fails_for_others_too() {
        let home = Changed::healthy_wifi().proxy(SetIn::Session, ProxyAnswer::Unknown);
        let flaky = home.answering(crate::evidence::names::Role::is_configured, Answer::TimedOut);
        let unknown = Verdict::Unknown(Missing::NotEnough { weight: 0.4 });
        assert_eq!(verdict(&RULE, &flaky), unknown);
    }

    #[test]
    fn without_a_line_or_a_proxy_there_is_nothing_to_blame() {
        let unknown = Verdict::Unknown(Missing::NotApplicable);
        assert_eq!(verdict(&RULE, &Changed::healthy_wifi()), unknown);
        let dead = Changed::healthy_wifi().proxy(SetIn::Session, ProxyAnswer::NoWayOut);
        assert_eq!(verdict(&RULE, &dead.silent(Role::FarEnd)), unknown);
    }
}
