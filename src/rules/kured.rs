//! AKS0501: kured where nothing asks for a reboot, nothing that reboots where much does, and a window that never opens.

use super::{Findings, Subject};
use crate::blueprint::settings::{Kured, NodeImageChannel};
use crate::diagnostics::{Finding, Severity, codes};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for cluster in &site.clusters {
            let base = &cluster.tenancy.path;
            let channel_path = format!("{base}.kubernetes.upgrades.nodeImage.channel");
            let channel = cluster.upgrades.node_image.channel;
            match &cluster.releases.kured {
                Some(kured) => {
                    let path = format!("{base}.releases.kured");
                    if channel != NodeImageChannel::Unmanaged {
                        let finding = Finding::new(&codes::KURED, format!("kured has nothing to do beside the node image channel {channel:?}"))
                            .beside(findings.place(&channel_path), "nodes are replaced here, not rebooted")
                            .help("take kured out, or write `nodeImage: {channel: Unmanaged}`");
                        findings.add(finding, &path, "no node ever asks for a reboot");
                    }
                    window(findings, &path, kured);
                }
                None if channel == NodeImageChannel::Unmanaged => {
                    let mut finding = Finding::new(&codes::KURED, "updates of the nodes wait for a reboot that nobody does")
                        .help("write `releases: {kured: {}}`, or the channel NodeImage");
                    finding.severity = Severity::Advice;
                    findings.add(finding, &channel_path, "nodes update themselves, and a new kernel needs a reboot");
                }
                None => {}
            }
        }
    }
}

/// kured compares start and end within one day (kubereboot/kured, pkg/timewindow): a window over midnight never opens.
fn window(findings: &mut Findings, path: &str, kured: &Kured) {
    let window = &kured.window;
    // Both have two digits each, so text compares as time.
    if window.end.as_str() > window.start.as_str() {
        return;
    }
    let finding = Finding::new(&codes::KURED, format!("the window of kured, {} to {}, never opens", window.start, window.end))
        .beside(findings.place(&format!("{path}.window.start")), "the start")
        .help("let it end on the day on which it starts, such as `{start: \"00:00\", end: \"05:00\"}`");
    findings.add(finding, &format!("{path}.window.end"), "kured takes both for the same day, and this is not after the start");
}
