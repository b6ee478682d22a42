//! Azure's numbers: what it accepts, what it takes by itself, what its docs advise.

use std::fmt;

use serde::Deserialize;

use super::Date;
use super::record::record;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The least that Azure accepts.
    pub min: Option<u32>,
    /// The most that Azure accepts.
    pub max: Option<u32>,
    /// What Azure takes when nothing is said.
    pub default: Option<u32>,
    /// What Azure's docs advise where that differs from what it accepts.
    pub recommended: Option<u32>,
    /// What is counted: `pods`, `seconds`.
    pub unit: String,
    /// Where this entry was read, when not where the table was.
    pub source: Option<String>,
    pub checked: Option<Date>,
}

record! {
    /// Bounds of settings and quotas; `limits.yaml` says what is behind a number.
    pub struct Limits: Limit {
        pods_per_node_overlay,
        pods_per_node_pod_subnet,
        pods_per_node_node_subnet,
        pod_subnet_batch,
        container_groups,
        ephemeral_os_disk,
        pods_per_pool,
        overlay_node_prefix,
        nodes_per_cluster_free,
        nodes_per_cluster,
        nodes_per_pool,
        pools_per_cluster,
        system_pool_nodes,
        cache_rule_name,
        system_pool_vcpus,
        max_surge_percent,
        service_range_prefix,
        authorized_ip_ranges,
        authorized_ip_ranges_in_network,
        api_server_addresses,
        api_server_subnet_prefix,
        api_server_subzone,
        outbound_ports_per_node,
        nat_gateway_addresses,
        nat_gateway_ports,
        firewall_subnet_prefix,
        vpn_subnet_prefix,
        gateway_max_capacity,
        express_route_prefix,
        front_door_timeout,
        front_door_probe_interval,
        front_door_sample,
        front_door_successes,
        front_door_latency,
        waf_custom_rules,
        gateway_listeners,
        routed_listeners,
        dns_record_ttl,
        certificate_near_expiry,
        dns_name_servers,
        alias_records,
        traffic_probe_interval,
        traffic_probe_timeout,
        resolver_subnet_prefix,
        forwarding_rules,
        forwarding_servers,
        forwarding_labels,
        traffic_probe_failures,
        waf_request_body,
        federated_credentials,
        tags_per_resource,
    }
}

impl Limit {
    /// Whether Azure accepts a number.
    pub fn allows(&self, number: u32) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }
}

impl fmt::Display for Limit {
    /// The bounds in words: `10 to 250 pods`, `at most 20 federated credentials`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = &self.unit;
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => write!(out, "{min} {unit}"),
            (Some(min), Some(max)) => write!(out, "{min} to {max} {unit}"),
            (Some(min), None) => write!(out, "at least {min} {unit}"),
            (None, Some(max)) => write!(out, "at most {max} {unit}"),
            (None, None) => write!(out, "any number of {unit}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn what_azure_takes_and_advises_lies_in_what_it_accepts() {
        for (key, limit) in Facts::embedded().limits.entries() {
            assert!(limit.min <= limit.max || limit.max.is_none(), "{key}: {limit}");
            for number in limit.default.into_iter().chain(limit.recommended) {
                assert!(limit.allows(number), "{key}: {number} is not {limit}");
            }
            assert_eq!(limit.source.is_some(), limit.checked.is_some(), "{key}: a source of its own has a date of its own");
            let says = [limit.min, limit.max, limit.default, limit.recommended];
            assert!(says.iter().any(Option::is_some), "{key} says nothing");
        }
    }

    #[test]
    fn bounds_hold_at_their_ends_and_read_as_words() {
        let limits = &Facts::embedded().limits;
        let pods = &limits.pods_per_node_overlay;
        assert_eq!([9, 10, 250, 251].map(|number| pods.allows(number)), [false, true, true, false]);
        assert_eq!(pods.to_string(), "10 to 250 pods");
        assert_eq!(limits.federated_credentials.to_string(), "at most 20 federated credentials");
        assert_eq!(limits.pods_per_pool.to_string(), "at least 30 pods");
        assert!(!limits.service_range_prefix.allows(12) && limits.service_range_prefix.allows(13));
    }
}
