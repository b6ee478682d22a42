//! What a site reaches by its addresses in the network, so that nothing inside of its clusters may have them.

use ipnet::Ipv4Net;

use super::{Subject, settings_path};
use crate::model::Site;
use crate::model::addresses::overlaps;

/// A range of the network, or of one beside it.
pub struct Connected {
    /// As a sentence speaks of it.
    pub what: String,
    pub range: Ipv4Net,
    /// Where it is written.
    pub path: String,
}

/// The address space of a site, or what is ours of a network that is brought; then what lies elsewhere: its range, its hub, and the other sites of that hub.
pub fn connected(subject: &Subject, site: &Site) -> Vec<Connected> {
    let mut all = own(site);
    let hub = subject.model.hubs.iter().find(|hub| site.hangs_on(hub));
    if let Some(hub) = hub {
        add(&mut all, || "the hub".to_owned(), hub.range, format!("{}.network.hub.make.range", settings_path(site)));
    }
    let beside = subject.model.sites.iter().filter(|other| other.key != site.key && hub.is_some_and(|hub| other.hangs_on(hub)));
    for other in beside {
        add(&mut all, || format!("the network of {}", other.key), other.network.range, range_path(other));
    }
    all
}

/// What of it is the network of the site itself.
pub fn own(site: &Site) -> Vec<Connected> {
    let space = |space| Connected { what: "the address space".to_owned(), range: space, path: format!("{}.network.addressSpace", settings_path(site)) };
    let mut own: Vec<Connected> = site.network.space.map(space).into_iter().collect();
    add(&mut own, || "the network".to_owned(), site.network.range, range_path(site));
    own
}

/// All that is taken where a site is, with what lies on premises: what is offered instead of a range must not lie there.
pub fn taken(subject: &Subject, site: &Site) -> Vec<Ipv4Net> {
    connected(subject, site).into_iter().map(|other| other.range).chain(site.on_premises.iter().copied()).collect()
}

fn range_path(site: &Site) -> String {
    format!("{}.network.range", settings_path(site))
}

fn add(all: &mut Vec<Connected>, what: impl FnOnce() -> String, range: Ipv4Net, path: String) {
    if !all.iter().any(|other| other.range.contains(&range)) {
        all.push(Connected { what: what(), range, path });
    }
}

/// The first of them that has addresses of a range.
pub fn first(connected: &[Connected], range: Ipv4Net) -> Option<&Connected> {
    connected.iter().find(|other| overlaps(other.range, range))
}
