//! AKS0512 and AKS0513: disks that production outgrows, and state in a cluster at all.

use super::{Findings, Subject, storage};
use crate::diagnostics::{Finding, codes};
use crate::model::{App, Placement, Storage};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let last = subject.model.environments.last().map(|environment| &environment.name);
    for app in &subject.model.apps {
        for placement in app.placements.iter().filter(|placement| !placement.storage.is_empty()) {
            let regions = app.placements.iter().filter(|other| other.environment == placement.environment).count();
            let (title, why) = if regions == 1 {
                (format!("the app `{}` keeps state in the cluster", app.name), "whoever runs it backs it up, moves it, and brings it back")
            } else {
                let title = format!("the app `{}` keeps a state of its own in each of {regions} regions", app.name);
                (
                    title,
                    "what it stores in one region is not in the others, whichever a request comes to; and whoever runs it backs it up, moves it, and brings it back",
                )
            };
            let finding = Finding::new(&codes::STATE, title).help(
                "keep records in Azure Database for PostgreSQL, Azure SQL or Cosmos DB, files in Blob Storage, sessions and caches in Azure Managed Redis, messages in Service Bus; \
                 or allow this where none of them will do",
            );
            findings.add(finding, &storage::base(placement), why);
        }
        for placement in app.placements.iter().filter(|placement| last == Some(&placement.environment)) {
            for storage in placement.storage.iter().filter(|storage| !storage.mode.is_shared()) {
                disk(subject, app, placement, storage, findings);
            }
        }
    }
}

fn disk(subject: &Subject, app: &App, placement: &Placement, storage: &Storage, findings: &mut Findings) {
    let Some(class) = storage.class(subject.facts) else { return };
    let zones = subject.model.site(&placement.site).is_some_and(|site| !site.region.zones.is_empty());
    let path = format!("{}.{}.class", storage::base(placement), storage.name);
    let environment = &placement.environment;
    if zones && class.is_in_one_zone() {
        let finding = Finding::new(&codes::PRODUCTION_DISK, format!("`{}` of `{}` stands in one zone in `{environment}`", storage.name, app.name))
            .help("write `class: zoneRedundant`, or `files` if replicas share it");
        findings.add(finding, &path, "where that zone fails, no pod reaches it from another one");
    } else if class.class == subject.facts.storage_classes.standard.class {
        let finding = Finding::new(&codes::PRODUCTION_DISK, format!("`{}` of `{}` is a standard disk in `{environment}`", storage.name, app.name))
            .help("write `class: premium`");
        findings.add(finding, &path, "it answers more slowly, and not always within the same time");
    }
}
