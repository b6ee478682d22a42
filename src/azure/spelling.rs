//! Choices of the blueprint as Azure spells them.

use crate::blueprint::settings::{NodeImageChannel, Tier, UpgradeChannel, Weekday};

pub fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Free => "Free",
        Tier::Standard => "Standard",
        Tier::Premium => "Premium",
    }
}

pub fn upgrade_channel(channel: UpgradeChannel) -> &'static str {
    match channel {
        UpgradeChannel::None => "none",
        UpgradeChannel::Patch => "patch",
    }
}

pub fn node_image_channel(channel: NodeImageChannel) -> &'static str {
    match channel {
        NodeImageChannel::None => "None",
        NodeImageChannel::Unmanaged => "Unmanaged",
        NodeImageChannel::SecurityPatch => "SecurityPatch",
        NodeImageChannel::NodeImage => "NodeImage",
    }
}

pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
