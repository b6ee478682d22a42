//! The command line: what a user may type.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum, ValueHint};

/// Render one blueprint into everything a company needs around Azure Kubernetes Service.
///
/// Bicep and ARM templates, az CLI scripts, Helm charts and values, Kubernetes manifests and Azure DevOps pipelines: consistent with each
/// other, checked before anything is deployed, and meant to be committed.
#[derive(Debug, Parser)]
#[command(name = "aksgen", version, max_term_width = 100, after_help = EXITS, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// The command line as shells complete it: with the codes of findings, which are too many for help and for messages.
pub fn completed() -> clap::Command {
    let codes = aksgen::diagnostics::codes::ALL.iter().map(|code| code.id);
    Cli::command().mut_subcommand("explain", |explain| explain.mut_arg("code", |code| code.value_parser(codes.collect::<Vec<_>>())))
}

const EXITS: &str = "Exit codes: 0 done; 1 findings, a refusal or (check, diff, --exit-code) a difference; 2 usage, unreadable input or a fault of the disk.

Start with:
  aksgen init blueprint.yaml
  aksgen render blueprint.yaml -o out";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a commented blueprint to start from.
    #[command(after_help = "Example:\n  aksgen init blueprint.yaml")]
    Init {
        /// The file to write; it must not exist.
        #[arg(default_value = "blueprint.yaml")]
        path: PathBuf,
    },
    /// Render a blueprint into its output folder.
    ///
    /// Writes what changed, deletes what is no longer part of the output, and leaves all else alone. A file that was edited by hand, or that
    /// is not ours and in our way, is refused before anything is written.
    #[command(after_help = "Examples:
  aksgen render blueprint.yaml -o out
  aksgen render blueprints/ -o out --exit-code      # as a pre-commit hook
  aksgen render blueprint.yaml -o out --force scripts/lib.sh")]
    Render {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        output: Output,
        /// Overwrite what was edited by hand at this path of the output (a folder stands for all below it).
        #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
        force: Vec<String>,
        /// Take over a file that aksgen did not write, at this path of the output.
        #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
        adopt: Vec<String>,
        /// Render for the first time into a folder that holds files of others; they stay as they are.
        #[arg(long)]
        beside_others: bool,
        /// Exit with 1 when anything changed.
        #[arg(long)]
        exit_code: bool,
        /// Read every JSON and YAML file back before writing it.
        #[arg(long)]
        verify: bool,
    },
    /// Say whether the output is what the blueprint renders to, without writing anything.
    #[command(after_help = "Example:\n  aksgen check blueprint.yaml -o out --format devops")]
    Check {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        output: Output,
    },
    /// Show what a render would change, as a patch.
    #[command(after_help = "Example:\n  aksgen diff blueprint.yaml -o out | less -R")]
    Diff {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        output: Output,
    },
    /// Show every resolved value and where it came from.
    #[command(after_help = "Examples:\n  aksgen show blueprint.yaml\n  aksgen show blueprint.yaml kubernetes.pools")]
    Show {
        #[command(flatten)]
        input: Input,
        /// Only what stands at or below this path.
        #[arg(default_value = "")]
        path: String,
    },
    /// List every name that something is given, with its length and the longest that is legal.
    #[command(after_help = "Example:\n  aksgen names blueprint.yaml")]
    Names {
        #[command(flatten)]
        input: Input,
    },
    /// Print the address plan with its arithmetic, or release what is no longer used.
    ///
    /// What was given to a network, a subnet or a listener stands in `allocations.yaml` beside the blueprint, and stays reserved when the
    /// blueprint no longer has it, until it is released by name.
    #[command(after_help = "Examples:
  aksgen addresses blueprint.yaml
  aksgen addresses blueprint.yaml --release network/dev/westeurope --release subnet/dev/westeurope")]
    Addresses {
        #[command(flatten)]
        input: Input,
        /// Give up what this name, and everything below it, was given.
        #[arg(long, value_name = "NAME")]
        release: Vec<String>,
    },
    /// Print the JSON Schema of a blueprint, or of what `--format json` prints.
    #[command(after_help = "Examples (then `# yaml-language-server: $schema=schema.json` in the blueprint):
  aksgen schema > schema.json
  aksgen schema findings > findings.schema.json")]
    Schema {
        /// Of what.
        #[arg(value_enum, default_value_t = Shape::Blueprint)]
        of: Shape,
    },
    /// Explain a finding by its code.
    #[command(after_help = "Examples:\n  aksgen explain\n  aksgen explain AKS0202\n  aksgen explain service-range")]
    Explain {
        /// Such as AKS0202, or its name; all codes where none is given.
        code: Option<String>,
    },
    /// Print a completion script for a shell.
    #[command(after_help = "Example:\n  aksgen completions bash > /etc/bash_completion.d/aksgen")]
    Completions { shell: clap_complete::Shell },
}

/// What is read.
#[derive(Debug, Args)]
pub struct Input {
    /// The blueprint: a file, or a folder whose *.yaml files are one (an output in it and hidden folders are no part of it).
    #[arg(value_name = "BLUEPRINT")]
    pub blueprint: PathBuf,
    /// How findings are printed, and what `show`, `names` and `addresses` list.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Take warnings for errors.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Judge dates as of this day instead of today (it changes what is said and refused, never a byte of what is written).
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,
}

/// Where it goes.
#[derive(Debug, Args)]
pub struct Output {
    /// The output folder.
    #[arg(short, long = "output", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// What is written.
    Blueprint,
    /// What is said of it.
    Findings,
    /// What `show` lists.
    Values,
    /// What `names` lists.
    Names,
    /// What `addresses` lists.
    Addresses,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object; `aksgen schema findings` says of which shape, `values`, `names` and `addresses` those of lists.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Log lines that Azure DevOps shows at their place.
    Devops,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Warnings,
}
