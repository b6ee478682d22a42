//! The `aksgen` command.

mod cli;
#[expect(clippy::disallowed_methods, reason = "the face of the program: it reads the blueprint, the clock and the terminal")]
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
