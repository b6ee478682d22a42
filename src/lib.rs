//! aksgen renders one blueprint into everything a company needs around Azure Kubernetes Service.
//!
//! [`compile`] is the whole generator, and pure: no disk, clock, network or environment.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "the library is checked without its tests"))]

pub mod allocations;
pub mod azure;
pub mod blueprint;
pub mod compile;
mod dashboards;
pub mod devops;
pub mod diagnostics;
pub mod facts;
pub mod helm;
pub mod kubernetes;
pub mod model;
#[expect(clippy::disallowed_methods, reason = "the only reader and writer of the output folder")]
pub mod output;
mod parallel;
pub mod plan;
pub mod readme;
pub mod render;
pub mod rules;
pub mod scripts;
pub mod source;
pub mod tree;

pub use compile::{Compiled, compile};
