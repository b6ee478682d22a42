//! The rules of a web application firewall as Application Gateway takes them.

use serde_json::{Map, Value, json};

use super::spelling::pascal;
use crate::blueprint::settings::{Condition, MatchOperator, MatchVariable, WafRule};
use crate::blueprint::text::RuleId;
use crate::model::front_door::FrontDoor;
use crate::model::waf::{Exclusion, Groups, ManagedRules, RuleSetName, Waf};

/// Rules of the user's own, by their order, where the gateway is `guarded` they come after the one that lets in our Front Door alone.
pub fn custom_rules(waf: &Waf, guarded: bool) -> Vec<Value> {
    (1 + u32::from(guarded)..).zip(&waf.rules).map(|(priority, rule)| custom_rule(rule, priority)).collect()
}

fn custom_rule(rule: &WafRule, priority: u32) -> Value {
    let conditions: Value = if rule.when.is_empty() { json!([everybody()]) } else { rule.when.iter().map(condition).collect() };
    let mut value = Map::from_iter([
        ("name".to_owned(), json!(rule.name)),
        ("priority".to_owned(), json!(priority)),
        ("ruleType".to_owned(), json!(if rule.rate.is_some() { "RateLimitRule" } else { "MatchRule" })),
        ("action".to_owned(), json!(pascal(&rule.action))),
        ("matchConditions".to_owned(), conditions),
    ]);
    if let Some(rate) = &rule.rate {
        value.insert("rateLimitDuration".to_owned(), json!(if rate.minutes.0 == 1 { "OneMin" } else { "FiveMins" }));
        value.insert("rateLimitThreshold".to_owned(), json!(rate.requests));
        value.insert("groupByUserSession".to_owned(), json!([{"groupByVariables": [{"variableName": "ClientAddr"}]}]));
    }
    Value::Object(value)
}

/// A condition that every request meets: a client has no such address.
fn everybody() -> Value {
    json!({"matchVariables": [{"variableName": "RemoteAddr"}], "operator": "IPMatch", "negationConditon": true, "matchValues": ["255.255.255.255/32"]})
}

fn condition(condition: &Condition) -> Value {
    let mut variable = Map::from_iter([("variableName".to_owned(), json!(pascal(&condition.variable)))]);
    variable.extend(condition.selector.iter().map(|selector| ("selector".to_owned(), json!(selector))));
    let operator = match condition.operator {
        MatchOperator::IpMatch => "IPMatch".to_owned(),
        other => pascal(&other),
    };
    let mut value = Map::from_iter([("matchVariables".to_owned(), json!([variable])), ("operator".to_owned(), json!(operator))]);
    if condition.negate {
        value.insert("negationConditon".to_owned(), json!(true)); // as Azure spells it
    }
    value.insert("matchValues".to_owned(), json!(condition.values));
    if !condition.transforms.is_empty() {
        value.insert("transforms".to_owned(), condition.transforms.iter().map(pascal).collect());
    }
    Value::Object(value)
}

/// At what managed rules do not look.
pub fn exclusions(waf: &Waf) -> Vec<Value> {
    waf.exclusions.iter().map(exclusion).collect()
}

fn exclusion(exclusion: &Exclusion) -> Value {
    let mut value = Map::from_iter([
        ("matchVariable".to_owned(), json!(pascal(&exclusion.variable))),
        ("selectorMatchOperator".to_owned(), json!(pascal(&exclusion.operator))),
        ("selector".to_owned(), json!(exclusion.selector)),
    ]);
    if let Some(ManagedRules { set: (kind, version), groups }) = &exclusion.rules {
        let groups = in_groups(groups, &|rule| json!({"ruleId": rule}));
        value.insert("exclusionManagedRuleSets".to_owned(), json!([{"ruleSetType": kind, "ruleSetVersion": version, "ruleGroups": groups}]));
    }
    Value::Object(value)
}

/// Managed rules that are off.
pub fn overrides(waf: &Waf) -> Vec<Value> {
    in_groups(&waf.off, &|rule| json!({"ruleId": rule, "state": "Disabled"}))
}

fn in_groups(groups: &Groups, each: &dyn Fn(&RuleId) -> Value) -> Vec<Value> {
    groups.iter().map(|(group, rules)| json!({"ruleGroupName": group, "rules": rules.iter().map(each).collect::<Vec<_>>()})).collect()
}

/// Rules of the user's own as Front Door takes them.
pub fn front_door_rules(rules: &[WafRule]) -> Vec<Value> {
    (1..).zip(rules).map(|(priority, rule): (u32, _)| front_door_rule(rule, priority)).collect()
}

fn front_door_rule(rule: &WafRule, priority: u32) -> Value {
    let everybody = json!({"matchVariable": "SocketAddr", "operator": "IPMatch", "negateCondition": true, "matchValue": ["255.255.255.255/32"]});
    let conditions: Value = if rule.when.is_empty() { json!([everybody]) } else { rule.when.iter().map(front_door_condition).collect() };
    let mut value = Map::from_iter([
        ("name".to_owned(), json!(rule.name)),
        ("enabledState".to_owned(), json!("Enabled")),
        ("priority".to_owned(), json!(priority)),
        ("ruleType".to_owned(), json!(if rule.rate.is_some() { "RateLimitRule" } else { "MatchRule" })),
        ("action".to_owned(), json!(pascal(&rule.action))),
        ("matchConditions".to_owned(), conditions),
    ]);
    if let Some(rate) = &rule.rate {
        value.insert("rateLimitDurationInMinutes".to_owned(), json!(rate.minutes));
        value.insert("rateLimitThreshold".to_owned(), json!(rate.requests));
        value.insert("groupBy".to_owned(), json!([{"variableName": "SocketAddr"}]));
    }
    Value::Object(value)
}

fn front_door_condition(condition: &Condition) -> Value {
    let variable = match condition.variable {
        MatchVariable::RequestHeaders => "RequestHeader".to_owned(),
        MatchVariable::RequestCookies => "Cookies".to_owned(),
        other => pascal(&other),
    };
    let operator = match condition.operator {
        MatchOperator::IpMatch => "IPMatch".to_owned(),
        MatchOperator::Regex => "RegEx".to_owned(),
        other => pascal(&other),
    };
    let mut value = Map::from_iter([("matchVariable".to_owned(), json!(variable))]);
    value.extend(condition.selector.iter().map(|selector| ("selector".to_owned(), json!(selector))));
    value.insert("operator".to_owned(), json!(operator));
    if condition.negate {
        value.insert("negateCondition".to_owned(), json!(true));
    }
    value.insert("matchValue".to_owned(), json!(condition.values));
    if !condition.transforms.is_empty() {
        value.insert("transforms".to_owned(), condition.transforms.iter().map(pascal).collect());
    }
    Value::Object(value)
}

/// The managed rules of a Front Door.
pub fn front_door_sets(door: &FrontDoor) -> Vec<Value> {
    let set = |set: &RuleSetName, action: bool| {
        let mut value = Map::from_iter([("ruleSetType".to_owned(), json!(set.0)), ("ruleSetVersion".to_owned(), json!(set.1))]);
        value.extend(action.then(|| ("ruleSetAction".to_owned(), json!("Block"))));
        Value::Object(value)
    };
    match &door.managed {
        Some([rules, bots]) => vec![set(rules, true), set(bots, false)],
        None => Vec::new(),
    }
}
