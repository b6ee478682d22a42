//! What of a chart the placements of an app use: none of them, some, or all.

use serde::Serialize;

use crate::model::{App, Placement};

/// How many placements use a thing: what none uses the chart does not have, what some use stands under a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Use {
    pub any: bool,
    /// Some do and some do not.
    pub some: bool,
    pub all: bool,
}

impl Use {
    fn of(app: &App, used: impl Fn(&Placement) -> bool) -> Self {
        let count = app.placements.iter().filter(|placement| used(placement)).count();
        let (any, all) = (count > 0, count == app.placements.len() && count > 0);
        Self { any, some: any && !all, all }
    }
}

/// The parts of a chart.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Usage {
    pub expose: Use,
    pub config: Use,
    pub secrets: Use,
    pub reaches: Use,
    /// More replicas are started under load; else their number is fixed.
    pub autoscale: Use,
    /// More than one replica can run, so that drains have to take turns.
    pub several: Use,
    pub live: Use,
    pub ready: Use,
}

impl Usage {
    pub fn of(app: &App) -> Self {
        Self {
            expose: Use::of(app, |placement| placement.host.is_some()),
            config: Use::of(app, |placement| !placement.config.is_empty()),
            secrets: Use::of(app, |placement| !placement.secrets.is_empty()),
            reaches: Use::of(app, |placement| !placement.reaches.is_empty()),
            autoscale: Use::of(app, autoscaled),
            several: Use::of(app, |placement| placement.scale.max > 1),
            live: Use::of(app, |placement| placement.probes.live.is_some()),
            ready: Use::of(app, |placement| placement.probes.ready.is_some()),
        }
    }
}

pub fn autoscaled(placement: &Placement) -> bool {
    placement.scale.max > placement.scale.min
}
