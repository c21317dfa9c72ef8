//! The plan as text: what a run would do, part by part (`--dry-run`).
//!
//! Apart from the report because there is no evidence yet: it shows a promise, which the probes keep.

use super::plain::{heading, wrapped};
use crate::evidence::{Family, Foreign, Part};
use crate::plan::{ANCHORS, Contact, FarEnd, KNOWN_PAGES, KnownServer, Plan, Planned, TABLE};
use crate::text::Lang;
use crate::text::words::plan as words;

/// Every part that would be measured, whom it contacts and how much of it there is.
pub(crate) fn text(plan: &Plan, lang: Lang) -> String {
    let mut page = String::new();
    wrapped(&mut page, words::NOTHING_SENT.get(lang), "", "");
    let interface = plan.interface.as_ref().map_or_else(
        || words::DEFAULT_INTERFACE.get(lang).to_owned(),
        |name| Foreign::new(name.as_str()).to_string(),
    );
    page.push('\n');
    wrapped(&mut page, &format!("{}: {interface}", words::INTERFACE.get(lang)), "", "  ");
    for planned in TABLE.iter().filter(|planned| plan.wants(planned.part)) {
        let contacts: Vec<String> =
            planned.contacts.iter().filter_map(|contact| named(*contact, plan, lang)).collect();
        if contacts.is_empty() || planned.part == Part::Web && !plan.asks_the_web() {
            continue;
        }
        heading(&mut page, words::part(planned.part).get(lang));
        let whom = format!("{}: {}", words::CONTACTS.get(lang), contacts.join("; "));
        wrapped(&mut page, &whom, "  ", "    ");
        let much = format!("{}: {}", words::AMOUNT.get(lang), amount(planned, plan, lang));
        wrapped(&mut page, &much, "  ", "    ");
    }
    super::clean(&page)
}

/// Who it is, by name or template; `None` where these options leave nobody to contact.
fn named(contact: Contact, plan: &Plan, lang: Lang) -> Option<String> {
    let listed = |ends: &[FarEnd]| {
        let names: Vec<String> = ends
            .iter()
            .map(|end| match (end.v4, end.v6) {
                (Some(v4), Some(v6)) => format!("{v4} ({v6})"),
                (Some(v4), None) => v4.to_string(),
                (None, Some(v6)) => v6.to_string(),
                (None, None) => end.name.clone(),
            })
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let far = || listed(&plan.far);
    let by_name = plan.far.iter().any(|end| end.v4.is_none() && end.v6.is_none());
    match contact {
        Contact::System => Some(words::SYSTEM.get(lang).to_owned()),
        Contact::Gateway => Some(words::GATEWAY.get(lang).to_owned()),
        Contact::OtherRouters => far().map(|_| words::OTHER_ROUTERS.get(lang).to_owned()),
        Contact::FirstHop => far().map(|_| words::FIRST_HOP.get(lang).to_owned()),
        Contact::FarEnds => far(),
        Contact::FarEndsElsewhere => far().map(|far| words::elsewhere(&far, lang)),
        Contact::Resolvers if plan.asked.offline => None,
        Contact::Resolvers => Some(words::RESOLVERS.get(lang).to_owned()),
        Contact::PublicResolvers => listed(&plan.public_resolvers()),
        Contact::Proxies => far().map(|_| words::PROXIES.get(lang).to_owned()),
        Contact::FarEndsByTunnel => far().map(|far| words::by_tunnel(&far, lang)),
        Contact::KnownPages => {
            let pages = KNOWN_PAGES.iter().map(|page| page.host);
            plan.asks_the_web().then(|| pages.collect::<Vec<_>>().join(", "))
        }
        Contact::SignInApi => plan.asks_the_web().then(|| words::SIGN_IN_API.get(lang).to_owned()),
        Contact::Anchors => {
            let server = |server: &KnownServer| {
                let [v4, v6] = [Family::V4, Family::V6].map(|family| server.ip(family));
                format!("{} {v4} ({v6})", server.host)
            };
            let servers = ANCHORS.iter().map(server);
            plan.asks_the_web().then(|| servers.collect::<Vec<_>>().join(", "))
        }
        Contact::Service => {
            plan.target.as_ref().map(|target| Foreign::new(target.to_string()).to_string())
        }
        Contact::Resolver => by_name.then(|| words::RESOLVER.get(lang).to_owned()),
    }
}

fn amount(planned: &Planned, plan: &Plan, lang: Lang) -> String {
    let policy = planned.policy;
    let (least, most) = match planned.part {
        Part::Latency => (policy.least.min(plan.most_rounds), plan.most_rounds),
        _ => (policy.least, policy.most),
    };
    let ms = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
    words::amount(least, most, ms(policy.every), ms(policy.deadline), lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{self, Command};
    use crate::expected;

    fn plan(line: &str) -> Plan {
        let words = ["wifidoc"].into_iter().chain(line.split_whitespace()).map(Into::into);
        match cli::parse(words, Vec::new) {
            Ok(Command::Check(check)) => Plan::of(&check),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_plan_is_as_it_was_read_and_approved() {
        for lang in Lang::ALL {
            let file = format!("src/render/frames/plan.{}.txt", lang.tag());
            expected::file(&file, &text(&plan(""), lang));
        }
    }

    #[test]
    fn offline_names_nobody_beyond_the_router() {
        let offline = text(&plan("--offline"), Lang::En);
        assert!(offline.contains("<router>") && !offline.contains("beyond"), "{offline}");
        assert!(!offline.contains("1.1.1.1"), "{offline}");
    }

    #[test]
    fn far_ends_of_ones_own_are_named_and_looked_up() {
        let own = text(&plan("--far lab.test --far 192.0.2.9 --interface wlan7"), Lang::En);
        for part in ["lab.test, 192.0.2.9", "resolver", "wlan7"] {
            assert!(own.contains(part), "{part}: {own}");
        }
        assert!(!own.contains("1.1.1.1"), "{own}");
    }

    #[test]
    fn a_narrowed_plan_shows_only_what_it_needs() {
        let narrow = text(&plan("--only host"), Lang::En);
        assert!(!narrow.contains("the other ways"), "{narrow}");
    }
}
