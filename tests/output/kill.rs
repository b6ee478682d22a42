//! A render is stopped at every call that writes; the next one is right.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::atomic::{AtomicUsize, Ordering};

use aksgen::output::{Consent, Output};
use aksgen::tree::Tree;
use tempfile::tempdir;

use super::scenario::{OTHERS, after, agreed, before, outcome, render_on, set_up, third};
use super::step_disk::{Fault, StepDisk};
use super::support::{Entry, expected, picture, render, render_plainly, said, tree};

/// More steps than any render here takes.
const BOUND: usize = 500;

/// The process that is killed: renders `after` into the folder and ends at the step that it is told.
#[test]
#[ignore = "is started by the other tests, to be killed"]
fn child() {
    let (Some(root), Ok(at)) = (env::var_os("AKSGEN_TEST_ROOT"), env::var("AKSGEN_TEST_STEP")) else { return };
    let steps = AtomicUsize::new(0);
    let disk = StepDisk { steps: &steps, fault: Fault::Abort, at: at.parse().unwrap() };
    render_on(disk, &PathBuf::from(root), &after()).unwrap();
}

fn run_child(root: &Path, at: usize) -> ExitStatus {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["kill::child", "--exact", "--ignored"]).env("AKSGEN_TEST_ROOT", root).env("AKSGEN_TEST_STEP", at.to_string());
    child.output().unwrap().status
}

#[test]
fn a_process_killed_at_any_step_is_mended_by_the_next() {
    let mut steps = 0;
    for at in 1..BOUND {
        let folder = tempdir().unwrap();
        set_up(folder.path());
        let killed = !run_child(folder.path(), at).success();
        render(folder.path(), &after(), &agreed()).unwrap();
        assert_eq!(picture(folder.path()), outcome(&after()), "killed at step {at}");
        if !killed {
            break;
        }
        steps = at;
    }
    assert!((40..BOUND - 1).contains(&steps), "{steps} steps were tried");
}

#[test]
fn a_first_render_killed_at_any_step_is_mended_by_the_next() {
    let mut steps = 0;
    for at in 1..BOUND {
        let folder = tempdir().unwrap();
        let root = folder.path().join("deep/out");
        let (tree, nothing) = (tree(&[("a.yaml", "a"), ("b/c.sh", "c"), ("b/d/e.yaml", "")]), Consent::default());
        let dead = stopped(at, |disk| {
            let output = aksgen::output::WritableOutput::open_on(disk, &root, || {}).ok()?;
            let changes = output.compare(&tree, &nothing).ok()?;
            output.apply(&changes).ok()
        });
        render_plainly(&root, &tree);
        assert_eq!(picture(&root), expected(&tree, &[]), "stopped at step {at}");
        if !dead {
            break;
        }
        steps = at;
    }
    assert!((20..BOUND - 1).contains(&steps), "{steps} steps were tried");
}

#[test]
fn a_killed_render_may_be_followed_by_any_other() {
    let mut steps = 0;
    for at in 1..BOUND {
        let mut went_on = true;
        for next in [before(), third(), tree(&[("alone.yaml", "alone")])] {
            let folder = tempdir().unwrap();
            set_up(folder.path());
            went_on = stopped(at, |disk| render_on(disk, folder.path(), &after()).ok());
            let adopted = picture(folder.path()).get("adopted.yaml").cloned();
            next_render(folder.path(), &next);
            let mut wanted = outcome(&next);
            keep_adopted(&mut wanted, adopted, &next, at);
            // Where the next tree does not hold the edited file, it is deleted by the user's consent.
            assert_eq!(picture(folder.path()), wanted, "stopped at step {at}");
        }
        if !went_on {
            break;
        }
        steps = at;
    }
    assert!((40..BOUND - 1).contains(&steps), "{steps} steps were tried");
}

#[test]
fn two_kills_in_a_row_are_mended_by_the_third_render() {
    let pairs = kill_twice(7, 5);
    assert!(pairs > 80, "{pairs} pairs were tried");
}

#[test]
#[ignore = "a long sweep: every pair of steps, a minute or more"]
fn any_two_kills_in_a_row_are_mended_by_the_third_render() {
    let pairs = kill_twice(1, 1);
    assert!(pairs > 2_500, "{pairs} pairs were tried");
}

