//! AKS0505: an app that reaches for addresses that no policy opens, or to which no way leads.

use ipnet::Ipv4Net;

use super::{Findings, Subject};
use crate::blueprint::settings::Cni;
use crate::diagnostics::{Finding, codes};
use crate::facts::Ranges;
use crate::model::{Cluster, Model, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in &app.placements {
            let Some(site) = subject.model.site(&placement.site) else { continue };
            let Some(cluster) = site.clusters.iter().find(|cluster| cluster.name == placement.cluster) else { continue };
            for (at, reach) in placement.reaches.iter().enumerate() {
                let found =
                    of_node(&subject.facts.ranges, reach.range).or_else(|| inside(cluster, reach.range)).or_else(|| apart(subject.model, site, reach.range));
                if let Some(Unreached { title, why, help }) = found {
                    let path = format!("{}.reaches[{at}].range", placement.base);
                    findings.add(Finding::new(&codes::REACH, title).help(help), &path, why);
                }
            }
        }
    }
}

/// What is said of a range that is not reached.
struct Unreached {
    title: String,
    why: String,
    help: String,
}

/// What a node, and so a pod on it, has of its own.
fn of_node(ranges: &Ranges, range: Ipv4Net) -> Option<Unreached> {
    let own = ranges.of_nodes.iter().find(|own| own.range.contains(&range))?;
    let help = "take it out: an app has an identity of its own, by which it reads the vault, and asks Azure nothing of its node".to_owned();
    Some(Unreached { title: format!("{range} is not outside the cluster"), why: format!("it lies in {}: {}", own.range, own.reason), help })
}

/// Pods, services and nodes of the cluster itself.
fn inside(cluster: &Cluster, range: Ipv4Net) -> Option<Unreached> {
    let title = format!("{range} is not outside the cluster");
    let pods = cluster.is_overlay().then_some(("pod", cluster.pod_range));
    let own = pods.into_iter().chain([("service", cluster.service_range)]).find(|(_, own)| own.contains(&range));
    if let Some((what, own)) = own {
        let help =
            "name the range of what runs outside the cluster, or choose other ranges for pods and services; an app of this blueprint is named in `calls`"
                .to_owned();
        return Some(Unreached { title, why: format!("it lies in the {what} range {own}: such a connection never leaves the cluster"), help });
    }
    // Cilium knows its nodes and pods by what they are, and an address selects none of them; Calico goes by addresses.
    if cluster.cni == Cni::NodeSubnet {
        return None;
    }
    let pods = cluster.pods.as_ref().map(|pods| ("pods", pods.range));
    let ingress = Ipv4Net::from(cluster.ingress_address);
    let (what, own) = [("nodes", cluster.nodes.range)].into_iter().chain(pods).chain([("ingress", ingress)]).find(|(_, own)| own.contains(&range))?;
    let why = match what {
        "ingress" => format!("{own} is the ingress of the cluster: such a connection never leaves it"),
        _ => format!("it lies in the subnet {own} of its {what}, and policies select these by labels and never by addresses"),
    };
    let help = "an app of this blueprint is named in `calls`".to_owned();
    Some(Unreached { title, why, help })
}

/// Another network of this blueprint, to which none of its routes leads.
fn apart(model: &Model, site: &Site, range: Ipv4Net) -> Option<Unreached> {
    let other = model.sites.iter().find(|other| other.key != site.key && other.network.range.contains(&range))?;
    // Others may have peered a network that is brought, and who runs a hub may lead from one to the other.
    let led = site.hub.is_some() && other.hub.is_some() || !site.network.is_made() || !other.network.is_made();
    (!led).then(|| Unreached {
        title: format!("no way leads from {} to {}", site.key, other.key),
        why: format!("{range} lies in the network {} of {}, and the two are not connected", other.network.range, other.key),
        help: "reach an app over there by its host; or allow this, if somebody connects the two networks".to_owned(),
    })
}
