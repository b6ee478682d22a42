//! Reading from the disk what apps bring for their charts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use aksgen::source::{ChartFiles, Sources};
use anyhow::{Context as _, Result};

/// The folder beside a blueprint below which all of it stands.
pub const FOLDER: &str = "charts";

/// What stands in each folder that an app names, below the folder of the blueprint. One that is not there is left out.
///
/// # Errors
/// A folder or file that is there and cannot be read.
pub fn read(sources: &Sources, base: &Path) -> Result<BTreeMap<String, ChartFiles>> {
    let mut charts = BTreeMap::new();
    for id in sources.written() {
        let Some(apps) = sources.parsed(id).ok().and_then(|node| node.get("apps")) else { continue };
        for app in apps.entries() {
            let Some(name) = app.node.get("chart").and_then(|chart| chart.get("files")).and_then(|files| files.text()) else { continue };
            let inside = name.split('/').next() == Some(FOLDER) && !name.split('/').any(|part| part == "..");
            if inside && !charts.contains_key(name) && base.join(name).is_dir() {
                charts.insert(name.to_owned(), folder(&base.join(name))?);
            }
        }
    }
    Ok(charts)
}

fn folder(path: &Path) -> Result<ChartFiles> {
    let mut found = ChartFiles::default();
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot read {}", path.display()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let below = entry.path().strip_prefix(path).unwrap_or(entry.path());
        let name = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        if !entry.file_type().is_file() {
            found.refused.push((name, "is a link, or no file"));
            continue;
        }
        let bytes = fs::read(entry.path()).with_context(|| format!("cannot read {}", entry.path().display()))?;
        match String::from_utf8(bytes) {
            Ok(text) if below.to_str().is_some() => drop(found.texts.insert(name, text)),
            Ok(_) => found.refused.push((name, "has a name that is not UTF-8")),
            Err(_) => found.refused.push((name, "is no text in UTF-8")),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_apps_name_is_read_and_nothing_else() {
        let root = tempfile::tempdir().expect("a folder");
        for (file, bytes) in
            [("charts/a/Chart.yaml", &b"name: a\n"[..]), ("charts/a/files/logo.png", &b"\x89PNG\xff"[..]), ("charts/b/Chart.yaml", b""), ("secret/c.yaml", b"")]
        {
            let file = root.path().join(file);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, bytes).expect("a file");
        }
        let text = "apps:\n  a: {chart: {files: charts/a}}\n  gone: {chart: {files: charts/gone}}\n  out: {chart: {files: charts/../secret}}\n  other: {chart: {files: secret}}\n  wrong: {chart: 5}\n";
        let charts = read(&Sources::single("blueprint.yaml", text), root.path()).expect("charts");
        assert_eq!(charts.keys().collect::<Vec<_>>(), ["charts/a"]);
        assert_eq!(charts["charts/a"].texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>(), [("Chart.yaml", "name: a\n")]);
        assert_eq!(charts["charts/a"].refused, [("files/logo.png".to_owned(), "is no text in UTF-8")]);
    }
}
