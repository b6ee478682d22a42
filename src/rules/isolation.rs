//! AKS0226: what needs a way out, where nodes have none.

use super::connected::own;
use super::{Findings, Subject, settings_path};
use crate::blueprint::settings::NodeImageChannel;
use crate::diagnostics::{Finding, codes};
use crate::model::firewall::image_registries;
use crate::model::{Front, Reached, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in subject.model.sites.iter().filter(|site| site.mirror.is_some()) {
        ways_in(subject, findings, site);
        ways_out(subject, findings, site);
    }
}

/// What the nodes must reach in the network itself, and what would lead around it.
fn ways_in(subject: &Subject, findings: &mut Findings, site: &Site) {
    let base = settings_path(site);
    if !site.api.is_private() && !site.api.is_in_network() {
        let help = "write `kubernetes: {api: private}`, or `{public: {inNetwork: true}}`";
        one(findings, site, "kubernetes.api", "the nodes would not reach their API server", "it stands outside of the network", help);
    }
    if site.endpoint(Reached::Registry).is_none() {
        let help = "write `network: {privateEndpoints: {registry: shared}}` and `registry: {sku: premium}`";
        one(findings, site, "network.privateEndpoints", "the nodes would get no image", "the registry has no address in the network", help);
    }
    if !subject.model.common.registry.is_made() {
        let finding = Finding::new(&codes::ISOLATED, format!("nobody sees whether the registry fetches the images of AKS for {}", site.key))
            .beside(findings.place(&format!("{base}.network.egress")), "the nodes have no other way to them")
            .help("have a registry made, or let nodes leave by a `firewall`");
        findings.add(finding, "registry.existing", "rules by which it does are written into registries that are made alone");
    }
    if matches!(site.edge.front, Front::LoadBalancer) {
        let help = "let a gateway take requests in, or nobody from outside: `gateway: none`";
        one(findings, site, "edge.gateway", "the ingress would have a public address", "requests come in by the load balancer of the cluster", help);
    }
}

/// What reaches out by itself.
fn ways_out(subject: &Subject, findings: &mut Findings, site: &Site) {
    let model = subject.model;
    if site.prometheus.is_some() {
        let help = "let the nodes of its platform leave by a `firewall`, or have no metrics kept there";
        one(findings, site, "monitoring.azure.prometheus", "no metrics would come", "agents send them on the Internet", help);
    }
    let no_way = "the nodes have no way out";
    for (registry, app) in image_registries(site, &model.apps, &model.common) {
        let finding = Finding::new(&codes::ISOLATED, format!("the nodes of {} do not reach {registry}", site.key))
            .beside(findings.place(&format!("{}.network.egress", settings_path(site))), no_way)
            .help("copy the image into your registry (`az acr import`) and name it without a host");
        findings.add(finding, &format!("apps.{}.image", app.name), "from there this image comes");
    }
    for (app, placement) in site.placements(&model.apps) {
        if !placement.secrets.is_empty() {
            let finding = Finding::new(&codes::ISOLATED, format!("`{}` would not get its secrets in {}", app.name, site.key))
                .beside(findings.place(&format!("{}.network.egress", settings_path(site))), no_way)
                .help("let the nodes of its platform leave by a `firewall`, or have it do without secrets");
            findings.add(finding, &format!("apps.{}.secrets", app.name), "its identity is proven to Entra ID, which is reached on the Internet alone");
        }
        if placement.application_insights {
            let finding = Finding::new(&codes::ISOLATED, format!("`{}` would not reach Application Insights from {}", app.name, site.key))
                .beside(findings.place(&format!("{}.network.egress", settings_path(site))), no_way)
                .help("let the nodes of its platform leave by a `firewall`, or have it do without");
            findings.add(finding, &format!("{}.applicationInsights", placement.base), "it is reached on the Internet alone");
        }
        let elsewhere =
            |range: &ipnet::Ipv4Net| !own(site).iter().any(|own| own.range.contains(range)) && !site.on_premises.iter().any(|there| there.contains(range));
        if let Some(at) = placement.reaches.iter().position(|reach| elsewhere(&reach.range)) {
            let finding = Finding::new(&codes::ISOLATED, format!("`{}` would not reach {} from {}", app.name, placement.reaches[at].range, site.key))
                .beside(findings.place(&format!("{}.network.egress", settings_path(site))), no_way)
                .help("let the nodes of its platform leave by a `firewall`");
            findings.add(finding, &format!("apps.{}.reaches[{at}].range", app.name), "it lies neither in the address space nor on premises");
        }
    }
    for cluster in &site.clusters {
        if cluster.policy {
            at(
                findings,
                site,
                &format!("{}.kubernetes.policy", cluster.tenancy.path),
                "Azure Policy would see nothing",
                "its add-on asks for policies on the Internet",
                "take it out, or let nodes leave by a `firewall`",
            );
        }
        if !matches!(cluster.upgrades.node_image.channel, NodeImageChannel::NodeImage | NodeImageChannel::None) {
            let path = format!("{}.kubernetes.upgrades.nodeImage.channel", cluster.tenancy.path);
            at(findings, site, &path, "nodes would not be updated", "this channel has them fetch packages themselves", "write `NodeImage`");
        }
    }
}

fn one(findings: &mut Findings, site: &Site, path: &str, title: &str, label: &str, help: &str) {
    at(findings, site, &format!("{}.{path}", settings_path(site)), title, label, help);
}

/// At the whole path of a setting, which may be that of one cluster.
fn at(findings: &mut Findings, site: &Site, path: &str, title: &str, label: &str, help: &str) {
    let finding = Finding::new(&codes::ISOLATED, format!("{title} in {}", site.key))
        .beside(findings.place(&format!("{}.network.egress", settings_path(site))), "the nodes have no way out")
        .help(help);
    findings.add(finding, path, label);
}
