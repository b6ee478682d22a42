//! What is written for one region of a platform, or for one of its clusters, is written for one that there is.

use std::collections::BTreeSet;

use super::resolve::{Resolver, nearest, unknown};
use super::tenancy::Tenancy;
use crate::blueprint::Settings;
use crate::blueprint::text::{Label, Region};
use crate::diagnostics::{Finding, codes};

impl Resolver<'_> {
    pub(super) fn check_levels(&mut self, settled: &[(Label, String, Settings)], tenancies: &[Vec<Tenancy>]) {
        for (name, platform) in &self.written.blueprint.platforms {
            let here: Vec<(&str, &Vec<Tenancy>)> = settled
                .iter()
                .zip(tenancies)
                .filter(|((platform, ..), _)| platform == name)
                .map(|((_, region, _), tenancies)| (region.as_str(), tenancies))
                .collect();
            if here.is_empty() {
                continue;
            }
            let regions: BTreeSet<&str> = here.iter().map(|(region, _)| *region).collect();
            self.check_region_levels(name, &format!("platforms.{name}.perRegion"), platform.per_region.keys(), &regions);
            let known: BTreeSet<&str> = here.iter().flat_map(|(_, tenancies)| *tenancies).filter_map(|tenancy| tenancy.key.as_deref()).collect();
            for (key, cluster) in &platform.per_cluster {
                let path = format!("platforms.{name}.perCluster.{key}");
                self.check_region_levels(name, &format!("{path}.perRegion"), cluster.per_region.keys(), &regions);
                if known.contains(key.as_str()) {
                    continue;
                }
                let finding = if known.is_empty() {
                    Finding::new(&codes::UNKNOWN_REFERENCE, format!("the platform `{name}` has no cluster of its own for `{key}`")).help(format!(
                        "one cluster serves all of it: write its settings at `platforms.{name}`, or `clusters: per-team` or `per-environment` beside them"
                    ))
                } else {
                    unknown("cluster", key, known.iter().copied())
                };
                self.finding(finding, &path, "no cluster is named after this");
            }
        }
    }

    fn check_region_levels<'a>(&mut self, platform: &str, path: &str, written: impl Iterator<Item = &'a Region>, regions: &BTreeSet<&str>) {
        for region in written.filter(|region| !regions.contains(region.as_str())) {
            let near = nearest(region, regions.iter().copied());
            let help = near.map_or_else(|| format!("name it among the `regions` of `{platform}`, or take this out"), |near| format!("did you mean `{near}`?"));
            let finding = Finding::new(&codes::UNKNOWN_REFERENCE, format!("the platform `{platform}` does not stand in `{region}`")).help(help);
            self.finding(finding, &format!("{path}.{region}"), "nothing comes of this");
        }
    }
}
