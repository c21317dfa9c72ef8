//! The rules: each reads one case and says whether one known problem is there.
//!
//! A rule is a pure function in a file of its own, named after its code. It does no I/O, reads no
//! clock and knows no terminal, so a recorded run replays to the same findings anywhere, and which
//! system the evidence is from is data. `.clippy.toml` lists what that forbids.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod ambiguous_network_name;
mod background_traffic;
mod cable_answers_late;
mod cable_loses_packets;
mod carrier_nat;
mod certificate_replaced;
mod channel_congested;
mod channel_too_wide;
mod clock_wrong;
mod device_blocked;
mod double_nat;
mod gadget_cannot_see_channel;
mod gadget_cannot_type_name;
mod gadget_needs_2ghz;
mod gadget_needs_wpa2;
mod gadget_too_far;
mod insecure_wifi;
mod ipv4_broken;
mod ipv6_broken;
mod large_packets_lost;
mod legacy_rates;
mod line_answers_late;
mod line_down;
mod line_jitter;
mod line_loses_packets;
mod manual_address;
mod manual_resolver;
mod many_retries;
mod names_rewritten;
mod no_address;
mod no_default_route;
mod not_connected;
mod odd_channel;
mod old_security_slow;
mod one_network_troubled;
mod one_way_link;
mod other_interface_wins;
mod own_network_busy;
mod port_blocked;
mod power_saving_delays;
mod provider_outage;
mod proxy_broken;
mod radio_noise;
mod region_mismatch;
mod resolver_dead;
mod resolver_slow;
mod resolver_unreliable;
mod resolvers_blocked;
mod router_full;
mod router_overloaded;
mod router_silent;
mod security_mode_unsupported;
mod service_down;
mod service_far;
mod sign_in_required;
mod slow_band;
mod sticky_client;
mod too_many_network_names;
mod unstable_signal;
mod vpn_broken;
mod vpn_slow;
mod weak_backhaul;
mod weak_signal;
mod wifi_adapter_missing;
mod wifi_answers_late;
mod wifi_loses_packets;
mod wifi_off;
mod wrong_gateway;
mod wrong_password;

use crate::analysis::Analysis;
use crate::analysis::home::Home;
pub(crate) use crate::evidence::Part;
use crate::evidence::{Evidence, Layer, Networks, Os, Outcome, Symptom, Why};
use crate::text::Tr;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Every rule, bottom-up by layer; within a layer in the order of the reference.
pub(crate) static ALL: &[&Rule] = &[
    &wifi_off::RULE,
    &wifi_adapter_missing::RULE,
    &background_traffic::RULE,
    &power_saving_delays::RULE,
    &weak_signal::RULE,
    &radio_noise::RULE,
    &sticky_client::RULE,
    &weak_backhaul::RULE,
    &one_way_link::RULE,
    &channel_congested::RULE,
    &odd_channel::RULE,
    &own_network_busy::RULE,
    &slow_band::RULE,
    &channel_too_wide::RULE,
    &legacy_rates::RULE,
    &too_many_network_names::RULE,
    &many_retries::RULE,
    &region_mismatch::RULE,
    &old_security_slow::RULE,
    &unstable_signal::RULE,
    &wifi_loses_packets::RULE,
    &wifi_answers_late::RULE,
    &gadget_needs_2ghz::RULE,
    &gadget_needs_wpa2::RULE,
    &gadget_too_far::RULE,
    &gadget_cannot_see_channel::RULE,
    &gadget_cannot_type_name::RULE,
    &not_connected::RULE,
    &wrong_password::RULE,
    &security_mode_unsupported::RULE,
    &device_blocked::RULE,
    &router_full::RULE,
    &insecure_wifi::RULE,
    &ambiguous_network_name::RULE,
    &no_address::RULE,
    &no_default_route::RULE,
    &manual_address::RULE,
    &wrong_gateway::RULE,
    &router_silent::RULE,
    &cable_loses_packets::RULE,
    &cable_answers_late::RULE,
    &other_interface_wins::RULE,
    &vpn_broken::RULE,
    &vpn_slow::RULE,
    &double_nat::RULE,
    &carrier_nat::RULE,
    &line_down::RULE,
    &provider_outage::RULE,
    &ipv4_broken::RULE,
    &ipv6_broken::RULE,
    &line_loses_packets::RULE,
    &line_answers_late::RULE,
    &line_jitter::RULE,
    &one_network_troubled::RULE,
    &manual_resolver::RULE,
    &resolver_dead::RULE,
    &resolver_unreliable::RULE,
    &resolver_slow::RULE,
    &names_rewritten::RULE,
    &resolvers_blocked::RULE,
    &sign_in_required::RULE,
    &proxy_broken::RULE,
    &clock_wrong::RULE,
    &certificate_replaced::RULE,
    &port_blocked::RULE,
    &large_packets_lost::RULE,
    &router_overloaded::RULE,
    &service_down::RULE,
    &service_far::RULE,
];

