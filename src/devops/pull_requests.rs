//! As whom pull requests ask what would change, and where they run.

use super::Machines;
use crate::blueprint::pipelines::Agents;
use crate::facts::Facts;
use crate::model::{Model, Site};

/// The service connection of pull requests beside that of a site, or of what all share; none where they sign in as whoever deploys.
pub fn connection(model: &Model, site: Option<&Site>) -> Option<String> {
    let ours = model.devops.pull_request_connection.as_ref()?;
    match site {
        Some(site) if site.connection != model.devops.service_connection.as_str() => Some(format!("{ours}-{}", site.platform)),
        _ => Some(ours.to_string()),
    }
}

/// The machines of pull requests, where those that deploy are others. What they ask for is Azure's public interface: hosted agents do.
pub fn machines<'a>(model: &'a Model, facts: &'a Facts) -> Option<Machines<'a>> {
    match (&model.devops.pull_request_agents, &model.devops.agents) {
        (Some(written), _) => Some(Machines::new(written)),
        (None, Agents::Own(_)) => Some(Machines { image: Some(&facts.azure_devops.image), pool: None }),
        (None, Agents::Hosted(_)) => None,
    }
}
