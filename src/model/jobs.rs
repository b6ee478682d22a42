//! What apps do at set times.

use serde::Serialize;

use super::resolve::Resolver;
use crate::blueprint::jobs;
use crate::blueprint::text::Label;

/// Minutes that a run may take where nothing is written.
const DEADLINE: u32 = 60;

/// Times that a run that failed is tried again where nothing is written.
const RETRIES: u32 = 2;

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

impl Resolver<'_> {
    /// The jobs of an app at one of its places. `scope` is the namespace in its cluster: what they are called is theirs alone there.
    pub(super) fn jobs(&mut self, app: &Label, written: &std::collections::BTreeMap<Label, jobs::Job>, scope: &str) -> Vec<Job> {
        for name in written.keys() {
            self.register.give("cron_job", format!("{app}-{name}"), &format!("apps.{app}.jobs.{name}"), scope);
        }
        written.iter().map(|(name, job)| Job::of(name, job)).collect()
    }
}