/// Codes that older releases used. A code is never used again.
#[cfg(test)]
const RETIRED: &[&str] = &[];

/// The rule with this code.
pub(crate) fn by_code(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code == code)
}

/// What a rule judges: the evidence, and the statements that `analysis` made of its numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) evidence: &'a Evidence,
    pub(crate) analysis: &'a Analysis,
}

/// One known problem: how to see it, and what to tell the person who has it.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The stable name in reports, scripts and the manual, equal to the file name.
    pub(crate) code: &'static str,
    /// Where its last evidence comes from.
    pub(crate) layer: Layer,
    /// On whose side the problem is.
    pub(crate) side: Side,
    /// The worst severity it can have.
    pub(crate) worst: Severity,
    /// Parts of the evidence it cannot do without; while one is pending, it says nothing.
    pub(crate) needs: &'static [Part],
    /// Codes of what this problem brings about, which are shown under it and not beside it.
    pub(crate) explains: &'static [&'static str],
    /// Symptoms it accounts for, each with the share of it, 0 to 1.
    pub(crate) symptoms: &'static [(Symptom, f64)],
    /// The page in the reference and in `explain CODE`.
    pub(crate) about: Tr<About>,
    /// Where the thresholds come from.
    pub(crate) sources: &'static [&'static str],
    pub(crate) text: Tr<Text>,
    /// The check itself; use [`Rule::judge`], which waits for what the rule needs. `Err` is a verdict
    /// too: the early way out, so that `?` works on what is missing.
    pub(crate) check: fn(&Case<'_>) -> Result<Verdict, Verdict>,
}

impl Rule {
    /// Judges a case. While something the rule needs is under way, it does not know.
    pub(crate) fn judge(&self, case: &Case<'_>) -> Verdict {
        match self.needs.iter().find(|part| part.is_pending(case.evidence)) {
            Some(part) => Verdict::Unknown(Missing::Pending(*part)),
            None => (self.check)(case).unwrap_or_else(|verdict| verdict),
        }
    }
}

/// The reference's page about a problem, in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About {
    /// What the rule looks at, and from where on it speaks.
    pub(crate) finds: &'static str,
    /// Why that hurts the person using the network.
    pub(crate) matters: &'static str,
    /// When the rule stays silent or can be wrong.
    pub(crate) limits: &'static str,
}

/// What is said to the person, in one language. `{name}` stands for an argument of the finding.
///
/// A sentence or step that names an argument which the finding does not have is left out: that is
/// how a text says only what was measured.
///
/// People say "none" and not "0 of every 100": where a share or a count is nothing, a sentence with
/// `{name}` is left out, and one that begins with `{no-name}`, which stands for no text, is said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    /// The problem in a few words; a capital first, no full stop. Names no argument.
    pub(crate) title: &'static str,
    /// What is wrong in a neighbour's words, how one notices it, and what is not to blame.
    pub(crate) what: &'static [&'static str],
    /// What to do, cheapest first: self, router, provider.
    pub(crate) steps: &'static [Step],
    /// What shows that it is mended.
    pub(crate) mended: &'static str,
    /// What to tell the provider, for problems on the line; else empty.
    pub(crate) tell_provider: &'static [&'static str],
}

impl Text {
    /// The `{names}` of all its sentences, each once.
    pub(crate) fn argument_names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = std::iter::once(self.title)
            .chain(self.what.iter().copied())
            .chain(self.steps.iter().map(|step| step.say))
            .chain([self.mended])
            .chain(self.tell_provider.iter().copied())
            .flat_map(|text| text.split('{').skip(1).filter_map(|rest| rest.split('}').next()))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// One action. The system is data, so that every branch is testable on any system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// The system it applies to; `None` for all.
    pub(crate) on: Option<Os>,
    pub(crate) say: &'static str,
}

/// A step for every system.
pub(crate) const fn step(say: &'static str) -> Step {
    Step { on: None, say }
}

/// A step for one system.
pub(crate) const fn step_on(os: Os, say: &'static str) -> Step {
    Step { on: Some(os), say }
}

/// What a rule says about a case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    /// The evidence is there and the problem is not.
    Pass,
    /// The problem is there.
    Found(Finding),
    /// The rule cannot tell.
    Unknown(Missing),
}