/// Stops one render at each step and the next one at each of its own, as far as the strides hit them.
fn kill_twice(first_stride: usize, second_stride: usize) -> usize {
    let mut pairs = 0;
    for first in (1..BOUND).step_by(first_stride) {
        let mut first_stopped = true;
        for second in (1 + first % second_stride..BOUND).step_by(second_stride) {
            let folder = tempdir().unwrap();
            set_up(folder.path());
            first_stopped = stopped(first, |disk| render_on(disk, folder.path(), &after()).ok());
            let second_stopped = stopped(second, |disk| render_on(disk, folder.path(), &third()).ok());
            // What the first render meant to do must still be known to the third, if it goes another way than both.
            let last = if pairs % 2 == 0 { before() } else { after() };
            let adopted = picture(folder.path()).get("adopted.yaml").cloned();
            next_render(folder.path(), &last);
            let mut wanted = outcome(&last);
            keep_adopted(&mut wanted, adopted, &last, second);
            assert_eq!(picture(folder.path()), wanted, "stopped at steps {first} and {second}");
            pairs += 1;
            if !second_stopped {
                break;
            }
        }
        if !first_stopped {
            break;
        }
    }
    pairs
}

#[test]
fn a_kill_makes_nobody_elses_file_ours_and_takes_no_consent_for_granted() {
    for at in 1..BOUND {
        let folder = tempdir().unwrap();
        set_up(folder.path());
        let went_on = stopped(at, |disk| render_on(disk, folder.path(), &after()).ok());
        let found = picture(folder.path());
        for (path, text) in OTHERS {
            assert_eq!(found[path], Entry::File { text: text.to_owned(), executable: false }, "stopped at step {at}");
        }
        let (tree, output) = (after(), Output::open(folder.path()).unwrap());
        let refused: Vec<String> = said(&output.compare(&tree, &Consent::default()).unwrap());
        for (path, by_hand, refusal) in [("edited.yaml", "by hand\n", "Edited"), ("adopted.yaml", "not ours\n", "Foreign(File)")] {
            let stands = found[path] == Entry::File { text: by_hand.to_owned(), executable: false };
            assert_eq!(refused.contains(&format!("{path}: {refusal}")), stands, "stopped at step {at}: {refused:?}");
        }
        let others = refused.iter().filter(|line| line.contains("Edited") || line.contains("Foreign"));
        assert!(others.clone().all(|line| line.starts_with("edited.yaml") || line.starts_with("adopted.yaml")), "step {at}: {refused:?}");
        if !went_on {
            return;
        }
    }
    panic!("no end after {BOUND} steps");
}

#[test]
fn a_large_render_on_many_threads_is_mended_too() {
    let name = |index: usize| format!("apps/{}/{index}.yaml", index % 7);
    let many = |round: usize| {
        let files: Vec<(String, String)> = (0..150).map(|index| (name(index + round * 40), format!("{index} {round}"))).collect();
        tree(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    };
    let mut renders = 0;
    for at in (1..5000).step_by(53) {
        let folder = tempdir().unwrap();
        render_plainly(folder.path(), &many(0));
        let went_on = stopped(at, |disk| {
            let output = aksgen::output::WritableOutput::open_on(disk, folder.path(), || {}).ok()?;
            let tree = many(1);
            let changes = output.compare(&tree, &Consent::default()).ok()?;
            output.apply(&changes).ok()
        });
        render_plainly(folder.path(), &many(1));
        assert_eq!(picture(folder.path()), expected(&many(1), &[]), "stopped at step {at}");
        renders += 1;
        if !went_on {
            break;
        }
    }
    assert!((10..50).contains(&renders), "{renders} renders were stopped");
}

/// Renders on a disk that dies at a step; false once the render had fewer steps.
fn stopped<T>(at: usize, render: impl FnOnce(StepDisk<'_>) -> Option<T>) -> bool {
    let steps = AtomicUsize::new(0);
    let _ = render(StepDisk { steps: &steps, fault: Fault::Dead, at });
    steps.load(Ordering::SeqCst) >= at
}

fn next_render(root: &Path, next: &Tree) {
    let agreed = |tree: &Tree| if tree.get("adopted.yaml").is_some() { agreed() } else { super::support::consent(&["edited.yaml"], &[]) };
    render(root, next, &agreed(next)).unwrap();
}

/// A file that was to be adopted stays, unless it was before the kill, or is by the next render.
fn keep_adopted(wanted: &mut super::support::Picture, found: Option<Entry>, next: &Tree, at: usize) {
    let text = "not ours\n".to_owned();
    let untouched = Entry::File { text, executable: false };
    if next.get("adopted.yaml").is_none() && found.as_ref() == Some(&untouched) {
        wanted.insert("adopted.yaml".to_owned(), untouched);
    } else {
        assert!(found.is_some(), "adopted.yaml is lost at step {at}");
    }
}
