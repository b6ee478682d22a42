//! The web application firewall of a gateway as settings.

use serde::Serialize;
use serde_json::Value;

use crate::azure::waf;
use crate::model;

/// The rules of a firewall, each a list as JSON.
#[derive(Debug, Serialize)]
pub struct Waf {
    mode: &'static str,
    rules: String,
    exclusions: String,
    overrides: String,
}

impl Waf {
    pub fn new(waf: &model::waf::Waf, guarded: bool) -> Self {
        Self { mode: waf.mode, rules: list(&waf::custom_rules(waf, guarded)), exclusions: list(&waf::exclusions(waf)), overrides: list(&waf::overrides(waf)) }
    }
}

/// A firewall for the requests of one environment.
#[derive(Debug, Serialize)]
pub struct SitePolicy<'a> {
    name: &'a str,
    /// Its name and its mode.
    line: String,
    waf: Waf,
}

impl<'a> SitePolicy<'a> {
    /// Those of a gateway.
    pub fn all(gateway: &'a model::Gateway, guarded: bool) -> impl Iterator<Item = Self> {
        let policies = gateway.site_policies.iter();
        policies.map(move |policy| Self { name: &policy.name, line: format!("{} {}", policy.name, policy.waf.mode), waf: Waf::new(&policy.waf, guarded) })
    }
}

/// A list as JSON, a line for each of its values.
pub fn list(values: &[Value]) -> String {
    let lines: Vec<String> = values.iter().map(|value| format!("\n  {value}")).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[{}\n]", lines.join(",")) }
}
