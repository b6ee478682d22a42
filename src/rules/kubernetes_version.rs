//! AKS0301 and AKS0304: a Kubernetes version that Azure refuses, or that soon leaves its support.

use super::{Findings, Subject, quantity};
use crate::diagnostics::{Finding, codes};
use crate::facts::{Minor, Support};
use crate::model::Cluster;

/// From so many days before the end of support it is worth saying.
const NOTICE: i64 = 60;

pub fn check(subject: &Subject, findings: &mut Findings) {
    for site in &subject.model.sites {
        for cluster in &site.clusters {
            let path = format!("{}.kubernetes.version", cluster.tenancy.path);
            if let Some((finding, why)) = finding(subject, cluster) {
                let default = subject.facts.kubernetes.default;
                let instead = lasts(subject, default).then(|| format!("\"{default}\""));
                findings.add(findings.mend(finding, &path, instead), &path, why);
            }
        }
    }
}

fn finding(subject: &Subject, cluster: &Cluster) -> Option<(Finding, String)> {
    let calendar = &subject.facts.kubernetes;
    let minor: Minor = cluster.version.parse().ok()?;
    let known = || calendar.minors.keys();
    let refused = |what: String| Finding::new(&codes::VERSION, what).help(instead(subject));
    let dated = |what: String| Finding::new(&codes::VERSION_CALENDAR, what).help(instead(subject));
    Some(match calendar.support(minor, subject.today) {
        Support::Unknown if known().next().is_some_and(|oldest| minor < *oldest) => {
            (refused(format!("Kubernetes {minor} is out of every support")), format!("older than anything that AKS offered on {}", calendar.checked))
        }
        Support::Unknown => (
            dated(format!("Kubernetes {minor} is unknown to this release of aksgen")),
            format!("the calendar is of {}: Azure may know it by now, or refuse it", calendar.checked),
        ),
        Support::NotYet { from } => {
            (dated(format!("AKS does not offer Kubernetes {minor} yet")), format!("it is planned for {from}, says the calendar of {}", calendar.checked))
        }
        Support::Supported { until } => {
            let left = subject.today.days_until(until);
            if left > NOTICE {
                return None;
            }
            let days = quantity::days(u64::try_from(left).unwrap_or_default());
            (dated(format!("the support of Kubernetes {minor} ends on {until}")), format!("that is in {days}"))
        }
        Support::LongTermOnly { since, until } => {
            // What is generated asks for no long-term support, so no tier helps.
            let end = until.map(|until| format!(" until {until}")).unwrap_or_default();
            let finding = refused(format!("the support of Kubernetes {minor} ended on {since}"));
            (finding, format!("Azure makes clusters of it with long-term support alone{end}, for which this release does not ask"))
        }
        Support::Ended { on } => (refused(format!("the support of Kubernetes {minor} ended on {on}")), "Azure refuses it".to_owned()),
    })
}

/// Whether a minor is in full support for longer than anybody is warned.
fn lasts(subject: &Subject, minor: Minor) -> bool {
    matches!(subject.facts.kubernetes.support(minor, subject.today), Support::Supported { until } if subject.today.days_until(until) > NOTICE)
}

fn instead(subject: &Subject) -> String {
    let calendar = &subject.facts.kubernetes;
    let supported: Vec<String> = calendar.supported(subject.today).filter(|minor| lasts(subject, *minor)).map(|minor| format!("\"{minor}\"")).collect();
    match supported.as_slice() {
        [] => "see `az aks get-versions`; a newer aksgen knows what is supported today".to_owned(),
        supported => format!("write one of {}", supported.join(", ")),
    }
}
