//! AKS0401 and AKS0402: a value that is a secret by its shape, or most likely one by its key. It is never printed: not in the finding, not in the line that is shown.

mod keys;

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::source::{Node, Value, join, secret};

pub fn check(subject: &Subject, findings: &mut Findings) {
    walk(&subject.written.tree, "", "", findings);
}

fn walk(node: &Node, path: &str, key: &str, findings: &mut Findings) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                walk(&entry.node, &join(path, &entry.key), &entry.key, findings);
            }
        }
        Value::List(items) => items.iter().enumerate().for_each(|(at, item)| walk(item, &format!("{path}[{at}]"), key, findings)),
        Value::Text(text) if node.origin.is_written() => {
            let by_key = || keys::holds_secret(key, text).filter(|_| !names_secrets(path));
            let by_shape = secret::find(text).map(|what| (&codes::SECRET, format!("`{path}` holds {what}"), help(path)));
            let by_key = || {
                by_key().map(|what| {
                    (&codes::LIKELY_SECRET, format!("`{path}` seems to hold {what}"), format!("{}; if it is none, allow this with a reason", help(path)))
                })
            };
            if let Some((code, title, help)) = by_shape.or_else(by_key) {
                findings.add_at(Finding::new(code, title).help(help), path, node.origin, "all that is written here is readable to whoever reads the output");
            }
        }
        _ => {}
    }
}

/// Where the blueprint itself asks for the name of a secret, or for an identifier.
fn names_secrets(path: &str) -> bool {
    let steps: Vec<&str> = path.split('.').collect();
    match steps.as_slice() {
        ["apps", _, "secrets", _] | ["apps", _, "environments", _, "secrets", _] => true,
        ["apps", _, "pullSecret"] | ["apps", _, "environments", _, "pullSecret"] => true,
        ["tags", ..] | ["allow", ..] => false,
        [first, ..] => !matches!(*first, "apps" | "releases" | "platforms" | "pipelines"),
        [] => true,
    }
}

fn help(path: &str) -> String {
    match path.split('.').collect::<Vec<_>>().as_slice() {
        ["apps", app, .., name] if path.contains(".config.") => {
            let secret = name.to_lowercase().replace('_', "-");
            format!("put it into Key Vault as `{secret}`, and write `apps.{app}.secrets: {{{name}: {secret}}}`; and change it, for it has been written down")
        }
        _ => "put it into Key Vault and name it by its name there; and change it, for it has been written down".to_owned(),
    }
}
