//! Jobs of apps: what their image does at set times, before it is rolled out and to try what was, beside the pods that always run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{CommandWord, Schedule, TimeZone};

/// What an app does at set times, in a pod of its own with its image, its variables, its secrets and its rights. One run at a time: where one is
/// still at it, the next is left out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-required" = ["schedule", "command"]))]
pub struct Job {
    /// When it runs: minute, hour, day of the month, month and day of the week, as cron has them. Where a clock is set forward over the time, it does not run on that day.
    pub schedule: Schedule,
    /// The time zone that this is meant in; UTC where none is written.
    pub time_zone: Option<TimeZone>,
    /// The program and its words, in the place of what the image starts. As in any pod, `$(NAME)` stands for a variable of the app, and `$$` for a `$`.
    #[schemars(length(min = 1, max = 100))]
    pub command: Vec<CommandWord>,
    /// Whether it runs in each region of the environment; else in the first one that takes requests, and waits in the others.
    #[serde(default)]
    pub every_region: bool,
    /// How long a run may take, in minutes, before it is ended; 60 where it is not written.
    #[schemars(range(min = 1, max = 1440))]
    pub deadline_minutes: Option<u32>,
    /// How often a run that failed is tried again; twice where it is not written.
    #[schemars(range(min = 0, max = 10))]
    pub retries: Option<u32>,
}

/// Any part of it, for one environment.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct JobSettings {}

impl JsonSchema for JobSettings {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "JobSettings".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        super::schema::any_part(Job::json_schema(generator))
    }
}

/// What an app does before each rollout, such as migrations of its database, in a pod of its own with the image that comes, its variables, its secrets
/// and its rights, while what ran until then goes on. Where it fails nothing is rolled out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-required" = ["command"]))]
pub struct BeforeRollout {
    /// The program and its words, in the place of what the image starts. It runs in every region, and again whenever anything is rolled out: what is done already it leaves as it is.
    #[schemars(length(min = 1, max = 100))]
    pub command: Vec<CommandWord>,
    /// How long it may take, with its retries, in minutes: less than the ten that Helm waits; 9 where it is not written.
    #[schemars(range(min = 1, max = 9))]
    pub deadline_minutes: Option<u32>,
    /// How often it is tried again where it failed; not at all where it is not written.
    #[schemars(range(min = 0, max = 10))]
    pub retries: Option<u32>,
}

/// How an app is tried after each rollout, in a pod of its own with its image and its variables, but none of its secrets and rights: the environment
/// variable `TEST_URL` says where it is. What waits for the app to be well waits for this.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-required" = ["command"]))]
pub struct Test {
    /// The program and its words, in the place of what the image starts. It has four minutes, and ends well where all is well.
    #[schemars(length(min = 1, max = 100))]
    pub command: Vec<CommandWord>,
}
