//! A report as SARIF 2.1.0, which code scanning services read.

use serde_json::{Value, json};

use super::{Code, Finding, Label, Report, Severity, codes};
use crate::source::{Origin, Sources};

/// Renders a report, with a line break at its end.
pub fn render(report: &Report, sources: &Sources) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "aksgen",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": codes::ALL.iter().map(|code| rule(code)).collect::<Vec<_>>(),
                }
            },
            "columnKind": "unicodeCodePoints",
            "results": report.findings.iter().map(|finding| result(finding, sources)).collect::<Vec<_>>(),
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_else(|error| unreachable!("a log is plain data: {error}"));
    text.push('\n');
    text
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": {"text": code.heading()},
        "fullDescription": {"text": code.summary()},
        "help": {"text": code.page, "markdown": code.page},
        "defaultConfiguration": {"level": level(code.severity)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn result(finding: &Finding, sources: &Sources) -> Value {
    let index = codes::ALL.iter().position(|code| code.id == finding.code.id);
    let mut text = finding.title.clone();
    for more in finding.primary.iter().map(|label| label.text.as_str()).chain(finding.help.as_deref()).filter(|more| !more.is_empty()) {
        text.push_str(". ");
        text.push_str(&capitalized(more));
    }
    let mut result = json!({
        "ruleId": finding.code.id,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": text},
        // Stands still when lines move: what is wrong, and where in the blueprint.
        "partialFingerprints": {"aksgen/v1": format!("{} {}", finding.code.id, finding.path)},
    });
    let logical = (!finding.path.is_empty()).then(|| json!([{"fullyQualifiedName": finding.path}]));
    let physical = finding.primary.as_ref().map(|label| physical(label.origin, sources));
    let location: serde_json::Map<String, Value> =
        [("physicalLocation", physical), ("logicalLocations", logical)].into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
    if !location.is_empty() {
        result["locations"] = json!([location]);
    }
    if !finding.related.is_empty() {
        let place = |(id, label): (usize, &Label)| json!({"id": id, "physicalLocation": physical_of(label, sources), "message": {"text": label.text}});
        result["relatedLocations"] = finding.related.iter().enumerate().map(place).collect();
    }
    if let Some(patch) = &finding.patch {
        let (artifact, region) = place(patch.origin, sources);
        let replacement = json!({"deletedRegion": region, "insertedContent": {"text": patch.replacement}});
        result["fixes"] = json!([{
            "description": {"text": finding.help.as_deref().unwrap_or("write this instead")},
            "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
        }]);
    }
    result
}

fn physical_of(label: &Label, sources: &Sources) -> Value {
    physical(label.origin, sources)
}

fn physical(origin: Origin, sources: &Sources) -> Value {
    let (artifact, region) = place(origin, sources);
    json!({"artifactLocation": artifact, "region": region})
}

fn place(origin: Origin, sources: &Sources) -> (Value, Value) {
    let (start, end) = sources.span(origin);
    let region = json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column});
    (json!({"uri": uri(&sources.file(origin.source).name)}), region)
}

/// A file as a URI: relative as it was named, absolute under `file:`.
fn uri(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~');
    let name = name.replace('\\', "/");
    let encoded: String = name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    if name.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn names_become_uris() {
        assert_eq!(uri("apps/my app.yaml"), "apps/my%20app.yaml");
        assert_eq!(uri("/srv/blueprint.yaml"), "file:///srv/blueprint.yaml");
        assert_eq!(uri("apps\\ä.yaml"), "apps/%C3%A4.yaml");
    }
}
