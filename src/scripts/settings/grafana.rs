//! What Grafana shows, as lines of words; a hyphen where the subscription is its own.

use crate::model::Site;

/// The workspace of the metrics of a site.
pub fn workspace(site: &Site) -> Option<String> {
    let prometheus = site.prometheus.as_ref().filter(|_| site.grafana)?;
    Some(format!("{} {} {}", named(site.own_subscription()), site.groups.data, prometheus.workspace))
}

/// The resource groups of a site that it looks into, and whether metrics are kept there.
pub fn watches(site: &Site) -> Vec<String> {
    let line = |watched: crate::model::grafana::Watched| {
        format!("{} {} {}", named(watched.subscription), watched.resource_group, if watched.metrics { "metrics" } else { "-" })
    };
    site.watched().into_iter().map(line).collect()
}

fn named(subscription: Option<&String>) -> &str {
    subscription.map_or("-", String::as_str)
}
