//! The web application firewall: what it looks at, and what it does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::text::{MatchValue, RuleId, RuleName, Selector};

/// The web application firewall.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Waf {
    /// Whether what matches a rule is blocked or only logged.
    pub mode: WafMode,
    /// Rules of your own, in their order and before the managed ones: the first that allows or blocks a request decides.
    #[serde(default)]
    pub rules: Vec<WafRule>,
    /// Parts of requests at which managed rules do not look.
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
    /// Managed rules that are off, by the numbers that the log gives them.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub off: Vec<RuleId>,
}

/// What the firewall of a gateway does otherwise for the requests of one environment; the rest is as the gateway has it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct EnvironmentWaf {
    /// Whether what matches a rule is blocked or only logged.
    pub mode: Option<WafMode>,
    /// Rules of your own, in the place of those of the gateway.
    pub rules: Option<Vec<WafRule>>,
    /// Parts of requests at which managed rules do not look, in the place of those of the gateway.
    pub exclusions: Option<Vec<Exclusion>>,
    /// Managed rules that are off, in the place of those of the gateway.
    #[schemars(extend("uniqueItems" = true))]
    pub off: Option<Vec<RuleId>>,
}

impl Waf {
    /// The firewall for the requests of an environment.
    pub fn with(&self, own: &EnvironmentWaf) -> Self {
        Self {
            mode: own.mode.unwrap_or(self.mode),
            rules: own.rules.clone().unwrap_or_else(|| self.rules.clone()),
            exclusions: own.exclusions.clone().unwrap_or_else(|| self.exclusions.clone()),
            off: own.off.clone().unwrap_or_else(|| self.off.clone()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum WafMode {
    Detection,
    Prevention,
}

impl WafMode {
    /// As Azure spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Detection => "Detection",
            Self::Prevention => "Prevention",
        }
    }
}

/// A rule of your own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-required" = ["name", "action"]))]
pub struct WafRule {
    /// By which the log names it.
    pub name: RuleName,
    /// What becomes of a request for which the rule is meant.
    pub action: WafAction,
    /// What holds of a request for which the rule is meant, all of it; every request where nothing is written.
    #[serde(default)]
    #[schemars(length(max = 10))]
    pub when: Vec<Condition>,
    /// The rule is for clients that send more requests than this.
    pub rate: Option<Rate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum WafAction {
    Allow,
    Block,
    Log,
}

/// How often an address may send what a rule is meant for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["requests", "minutes"]))]
pub struct Rate {
    /// How many of one client are let through.
    #[schemars(range(min = 1, max = 5000))]
    pub requests: u32,
    /// In so many minutes.
    pub minutes: RateMinutes,
}

/// 1 or 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RateMinutes(#[schemars(extend("enum" = [1, 5]))] pub u32);

/// What holds of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["variable", "operator"]))]
pub struct Condition {
    /// The part of the request.
    pub variable: MatchVariable,
    /// Which one, where there are several, such as the name of a header; all of them where it is not written.
    pub selector: Option<Selector>,
    /// How it is compared: an address with ranges (`ipMatch`) or with countries (`geoMatch`), all else as text or as a number.
    pub operator: MatchOperator,
    /// One of which it must be.
    #[serde(default)]
    #[schemars(length(max = 600), extend("uniqueItems" = true))]
    pub values: Vec<MatchValue>,
    /// Whether it holds of all other requests.
    #[serde(default)]
    pub negate: bool,
    /// What is done to the part before it is looked at.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub transforms: Vec<Transform>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum MatchVariable {
    RemoteAddr,
    RequestMethod,
    QueryString,
    PostArgs,
    RequestUri,
    RequestHeaders,
    RequestBody,
    RequestCookies,
}

impl MatchVariable {
    /// Whether it has parts of which a selector names one.
    pub fn has_parts(self) -> bool {
        matches!(self, Self::QueryString | Self::PostArgs | Self::RequestHeaders | Self::RequestCookies)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum MatchOperator {
    IpMatch,
    GeoMatch,
    Equal,
    Contains,
    BeginsWith,
    EndsWith,
    Regex,
    LessThan,
    GreaterThan,
    LessThanOrEqual,
    GreaterThanOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Transform {
    Lowercase,
    Uppercase,
    Trim,
    UrlDecode,
    UrlEncode,
    RemoveNulls,
    HtmlEntityDecode,
}

/// A part of requests at which managed rules do not look.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["variable", "operator", "selector"]))]
pub struct Exclusion {
    pub variable: ExclusionVariable,
    /// How names are compared with the selector.
    pub operator: ExclusionOperator,
    /// Which ones, by their names.
    pub selector: Selector,
    /// The managed rules that do not look at it, by the numbers that the log gives them; all of them where none is written.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub rules: Vec<RuleId>,
}

/// Keys are the names of parts, values what stands behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ExclusionVariable {
    RequestHeaderKeys,
    RequestHeaderValues,
    RequestCookieKeys,
    RequestCookieValues,
    RequestArgKeys,
    RequestArgValues,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ExclusionOperator {
    Equals,
    StartsWith,
    EndsWith,
    Contains,
}
