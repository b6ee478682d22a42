//! AKS0404: an ingress controller that nobody mends.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, codes};
use crate::model::ingress::Controller;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let retirement = &subject.facts.retirements.ingress_nginx;
    let (what, day) = (&retirement.what, retirement.date);
    let title = match retirement.is_past(subject.today) {
        true => format!("{what} has had no fixes since {day}"),
        false => format!("{what} gets no fixes after {day}"),
    };
    for site in &subject.model.sites {
        let theirs = |controller| controller == Controller::IngressNginx;
        for cluster in site.clusters.iter().filter(|cluster| theirs(Controller::of(&cluster.releases.ingress).0)) {
            let finding = Finding::new(&codes::RETIRED_INGRESS, title.clone())
                .help(format!("write `ingress: nginx`: {}; until then allow this, with the day by which you have moved", retirement.instead));
            let path = format!("{}.releases.ingress.{}", cluster.tenancy.path, Controller::IngressNginx.key());
            findings.add(finding, &path, "every request from outside passes it, and what is found in it stays open");
        }
    }
}
