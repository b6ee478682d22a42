//! One snapshot a case: the source as it is shown, and the messages.

use std::path::PathBuf;

use aksgen::source::Sources;

use super::support;

fn entries() -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(support::folder()).expect("the cases").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}

fn assert_snapshot(name: &str, text: String) {
    insta::with_settings!({snapshot_path => support::folder(), prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn each_file_is_a_case() {
    let files: Vec<PathBuf> = entries().into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect();
    assert!(files.len() >= 25, "only {} cases", files.len());
    for path in files.iter().filter(|path| !path.ends_with("base.yaml")) {
        let mut sources = Sources::default();
        support::add(&mut sources, path);
        let report = support::judge(&sources);
        support::assert_sound(&report, &sources);
        assert_snapshot(&path.file_stem().expect("a name").to_string_lossy(), support::shown(&report, &sources));
    }
}

#[test]
fn each_folder_is_a_case_of_many_files() {
    let folders: Vec<PathBuf> = entries().into_iter().filter(|path| path.is_dir()).collect();
    assert_eq!(folders.len(), 2);
    for folder in folders {
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).expect("a case").map(|entry| entry.expect("an entry").path()).collect();
        // The main file first, as the command reads it; then its others by name.
        files.sort_by_key(|path| (!path.ends_with("blueprint.yaml"), path.clone()));
        let mut sources = Sources::default();
        files.iter().for_each(|path| support::add(&mut sources, path));
        let report = support::judge(&sources);
        support::assert_sound(&report, &sources);
        assert_snapshot(&folder.file_name().expect("a name").to_string_lossy(), support::shown(&report, &sources));
    }
}

/// Files that are no text cannot be cases on disk that people read.
#[test]
fn bytes_that_are_no_text_have_one_finding() {
    let utf16 = [vec![0xff, 0xfe], "name: shop\n".encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let cases: [(&str, &[u8]); 4] = [
        ("utf-16", &utf16),
        ("binary", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("latin-1", b"name: shop\ntags: {owner: Andr\xe9}\n"),
        ("cut", b"name: shop \xf0\x9f\x9a"),
    ];
    let mut said = String::new();
    for (name, bytes) in cases {
        let mut sources = Sources::default();
        let finding = sources.add_bytes(name, bytes.to_vec()).expect_err(name);
        let report = aksgen::diagnostics::Report { findings: vec![*finding] };
        support::assert_sound(&report, &sources);
        said.push_str(&support::shown(&report, &sources));
        said.push('\n');
    }
    assert_snapshot("bytes", said);
}

/// A blueprint that was written on Windows is shown as any other.
#[test]
fn lines_end_in_either_way() {
    let text = std::fs::read_to_string(support::folder().join("units.yaml")).expect("a case");
    let [unix, windows] = [text.clone(), text.replace('\n', "\r\n")].map(|text| {
        let sources = Sources::single("units.yaml", text);
        let report = support::judge(&sources);
        support::assert_sound(&report, &sources);
        let shown = support::shown(&report, &sources);
        shown.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    });
    assert_eq!(unix, windows);
}

/// The talk's own environment meets each finding that this release can have about it.
#[test]
fn the_environment_of_the_talk_is_refused_for_its_traps() {
    let mut sources = Sources::default();
    support::add(&mut sources, &support::folder().join("talk.yaml"));
    let report = support::judge(&sources);
    let at = |code: &str, written: &str| {
        let here = |finding: &&aksgen::diagnostics::Finding| {
            finding.code.id == code && finding.primary.as_ref().is_some_and(|label| sources.slice(label.origin) == written)
        };
        assert_eq!(report.findings.iter().filter(here).count(), 1, "{code} at {written}");
    };
    at("AKS0202", "10.2.0.0/24");
    at("AKS0203", "10.240.2.42");
    at("AKS0208", "10.0.0.0/8");
    at("AKS0301", "\"1.11\"");
    at("AKS0303", "Standard_DS2_v2");
    at("AKS0303", "2");
    at("AKS0306", "Standard_DS2_v2");
    at("AKS0501", "kured");
    at("AKS0701", "dev");
    assert!(report.has_errors());
}
