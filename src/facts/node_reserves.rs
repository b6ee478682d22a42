//! What AKS keeps of a node for itself.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeReserves {
    processors: Vec<Step>,
    memory: Memory,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    from: u32,
    millicpu: u64,
}

/// MiB, but for the share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Memory {
    each_pod: u64,
    once: u64,
    percent: u64,
    eviction: u64,
}

impl NodeReserves {
    /// What pods get of a node's processors, in thousandths of one.
    pub fn millicpu(&self, vcpus: u32) -> u64 {
        let kept = self.processors.iter().rev().find(|step| step.from <= vcpus).map_or(0, |step| step.millicpu);
        (u64::from(vcpus) * 1000).saturating_sub(kept)
    }

    /// What pods get of a node's memory, in KiB; `memory` in GiB.
    pub fn kibibytes(&self, memory: u32, max_pods: u32) -> u64 {
        let Memory { each_pod, once, percent, eviction } = self.memory;
        let all = u64::from(memory) << 10;
        let kept = (each_pod * u64::from(max_pods) + once).min(all * percent / 100) + eviction;
        all.saturating_sub(kept) << 10
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Facts;

    #[test]
    fn the_examples_of_the_page_come_out() {
        let reserves = &Facts::embedded().node_reserves;
        assert_eq!([2, 3, 4, 8, 96].map(|vcpus| reserves.millicpu(vcpus)), [1900, 2900, 3860, 7820, 95_260]);
        // 8 GB and 30 pods: 650 MB are kept; 4 GB and 70 pods: a quarter. Then the threshold of evictions.
        assert_eq!(reserves.kibibytes(8, 30) >> 10, 8192 - 650 - 100);
        assert_eq!(reserves.kibibytes(4, 70) >> 10, 4096 - 1024 - 100);
    }
}
