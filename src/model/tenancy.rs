//! Which clusters a platform has in a region, and whose they are.

use std::collections::BTreeMap;

use super::Environment;
use crate::blueprint::organisation::Team;
use crate::blueprint::settings::Clusters;
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

/// The clusters of a platform in one of its regions.
pub fn tenancies(clusters: Clusters, teams: &BTreeMap<Label, Team>, environments: &[Environment]) -> Vec<Tenancy> {
    let all_teams: Vec<Label> = teams.keys().cloned().collect();
    let all: Vec<Label> = environments.iter().map(|environment| environment.name.clone()).collect();
    match clusters {
        Clusters::Shared => vec![Tenancy { key: None, teams: all_teams, environments: all, subdomain: None }],
        Clusters::PerTeam => {
            let of = |team: Label| Tenancy { key: Some(team.clone()), teams: vec![team.clone()], environments: all.clone(), subdomain: Some(team) };
            all_teams.into_iter().map(of).collect()
        }
        Clusters::PerEnvironment => {
            let of = |name: Label| Tenancy { key: Some(name.clone()), teams: all_teams.clone(), environments: vec![name], subdomain: None };
            all.into_iter().map(of).collect()
        }
    }
}
