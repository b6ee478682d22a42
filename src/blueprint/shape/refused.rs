//! What people ask for by its name, and what is no choice for a reason.

use serde_json::{Map, Value as Json};

use crate::diagnostics::{Finding, codes};
use crate::source::{Node, Value};

/// A finding where the schema of a choice says why it has none of this name.
pub fn find(schema: &Map<String, Json>, node: &Node, path: &str) -> Option<Finding> {
    let name = match (&node.value, node.entries()) {
        (Value::Text(text), _) => text,
        (_, [entry]) => &entry.key,
        _ => return None,
    };
    let why = schema.get("x-refused")?.get(name)?.as_str()?;
    let finding = Finding::new(&codes::APPLICATION_ROUTING, format!("`{path}` cannot be `{name}`")).at(node.origin, why).path(path);
    Some(
        finding
            .help("write `applicationRouting`: Gateway API by the add-on that follows it, at an address of the plan and with the certificate out of the vault"),
    )
}

/// What to write in the place of a key that people ask for by this name.
pub fn instead<'a>(schema: &'a Map<String, Json>, key: &str) -> Option<&'a str> {
    schema.get("x-refused")?.get(key)?.as_str()
}
