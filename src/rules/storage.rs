//! AKS0511: storage that cannot be as it is asked for.

use super::build_sources::within;
use super::{Findings, Subject};
use crate::blueprint::quantity::kibibytes;
use crate::blueprint::storage::StorageClass;
use crate::diagnostics::{Finding, codes};
use crate::model::storage::Source;
use crate::model::{App, Placement, Site, Storage};

/// Folders that a pod has already; the second only where the app has secrets.
const TAKEN: [&str; 5] = ["/tmp", "/mnt/secrets", "/dev", "/proc", "/sys"];

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in &app.placements {
            let Some(site) = subject.model.site(&placement.site) else { continue };
            for storage in &placement.storage {
                let mut say = |field: &str, title: String, why: &str, help: &str| {
                    let path = format!("{}.{}{field}", base(placement), storage.name);
                    findings.add(Finding::new(&codes::STORAGE, title).help(help), &path, why);
                };
                if matches!(storage.name.as_str(), "tmp" | "secrets") {
                    say("", format!("no storage is called `{}`", storage.name), "each pod has a folder of this name already", "give it another name");
                }
                mode(subject, placement, storage, &mut say);
                class(subject, site, storage, &mut say);
                size(subject, storage, &mut say);
                brought(subject, app, placement, site, storage, &mut say);
                path(placement, storage, &mut say);
            }
        }
    }
}

pub fn base(placement: &Placement) -> String {
    format!("{}.storage", placement.base)
}

type Say<'a> = dyn FnMut(&str, String, &str, &str) + 'a;

/// Modes against classes and replicas.
fn mode(subject: &Subject, placement: &Placement, storage: &Storage, say: &mut Say) {
    let disk = matches!(storage.source, Source::Disk { .. }) || storage.class(subject.facts).is_some_and(|class| !class.shared);
    let (mode, scale) = (storage.mode.name(), &placement.scale);
    if storage.mode.is_shared() {
        if disk {
            say(
                ".mode",
                format!("`{}` is a disk, and no disk is {mode}", storage.name),
                "a disk is at one node at a time",
                "write `class: files` or `class: nfs`, or let each replica have its own: `mode: ReadWriteOnce`",
            );
        }
    } else if scale.max > scale.min {
        let title = format!("replicas that come and go have `{}` each", storage.name);
        say(
            ".mode",
            title,
            &format!("{mode}: each of {} to {} replicas", scale.min, scale.max),
            "write a fixed number, such as `scale: {min: 1, max: 1}`, or let them share it: `mode: ReadWriteMany`, of files",
        );
    } else if scale.max > 1 && storage.is_brought() {
        let title = format!("{} replicas each have `{}`, of which there is one", scale.max, storage.name);
        say(
            ".volume",
            title,
            &format!("{mode}: for one replica"),
            "write `scale: {min: 1, max: 1}`, or let them share it: `mode: ReadWriteMany`, if it is a file share",
        );
    }
}

/// Classes against zones.
fn class(subject: &Subject, site: &Site, storage: &Storage, say: &mut Say) {
    if site.region.zones.is_empty() && storage.class(subject.facts).is_some_and(|class| class.takes_zones()) {
        let title = format!("{} has no zones over which `{}` could have copies", site.region.display, storage.name);
        say(".class", title, "zoneRedundant", "write `class: premium`");
    }
}

/// How much one disk or share holds.
fn size(subject: &Subject, storage: &Storage, say: &mut Say) {
    let Some(class) = storage.class(subject.facts) else { return };
    let most = u64::from(class.maximum);
    if kibibytes(&storage.size).is_some_and(|size| size > most << 20) {
        let what = if class.protocol.is_some() { "share" } else { "disk" };
        say(".size", format!("no {what} holds {}", storage.size), &format!("{most}Gi at most"), &format!("write `size: {most}Gi` or less, or several of them"));
    }
}

/// What exists: a disk serves one place, and has no class.
fn brought(subject: &Subject, app: &App, placement: &Placement, site: &Site, storage: &Storage, say: &mut Say) {
    let class = subject
        .written
        .app(&app.name, &placement.environment, &site.region.name)
        .ok()
        .and_then(|(app, _)| app.storage.get(storage.name.as_str())?.class.clone());
    match &storage.source {
        Source::Disk { id } => {
            if class.is_some() {
                say(".class", format!("`{}` is a disk that exists, of whatever class it is", storage.name), "a class is for what is made", "take it out");
            }
            let others = subject.model.apps.iter().flat_map(|app| &app.placements).flat_map(|placement| &placement.storage);
            if others.filter(|other| matches!(&other.source, Source::Disk { id: other } if other.eq_ignore_ascii_case(id))).count() > 1 {
                let help = "name it at one place: write it under one of the `environments` of one app, on a platform of one region";
                say(".volume", format!("the disk of `{}` is to be at several places", storage.name), "a disk is at one node at a time", help);
            }
        }
        Source::Share { .. } => {
            if !matches!(class, None | Some(StorageClass::Files(_) | StorageClass::Nfs(_))) {
                say(".class", format!("`{}` is a file share that exists", storage.name), "it is reached by SMB or NFS", "write `class: files` or `class: nfs`");
            }
            if storage.zone.is_some() {
                say(".volume.zone", format!("`{}` is a file share, and mounted in every zone", storage.name), "only a disk has one", "take it out");
            }
        }
        Source::Ours(_) | Source::Foreign(_) => {}
    }
    if storage.zone.is_some() && site.region.zones.is_empty() {
        say(".volume.zone", format!("{} has no zones", site.region.display), "no node is in a zone", "take it out");
    }
}

/// Folders that are in each other's way.
fn path(placement: &Placement, storage: &Storage, say: &mut Say) {
    let has_secrets = !placement.secrets.is_empty();
    let taken = TAKEN.into_iter().filter(|folder| *folder != "/mnt/secrets" || has_secrets);
    let others = placement.storage.iter().filter(|other| other.name < storage.name).map(|other| other.path.as_str());
    if let Some(other) = taken.chain(others).find(|other| within(&storage.path, other) || within(other, &storage.path)) {
        say(".path", format!("`{}` is in the way of `{other}`", storage.path), "one would hide the other", "mount it in a folder of its own");
    }
}
