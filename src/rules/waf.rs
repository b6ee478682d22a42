//! AKS0709: rules of a web application firewall that Azure refuses, or that can match nothing.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;

use super::{Findings, Subject, settings_path};
use crate::blueprint::settings::{Condition, MatchOperator, MatchVariable, Transform, WafRule};
use crate::diagnostics::{Finding, codes};
use crate::model::waf::Waf;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let Some(gateway) = site.edge.gateway() else { continue };
        let path = format!("{}.edge.gateway.applicationGateway.waf", settings_path(site));
        of_gateway(subject, findings, &path, &gateway.waf);
        for policy in &gateway.site_policies {
            of_gateway(subject, findings, &format!("environments.{}.waf", policy.environment), &policy.waf);
        }
    }
    for environment in subject.model.environments.iter().filter(|environment| environment.waf.is_some()) {
        let mut sites = subject.model.sites.iter().filter(|site| site.platform == environment.platform);
        if sites.all(|site| site.edge.gateway().is_none()) {
            let finding = Finding::new(&codes::WAF, format!("no firewall of a gateway looks at the requests of `{}`", environment.name))
                .help("write what Front Door is to look at into `edge.global.frontDoor.waf`; or let an application gateway take requests in");
            findings.add(finding, &format!("environments.{}.waf", environment.name), "its platform has no application gateway");
        }
    }
    for door in &subject.model.front_doors {
        let Some(site) = subject.model.sites.iter().find(|site| site.platform == door.platform) else { continue };
        let path = format!("{}.edge.global.frontDoor.waf", settings_path(site));
        own(subject, findings, &path, &door.rules);
        for (at, rule) in door.rules.iter().enumerate() {
            for (index, condition) in rule.when.iter().enumerate() {
                if let Some(number) = condition.transforms.iter().position(|transform| *transform == Transform::HtmlEntityDecode) {
                    let finding = Finding::new(&codes::WAF, format!("a condition of the rule `{}` decodes HTML", rule.name)).help("take it away");
                    findings.add(finding, &format!("{path}.rules[{at}].when[{index}].transforms[{number}]"), "Front Door does not do that");
                }
            }
        }
    }
}

/// A firewall of a gateway.
fn of_gateway(subject: &Subject, findings: &mut Findings, path: &str, waf: &Waf) {
    own(subject, findings, path, &waf.rules);
    for (rule, path) in waf.unknown.iter().map(|(rule, place)| (rule, format!("{path}.{place}"))) {
        let finding = Finding::new(&codes::WAF, format!("no managed rule of the firewall has the number {rule}"))
            .help("write the number as the log of the firewall gives it (`ruleId`), such as \"942440\"");
        findings.add(finding, &path, format!("not in {}", subject.facts.waf_rule_sets.default));
    }
}

/// Rules of the user's own.
fn own(subject: &Subject, findings: &mut Findings, path: &str, rules: &[WafRule]) {
    let limit = &subject.facts.limits.waf_custom_rules;
    if !rules.is_empty() && !limit.allows(u32::try_from(rules.len()).unwrap_or(u32::MAX)) {
        let finding = Finding::new(&codes::WAF, format!("the firewall has {} rules of its own", rules.len()))
            .help("put several values into one condition: a rule matches where one of them does");
        findings.add(finding, &format!("{path}.rules"), format!("a policy has {limit}"));
    }
    let mut names = BTreeSet::new();
    for (index, rule) in rules.iter().enumerate() {
        let path = format!("{path}.rules[{index}]");
        if !names.insert(rule.name.to_ascii_lowercase()) {
            let finding = Finding::new(&codes::WAF, format!("two rules of the firewall are called `{}`", rule.name)).help("give each a name of its own");
            findings.add(finding, &format!("{path}.name"), "a rule before it has this name, in whatever case");
        }
        for (index, condition) in rule.when.iter().enumerate() {
            one(findings, &format!("{path}.when[{index}]"), rule, condition);
        }
    }
}

fn one(findings: &mut Findings, path: &str, rule: &WafRule, condition: &Condition) {
    let of_address = matches!(condition.operator, MatchOperator::IpMatch | MatchOperator::GeoMatch);
    let mut add = |field: &str, title: String, help: &str, why: &str| {
        findings.add(Finding::new(&codes::WAF, title).help(help), &format!("{path}.{field}"), why);
    };
    if of_address != (condition.variable == MatchVariable::RemoteAddr) {
        let title = format!("a condition of the rule `{}` compares what cannot be compared so", rule.name);
        add(
            "operator",
            title,
            "compare `remoteAddr` by `ipMatch` or `geoMatch`, and everything else by another operator",
            "these are for the address of the client, and for it alone",
        );
    }
    if condition.selector.is_some() && !condition.variable.has_parts() {
        let title = format!("a condition of the rule `{}` selects a part of what has none", rule.name);
        add("selector", title, "take it away, or name `requestHeaders`, `requestCookies`, `queryString` or `postArgs`", "only these have parts with names");
    }
    if condition.values.is_empty() {
        add("values", format!("a condition of the rule `{}` has nothing to compare with", rule.name), "write `values: […]`", "none is written");
    }
    if of_address && !condition.transforms.is_empty() {
        add("transforms", format!("a condition of the rule `{}` transforms an address", rule.name), "take it away", "addresses are compared as they are");
    }
    for (index, value) in condition.values.iter().enumerate() {
        let wrong = match condition.operator {
            MatchOperator::IpMatch if !is_range(value) => "write an address or a range, such as 203.0.113.0/24",
            MatchOperator::GeoMatch if !is_country(value) => "write the code of a country in capitals, such as NL",
            MatchOperator::LessThan | MatchOperator::GreaterThan | MatchOperator::LessThanOrEqual | MatchOperator::GreaterThanOrEqual
                if value.parse::<u64>().is_err() =>
            {
                "write a number in quotes, such as \"1024\""
            }
            _ => continue,
        };
        add(
            &format!("values[{index}]"),
            format!("the rule `{}` compares with `{value}`, which its operator does not know", rule.name),
            wrong,
            "not what this operator takes",
        );
    }
}

/// An address, or a range without bits of a host.
fn is_range(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok() || text.parse::<IpNet>().is_ok_and(|range| range.trunc() == range)
}

/// A country of ISO 3166-1, or `ZZ` for addresses of which no country is known.
fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
