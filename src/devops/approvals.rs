//! Who must agree before pipelines change something: what the checks of the environments of Azure DevOps are to say.

use std::collections::BTreeSet;

use crate::model::Model;

/// Before what all share is changed, hubs included: whoever approves for any environment, since all stand on it.
pub fn of_all(model: &Model) -> BTreeSet<&str> {
    model.environments.iter().flat_map(|environment| &environment.approvers).map(String::as_str).collect()
}

/// Before a platform is changed: whoever approves for an environment that runs on it.
pub fn of_platform<'a>(model: &'a Model, platform: &str) -> BTreeSet<&'a str> {
    let here = model.environments.iter().filter(|environment| environment.platform.as_str() == platform);
    here.flat_map(|environment| &environment.approvers).map(String::as_str).collect()
}

/// Before apps of an environment are changed.
pub fn of_environment<'a>(model: &'a Model, name: &str) -> BTreeSet<&'a str> {
    let here = model.environments.iter().filter(|environment| environment.name.as_str() == name);
    here.flat_map(|environment| &environment.approvers).map(String::as_str).collect()
}
