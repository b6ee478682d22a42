//! As whom pull requests ask what would change.

use crate::model::{Model, Site};

/// The service connection of pull requests beside that of a site, or of what all share; none where they sign in as whoever deploys.
pub fn connection(model: &Model, site: Option<&Site>) -> Option<String> {
    let ours = model.devops.pull_request_connection.as_ref()?;
    match site {
        Some(site) if site.connection != model.devops.service_connection.as_str() => Some(format!("{ours}-{}", site.platform)),
        _ => Some(ours.to_string()),
    }
}
