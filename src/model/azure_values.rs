//! What only Azure knows: values that exist after a deployment, are read in one place and handed over, never made up.

use serde::Serialize;

/// A value that Azure makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum AzureValue {
    /// The client id of a user-assigned identity.
    ClientId { identity: String, resource_group: String },
    /// The Entra tenant of the subscription.
    Tenant,
    /// The subscription into which the rest is deployed.
    Subscription,
    /// Where an app sends to Application Insights.
    ConnectionString { component: String, resource_group: String },
}

/// A value that Azure makes, and the Helm value that waits for it: the chart's schema refuses its absence.
///
/// `scripts/configuration.sh` reads it (`azure_value`) and hands it over with `--set-string`.
#[derive(Debug, Clone, Serialize)]
pub struct Handover {
    pub value: AzureValue,
    /// The path in the chart's values.
    pub key: &'static str,
}

impl Handover {
    pub fn client_id(identity: &str, resource_group: &str) -> Self {
        Self { value: AzureValue::ClientId { identity: identity.to_owned(), resource_group: resource_group.to_owned() }, key: "identity.clientId" }
    }

    pub fn connection_string(component: &str, resource_group: &str) -> Self {
        let value = AzureValue::ConnectionString { component: component.to_owned(), resource_group: resource_group.to_owned() };
        Self { value, key: "applicationInsights.connectionString" }
    }

    pub fn subscription() -> Self {
        Self { value: AzureValue::Subscription, key: "subscription" }
    }

    pub fn tenant() -> Self {
        Self { value: AzureValue::Tenant, key: "identity.tenantId" }
    }
}
