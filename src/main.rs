//! The `aksgen` command.

mod cli;
mod commands;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match commands::run(cli::Cli::parse()) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            anstream::eprintln!("aksgen: {error:#}");
            ExitCode::from(2)
        }
    }
}
