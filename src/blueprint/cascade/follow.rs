//! Defaults that follow from what is written elsewhere.

use super::Written;
use crate::source::{Node, Value};

impl Written {
    /// Lays another default in the place of one that stands in the merged tree of a base.
    pub fn follow(&self, base: &str, path: &str, value: &str) {
        let mut merged = self.merged.borrow_mut();
        let Some(rest) = path.strip_prefix(base) else { return };
        let steps = rest.split('.').filter(|step| !step.is_empty());
        let found = merged.get_mut(base).and_then(|tree| steps.into_iter().try_fold(tree, below));
        if let Some(node) = found.filter(|node| !node.origin.is_written()) {
            node.value = Value::Text(value.to_owned());
        }
    }
}

fn below<'a>(node: &'a mut Node, step: &str) -> Option<&'a mut Node> {
    let Value::Map(entries) = &mut node.value else { return None };
    entries.iter_mut().find(|entry| entry.key == step).map(|entry| &mut entry.node)
}
