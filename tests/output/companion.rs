//! The file of allocations beside the blueprint: written with the output, or not at all.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use aksgen::output::{Action, Companion, Consent, LocalDisk, Summary, WritableOutput};
use anyhow::Result;
use tempfile::tempdir;

use super::step_disk::{Fault, StepDisk};
use super::support::{expected, picture, tree};

const NAME: &str = "allocations.yaml";

fn render<D: aksgen::output::Disk>(disk: D, folder: &Path, text: &str) -> Result<Summary> {
    let output = WritableOutput::open_on(disk, &folder.join("out"), || {})?;
    let tree = tree(&[("a.yaml", text), ("b/c.sh", text)]);
    let changes = output.compare(&tree, &Consent::default())?;
    let path = folder.join(NAME);
    output.apply_with(&changes, &Companion::compare(&path, text)?)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_kill_at_any_step_is_mended_by_the_next_render() {
    for at in 1..200 {
        let folder = tempdir().unwrap();
        render(LocalDisk, folder.path(), "old\n").unwrap();
        let steps = AtomicUsize::new(0);
        let _ = render(StepDisk { steps: &steps, fault: Fault::Dead, at }, folder.path(), "new\n");
        let text = fs::read_to_string(folder.path().join(NAME)).unwrap();
        assert!(text == "old\n" || text == "new\n", "stopped at step {at}: {text:?}");
        render(LocalDisk, folder.path(), "new\n").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join(NAME)).unwrap(), "new\n", "stopped at step {at}");
        assert_eq!(names(folder.path()), [NAME, "out"], "stopped at step {at}");
        assert_eq!(picture(&folder.path().join("out")), expected(&tree(&[("a.yaml", "new\n"), ("b/c.sh", "new\n")]), &[]));
        if steps.load(Ordering::SeqCst) < at {
            assert!(at > 12, "{at} steps were tried");
            return;
        }
    }
    panic!("no end");
}

#[test]
fn it_is_compared_and_shown_before_it_is_written() {
    let folder = tempdir().unwrap();
    let path = folder.path().join(NAME);
    let new = Companion::compare(&path, "a: 1\n").unwrap();
    assert_eq!(new.action(), Action::Create);
    assert!(new.diff().unwrap().contains("+++ b/allocations.yaml\n"), "{}", new.diff().unwrap());
    new.write(&LocalDisk).unwrap();
    assert!(!Companion::compare(&path, "a: 1\n").unwrap().differs());
    let other = Companion::compare(&path, "a: 2\n").unwrap();
    assert!(other.diff().unwrap().contains("-a: 1\n+a: 2\n"));
}

#[test]
fn nothing_but_a_file_is_overwritten() {
    let folder = tempdir().unwrap();
    let path = folder.path().join(NAME);
    fs::create_dir(&path).unwrap();
    assert!(Companion::compare(&path, "a: 1\n").is_err());
}
