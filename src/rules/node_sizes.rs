//! AKS0305 and AKS0306: sizes of machines that this release does not know, and those that Azure takes away.

use super::{Findings, Subject};
use crate::diagnostics::{Finding, Severity, codes};
use crate::facts::{Architecture, Named};

pub fn check(subject: &Subject, findings: &mut Findings) {
    let sizes = &subject.facts.vm_sizes;
    for site in &subject.model.sites {
        for (cluster, pool) in site.clusters.iter().flat_map(|cluster| cluster.pools.iter().map(move |pool| (cluster, pool))) {
            let path = format!("{}.kubernetes.pools.{}.size", cluster.tenancy.path, pool.name);
            let Some(size) = sizes.get(&pool.size) else {
                let finding = Finding::new(&codes::UNKNOWN_SIZE, format!("the size `{}` is unknown to this release of aksgen", pool.size));
                let finding = match nearest(&pool.size, sizes.iter().map(|(name, _)| name)) {
                    Some(near) => {
                        finding.help(format!("did you mean `{near}`? If not, `az vm list-skus --size {}` says whether your region has it", pool.size))
                    }
                    None => finding.help(format!("`az vm list-skus --size {}` says whether your region has it", pool.size)),
                };
                let known = Named::read(&pool.size).map_or_else(|| "its disks and processors are not checked".to_owned(), |named| by_name(&named));
                findings.add(finding, &path, format!("not among the sizes of {}: {known}", sizes.checked));
                continue;
            };
            let Some(day) = size.retires else { continue };
            let instead = &subject.facts.retirements.dsv2_series.instead;
            let mut finding =
                Finding::new(&codes::RETIRING_SIZE, format!("Azure takes the size `{}` away on {day}", pool.size)).help(format!("write {instead}"));
            let mut why = "nodes of this size must be replaced by then";
            if subject.today > day {
                finding = Finding { severity: Severity::Error, title: format!("Azure has taken the size `{}` away on {day}", pool.size), ..finding };
                why = "Azure makes no node of it any more";
            }
            findings.add(finding, &path, why);
        }
    }
}

fn by_name(named: &Named) -> String {
    let processors = match (named.architecture, named.amd) {
        (Architecture::Arm64, _) => "Arm ",
        (Architecture::X64, true) => "AMD ",
        (Architecture::X64, false) => "",
    };
    let disk = named.local_disk.map_or("", |has| if has { " and a local disk" } else { " and no local disk" });
    format!("by its name it has {} {processors}vCPUs{disk}; nothing else of it is checked", named.vcpus)
}

fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|known| (strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase()), known))
        .min()
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, known)| known)
}
