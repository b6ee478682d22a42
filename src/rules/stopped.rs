//! AKS0325: what a cluster loses by being stopped.

use super::{Findings, Subject, settings_path};
use crate::blueprint::settings::NodeImageChannel;
use crate::diagnostics::{Finding, codes};
use crate::model::{Placement, Site, clock, schedule};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for (site, _) in subject.model.resting() {
        patches(findings, site);
        api_servers(findings, site);
    }
    for app in &subject.model.apps {
        for placement in &app.placements {
            jobs(subject, findings, &app.name, placement);
        }
    }
}

/// Nodes are made anew at each start.
fn patches(findings: &mut Findings, site: &Site) {
    for cluster in site.clusters.iter().filter(|cluster| cluster.upgrades.node_image.channel == NodeImageChannel::Unmanaged) {
        let finding = Finding::new(&codes::STOPPED_LOSS, format!("each stop of {} throws the patches of its nodes away", cluster.name))
            .beside(findings.place(&format!("{}.kubernetes.hours", settings_path(site))), "it is stopped outside of these hours")
            .help("write `nodeImage: {channel: NodeImage}`, and leave kured out: images are new each week then");
        let path = format!("{}.kubernetes.upgrades.nodeImage.channel", cluster.tenancy.path);
        findings.add(finding, &path, "each start makes nodes of the image that the pool had when it was made, which nothing renews");
    }
}

fn api_servers(findings: &mut Findings, site: &Site) {
    if site.api.is_in_network() {
        let finding = Finding::new(&codes::STOPPED_LOSS, format!("a stop gives up the place of the API servers of {} in Azure", site.key))
            .help("let these clusters run always, or have API servers outside the network (`api: public`)");
        findings.add(
            finding,
            &format!("{}.kubernetes.hours", settings_path(site)),
            "where Azure is short of it, a cluster with its API server in the network does not start again",
        );
    }
}

/// Jobs at times at which no cluster of theirs runs.
fn jobs(subject: &Subject, findings: &mut Findings, app: &str, placement: &Placement) {
    let Some((site, hours)) = subject.model.resting().find(|(site, _)| site.key == placement.site) else { return };
    for job in &placement.jobs {
        let moments = schedule::moments(&job.schedule);
        let offsets = clock::offsets(&job.time_zone);
        if job.waits || moments.is_empty() || offsets.is_empty() || offsets.into_iter().any(|offset| hours.meet(&moments, offset)) {
            continue;
        }
        let finding = Finding::new(&codes::STOPPED_LOSS, format!("the job `{}` of `{app}` never runs in {}", job.name, placement.environment))
            .beside(findings.place(&format!("{}.kubernetes.hours", settings_path(site))), "its cluster runs in these hours alone")
            .help(format!(
                "write a time within the hours, at the app: `environments: {{{}: {{jobs: {{{}: {{schedule: …}}}}}}}}`; or allow this",
                placement.environment, job.name
            ));
        findings.add(finding, &format!("{}.jobs.{}.schedule", placement.base, job.name), format!("its cluster is stopped then: it runs on {hours}"));
    }
}
