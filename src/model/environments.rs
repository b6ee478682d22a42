//! Environments: where apps run, on which platform and under which domain.

use serde::Serialize;

use crate::blueprint::text::Label;

#[derive(Debug, Clone, Serialize)]
pub struct Environment {
    pub name: Label,
    pub platform: Label,
    pub domain: String,
    pub certificate: Option<String>,
}
