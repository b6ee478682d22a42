//! AKS0204, AKS0207 and AKS0208: ranges that Azure forbids, ranges of the public internet, and all of a private one.

use ipnet::Ipv4Net;

use super::connected::{Connected, own, taken};
use super::overlaps::{free_private, service_room};
use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::facts::RangeUse;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for Connected { range, path, what } in own(site) {
            one(subject, findings, &path, RangeUse::VirtualNetwork, range, &[]);
            whole(subject, findings, &path, &what, range);
        }
        let taken = taken(subject, site);
        for cluster in &site.clusters {
            let path = |field: &str| format!("{}.network.{field}", settings_path(site));
            let (pods, services) = (cluster.pod_range, cluster.service_range);
            // What another finding of this run offers for the services is taken too.
            let offered = service_room(subject, services.prefix_len(), &taken, pods).unwrap_or(services);
            if cluster.is_overlay() {
                one(subject, findings, &path("podRange"), RangeUse::Pod, pods, &[&taken[..], &[services, offered]].concat());
            }
            one(subject, findings, &path("serviceRange"), RangeUse::Service, services, &[&taken[..], &[pods]].concat());
        }
    }
}

/// A network that takes all of a private range can be connected to no other that has an address in it.
fn whole(subject: &Subject, findings: &mut Findings, path: &str, what: &str, space: Ipv4Net) {
    let taken = subject.facts.ranges.private.iter().find(|private| space.contains(&private.range));
    if let Some(private) = taken {
        let finding = Finding::new(&codes::WHOLE_SPACE, format!("{what} {space} takes all of {} ({})", private.range, private.name))
            .help("take a part that no other network of yours has: a /16 is enough for most clusters");
        findings.add(finding, path, "no network with such an address can be peered with this one");
    }
}

fn one(subject: &Subject, findings: &mut Findings, path: &str, used_as: RangeUse, range: Ipv4Net, taken: &[Ipv4Net]) {
    let ranges = &subject.facts.ranges;
    let what = match used_as {
        RangeUse::VirtualNetwork => "address space",
        RangeUse::Pod => "pod range",
        RangeUse::Service => "service range",
        RangeUse::Client => "range of clients",
    };
    let room = free_private(ranges, used_as, range.prefix_len().max(13), taken);
    let help = room.map_or_else(|| "choose a range of private space (RFC 1918, RFC 6598)".to_owned(), |range| format!("{range} is private and free"));
    if let Some(forbidden) = ranges.forbidden_overlap(range, used_as) {
        let title = format!("the {what} {range} overlaps {}, which is no one's to use", forbidden.range);
        // Where the network goes its subnets have to follow: no patch does that.
        let room = room.filter(|_| used_as != RangeUse::VirtualNetwork);
        let finding = Finding::new(&codes::RESERVED_RANGE, title).help(help);
        findings.add(findings.mend(finding, path, room), path, forbidden.reason.clone());
    } else if !ranges.is_private(range) {
        let finding = Finding::new(&codes::PUBLIC_RANGE, format!("the {what} {range} is not private"))
            .help(format!("{help}; if the range is your own, allow this with a reason"));
        findings.add(finding, path, "whoever has these addresses on the internet cannot be reached from here");
    }
}
