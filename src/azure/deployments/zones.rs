//! The DNS zones into which clusters write, and the resource groups in which they look for them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::reference;
use crate::model::{RecordWriter, Site, Zone};

/// The subscription of a zone, where it is not that of the site.
fn foreign<'a>(site: &'a Site, zone: &'a Zone) -> Option<&'a String> {
    if zone.made { site.shared_subscription() } else { zone.subscription.as_ref() }
}

/// Each zone once, with the identities that write into it, each by its role.
pub fn written(site: &Site) -> Value {
    let writers = || site.clusters.iter().flat_map(|cluster| cluster.zone_writers());
    let zones: BTreeSet<&Zone> = writers().flat_map(|each| each.zones).collect();
    let written = zones.into_iter().map(|zone| {
        let here = writers().filter(|each| each.zones.contains(zone));
        let writers: Value = here.map(|each| json!({"identity": each.writer.identity, "role": each.role})).collect();
        json!({"zone": reference(&zone.name, &zone.resource_group, foreign(site, zone)), "writers": writers})
    });
    written.collect()
}

/// Each resource group once, with the identities that ask which zones are in it.
pub fn listed(site: &Site) -> Value {
    let mut groups: BTreeMap<(&str, Option<&String>), Vec<&str>> = BTreeMap::new();
    for RecordWriter { zones, writer, .. } in site.clusters.iter().filter_map(|cluster| cluster.record_writer.as_ref()) {
        let zone = zones.first().map(|zone| (zone.resource_group.as_str(), foreign(site, zone)));
        groups.entry(zone.unwrap_or_default()).or_default().push(&writer.identity);
    }
    let listed = groups.into_iter().map(|((group, foreign), identities)| {
        let mut listed = json!({"resourceGroup": group, "identities": identities});
        if let Some(subscription) = foreign {
            listed["subscriptionId"] = json!(subscription);
        }
        listed
    });
    listed.collect()
}
