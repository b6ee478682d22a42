//! The file of allocations beside the blueprint: written with the output, or not at all.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

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
    let given = fs::read_to_string(&path).ok();
    output.apply_with(&changes, &Companion::compare(&path, given.as_deref(), text)?)
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
fn a_disk_that_fills_up_at_any_step_changes_neither_it_nor_the_output() {
    for at in 1..200 {
        let folder = tempdir().unwrap();
        render(LocalDisk, folder.path(), "old\n").unwrap();
        let before = picture(folder.path());
        let steps = AtomicUsize::new(0);
        if render(StepDisk { steps: &steps, fault: Fault::Full, at }, folder.path(), "new\n").is_ok() {
            assert!(at > 9, "{at} steps were tried");
            return;
        }
        assert_eq!(picture(folder.path()), before, "full from step {at}");
    }
    panic!("no end");
}

#[test]
fn it_is_compared_and_shown_before_it_is_written() {
    let folder = tempdir().unwrap();
    let path = folder.path().join(NAME);
    let new = Companion::compare(&path, None, "a: 1\n").unwrap();
    assert_eq!(new.action(), Action::Create);
    assert!(new.diff().unwrap().contains("+++ b/allocations.yaml\n"), "{}", new.diff().unwrap());
    new.write(&LocalDisk).unwrap();
    assert!(!Companion::compare(&path, None, "a: 1\n").unwrap().differs());
    let other = Companion::compare(&path, Some("a: 1\n"), "a: 2\n").unwrap();
    assert!(other.diff().unwrap().contains("-a: 1\n+a: 2\n"));
}

#[test]
fn nothing_but_a_file_is_overwritten() {
    let folder = tempdir().unwrap();
    let path = folder.path().join(NAME);
    fs::create_dir(&path).unwrap();
    assert!(Companion::compare(&path, None, "a: 1\n").is_err());
}

#[test]
fn what_another_render_has_written_since_is_kept() {
    let folder = tempdir().unwrap();
    let path = folder.path().join(NAME);
    let compared = Companion::compare(&path, None, "a: 1\n").unwrap();
    fs::write(&path, "b: 1\n").unwrap();
    let refusals = [compared.write(&LocalDisk).unwrap_err(), Companion::compare(&path, None, "a: 1\n").unwrap_err()];
    assert!(refusals.iter().all(|error| format!("{error:#}").contains("has changed since it was read")), "{refusals:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "b: 1\n");
    assert_eq!(names(folder.path()), [NAME]);
}

#[test]
fn renders_of_one_blueprint_into_several_outputs_do_not_disturb_each_other() {
    let folder = tempdir().unwrap();
    let path = folder.path().join(NAME);
    let text = "a: 1\n".repeat(10_000);
    for _ in 0..50 {
        thread::scope(|scope| {
            let write = || Companion::compare(&path, None, &text).and_then(|companion| companion.write(&LocalDisk));
            let renders: Vec<_> = (0..4).map(|_| scope.spawn(write)).collect();
            renders.into_iter().for_each(|render| render.join().unwrap().unwrap());
        });
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert_eq!(names(folder.path()), [NAME]);
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn where_it_cannot_be_written_the_output_is_as_it_was() {
    let folder = tempdir().unwrap();
    fs::create_dir_all(folder.path().join(".allocations.yaml.draft/of-somebody")).unwrap();
    let before = picture(folder.path());
    let error = render(LocalDisk, folder.path(), "new\n").unwrap_err();
    assert!(format!("{error:#}").contains("is in the way"), "{error:#}");
    assert_eq!(picture(folder.path()), before);
    // Beside an output that stands, too.
    fs::remove_dir_all(folder.path().join(".allocations.yaml.draft")).unwrap();
    render(LocalDisk, folder.path(), "old\n").unwrap();
    fs::create_dir(folder.path().join(".allocations.yaml.draft")).unwrap();
    let before = picture(folder.path());
    render(LocalDisk, folder.path(), "new\n").unwrap_err();
    assert_eq!(picture(folder.path()), before);
}
