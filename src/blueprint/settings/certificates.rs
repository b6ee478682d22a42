//! Who issues the certificates that an ingress serves itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blueprint::text::Email;

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Certificates {
    /// cert-manager, which has them issued by Let's Encrypt and renews them. It proves whose the domain is in its DNS zone, which is one of Azure DNS.
    CertManager(CertManager),
}

/// cert-manager, and the account under which it asks.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CertManager {
    /// Whom Let's Encrypt writes to about the account.
    pub email: Email,
    pub server: AcmeServer,
    /// Further values for the chart, laid over those that are generated; `null` takes away what the chart has by itself.
    #[serde(default)]
    pub values: serde_json::Map<String, serde_json::Value>,
}

/// The server of Let's Encrypt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AcmeServer {
    /// Certificates that everybody trusts, so and so many a week.
    Production,
    /// Certificates that nobody trusts, to try it out.
    Staging,
}

impl AcmeServer {
    pub fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Staging => "staging",
        }
    }
}
