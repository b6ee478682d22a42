//! Tables whose entries the code knows by name: a fact that is missing or misspelt fails when the table is read.

/// A table with one field for each entry, and all entries with their names.
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident: $entry:ty { $($(#[$field_meta:meta])* $field:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $entry,)*
        }

        impl $name {
            /// All entries with the names under which the table lists them.
            pub fn entries(&self) -> impl Iterator<Item = (&'static str, &$entry)> {
                [$((stringify!($field), &self.$field)),*].into_iter()
            }
        }
    };
}

pub(super) use record;
