//! Resource ids of what is brought.

/// The parts of a resource id of three levels.
pub(super) struct ResourceId {
    pub(super) subscription: String,
    pub(super) resource_group: String,
    pub(super) name: String,
}

impl ResourceId {
    /// `None` for what is no id; its grammar is checked when it is read.
    pub(super) fn of(id: &str) -> Option<Self> {
        let mut parts = id.split('/');
        let (subscription, resource_group, name) = (parts.nth(2)?, parts.nth(1)?, parts.next_back()?);
        Some(Self { subscription: subscription.to_owned(), resource_group: resource_group.to_owned(), name: name.to_owned() })
    }
}
