//! A full disk changes nothing.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::tempdir;

use super::scenario::{after, agreed, outcome, render_on, set_up};
use super::step_disk::{Fault, StepDisk};
use super::support::{picture, render, render_plainly, tree};

const BOUND: usize = 500;

/// Whether a fault struck, and what the render said.
fn disturbed(root: &std::path::Path, fault: Fault, at: usize) -> (bool, anyhow::Result<()>) {
    let steps = AtomicUsize::new(0);
    let result = render_on(StepDisk { steps: &steps, fault, at }, root, &after()).map(drop);
    (steps.load(Ordering::SeqCst) >= at, result)
}

#[test]
fn a_disk_that_fills_up_at_any_step_keeps_every_file_and_gets_no_other() {
    let mut failures = 0;
    let mut in_part = 0;
    for at in 1..BOUND {
        let folder = tempdir().unwrap();
        set_up(folder.path());
        let before = picture(folder.path());
        let (struck, result) = disturbed(folder.path(), Fault::Full, at);
        match result {
            Ok(()) => assert_eq!(picture(folder.path()), outcome(&after()), "full from step {at}"),
            Err(error) if format!("{error:#}").contains("changed in part") => {
                // The one exception: a folder that takes the place of a file is made once the file is gone.
                assert!(format!("{error:#}").contains("becomes-folder"), "full from step {at}: {error:#}");
                in_part += 1;
            }
            Err(error) => {
                assert_eq!(picture(folder.path()), before, "full from step {at}: {error:#}");
                failures += 1;
            }
        }
        render(folder.path(), &after(), &agreed()).unwrap();
        assert_eq!(picture(folder.path()), outcome(&after()), "after a disk full from step {at}");
        if !struck {
            break;
        }
    }
    assert!(failures > 25 && in_part > 0, "{failures} failures, {in_part} in part");
}

#[test]
fn any_single_failure_is_mended_by_the_next_render() {
    let mut failures = 0;
    for at in 1..BOUND {
        let folder = tempdir().unwrap();
        set_up(folder.path());
        let before = picture(folder.path());
        let (struck, result) = disturbed(folder.path(), Fault::Once, at);
        if let Err(error) = &result {
            failures += 1;
            if !format!("{error:#}").contains("changed in part") {
                assert_eq!(picture(folder.path()), before, "step {at}: {error:#}");
            }
        }
        render(folder.path(), &after(), &agreed()).unwrap();
        assert_eq!(picture(folder.path()), outcome(&after()), "after a failure of step {at}");
        if !struck {
            break;
        }
    }
    assert!((40..BOUND).contains(&failures), "{failures} failures");
}

#[test]
fn a_first_render_on_a_full_disk_leaves_no_folder() {
    for at in 1..=8 {
        let folder = tempdir().unwrap();
        let (_, result) = disturbed(&folder.path().join("deep/out"), Fault::Full, at);
        assert!(result.is_err(), "full from step {at}");
        assert_eq!(picture(folder.path()), [].into(), "full from step {at}");
    }
}

fn small_and_large(large: usize) -> aksgen::tree::Tree {
    tree(&[("a.yaml", "changed"), ("b/new.yaml", "new"), ("large.json", &"x".repeat(large))])
}

/// The process with the limit: renders a file of a megabyte and says how that went.
#[test]
#[ignore = "is started by another test, under a limit"]
fn child() {
    let Some(root) = env::var_os("AKSGEN_TEST_ROOT") else { return };
    let error = render(&PathBuf::from(root), &small_and_large(1 << 20), &aksgen::output::Consent::default()).unwrap_err();
    println!("refused: {error:#}");
}

#[test]
fn the_systems_own_limit_on_the_size_of_files_changes_nothing() {
    let folder = tempdir().unwrap();
    render_plainly(folder.path(), &tree(&[("a.yaml", "a"), ("stale.yaml", "stale"), ("large.json", "small yet")]));
    let before = picture(folder.path());
    // 64 blocks of 512 or 1024 bytes, by the shell.
    let script = r#"trap '' XFSZ; ulimit -f 64; exec "$0" full::child --exact --ignored --nocapture"#;
    let mut child = Command::new("sh");
    child.args(["-c", script]).arg(env::current_exe().unwrap()).env("AKSGEN_TEST_ROOT", folder.path());
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("refused: cannot write"), "{said}");
    assert_eq!(picture(folder.path()), before);
    render_plainly(folder.path(), &small_and_large(1 << 20));
}
