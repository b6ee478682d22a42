//! Azure's and Kubernetes' rules for names, as a small grammar that needs no regular expressions.

mod character;
mod fault;

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Date;
use super::record::record;
pub use character::Character;
use character::{holds, in_words};
pub use fault::NameFault;

/// The rule for names of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// What is named, in the user's nouns: `key vault`.
    pub noun: String,
    /// The ARM type whose names these are; none for labels and for what is not Azure's.
    #[serde(rename = "type")]
    pub resource_type: Option<String>,
    /// The abbreviation of the Cloud Adoption Framework: `kv`.
    pub abbreviation: Option<String>,
    /// Where no two may have the same name.
    pub scope: Scope,
    /// Least length, in characters.
    pub min: usize,
    /// Greatest length, in characters.
    pub max: usize,
    /// What a name consists of.
    pub characters: BTreeSet<Character>,
    /// What it begins with, when not with each of these.
    pub first: Option<BTreeSet<Character>>,
    /// What it ends with, when not with each of these.
    pub last: Option<BTreeSet<Character>>,
    /// Characters that never stand twice in a row.
    #[serde(default)]
    pub single: BTreeSet<Character>,
    /// Whether `first` and `last` hold for each part between periods.
    #[serde(default)]
    pub dotted: bool,
    /// The official pattern, for people; `check` follows the fields above.
    pub pattern: String,
    /// Where this entry was read, when not where the table was.
    pub source: Option<String>,
    pub checked: Option<Date>,
}

/// Where a name is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// In all of Azure, over all customers.
    Global,
    /// In one region of Azure, over all customers.
    Region,
    Subscription,
    ResourceGroup,
    /// In the resource or object that it belongs to (subnet in network, secret in vault).
    Parent,
    /// In one Kubernetes namespace.
    Namespace,
}

record! {
    /// The rules for all that the output names.
    pub struct NamingRules: Naming {
        resource_group,
        virtual_network,
        subnet,
        network_security_group,
        public_ip_address,
        public_ip_dns_label,
        nat_gateway,
        route_table,
        virtual_network_peering,
        private_endpoint,
        private_link_service,
        azure_firewall,
        network_firewall_policy,
        firewall_rule_group,
        vpn_gateway,
        express_route_gateway,
        express_route_circuit,
        local_network_gateway,
        connection,
        dns_resolver,
        inbound_endpoint,
        outbound_endpoint,
        forwarding_ruleset,
        forwarding_rule,
        forwarding_link,
        application_gateway,
        dns_zone,
        traffic_manager_profile,
        front_door_profile,
        front_door_endpoint,
        front_door_domain,
        front_door_waf_policy,
        budget,
        waf_policy,
        managed_cluster,
        cluster_dns_prefix,
        node_resource_group,
        key_vault,
        user_assigned_identity,
        federated_credential,
        container_registry,
        workspace,
        azure_monitor_workspace,
        application_insights,
        grafana,
        action_group,
        backup_vault,
        storage_account,
        blob_container,
        action_group_short,
        data_collection_rule,
        data_collection_endpoint,
        branch_host,
        kubernetes_label,
        kubernetes_subdomain,
        cron_job,
        helm_release,
    }
}

impl Naming {
    /// Whether a name is legal; the first fault, in words, when it is not.
    pub fn check(&self, name: &str) -> Result<(), NameFault> {
        let length = name.chars().count();
        if length > self.max {
            return Err(NameFault::TooLong { length, max: self.max });
        }
        if length < self.min {
            return Err(NameFault::TooShort { length, min: self.min });
        }
        let stray = name.chars().enumerate().find(|(_, c)| !holds(&self.characters, *c));
        if let Some((index, character)) = stray {
            return Err(NameFault::Character { character, position: index + 1, allowed: in_words(&self.characters) });
        }
        let twice = name.chars().zip(name.chars().skip(1)).find(|(one, next)| one == next && holds(&self.single, *one));
        if let Some((character, _)) = twice {
            return Err(NameFault::Twice { character });
        }
        let parts = name.split(|c| self.dotted && c == '.');
        parts.into_iter().try_for_each(|part| self.check_ends(part))
    }

    fn check_ends(&self, part: &str) -> Result<(), NameFault> {
        let first = self.first.as_ref().unwrap_or(&self.characters);
        let last = self.last.as_ref().unwrap_or(&self.characters);
        match (part.chars().next(), part.chars().next_back()) {
            (Some(start), _) if !holds(first, start) => Err(NameFault::Start { character: start, allowed: in_words(first) }),
            (_, Some(end)) if !holds(last, end) => Err(NameFault::End { character: end, allowed: in_words(last) }),
            (Some(_), Some(_)) => Ok(()),
            _ => Err(NameFault::EmptyPart),
        }
    }

    /// What a name consists of, in words: `lower-case letters, digits and hyphens`.
    pub fn characters_in_words(&self) -> String {
        in_words(&self.characters)
    }
}

#[cfg(test)]
mod tests;
