//! AKS0514 and AKS0515: calls from app to app that get nowhere.

use super::{Findings, Subject, settings_path};
use crate::diagnostics::{Finding, codes};
use crate::model::{App, Barrier, Call, Placement, Way};

pub fn check(subject: &Subject, findings: &mut Findings) {
    for app in &subject.model.apps {
        for placement in &app.placements {
            for (at, call) in placement.calls.iter().enumerate() {
                if let Way::Barred(barrier) = call.way {
                    barred(subject, findings, (app, placement), (at, call), barrier);
                }
                said_twice(findings, (app, placement), (at, call));
            }
        }
    }
}

fn barred(subject: &Subject, findings: &mut Findings, (app, placement): (&App, &Placement), (at, call): (usize, &Call), barrier: Barrier) {
    let (name, callee, environment) = (&app.name, &call.app, &placement.environment);
    let path = format!("{}.calls[{at}]", placement.base);
    let title = format!("the app `{name}` does not reach `{callee}` in `{environment}`");
    let of_callee = |part: &str, label: &str, finding: Finding| finding.beside(findings.place(&format!("apps.{callee}.{part}")), label);
    let (finding, label) = match barrier {
        Barrier::Itself => (
            Finding::new(&codes::CALL, format!("the app `{name}` calls itself")).help("take it out: what a pod asks of itself needs no way"),
            "its pods would ask each other".to_owned(),
        ),
        Barrier::Absent => (
            of_callee("environments", "it runs in these alone", Finding::new(&codes::CALL, title))
                .help(format!("let `{callee}` run there too, or write `calls` for `{environment}` under `environments` of `{name}`, without it")),
            format!("`{callee}` does not run in `{environment}`"),
        ),
        Barrier::Portless => {
            (Finding::new(&codes::CALL, title).help(format!("write the `port` of `{callee}`, or take the call out")), format!("`{callee}` listens on no port"))
        }
        Barrier::Hidden => (
            Finding::new(&codes::CALL_ACROSS, title)
                .help(format!("write `expose: {{host: {callee}}}` for `{callee}`: a call to another cluster goes by its ingress")),
            format!("`{callee}` runs in another cluster, and has no host there"),
        ),
        Barrier::Unforeseen => {
            let base = subject.model.site(&placement.site).map(settings_path).unwrap_or_default();
            let finding = Finding::new(&codes::CALL_ACROSS, title).beside(findings.place(&format!("{base}.clusters")), "these set them apart").help(format!(
                "let both run in one cluster, `clusters: shared`; or have the ingress reached in the network alone, `gateway: none` and no `global`; or write the address in `reaches` \
                 of `{name}` once it is known, and the host of `{callee}` in its `config`"
            ));
            (finding, format!("`{callee}` runs in another cluster, to which requests go by an address that Azure gives: no network policy can name it"))
        }
    };
    findings.add(finding, &path, label);
}

/// A variable that the blueprint writes, and that is to say where the called app is.
fn said_twice(findings: &mut Findings, (app, placement): (&App, &Placement), (at, call): (usize, &Call)) {
    let variable = call.variable();
    if placement.config.contains_key(variable.as_str()) {
        let path = placement.base.clone();
        let finding = Finding::new(&codes::CALL, format!("`{variable}` of the app `{}` would say two things", app.name))
            .beside(findings.place(&format!("{path}.calls[{at}]")), format!("by this it says where `{}` is", call.app))
            .help("take it out of `config`, or give it another name there");
        findings.add(finding, &format!("{path}.config.{variable}"), "here it says something else");
    }
}
