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
}

/// A value that Azure makes, and the Helm value that waits for it: the chart's schema refuses its absence.
#[derive(Debug, Clone, Serialize)]
pub struct Handover {
    pub value: AzureValue,
    /// The path in the chart's values.
    pub key: &'static str,
    /// The shell variable that carries it from the reader to the consumer.
    pub variable: &'static str,
    /// The az command that reads it.
    pub read: String,
}

impl Handover {
    pub fn client_id(identity: &str, resource_group: &str) -> Self {
        Self {
            read: format!("az identity show --name {identity} --resource-group {resource_group} --query clientId --output tsv"),
            value: AzureValue::ClientId { identity: identity.to_owned(), resource_group: resource_group.to_owned() },
            key: "identity.clientId",
            variable: "CLIENT_ID",
        }
    }

    pub fn tenant() -> Self {
        Self { read: "az account show --query tenantId --output tsv".to_owned(), value: AzureValue::Tenant, key: "identity.tenantId", variable: "TENANT_ID" }
    }
}
