//! AKS0518: regions that could not take what another one runs, on the day on which that is lost.

use std::collections::BTreeMap;

use super::room::{MEASURES, Measure, pools};
use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::{App, Placement, Site};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let mut platforms: BTreeMap<&str, Vec<&Site>> = BTreeMap::new();
    for site in &subject.model.sites {
        platforms.entry(&site.platform).or_default().push(site);
    }
    for sites in platforms.into_values().filter(|sites| sites.len() > 1) {
        for lost in &sites {
            let others: Vec<&Site> = sites.iter().copied().filter(|site| site.key != lost.key).collect();
            let loss = Loss { subject, lost, others };
            loss.replicas(findings);
            for measure in &MEASURES {
                loss.nodes(findings, measure);
            }
        }
    }
}

/// One region of a platform is lost; those of its apps that others run too are to go on there.
struct Loss<'a> {
    subject: &'a Subject<'a>,
    lost: &'a Site,
    others: Vec<&'a Site>,
}

impl<'a> Loss<'a> {
    /// An app of the lost region where it goes on; nothing where it ran in that region alone, or as many replicas as have a disk each: theirs are lost with it.
    fn elsewhere(&self, app: &'a App, gone: &'a Placement) -> Vec<&'a Placement> {
        if gone.storage.iter().any(|storage| !storage.mode.is_shared()) {
            return Vec::new();
        }
        let here = |placement: &&Placement| placement.environment == gone.environment && self.others.iter().any(|site| site.key == placement.site);
        app.placements.iter().filter(here).collect()
    }

    /// Whether each app may run as many replicas without the region as it starts with in all.
    fn replicas(&self, findings: &mut Findings) {
        for (app, gone) in self.lost.placements(&self.subject.model.apps) {
            let others = self.elsewhere(app, gone);
            let Some(first) = others.first() else { continue };
            let count = |each: fn(&Placement) -> u32| others.iter().map(|placement| u64::from(each(placement))).sum::<u64>();
            let (started, allowed) = (count(|placement| placement.scale.min) + u64::from(gone.scale.min), count(|placement| placement.scale.max));
            if started <= allowed {
                continue;
            }
            let (lost, environment) = (&self.lost.region.name, &gone.environment);
            let finding = Finding::new(&codes::REGION_LOSS, format!("the app `{}` has too few replicas in `{environment}` when a region is lost", app.name))
                .help(format!("write `max: {}` or more", started.div_ceil(others.len() as u64)));
            let why = format!("its regions together start {started} of them; without {lost} there may be {allowed}");
            findings.add(finding, &format!("{}.scale.max", first.base), why);
        }
    }

    /// Whether the nodes of the other regions hold what starts in all.
    fn nodes(&self, findings: &mut Findings, measure: &Measure) {
        let model = self.subject.model;
        let on_nodes = |(_, placement): &(&App, &Placement)| !placement.virtual_nodes;
        let start = |(_, placement): (&App, &Placement)| (measure.asked)(placement).unwrap_or(0).saturating_mul(u64::from(placement.scale.min));
        let moved = self
            .lost
            .placements(&model.apps)
            .filter(on_nodes)
            .filter(|(app, gone)| !self.elsewhere(app, gone).is_empty())
            .map(start)
            .fold(0, u64::saturating_add);
        let started = self.others.iter().flat_map(|site| site.placements(&model.apps)).filter(on_nodes).map(start).fold(moved, u64::saturating_add);
        let clusters = || self.others.iter().flat_map(|site| &site.clusters);
        let Some(room) = clusters().map(|cluster| measure.room(self.subject, cluster)).try_fold(0u64, |sum, room| sum.checked_add(room?)) else { return };
        let grown = clusters().flat_map(|cluster| pools(model, cluster).map(move |pool| (cluster, pool))).max_by_key(|(_, pool)| pool.max);
        let Some((cluster, pool)) = grown.filter(|_| started > room) else { return };
        let lost = &self.lost.region.name;
        let nodes = measure.nodes(started - room, pool, self.subject.facts).unwrap_or(1);
        let finding = Finding::new(&codes::REGION_LOSS, format!("the apps of `{}` lack {} when a region is lost", self.lost.platform, measure.what))
            .help(format!("let the pools of the other regions grow by {nodes} nodes like those of `{}`", pool.name));
        let why = format!("what starts in all regions asks for {}; without {lost} the nodes give apps {}", measure.say(started), measure.say(room));
        findings.add(finding, &format!("{}.kubernetes.pools.{}.nodes.max", cluster.tenancy.path, pool.name), why);
    }
}
