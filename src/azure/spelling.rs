//! Choices of the blueprint as Azure spells them.

use serde::Serialize;

use crate::blueprint::settings::{Autoscaler, Expander, NodeImageChannel, Redundancy, Tier, UpgradeChannel};

/// A choice whose name begins with a capital at Azure, and is else the same.
pub fn pascal(choice: &impl Serialize) -> String {
    let name = serde_json::to_value(choice).unwrap_or_default();
    heck::AsUpperCamelCase(name.as_str().unwrap_or_default()).to_string()
}

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

pub fn redundancy(redundancy: Redundancy) -> &'static str {
    match redundancy {
        Redundancy::Local => "LocallyRedundant",
        Redundancy::Zone => "ZoneRedundant",
        Redundancy::Geo => "GeoRedundant",
    }
}

fn expander(expander: Expander) -> &'static str {
    match expander {
        Expander::Random => "random",
        Expander::LeastWaste => "least-waste",
        Expander::MostPods => "most-pods",
    }
}

/// The profile of the autoscaler: its keys, each with the text that Azure and az take.
pub fn autoscaler(autoscaler: &Autoscaler) -> [(&'static str, String); 5] {
    [
        ("balance-similar-node-groups", autoscaler.balance.to_string()),
        ("expander", expander(autoscaler.expander).to_owned()),
        ("scale-down-delay-after-add", format!("{}m", autoscaler.delay_minutes)),
        ("scale-down-unneeded-time", format!("{}m", autoscaler.unneeded_minutes)),
        ("scale-down-utilization-threshold", (f64::from(autoscaler.utilization) / 100.0).to_string()),
    ]
}
