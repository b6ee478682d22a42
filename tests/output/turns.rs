//! Renders at once take turns, and `check` looks only between them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use aksgen::output::{Consent, Output, WritableOutput};
use aksgen::tree::Tree;
use tempfile::tempdir;

use super::support::{expected, picture, render_plainly, tree};

/// A tree of one's own for each process, with some files in common.
fn of_process(number: usize) -> Tree {
    let files: Vec<(String, String)> = (0..40)
        .map(|index| (format!("apps/{}/{}.yaml", index % 5, index + number * 7), format!("{index} by {number}")))
        .chain([("shared.yaml".to_owned(), format!("by {number}"))])
        .collect();
    tree(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// One of many processes: renders its tree ten times; what the others write is ours to it, and it sees no half of it.
#[test]
#[ignore = "is started by another test, several times at once"]
fn child() {
    let (Some(root), Ok(number)) = (env::var_os("AKSGEN_TEST_ROOT"), env::var("AKSGEN_TEST_NUMBER")) else { return };
    let tree = of_process(number.parse().unwrap());
    for _ in 0..10 {
        render_plainly(&PathBuf::from(&root), &tree);
        let output = Output::open(&PathBuf::from(&root)).unwrap();
        let refused: Vec<String> = output.compare(&tree, &Consent::default()).unwrap().refused().map(|change| change.path.to_string()).collect();
        assert_eq!(refused, Vec::<String>::new());
    }
}

fn start(root: &Path, number: usize) -> Child {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["turns::child", "--exact", "--ignored", "--nocapture"]).stdout(Stdio::null());
    child.env("AKSGEN_TEST_ROOT", root).env("AKSGEN_TEST_NUMBER", number.to_string());
    child.spawn().unwrap()
}

fn processes_at_once(count: usize) {
    let folder = tempdir().unwrap();
    let root = folder.path().join("out");
    let children: Vec<Child> = (0..count).map(|number| start(&root, number)).collect();
    let ends: Vec<ExitStatus> = children.into_iter().map(|mut child| child.wait().unwrap()).collect();
    assert!(ends.iter().all(ExitStatus::success), "{ends:?}");
    let found = picture(&root);
    assert!((0..count).any(|number| found == expected(&of_process(number), &[])), "{:?}", found.keys());
}

#[test]
fn two_processes_take_turns() {
    processes_at_once(2);
}

#[test]
fn eight_processes_take_turns() {
    processes_at_once(8);
}

#[test]
fn who_waits_says_so_and_then_comes_to_write() {
    let folder = tempdir().unwrap();
    let first = WritableOutput::open(folder.path(), || panic!("nobody else writes")).unwrap();
    let (says, waits) = mpsc::channel();
    thread::scope(|scope| {
        let second = scope.spawn(|| {
            let output = WritableOutput::open(folder.path(), move || says.send(()).unwrap()).unwrap();
            let tree = tree(&[("second.yaml", "second")]);
            let changes = output.compare(&tree, &Consent::default()).unwrap();
            output.apply(&changes).unwrap()
        });
        waits.recv_timeout(Duration::from_secs(20)).unwrap();
        let tree = tree(&[("first.yaml", "first")]);
        first.compare(&tree, &Consent::default()).and_then(|changes| first.apply(&changes)).unwrap();
        assert_eq!(second.join().unwrap().deleted, 1);
    });
    assert_eq!(picture(folder.path()), expected(&tree(&[("second.yaml", "second")]), &[]));
}

#[test]
fn check_waits_for_a_render() {
    let folder = tempdir().unwrap();
    let writes = WritableOutput::open(folder.path(), || {}).unwrap();
    let tree = tree(&[("a.yaml", "a")]);
    let (looked, looks) = mpsc::channel();
    thread::scope(|scope| {
        let tree = &tree;
        let root = folder.path();
        scope.spawn(move || {
            let differs = Output::open(root).unwrap().compare(tree, &Consent::default()).unwrap().differs();
            looked.send(differs).unwrap();
        });
        assert!(looks.recv_timeout(Duration::from_millis(200)).is_err(), "check did not wait");
        let changes = writes.compare(tree, &Consent::default()).unwrap();
        writes.apply(&changes).unwrap();
        assert!(!looks.recv_timeout(Duration::from_secs(20)).unwrap(), "check saw the time before");
    });
}

#[test]
fn a_render_that_is_dropped_leaves_nothing() {
    let folder = tempdir().unwrap();
    let root = folder.path().join("deep/out");
    drop(WritableOutput::open(&root, || {}).unwrap());
    assert_eq!(picture(folder.path()), [].into());
}
