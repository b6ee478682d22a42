//! Calls from app to app: the way that each takes, and who lets whom in.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::{App, Collector, Front, Placement, Site};
use crate::blueprint::apps::Reach;
use crate::blueprint::global::Global;
use crate::blueprint::text::Label;

/// An app that another one calls, in its own environment and region.
#[derive(Debug, Clone, Serialize)]
pub struct Call {
    pub app: Label,
    pub way: Way,
}

/// How a call gets there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Way {
    /// By the service of an app of the same cluster, to the port of its pods.
    Pods { namespace: String, port: u16 },
    /// By the ingress of another cluster, at the host of the app and below its path (nothing where it has the whole host).
    Ingress { host: String, path: String, address: Ipv4Addr, secure: bool },
    /// Not at all.
    Barred(Barrier),
}

/// Why a call gets nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Barrier {
    Itself,
    /// It does not run in this environment.
    Absent,
    /// It listens on no port.
    Portless,
    /// It runs in another cluster and has no host.
    Hidden,
    /// It runs in another cluster, to which requests go by an address that only Azure knows.
    Unforeseen,
}

/// An app of the same cluster that calls another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Caller {
    pub app: Label,
    pub namespace: String,
}

/// Addresses under which another cluster is seen whose apps call apps behind this ingress, and the port at which they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CallingCluster {
    pub range: Ipv4Net,
    pub port: u16,
}

impl Call {
    /// A call of which nobody knows yet that its app runs here.
    pub(super) fn to(app: Label) -> Self {
        Self { app, way: Way::Barred(Barrier::Absent) }
    }

    /// The environment variable that says where the app is.
    pub fn variable(&self) -> String {
        format!("{}_URL", self.app.to_ascii_uppercase().replace('-', "_"))
    }

    /// Where the app is.
    pub fn url(&self) -> Option<String> {
        match &self.way {
            Way::Pods { namespace, .. } => Some(format!("http://{}.{namespace}", self.app)),
            Way::Ingress { host, path, secure, .. } => Some(format!("{}://{host}{path}", if *secure { "https" } else { "http" })),
            Way::Barred(_) => None,
        }
    }

    /// What it reaches outside the cluster.
    pub fn reach(&self) -> Option<Reach> {
        match self.way {
            Way::Ingress { address, secure, .. } => Some(Reach { range: address.into(), port: ingress_port(secure) }),
            Way::Pods { .. } | Way::Barred(_) => None,
        }
    }
}

impl Placement {
    /// What it connects to in its cluster, the apps that it calls and the collector: each with its namespace, and the port of its pods.
    pub fn callees(&self) -> impl Iterator<Item = (&str, &str, u16)> {
        let apps = self.calls.iter().filter_map(|call| match &call.way {
            Way::Pods { namespace, port } => Some((call.app.as_str(), namespace.as_str(), *port)),
            Way::Ingress { .. } | Way::Barred(_) => None,
        });
        apps.chain(self.collector.iter().map(|collector| (Collector::NAME, collector.namespace.as_str(), Collector::PORT)))
    }
}

fn ingress_port(secure: bool) -> u16 {
    if secure { 443 } else { 80 }
}

/// A caller, its call, and the app that is called, by their places.
struct Connection {
    app: usize,
    placement: usize,
    call: usize,
    callee: Option<(usize, usize)>,
    way: Way,
}

/// Finds the way of every call, and has each callee and each ingress know who comes by it.
pub(super) fn connect(apps: &mut [App], sites: &mut [Site]) {
    for Connection { app, placement, call, callee, way } in connections(apps, sites) {
        let caller = &mut apps[app].placements[placement];
        caller.calls[call].way = way.clone();
        let (cluster, namespace) = (caller.cluster.clone(), caller.namespace.clone());
        let Some((callee, there)) = callee else { continue };
        match way {
            Way::Pods { .. } => {
                let caller = Caller { app: apps[app].name.clone(), namespace };
                apps[callee].placements[there].callers.push(caller);
            }
            Way::Ingress { secure, .. } => {
                let there = &apps[callee].placements[there];
                let Some(site) = sites.iter_mut().find(|site| site.key == there.site) else { continue };
                let ranges: Vec<_> = site.clusters.iter().filter(|known| known.name == cluster).flat_map(super::Cluster::outgoing_ranges).collect();
                if let Some(ingress) = site.clusters.iter_mut().find(|known| known.name == there.cluster) {
                    ingress.calling.extend(ranges.into_iter().map(|range| CallingCluster { range, port: ingress_port(secure) }));
                }
            }
            Way::Barred(_) => {}
        }
    }
}

fn connections(apps: &[App], sites: &[Site]) -> Vec<Connection> {
    let by_name: BTreeMap<&str, usize> = apps.iter().enumerate().map(|(at, app)| (app.name.as_str(), at)).collect();
    let sites: BTreeMap<&str, &Site> = sites.iter().map(|site| (site.key.as_str(), site)).collect();
    let mut connections = Vec::new();
    for (app, of) in apps.iter().enumerate() {
        for (placement, caller) in of.placements.iter().enumerate() {
            let Some(site) = sites.get(caller.site.as_str()) else { continue };
            for (call, Call { app: name, .. }) in caller.calls.iter().enumerate() {
                let callee = by_name.get(name.as_str()).and_then(|there| {
                    let beside = |placement: &Placement| placement.environment == caller.environment && placement.site == caller.site;
                    apps[*there].placements.iter().position(beside).map(|at| (*there, at))
                });
                let way = match callee {
                    None => Way::Barred(Barrier::Absent),
                    Some((there, _)) if there == app => Way::Barred(Barrier::Itself),
                    Some((there, at)) => way(caller, &apps[there].placements[at], site),
                };
                connections.push(Connection { app, placement, call, callee, way });
            }
        }
    }
    connections
}

fn way(caller: &Placement, callee: &Placement, site: &Site) -> Way {
    let Some(port) = callee.port else { return Way::Barred(Barrier::Portless) };
    if callee.cluster == caller.cluster {
        return Way::Pods { namespace: callee.namespace.clone(), port };
    }
    let Some(host) = callee.host.clone() else { return Way::Barred(Barrier::Hidden) };
    let ingress = site.clusters.iter().find(|cluster| cluster.name == callee.cluster);
    match (&site.edge.front, &site.global, ingress) {
        (Front::Closed(_), Global::None(_), Some(cluster)) => {
            Way::Ingress { host, path: callee.path.trim_end_matches('/').to_owned(), address: cluster.ingress_address, secure: callee.tls }
        }
        _ => Way::Barred(Barrier::Unforeseen),
    }
}
