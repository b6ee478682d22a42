//! AKS0230 and AKS0231: subnets that are brought without what must be known of them, and what cannot be made for those.

use super::overlaps::subnet_path;
use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::{Cluster, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        let base = format!("{}.network", settings_path(site));
        for (at, (what, id)) in site.network.existing.iter().enumerate() {
            known(findings, site, &base, (what, id), &site.network.existing[..at]);
        }
        ways_out(subject, findings, site, &base);
    }
}

/// AKS0230: where it lies, and that it is what it is to be.
fn known<T: std::ops::Deref<Target = str>>(findings: &mut Findings, site: &Site, base: &str, (what, id): (&str, &T), before: &[(&str, T)]) {
    let path = format!("{base}.existingSubnets.{what}");
    let network = &site.network;
    let name = |id: &str| id.rsplit('/').next().unwrap_or_default().to_lowercase();
    let elsewhere = |id: &str| id.contains('/') && network.brought_id().is_some_and(|own| !id.to_lowercase().starts_with(&format!("{}/", own.to_lowercase())));
    let (title, help, why) = if network.is_made() {
        (
            "a subnet that exists is to be in a network that is made".to_owned(),
            "write `existing`, the resource id of its network, or take the line out".to_owned(),
            "there is no network yet in which it could be",
        )
    } else if !site.subnets().iter().any(|subnet| subnet.purpose() == what) {
        (
            format!("a {what} subnet is brought, and nothing here stands in one"),
            "take the line out".to_owned(),
            "no subnet of this kind is needed as the rest is written",
        )
    } else if elsewhere(id) {
        (
            format!("the {what} subnet lies in another network than the rest"),
            format!("bring a subnet of {}", network.name),
            "clusters, their gateway and what they reach stand in one network",
        )
    } else if !findings.is_written(&subnet_path(base, what)) {
        (
            format!("which addresses the {what} subnet has is for who runs it to say"),
            format!("write its range: `subnets: {{{what}: …}}`"),
            "sizes, rules and routes rest on its range",
        )
    } else if let Some((other, _)) = before.iter().find(|(_, other)| name(other) == name(id)) {
        (
            format!("one subnet is to be that of the {other} and of the {what}"),
            "bring one for each".to_owned(),
            "each has rules of its own, and some take nothing else in",
        )
    } else {
        return;
    };
    findings.add(Finding::new(&codes::BROUGHT_SUBNET, title).help(help), &path, why);
}

/// AKS0231: what leads out of a subnet is put on it by who runs it.
fn ways_out(subject: &Subject, findings: &mut Findings, site: &Site, base: &str) {
    let brought = site.clusters.iter().any(|cluster| !cluster.nodes.is_made());
    let (nodes, table) = (format!("{base}.existingSubnets.nodes"), format!("{base}.routeTable"));
    let is_routed = findings.is_written(&table);
    let mut add = |title: &str, help: &str, path: &str, why: &str| {
        findings.add(Finding::new(&codes::BROUGHT_WAY_OUT, title.to_owned()).help(help.to_owned()), path, why.to_owned());
    };
    let apart = |cluster: &Cluster| cluster.pods.as_ref().is_some_and(|pods| pods.is_made() == brought);
    if site.clusters.iter().any(apart) {
        let path = if brought { nodes.clone() } else { format!("{base}.existingSubnets.pods") };
        add(
            "of nodes and pods, one has a subnet that is brought",
            "bring both, or have both made",
            &path,
            "they stand under the same rules, and leave by the same way",
        );
    }
    if brought && site.nat_gateway.is_some() {
        let help = "take the line `egress` out: if a NAT gateway stands on the subnet, nodes leave by that";
        add("a NAT gateway would be made for nodes in a subnet that is brought", help, &nodes, "who runs it puts a NAT gateway on it, or none");
    }
    let Some(routes) = &site.route_table else {
        if !site.leaves_by_firewall && is_routed {
            add("a route table is brought, and the nodes leave by no firewall", "write `egress: firewall`, or take the line out", &table, "nothing goes by it");
        }
        return;
    };
    if brought && routes.is_made() {
        let help = "write `routeTable: {existing: <resource id>}`: the table that stands on it, and leads to the firewall";
        add("nodes are to leave by a firewall, from a subnet that is brought", help, &nodes, "who runs it puts a route table on it");
    }
    if !brought && !routes.is_made() {
        let help = "take the line out to have one made, or bring the subnet of the nodes, too: `existingSubnets`";
        add("a route table is brought for nodes in a subnet that is made", help, &table, "its routes are somebody else's, and so is what becomes of the nodes");
    }
    let ours = subject.model.subscription_of(site);
    if routes.brought.as_ref().is_some_and(|table| ours.is_some_and(|ours| ours != table.subscription)) {
        add(
            "the route table stands in another subscription than the subnet",
            "bring the one that stands on the subnet",
            &table,
            "a subnet takes none of another subscription",
        );
    }
}
