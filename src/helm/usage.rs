//! What of a chart the placements of an app use: none of them, some, or all.

use serde::Serialize;

use crate::facts::Facts;
use crate::model::shared_hosts::Share;
use crate::model::{App, Placement, Storage};

/// How many placements use a thing: what none uses the chart does not have, what some use stands under a condition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Use {
    pub any: bool,
    /// Some do and some do not.
    pub some: bool,
    pub all: bool,
}

impl Use {
    fn of(app: &App, used: impl Fn(&Placement) -> bool) -> Self {
        Self::among(app, |_| true, used)
    }

    fn among(app: &App, asked: impl Fn(&Placement) -> bool, used: impl Fn(&Placement) -> bool) -> Self {
        Self::count(app.placements.iter().filter(|placement| asked(placement)).map(used))
    }

    fn count(each: impl Iterator<Item = bool>) -> Self {
        let (count, using) = each.fold((0, 0), |(count, using), used| (count + 1, using + usize::from(used)));
        let (any, all) = (using > 0, using == count && using > 0);
        Self { any, some: any && !all, all }
    }
}

/// The parts of a chart.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Usage {
    pub pool: Use,
    /// Pools that keep off what does not tolerate them.
    pub tolerates: Use,
    /// On virtual nodes; with a secret by which the image is pulled.
    pub virtual_nodes: Use,
    pub pull_secret: Use,
    pub expose: Use,
    /// Of those that are exposed: at a path; at a host that they share with others, and at one that another holds.
    pub path: Use,
    /// By routes of Gateway API; which say what clients of a gateway speak.
    pub route: Use,
    pub forwarded: Use,
    /// Of these: which say how long they wait for an answer.
    pub timed: Use,
    pub shared: Use,
    pub minion: Use,
    /// Of those that hold their host: for others, too; behind a gateway, as they say themselves; either; by TLS that ends at the ingress.
    pub master: Use,
    pub gateway: Use,
    pub annotated: Use,
    pub tls: Use,
    pub config: Use,
    pub secrets: Use,
    pub reaches: Use,
    /// Ranges that hold what no app is let to.
    pub withheld: Use,
    /// Apps of the same cluster that it calls, and that call it.
    pub calls: Use,
    pub callers: Use,
    /// Whose metrics are read; at a port of their own.
    pub scraped: Use,
    pub metrics_port: Use,
    /// Requests come in, by the ingress or from apps; anything does; connections go out, to addresses or to apps.
    pub served: Use,
    pub entered: Use,
    pub connects: Use,
    /// Of those that go out: to Application Insights.
    pub insights: Use,
    /// Storage of any kind; what all replicas share, or the one there is; what each has of its own.
    pub mounts: Use,
    pub claims: Use,
    pub of_replicas: Use,
    /// Of what is claimed: storage that exists.
    pub brought: Use,
    pub jobs: Use,
    /// Of jobs: those that wait, since they run in another region.
    pub waiting: Use,
    /// A job before each rollout.
    pub before: Use,
    /// What tries it after a rollout.
    pub tested: Use,
    /// A replica ends before the next one starts.
    pub recreate: Use,
    /// More replicas are started under load; else their number is fixed.
    pub autoscale: Use,
    /// More than one replica can run, so that drains have to take turns.
    pub several: Use,
    /// What it starts, and words for it, in the place of what its image says.
    pub command: Use,
    pub args: Use,
    pub port: Use,
    /// Of ports of any kind.
    pub ports: Use,
    /// Of those that listen on a port.
    pub live: Use,
    pub ready: Use,
}

impl Usage {
    /// With what only facts tell of the ranges that it reaches.
    pub fn among(app: &App, facts: &Facts) -> Self {
        let holds = |placement: &Placement| placement.egress().iter().any(|reach| !facts.ranges.withheld(reach.range).is_empty());
        Self { withheld: Use::of(app, holds), ..Self::of(app) }
    }

    pub fn of(app: &App) -> Self {
        Self {
            pool: Use::of(app, |placement| placement.pool.is_some()),
            tolerates: Use::of(app, |placement| !placement.tolerates.is_empty()),
            virtual_nodes: Use::of(app, |placement| placement.virtual_nodes),
            pull_secret: Use::of(app, |placement| placement.pull_secret.is_some()),
            expose: Use::of(app, exposed),
            path: Use::among(app, exposed, |placement| placement.path != "/"),
            route: Use::among(app, exposed, Placement::is_routed),
            forwarded: Use::among(app, Placement::is_routed, Placement::says_scheme),
            timed: Use::among(app, Placement::is_routed, |placement| placement.timeout.is_some()),
            shared: Use::among(app, exposed, |placement| placement.share != Share::Alone),
            minion: Use::among(app, exposed, |placement| placement.share == Share::Minion),
            master: Use::among(app, Placement::holds_host, |placement| placement.share == Share::Master),
            gateway: Use::among(app, Placement::holds_host, Placement::says_scheme),
            annotated: Use::among(app, Placement::holds_host, |placement| placement.says_scheme() || placement.share == Share::Master),
            tls: Use::among(app, Placement::holds_host, |placement| placement.tls),
            config: Use::of(app, |placement| !placement.variables().is_empty()),
            secrets: Use::of(app, |placement| !placement.secrets.is_empty()),
            reaches: Use::of(app, |placement| !placement.egress().is_empty()),
            withheld: Use::default(),
            calls: Use::of(app, |placement| placement.callees().next().is_some()),
            callers: Use::of(app, |placement| !placement.callers.is_empty()),
            scraped: Use::of(app, Placement::is_scraped),
            metrics_port: Use::among(app, Placement::is_scraped, |placement| placement.metrics_port().is_some()),
            served: Use::of(app, Placement::is_served),
            entered: Use::of(app, |placement| placement.is_served() || placement.is_scraped()),
            connects: Use::of(app, |placement| placement.callees().next().is_some() || !placement.egress().is_empty() || placement.application_insights),
            insights: Use::of(app, |placement| placement.application_insights),
            mounts: Use::of(app, |placement| !placement.storage.is_empty()),
            claims: Use::of(app, |placement| app.claims(placement).next().is_some()),
            of_replicas: Use::of(app, |placement| app.storage_of_replicas(placement).next().is_some()),
            brought: Use::count(app.placements.iter().flat_map(|placement| app.claims(placement)).map(Storage::is_brought)),
            jobs: Use::of(app, |placement| !placement.jobs.is_empty()),
            waiting: Use::count(app.placements.iter().flat_map(|placement| &placement.jobs).map(|job| job.waits)),
            before: Use::of(app, |placement| placement.before_rollout.is_some()),
            tested: Use::of(app, |placement| !placement.test.is_empty()),
            recreate: Use::of(app, |placement| app.recreates(placement)),
            autoscale: Use::of(app, autoscaled),
            several: Use::of(app, |placement| placement.scale.max > 1),
            command: Use::of(app, |placement| !placement.command.is_empty()),
            args: Use::of(app, |placement| !placement.args.is_empty()),
            port: Use::of(app, listens),
            ports: Use::of(app, |placement| listens(placement) || placement.is_scraped()),
            live: Use::among(app, listens, |placement| placement.probes.live.is_some()),
            ready: Use::among(app, listens, |placement| placement.probes.ready.is_some()),
        }
    }
}

fn listens(placement: &Placement) -> bool {
    placement.port.is_some()
}

fn exposed(placement: &Placement) -> bool {
    placement.host.is_some()
}

pub fn autoscaled(placement: &Placement) -> bool {
    placement.scale.max > placement.scale.min
}
