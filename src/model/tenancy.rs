//! Which clusters a platform has in a region, and whose they are.

use std::collections::BTreeMap;

use super::Environment;
use super::resolve::Resolver;
use crate::blueprint::organisation::Team;
use crate::blueprint::settings::{Clusters, Settings};
use crate::blueprint::text::Label;

/// Whose a cluster is.
#[derive(Debug, Clone)]
pub struct Tenancy {
    /// The team or environment that it is named after; none for the one that all share.
    pub key: Option<Label>,
    /// Teams that have namespaces in it.
    pub teams: Vec<Label>,
    /// Environments that it serves, in the order of promotion.
    pub environments: Vec<Label>,
    /// The part of an environment's domain that is this cluster's, where the environment has several clusters.
    pub subdomain: Option<Label>,
    /// Those of its site, with what is written for it alone.
    pub settings: Settings,
    /// The path of these.
    pub path: String,
}

impl Tenancy {
    /// A name of a part of it: `nodes`, or `nodes-morpheus` where clusters stand side by side.
    pub fn part(&self, what: &str) -> String {
        self.key.as_ref().map_or_else(|| what.to_owned(), |key| format!("{what}-{key}"))
    }

    /// The domain below which the apps of an environment have their hosts here.
    pub fn domain(&self, environment: &Environment) -> String {
        match &self.subdomain {
            Some(subdomain) => format!("{subdomain}.{}", environment.domain),
            None => environment.domain.clone(),
        }
    }
}

/// The clusters of a platform in one of its regions, each with the settings that `of` names for it.
pub fn tenancies(
    clusters: Clusters,
    teams: &BTreeMap<Label, Team>,
    environments: &[Environment],
    mut of: impl FnMut(Option<&Label>) -> (Settings, String),
) -> Vec<Tenancy> {
    let all_teams: Vec<Label> = teams.keys().cloned().collect();
    let all: Vec<Label> = environments.iter().map(|environment| environment.name.clone()).collect();
    let keys: Vec<Option<Label>> = match clusters {
        Clusters::Shared => vec![None],
        Clusters::PerTeam => all_teams.iter().cloned().map(Some).collect(),
        Clusters::PerEnvironment => all.iter().cloned().map(Some).collect(),
    };
    let each = keys.into_iter().map(|key| {
        let own: Vec<Label> = key.iter().cloned().collect();
        let (teams, environments, subdomain) = match clusters {
            Clusters::Shared => (all_teams.clone(), all.clone(), None),
            Clusters::PerTeam => (own, all.clone(), key.clone()),
            Clusters::PerEnvironment => (all_teams.clone(), own, None),
        };
        let (settings, path) = of(key.as_ref());
        Tenancy { key, teams, environments, subdomain, settings, path }
    });
    each.collect()
}

impl Resolver<'_> {
    /// The settings of a cluster of a site, and their path: those of the site where nothing is written for it alone.
    pub(super) fn of_cluster(&mut self, (platform, region, settings): (&Label, &str, &Settings), key: Option<&Label>) -> (Settings, String) {
        let written = &self.written.blueprint.platforms;
        let key = key.filter(|key| written.get(platform).is_some_and(|platform| platform.per_cluster.contains_key(*key)));
        if let Some(key) = key {
            match self.written.settings(platform, region, Some(key)) {
                Ok((mut own, path)) => {
                    self.fit_upgrades(&mut own, &path);
                    // The day of the region, where none is written for the cluster.
                    own.kubernetes.upgrades.window.day = own.kubernetes.upgrades.window.day.or(settings.kubernetes.upgrades.window.day);
                    if let (Some(own), Some(kured)) = (own.releases.kured.as_mut().filter(|kured| kured.days.is_empty()), &settings.releases.kured) {
                        own.days.clone_from(&kured.days);
                    }
                    self.fit_reboots(&mut own, &path);
                    return (own, path);
                }
                Err(report) => self.report.extend(report),
            }
        }
        (settings.clone(), format!("platforms.{platform}.perRegion.{region}"))
    }
}