/// What a rule lacks to tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Missing {
    /// This part is under way.
    Pending(Part),
    /// This part was not measured, and why.
    Evidence(Part, Why),
    /// Something is wrong and may be this, but the samples do not carry it. The weight, 0 to 1,
    /// is how much of what was seen it would account for.
    NotEnough { weight: f64 },
    /// The rule has nothing to look at here: another kind of link, nothing of the kind.
    NotApplicable,
}

/// One part of the evidence as a rule wants it: the measurement, or the verdict that follows from
/// its absence.
pub(crate) fn need<T>(part: Part, outcome: &Outcome<T>) -> Result<&T, Verdict> {
    match outcome {
        Outcome::Measured(value) => Ok(value),
        Outcome::Pending => Err(Verdict::Unknown(Missing::Pending(part))),
        Outcome::Failed(_) => Err(Verdict::Unknown(Missing::Evidence(part, Why::NoAnswer))),
        Outcome::Unavailable(why) | Outcome::NotTried(why) => {
            Err(Verdict::Unknown(Missing::Evidence(part, *why)))
        }
    }
}

/// The networks around, where somebody listened for them; else why a rule about neighbours has
/// nothing to say.
pub(crate) fn around<'a>(case: &Case<'a>) -> Result<&'a Networks, Verdict> {
    if let Outcome::NotTried(Why::NotWifi) = case.evidence.networks {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let networks = need(Part::Networks, &case.evidence.networks)?;
    // Nothing called for a scan of its own, and the system's list is of no scan either.
    let alone = Verdict::Unknown(Missing::Evidence(Part::Networks, Why::NotNeeded));
    if networks.swept() { Ok(networks) } else { Err(alone) }
}

/// The home network and all that was heard, for who asked about a gadget.
pub(crate) fn gadgets_home<'a>(case: &Case<'a>) -> Result<(Home<'a>, &'a Networks), Verdict> {
    if case.evidence.run.asked.symptom != Some(Symptom::Gadget) {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let networks = around(case)?;
    let unknown = Verdict::Unknown(Missing::Evidence(Part::Networks, Why::NothingThere));
    Ok((Home::of(case.evidence).ok_or(unknown)?, networks))
}

/// One problem that was found. Free of language and layout: renderers add both.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    /// How sure it is, 0 to 1.
    pub(crate) confidence: f64,
    /// The values that the texts name.
    pub(crate) arguments: Vec<(&'static str, Argument)>,
    /// The evidence it rests on, as paths into the evidence file.
    pub(crate) evidence: &'static [&'static str],
}

/// How much a problem hurts. Ordered: more hurts more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// Worth knowing; does not explain a bad experience by itself.
    Hint,
    /// People notice.
    Problem,
    /// No service, or nearly none.
    Hard,
}

/// On whose side a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Side {
    Computer,
    /// The radio hop and joining it.
    Wifi,
    /// The box and what it hands out.
    Router,
    /// From the router's WAN port to the provider and its networks.
    Line,
    /// One service or one network beyond the provider.
    FarEnd,
}

/// A value in a text, typed so that each language writes it its own way.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "unit", content = "value", rename_all = "kebab-case")]
pub(crate) enum Argument {
    /// A share, 0 to 1; "9" in a text, with the sign or the words "of every 100" around it.
    Share(f64),
    Count(u64),
    Dbm(i32),
    Db(f64),
    Ms(f64),
    Seconds(f64),
    Mbps(f64),
    Ip(IpAddr),
    /// Text of the system or of somebody else, which is cleaned when shown.
    Name(crate::evidence::Foreign),
}

/// What the rules' own tests share.
#[cfg(test)]
pub(crate) mod testing {
    use super::{Analysis, Case, Finding, Rule, Severity, Verdict};
    pub(crate) use crate::evidence::composed::{Changed, ip};

    /// The rule's verdict on this evidence.
    pub(crate) fn verdict(rule: &Rule, changed: &Changed) -> Verdict {
        let analysis = Analysis::of(&changed.0);
        rule.judge(&Case { evidence: &changed.0, analysis: &analysis })
    }

    /// The rule's verdict on statements that a test made itself, for limits between two numbers.
    pub(crate) fn judged(rule: &Rule, changed: &Changed, analysis: &Analysis) -> Verdict {
        rule.judge(&Case { evidence: &changed.0, analysis })
    }

    /// The finding, where there is one.
    pub(crate) fn finding(rule: &Rule, changed: &Changed) -> Option<Finding> {
        match verdict(rule, changed) {
            Verdict::Found(finding) => Some(finding),
            Verdict::Pass | Verdict::Unknown(_) => None,
        }
    }

    /// The severity found, where something was found.
    pub(crate) fn severity(rule: &Rule, changed: &Changed) -> Option<Severity> {
        finding(rule, changed).map(|finding| finding.severity)
    }
}

#[cfg(test)]
mod tests;
