//! What subnets that are brought must have, for whoever runs them.

use serde::Serialize;

use crate::model::{Cluster, Front, Site, Subnet};

/// A subnet that is brought, with what stands in it.
#[derive(Debug, Serialize)]
pub struct BroughtSubnet<'a> {
    network: &'a str,
    name: &'a str,
    range: String,
    holds: &'static str,
    /// What it must be and let through.
    needs: Vec<String>,
}

impl<'a> BroughtSubnet<'a> {
    /// Those of a site.
    pub fn of(site: &'a Site) -> Vec<Self> {
        let brought = site.subnets().into_iter().filter(|subnet| !subnet.is_made());
        brought
            .map(|subnet| {
                let (holds, mut needs) = Self::asked(site, subnet);
                needs.extend(subnet.delegation().map(|service| format!("delegated to {service}")));
                BroughtSubnet { network: &site.network.name, name: &subnet.name, range: subnet.range.to_string(), holds, needs }
            })
            .collect()
    }

    fn asked(site: &Site, subnet: &Subnet) -> (&'static str, Vec<String>) {
        match subnet.purpose() {
            "nodes" => ("nodes", nodes(site, subnet)),
            "pods" => ("pods", pods(site)),
            "ingress" => ("front ends of internal load balancers", vec!["nothing else in it".to_owned()]),
            "gateway" => ("the application gateway", gateway(site)),
            "api" => ("API servers", vec!["nothing else in it".to_owned(), "in: TCP 443 and 4443 from the network, and all from AzureLoadBalancer".to_owned()]),
            "endpoints" => ("private endpoints", vec!["in: TCP 443 from the network, where its policies for private endpoints are on".to_owned()]),
            _ => ("private link services", vec!["its policies for private link services off (privateLinkServiceNetworkPolicies)".to_owned()]),
        }
    }
}

fn pods(site: &Site) -> Vec<String> {
    let nodes = joined(site.clusters.iter().map(|cluster| cluster.nodes.range.to_string()));
    [format!("in: all from {nodes} and from itself")].into_iter().chain(servers(site)).collect()
}

/// API servers in the network speak to nodes, and to pods: webhooks, and what is forwarded.
fn servers(site: &Site) -> Option<String> {
    site.network.api.as_ref().map(|servers| format!("in: all from the API servers ({})", servers.range))
}

fn nodes(site: &Site, subnet: &Subnet) -> Vec<String> {
    let here = || site.clusters.iter().filter(|cluster| cluster.nodes.name == subnet.name);
    let pods = joined(here().map(|cluster| cluster.pod_range.to_string()));
    let mut needs = vec![format!("in: all from itself and from the pods ({pods}), to itself and to them"), "in: all from AzureLoadBalancer".to_owned()];
    needs.extend(servers(site));
    let address = |cluster: &Cluster| match &site.edge.front {
        Front::LoadBalancer => "the public address of the ingress".to_owned(),
        Front::Gateway(_) | Front::Closed(_) => cluster.ingress_address.to_string(),
    };
    let addresses = joined(here().map(address));
    needs.extend(site.openings().iter().map(|opening| format!("in: TCP {} from {} to {addresses}", opening.port, opening.source)));
    let there = joined(site.on_premises.iter().map(ToString::to_string));
    let there = if there.is_empty() { there } else { format!(", and what apps reach of {there} to the gateway, or to that firewall if it lets them through") };
    needs.extend(
        site.route_table
            .as_ref()
            .map(|table| format!("the route table `{}`, of which 0.0.0.0/0 leads to the firewall `{}`{there}", table.name, table.firewall)),
    );
    needs.extend(here().any(|cluster| cluster.shares).then(|| "the service endpoint Microsoft.Storage".to_owned()));
    needs
}

fn gateway(site: &Site) -> Vec<String> {
    let ports = if site.edge.listeners.iter().any(|listener| listener.certificate.is_some()) { "80 and 443" } else { "80" };
    vec![
        "nothing else in it, and no route to a firewall".to_owned(),
        format!("in: TCP {ports} from {}", site.edge.clients),
        "in: TCP 65200-65535 from GatewayManager, and all from AzureLoadBalancer".to_owned(),
    ]
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
