//! When clusters run that need not run always.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ShortDay;
use crate::blueprint::text::{TimeOfDay, TimeZone};

/// The hours in which the clusters of a platform run. A pipeline starts and stops them; nothing is paid for nodes that are stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hours {
    /// Days on which they run; on the others they stay stopped.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub days: Vec<ShortDay>,
    /// When they are started: some ten minutes later they serve.
    pub start: TimeOfDay,
    /// When they are stopped, on the same day.
    pub stop: TimeOfDay,
    pub timezone: TimeZone,
}
