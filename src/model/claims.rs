//! What apps store: claimed once for all replicas, or by each for itself.

use super::{App, Placement, Storage};

impl App {
    /// What is claimed once, by all replicas or by the one there is.
    pub fn claims<'a>(&self, placement: &'a Placement) -> impl Iterator<Item = &'a Storage> {
        let stateful = self.stateful;
        placement.storage.iter().filter(move |storage| !stateful || storage.mode.is_shared() || storage.is_brought())
    }

    /// What each replica claims for itself.
    pub fn storage_of_replicas<'a>(&self, placement: &'a Placement) -> impl Iterator<Item = &'a Storage> {
        let stateful = self.stateful;
        placement.storage.iter().filter(move |storage| stateful && !storage.mode.is_shared() && !storage.is_brought())
    }

    /// Whether a replica must end before the next one starts.
    pub fn recreates(&self, placement: &Placement) -> bool {
        !self.stateful && placement.storage.iter().any(|storage| !storage.mode.is_shared())
    }
}

impl Placement {
    /// Whether several replicas cannot share some of its storage.
    pub(super) fn has_storage_of_replicas(&self) -> bool {
        self.scale.max > 1 && self.storage.iter().any(|storage| !storage.mode.is_shared() && !storage.is_brought())
    }
}
