//! AKS0203: a fixed address of the ingress that its subnet does not hold, or that Azure keeps.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::addresses::nth;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let facts = &subject.facts.ranges.subnets;
    for site in &subject.model.sites {
        let base = format!("{}.network", settings_path(site));
        let (address, subnet) = (site.network.ingress_address, &site.network.ingress);
        let place = u32::from(address).wrapping_sub(u32::from(subnet.range.network()));
        let last = u32::from(subnet.range.broadcast()) - u32::from(subnet.range.network());
        let (title, why) = if !subnet.range.contains(&address) {
            let elsewhere = [("nodes", &site.network.nodes), ("gateway", &site.network.gateway)].into_iter().find(|(_, other)| other.range.contains(&address));
            let why = match elsewhere {
                Some(("nodes", _)) => "this is in the node subnet, where a node can take it first".to_owned(),
                Some((what, _)) => format!("this is in the {what} subnet"),
                None => format!("{} does not hold it", subnet.range),
            };
            (format!("the ingress address {address} lies outside its subnet {}", subnet.range), why)
        } else if place < facts.reserved_first || place + facts.reserved_last > last {
            let kept = format!("Azure keeps the first {} addresses of a subnet and the last", facts.reserved_first);
            (format!("the ingress address {address} is one that Azure keeps"), kept)
        } else {
            continue;
        };
        let path = format!("{base}.ingressAddress");
        let subnet_path = format!("{base}.subnets.ingress");
        let finding = Finding::new(&codes::INGRESS_ADDRESS, title);
        let (first, subnet_place) = (nth(subnet.range, facts.reserved_first), findings.place(&subnet_path));
        let finding = finding.beside(subnet_place, "the subnet of the ingress").help(format!("take the line out, or write {first}"));
        findings.add(findings.mend(finding, &path, Some(first)), &path, why);
    }
}
