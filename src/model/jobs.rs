//! What apps do at set times, and before they are rolled out.

use serde::Serialize;

use super::Placement;
use super::branches::SEPARATOR;
use super::resolve::Resolver;
use crate::blueprint::jobs;
use crate::blueprint::text::Label;

/// Minutes that a run may take where nothing is written.
const DEADLINE: u32 = 60;

/// Times that a run that failed is tried again where nothing is written.
const RETRIES: u32 = 2;

/// The longest that a job before a rollout may take, in minutes, where nothing is written: Helm waits for ten.
const DEADLINE_BEFORE: u32 = 9;

/// A job of an app, in one of its environments.
#[derive(Debug, Clone, Serialize)]
pub struct Job {
    pub name: Label,
    pub schedule: String,
    pub time_zone: String,
    pub command: Vec<String>,
    /// Seconds after which a run is ended.
    pub deadline: u32,
    pub retries: u32,
    pub every_region: bool,
    /// Whether it waits here, since it runs in another region.
    pub waits: bool,
}

impl Job {
    fn of(name: &Label, written: &jobs::Job) -> Self {
        Self {
            name: name.clone(),
            schedule: written.schedule.to_string(),
            time_zone: written.time_zone.as_ref().map_or_else(|| "Etc/UTC".to_owned(), ToString::to_string),
            command: written.command.iter().map(ToString::to_string).collect(),
            deadline: written.deadline_minutes.unwrap_or(DEADLINE) * 60,
            retries: written.retries.unwrap_or(RETRIES),
            every_region: written.every_region,
            waits: false,
        }
    }
}

/// What an app does before each of its rollouts.
#[derive(Debug, Clone, Serialize)]
pub struct BeforeRollout {
    pub command: Vec<String>,
    /// Seconds after which it is ended.
    pub deadline: u32,
    pub retries: u32,
}

impl BeforeRollout {
    /// Follows the name of the release in the names of what is there for the job alone: Helm makes it before all else, when there is nothing else yet.
    pub const NAME: &str = "before";

    /// What the job is called, and the service account that it has.
    pub fn name(release: &str) -> String {
        format!("{release}{SEPARATOR}{}", Self::NAME)
    }

    pub(super) fn of(written: &jobs::BeforeRollout) -> Self {
        Self {
            command: written.command.iter().map(ToString::to_string).collect(),
            deadline: written.deadline_minutes.unwrap_or(DEADLINE_BEFORE) * 60,
            retries: written.retries.unwrap_or_default(),
        }
    }
}

impl Placement {
    /// How many pods may run beside its replicas: all jobs at once, and what tries it.
    pub fn pods_beside(&self) -> u64 {
        self.jobs.len() as u64 + u64::from(self.before_rollout.is_some()) + u64::from(!self.test.is_empty())
    }
}

impl Resolver<'_> {
    /// The credential by which the service account of a job before rollouts takes on an identity, beside that of the replicas: the same in the
    /// environment of a branch. A label of a branch has no underscore in it.
    pub(super) fn credential_before(&mut self, credential: &str, path: &str, identity: &str) {
        self.register.give("federated_credential", format!("{credential}_{}", BeforeRollout::NAME), path, identity);
    }

    /// The jobs of an app at one of its places. `scope` is the namespace in its cluster: what they are called is theirs alone there.
    pub(super) fn jobs(&mut self, app: &Label, written: &std::collections::BTreeMap<Label, jobs::Job>, scope: &str) -> Vec<Job> {
        for name in written.keys() {
            self.register.give("cron_job", format!("{app}-{name}"), &format!("apps.{app}.jobs.{name}"), scope);
        }
        written.iter().map(|(name, job)| Job::of(name, job)).collect()
    }
}
