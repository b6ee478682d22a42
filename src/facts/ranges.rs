//! Addresses that Azure forbids or keeps, and the private space that networks are cut from.

use ipnet::Ipv4Net;
use serde::Deserialize;

use super::Date;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranges {
    /// Ranges that no range of a use may overlap.
    pub forbidden: Vec<ForbiddenRange>,
    /// What a pod has of its node, and no app is let to.
    pub of_nodes: Vec<NodeRange>,
    /// Private space: RFC 1918 and RFC 6598.
    pub private: Vec<PrivateRange>,
    pub subnets: SubnetFacts,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForbiddenRange {
    pub range: Ipv4Net,
    pub applies_to: Vec<RangeUse>,
    /// Whose the addresses are: ends a sentence "… overlaps 127.0.0.0/8, …".
    pub reason: String,
    /// Where this entry was read, when not where the table was.
    pub source: Option<String>,
    pub checked: Option<Date>,
}

/// What a range is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeUse {
    Service,
    Pod,
    VirtualNetwork,
    /// Who comes to a public address.
    Client,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeRange {
    pub range: Ipv4Net,
    /// What is there: ends a sentence "it lies in 169.254.0.0/16: …".
    pub reason: String,
    pub source: String,
    pub checked: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivateRange {
    pub range: Ipv4Net,
    /// The document that sets it aside.
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubnetFacts {
    /// Addresses at the start of each subnet that Azure keeps.
    pub reserved_first: u32,
    /// Addresses at the end of each subnet that Azure keeps.
    pub reserved_last: u32,
    /// Prefix length of the largest subnet.
    pub shortest_prefix: u8,
    /// Prefix length of the smallest subnet.
    pub longest_prefix: u8,
}

impl SubnetFacts {
    /// Addresses of each subnet that Azure keeps: 5.
    pub fn reserved(&self) -> u32 {
        self.reserved_first + self.reserved_last
    }
}

impl Ranges {
    /// The first forbidden range of a use that a range overlaps.
    pub fn forbidden_overlap(&self, range: Ipv4Net, used_as: RangeUse) -> Option<&ForbiddenRange> {
        self.forbidden.iter().find(|entry| entry.applies_to.contains(&used_as) && overlap(entry.range, range))
    }

    /// What of a range no app is let to, though the range is opened to it.
    pub fn withheld(&self, range: Ipv4Net) -> Vec<Ipv4Net> {
        self.of_nodes.iter().map(|entry| entry.range).filter(|own| range.contains(own) && range != *own).collect()
    }

    /// Whether a range lies wholly in private space.
    pub fn is_private(&self, range: Ipv4Net) -> bool {
        self.private.iter().any(|entry| entry.range.contains(&range))
    }
}

fn overlap(one: Ipv4Net, other: Ipv4Net) -> bool {
    one.contains(&other) || other.contains(&one)
}

#[cfg(test)]
mod tests {
    use super::RangeUse::{Pod, Service, VirtualNetwork};
    use crate::facts::Facts;

    #[test]
    fn overlap_counts_both_ways() {
        let ranges = &Facts::embedded().ranges;
        let hit = |range: &str, used_as| ranges.forbidden_overlap(range.parse().unwrap(), used_as).map(|entry| entry.range.to_string());
        assert_eq!(hit("172.16.0.0/12", Pod).as_deref(), Some("172.30.0.0/16"));
        assert_eq!(hit("172.31.5.0/24", Service).as_deref(), Some("172.31.0.0/16"));
        assert_eq!(hit("127.0.0.0/16", VirtualNetwork).as_deref(), Some("127.0.0.0/8"));
        assert_eq!(hit("10.244.0.0/16", Pod), None);
        assert_eq!(hit("172.29.0.0/16", Service), None);
    }

    #[test]
    fn what_is_the_nodes_is_withheld_from_whoever_reaches_all() {
        let ranges = &Facts::embedded().ranges;
        let withheld = |range: &str| ranges.withheld(range.parse().unwrap()).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(withheld("0.0.0.0/0"), ["127.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32"]);
        assert_eq!(withheld("168.0.0.0/8"), ["168.63.129.16/32"]);
        assert!(withheld("10.0.0.0/8").is_empty() && withheld("169.254.169.254/32").is_empty());
    }

    #[test]
    fn ranges_have_no_host_bits() {
        let ranges = &Facts::embedded().ranges;
        let all = ranges
            .forbidden
            .iter()
            .map(|entry| entry.range)
            .chain(ranges.private.iter().map(|entry| entry.range))
            .chain(ranges.of_nodes.iter().map(|entry| entry.range));
        for range in all {
            assert_eq!(range, range.trunc());
        }
    }

    #[test]
    fn private_space_is_known() {
        let ranges = &Facts::embedded().ranges;
        assert!(ranges.is_private("10.64.0.0/10".parse().unwrap()));
        assert!(ranges.is_private("100.64.0.0/16".parse().unwrap()));
        assert!(!ranges.is_private("10.0.0.0/7".parse().unwrap()), "half of it is public");
        assert_eq!(ranges.subnets.reserved(), 5);
    }
}
