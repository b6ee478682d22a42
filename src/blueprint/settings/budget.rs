//! What a platform may cost.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::blueprint::text::{Email, Month};

/// What all resource groups of a platform may cost in a month, in the currency of the bill. Nothing is switched off: people are told when four fifths of it are spent, when
/// all of it is, and when all of it is going to be.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Budget {
    /// What a month may cost, in the currency of the bill.
    #[schemars(range(min = 1))]
    pub monthly: u32,
    /// The first month that counts: that of the first deployment or a later one, for Azure begins no budget in the past. It stays as it is from then on.
    pub from: Month,
    /// Addresses of those who are told.
    #[schemars(length(min = 1, max = 50), extend("uniqueItems" = true))]
    pub emails: Vec<Email>,
}
