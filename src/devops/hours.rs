//! The pipeline that starts and stops clusters that do not run always.

use serde::Serialize;

use super::{Pipeline, identifier, title};
use crate::blueprint::text::UtcOffset;
use crate::model::{Features, Model, clock};
use crate::plan::Plan;

#[derive(Debug, Serialize)]
struct Hours<'a> {
    #[serde(flatten)]
    pipeline: Pipeline<'a>,
    features: Features,
    own_connection: &'a str,
    sites: Vec<Stage<'a>>,
}

/// A stage for each site.
#[derive(Debug, Serialize)]
struct Stage<'a> {
    key: &'a str,
    id: String,
    title: String,
    connection: &'a str,
    schedules: Vec<Schedule>,
}

/// cron counts in UTC: a zone whose clocks change has a schedule for either half of the year, of which the other one does nothing.
#[derive(Debug, Serialize)]
struct Schedule {
    /// `start <site> +01:00`: what the stage does, and where.
    name: String,
    cron: String,
}

pub fn plan(model: &Model, plan: &mut Plan) {
    let sites = model.resting().map(|(site, hours)| {
        let offsets = clock::offsets(&hours.timezone);
        let each = [("start", true), ("stop", false)].into_iter().flat_map(|action| offsets.iter().map(move |offset| (action, *offset)));
        let schedules = each.filter_map(|((action, starts), offset)| {
            Some(Schedule { name: format!("{action} {} {}", site.key, UtcOffset::of(offset)), cron: hours.cron(starts, offset)?.to_string() })
        });
        Stage { key: &site.key, id: identifier(&site.key), title: title(site), connection: &site.connection, schedules: schedules.collect() }
    });
    let context =
        Hours { pipeline: Pipeline::new(model), features: model.features(), own_connection: &model.devops.service_connection, sites: sites.collect() };
    plan.template("pipelines/hours.yml", "pipelines/hours.yml", context);
}
