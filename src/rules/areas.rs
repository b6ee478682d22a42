//! AKS0234: a part of the world that Traffic Manager does not know.

use super::{Findings, Subject, settings_path};
use crate::blueprint::global::{Global, Routing};
use crate::diagnostics::{Finding, codes};
use crate::facts::Areas;

pub fn check(subject: &Subject, findings: &mut Findings) {
    let known = &subject.facts.areas;
    for site in &subject.model.sites {
        let Global::TrafficManager(traffic) = &site.global else { continue };
        let Routing::Geographic(served) = &traffic.routing else { continue };
        for (region, areas) in served {
            for (at, area) in areas.iter().enumerate().filter(|(_, area)| !known.knows(area)) {
                let path = format!("{}.edge.global.trafficManager.routing.geographic.{region}[{at}]", settings_path(site));
                let (instead, help) = instead(known, area);
                let finding = Finding::new(&codes::UNKNOWN_AREA, format!("Traffic Manager knows no part of the world named `{area}`")).help(help);
                findings.add(findings.mend(finding, &path, instead), &path, "Azure refuses the profile with it");
            }
        }
    }
}

/// What was meant, where that is certain, and how to mend it.
fn instead(known: &Areas, area: &str) -> (Option<String>, String) {
    let (country, part) = area.split_once('-').unwrap_or((area, ""));
    let states: Vec<String> = known.states(country).map(|state| format!("{country}-{state}")).collect();
    if let Some(meant) = known.meant(country).filter(|_| part.is_empty()) {
        (Some(meant.to_owned()), format!("did you mean `{meant}`?"))
    } else if country == "GEO" {
        (None, format!("it knows {}", known.regions().collect::<Vec<_>>().join(", ")))
    } else if !states.is_empty() {
        (None, format!("it knows {}", states.join(", ")))
    } else if !part.is_empty() && known.has_country(country) {
        let divided = known.divided().collect::<Vec<_>>().join(", ");
        (Some(country.to_owned()), format!("write `{country}`: of all countries it divides {divided} alone"))
    } else {
        (None, "write the code of the country by ISO 3166, such as GB; or allow this, where Azure knows it by now".to_owned())
    }
}
