//! A patch mends what it says: put into its place, its finding is gone and the text still reads.

use std::collections::BTreeSet;

use aksgen::source::Sources;

use super::support;

#[test]
fn a_patch_mends_its_finding() {
    let mut codes = BTreeSet::new();
    for entry in std::fs::read_dir(support::folder()).expect("the cases") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a case");
        let before = support::judge(&Sources::single("blueprint.yaml", text.as_str()));
        for finding in &before.findings {
            let Some(patch) = &finding.patch else { continue };
            let mut mended = text.clone();
            mended.replace_range(patch.origin.start..patch.origin.end, &patch.replacement);
            let after = support::judge(&Sources::single("blueprint.yaml", mended));
            let same = after.findings.iter().find(|other| other.code == finding.code && other.path == finding.path && other.title == finding.title);
            assert!(same.is_none(), "{}: {:?} does not mend {finding:?}", path.display(), patch.replacement);
            assert!(after.findings.iter().all(|other| other.code.id != "AKS0001"), "{}: {:?} breaks the text", path.display(), patch.replacement);
            codes.insert(finding.code.id);
        }
    }
    assert!(codes.len() >= 8, "patches of {codes:?} alone were tried");
}
