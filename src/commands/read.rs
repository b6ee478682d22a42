//! Reading a blueprint from the disk: a file with what it includes, or a folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

use aksgen::diagnostics::{Finding, Report, codes};
use aksgen::output;
use aksgen::source::{Node, Sources, Value, yaml};
use anyhow::{Context as _, Result, bail};

use super::charts;

/// The file of a blueprint's allocations, beside it: `allocations.yaml` of a folder or of `blueprint.yaml`, `shop.allocations.yaml` of `shop.yaml`.
pub fn allocations(blueprint: &Path) -> PathBuf {
    if blueprint.is_dir() {
        return blueprint.join("allocations.yaml");
    }
    match blueprint.file_stem() {
        Some(stem) if stem != "blueprint" => {
            let mut name = stem.to_owned();
            name.push(".allocations.yaml");
            blueprint.with_file_name(name)
        }
        _ => blueprint.with_file_name("allocations.yaml"),
    }
}

/// Whether a file holds allocations, by its name: it is no part of a blueprint.
fn is_allocations(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name == "allocations.yaml" || name.ends_with(".allocations.yaml")
}

/// A blueprint that could be read, or what its files are at fault for.
pub type Read = std::result::Result<Sources, (Sources, Report)>;

/// Reads a blueprint.
///
/// # Errors
/// A file or folder that cannot be read at all.
pub fn read(path: &Path) -> Result<Read> {
    let mut sources = Sources::default();
    let mut report = Report::default();
    if path.is_dir() && output::is_output(path) {
        bail!("{} is an output of aksgen, and no blueprint", path.display());
    }
    if path.is_file() && is_allocations(path) {
        bail!("{} holds what a blueprint was given, and is none", path.display());
    }
    let mut queue = if path.is_dir() { folder(path)? } else { vec![path.to_owned()] };
    if queue.is_empty() {
        bail!("{} holds no *.yaml file", path.display());
    }
    let mut seen = Vec::new();
    let mut at = 0;
    while at < queue.len() {
        let file = queue[at].clone();
        at += 1;
        let identity = fs::canonicalize(&file).with_context(|| format!("cannot read {}", file.display()))?;
        if seen.contains(&identity) {
            continue;
        }
        seen.push(identity);
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        match sources.add_bytes(file.display().to_string(), bytes) {
            Ok(id) => {
                if let Some(include) = sources.parsed(id).ok().and_then(|node| node.get("include")) {
                    report.extend(list_of_text(include));
                    for item in include.items().iter().filter(|item| item.text().is_some()) {
                        match included(&file, item.text().unwrap_or_default())? {
                            Included::Files(files) => queue.extend(files),
                            Included::Fault(fault) => report.push(
                                Finding::new(&codes::UNKNOWN_REFERENCE, fault)
                                    .at(item.origin, "this pattern")
                                    .path("include")
                                    .help("write a pattern relative to this file that stays in its folder, such as apps/*.yaml"),
                            ),
                        }
                    }
                }
            }
            Err(finding) => report.push(*finding),
        }
    }
    let base = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
    sources.set_charts(charts::read(&sources, base)?);
    let beside = allocations(path);
    match fs::read_to_string(&beside) {
        Ok(text) => sources.set_allocations(beside.display().to_string(), text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", beside.display())),
    }
    Ok(if report.is_empty() { Ok(sources) } else { Err((sources, report)) })
}

/// What is wrong with `include` where it is no list of patterns.
fn list_of_text(include: &Node) -> Report {
    let wrong = |node: &Node, must: &str| {
        Finding::new(&codes::WRONG_TYPE, format!("`include` must be {must}")).at(node.origin, format!("this is {}", node.kind())).path("include")
    };
    let findings = match &include.value {
        Value::List(items) => {
            let others = items.iter().filter(|item| item.text().is_none());
            others.map(|item| wrong(item, "a list of text").help("write a pattern relative to this file, such as apps/*.yaml")).collect()
        }
        Value::Null => Vec::new(),
        Value::Text(text) => vec![wrong(include, "a list").help("write a list, even of one").patch(include.origin, yaml::list(text))],
        _ => vec![wrong(include, "a list").help("write a list of patterns relative to this file, such as [apps/*.yaml]")],
    };
    Report { findings }
}

/// The files of a blueprint that is a folder: none of an output that stands in it, nor of a folder with a hidden name, nor of charts.
fn folder(path: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let is_part = |entry: &walkdir::DirEntry| {
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_of_charts = entry.depth() == 1 && entry.file_name() == charts::FOLDER;
        entry.depth() == 0 || !entry.file_type().is_dir() || !is_hidden && !is_of_charts && !output::is_output(entry.path())
    };
    for entry in walkdir::WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(is_part) {
        let entry = entry.with_context(|| format!("cannot read {}", path.display()))?;
        let yaml = entry.path().extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if yaml && entry.file_type().is_file() && !is_allocations(entry.path()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

enum Included {
    Files(Vec<PathBuf>),
    Fault(String),
}

/// The files that a pattern names: `*` stands for any part of one name.
fn included(from: &Path, pattern: &str) -> Result<Included> {
    let relative = Path::new(pattern);
    if pattern.is_empty() || relative.components().any(|part| !matches!(part, Component::Normal(_))) {
        return Ok(Included::Fault(format!("`{pattern}` leaves the folder of the blueprint")));
    }
    let base = from.parent().unwrap_or(Path::new(""));
    let mut found = vec![base.to_owned()];
    for part in relative.components() {
        let name = part.as_os_str().to_string_lossy();
        let mut next = Vec::new();
        for folder in found {
            if !name.contains('*') {
                next.extend(Some(folder.join(name.as_ref())).filter(|path| path.exists()));
                continue;
            }
            let place = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
            if !place.is_dir() {
                continue;
            }
            for entry in fs::read_dir(place).with_context(|| format!("cannot read {}", place.display()))? {
                let entry = entry.with_context(|| format!("cannot read {}", place.display()))?;
                if fits(&name, &entry.file_name().to_string_lossy()) {
                    next.push(folder.join(entry.file_name()));
                }
            }
        }
        next.sort();
        found = next;
    }
    found.retain(|path| path.is_file() && !is_allocations(path));
    Ok(if found.is_empty() { Included::Fault(format!("`{pattern}` names no file")) } else { Included::Files(found) })
}

/// Whether a name fits a pattern of literal parts around `*`.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{allocations, fits, folder, read};

    #[test]
    fn an_include_is_a_list_of_text() {
        let root = tempfile::tempdir().expect("a folder");
        let file = root.path().join("blueprint.yaml");
        let said = |include: &str| {
            fs::write(&file, format!("name: shop\ninclude: {include}\n")).expect("a file");
            let (_, report) = read(&file).expect("a file").expect_err(include);
            report.findings.iter().map(|finding| format!("{} {}", finding.code.id, finding.title)).collect::<Vec<_>>()
        };
        assert_eq!(said("apps/*.yaml"), ["AKS0004 `include` must be a list"]);
        assert_eq!(said("{apps: here}"), ["AKS0004 `include` must be a list"]);
        assert_eq!(said("[blueprint.yaml, 5, apps]"), ["AKS0004 `include` must be a list of text", "AKS0007 `apps` names no file"]);
    }

    #[test]
    fn an_output_in_the_folder_is_no_part_of_the_blueprint() {
        let root = tempfile::tempdir().expect("a folder");
        let files = [
            "a.yaml",
            "apps/b.yml",
            "apps/c.txt",
            "out/values.yaml",
            "out/aksgen.lock",
            "half/.aksgen/intent",
            "half/values.yaml",
            ".github/ci.yml",
            "charts/a/Chart.yaml",
        ];
        for file in files.map(|file| root.path().join(file)) {
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, "").expect("a file");
        }
        let found = folder(root.path()).expect("a folder");
        let found: Vec<_> = found.iter().map(|path| path.strip_prefix(root.path()).expect("inside").to_str().expect("a name")).collect();
        assert_eq!(found, ["a.yaml", "apps/b.yml"]);
    }

    #[test]
    #[cfg(unix)]
    fn blueprints_have_allocations_of_their_own_whatever_they_are_called() {
        use std::os::unix::ffi::OsStrExt as _;
        let named = |name: &[u8]| allocations(std::path::Path::new(std::ffi::OsStr::from_bytes(name))).into_os_string();
        assert_eq!(named(b"blueprint.yaml"), "allocations.yaml");
        assert_eq!(named(b"a/shop.yaml"), "a/shop.allocations.yaml");
        assert_eq!(named(b"caf\xe9.yaml").as_bytes(), b"caf\xe9.allocations.yaml");
    }

    #[test]
    fn patterns() {
        assert!(fits("*.yaml", "a.yaml") && fits("a*c*.yaml", "abcd.yaml") && fits("a.yaml", "a.yaml"));
        assert!(!fits("*.yaml", "a.yml") && !fits("a.yaml", "a.yaml.bak") && !fits("a*b", "ab-"));
    }
}
