//! The promises of the output folder, tried on a real disk.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

mod changes;
mod companion;
mod consent;
mod diff;
mod full;
mod kill;
mod lock;
mod obstacles;
mod scenario;
mod step_disk;
mod support;
mod tree;
mod turns;
