//! What must be there before the first deployment: processors that Azure grants, and images that somebody pushes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::facts::Facts;
use crate::model::Model;

/// What the pools of a series of sizes may come to in a region, those of all platforms together.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Quota<'a> {
    pub location: &'a str,
    /// As the names of Azure's quotas write it, such as `Ddsv5`; `Spot` for spot nodes of any.
    pub series: String,
    /// None where neither this release nor its name says how many one of the sizes has.
    pub vcpus: Option<u32>,
    /// Whether they are only what the name of a size says.
    pub by_name: bool,
    /// Nodes by size.
    pub nodes: String,
}

/// Every pool at its maximum, with what is added while it is upgraded.
pub fn quotas<'a>(model: &'a Model, facts: &Facts) -> Vec<Quota<'a>> {
    let mut nodes: BTreeMap<(&str, String), BTreeMap<&str, u32>> = BTreeMap::new();
    for site in &model.sites {
        for ((spot, size), count) in site.peak_nodes() {
            // Spot nodes of all series are counted together, and apart from others.
            let series = if spot { "Spot".to_owned() } else { series(size) };
            let sizes = nodes.entry((&site.region.name, series)).or_default();
            *sizes.entry(size).or_default() += count;
        }
    }
    let quotas = nodes.into_iter().map(|((location, series), sizes)| Quota {
        location,
        series,
        vcpus: sizes.iter().map(|(size, nodes)| Some(facts.vm_sizes.vcpus(size)?.0.saturating_mul(*nodes))).sum(),
        by_name: sizes.keys().any(|size| facts.vm_sizes.vcpus(size).is_some_and(|(_, by_name)| by_name)),
        nodes: sizes.iter().map(|(size, nodes)| format!("{nodes} of {size}")).collect::<Vec<_>>().join(", "),
    });
    quotas.collect()
}

/// `Standard_D4ds_v5` is of `Ddsv5`. The cores of a constrained size (`E8-4ds`) go with the others.
fn series(size: &str) -> String {
    let size = size.strip_prefix("Standard_").unwrap_or(size);
    let (shape, generation) = size.split_once("_v").map_or((size, String::new()), |(shape, number)| (shape, format!("v{number}")));
    let letters: String = shape.chars().filter(char::is_ascii_alphabetic).collect();
    letters + &generation
}

/// Repositories of our registry from which apps run, without the registry.
pub fn images(model: &Model) -> BTreeSet<&str> {
    let placements = model.apps.iter().flat_map(|app| &app.placements);
    placements.filter_map(|placement| placement.repository.strip_prefix(&model.common.registry.login_server)?.strip_prefix('/')).collect()
}

#[cfg(test)]
mod tests {
    use super::series;

    #[test]
    fn a_size_is_of_the_series_that_azure_counts_it_in() {
        let all = ["Standard_D4ds_v5", "Standard_DS2_v2", "Standard_E8ads_v5", "Standard_B2ms"].map(series);
        assert_eq!(all, ["Ddsv5", "DSv2", "Eadsv5", "Bms"]);
    }
}
