//! Who hosts the domain of an environment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{Nothing, ZoneId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-choice" = true))]
pub enum Zone {
    /// Somebody else: a person makes the records.
    None(Nothing),
    /// A zone of Azure DNS that is made, with its records.
    Azure(Nothing),
    /// A zone of Azure DNS that exists, of this domain or one above it: the records are made in it.
    Existing(ZoneId),
}
