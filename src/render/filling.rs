//! What templates are filled with.

use std::sync::Arc;

use serde::Serialize;
use tera::Context;

use super::HEADER;

/// The values that a template may name. Its clones are one: many files of an app have the same.
#[derive(Debug, Clone)]
pub struct Filling(Arc<Context>);

impl Filling {
    /// The fields of a structure, and the header of generated files.
    ///
    /// # Panics
    /// On anything but a structure that serializes to a map, which every context of ours is.
    pub fn of(fields: &impl Serialize) -> Self {
        let mut context = Context::from_serialize(fields).unwrap_or_else(|error| unreachable!("{}: {error}", std::any::type_name_of_val(fields)));
        context.insert_value("header", tera::Value::safe_string(HEADER));
        Self(Arc::new(context))
    }

    pub(super) fn context(&self) -> &Context {
        &self.0
    }
}
