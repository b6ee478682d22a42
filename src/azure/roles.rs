//! The roles that templates give: whoever deploys may give these, and needs to give no others.

use super::graph::{Templates, Value};
use crate::facts::{Facts, Role};

impl Templates {
    /// The built-in roles that any of them names, in the order of the facts.
    pub fn roles<'a>(&self, facts: &'a Facts) -> Vec<&'a Role> {
        let named = |id: &str| self.iter().flat_map(|template| &template.variables).any(|variable| variable.value == Value::Text(id.to_owned()));
        facts.roles.entries().map(|(_, role)| role).filter(|role| named(&role.id)).collect()
    }
}

/// The condition under which whoever holds a role by which roles are given gives these alone, as Azure reads it. Taking roles away is left open.
///
/// Roles of one's own are known where the subscription is: `OWN_ROLES` stands for them.
pub fn condition(given: &[&Role], own: bool) -> String {
    let ids: Vec<&str> = given.iter().map(|role| role.id.as_str()).chain(own.then_some("OWN_ROLES")).collect();
    format!(
        "((!(ActionMatches{{'Microsoft.Authorization/roleAssignments/write'}})) OR \
         (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {{{}}}))",
        ids.join(", ")
    )
}
