//! The infrastructure: one authored source, printed as ARM and as Bicep.

pub mod arm;
pub mod bicep;
pub mod expression;
pub mod graph;
