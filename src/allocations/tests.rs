use super::*;
use crate::diagnostics::Report;
use crate::source::Sources;

fn net(text: &str) -> Ipv4Net {
    text.parse().unwrap()
}

fn read(text: &str) -> Result<Allocations, Report> {
    let mut sources = Sources::single("blueprint.yaml", "name: shop\n");
    sources.set_allocations("allocations.yaml", text);
    Allocations::read(&sources)
}

#[test]
fn what_stands_is_given_again_and_what_is_new_lies_apart() {
    let mut allocations = read("network/live/westeurope: 10.0.16.0/20\nnetwork/old/westeurope: 10.0.0.0/20\n").unwrap();
    let space = net("10.0.0.0/16");
    assert_eq!(allocations.range("network/live/westeurope", space, 20, &[]), Some(net("10.0.16.0/20")));
    // What is no longer used is reserved.
    assert_eq!(allocations.range("network/dev/westeurope", space, 20, &[net("10.0.32.0/20")]), Some(net("10.0.48.0/20")));
    assert_eq!(allocations.number("priority/live/westeurope/dev", (1..).map(|at| at * 10)), 10);
    assert_eq!(allocations.number("priority/live/westeurope/live", (1..).map(|at| at * 10)), 20);
}

#[test]
fn what_is_printed_is_read_again() {
    let mut allocations = Allocations::default();
    allocations.range("subnet/live/westeurope/nodes", net("10.0.0.0/16"), 24, &[]);
    allocations.number("priority/live/westeurope/dev", 100..);
    let text = allocations.print();
    assert_eq!(read(&text).unwrap().print(), text);
}

#[test]
fn a_release_takes_what_is_below_too() {
    let mut allocations = read("subnet/a/b/nodes: 10.0.0.0/24\nsubnet/a/b/gateway: 10.0.1.0/24\nsubnet/a/bc/nodes: 10.1.0.0/24\n").unwrap();
    assert_eq!(allocations.release("subnet/a/b").len(), 2);
    assert_eq!(allocations.iter().map(|(key, _, _)| key).collect::<Vec<_>>(), ["subnet/a/bc/nodes"]);
}

#[test]
fn faults_of_the_file() {
    for (text, count) in [
        ("network/a/b: 10.0.0.1/20\n", 1),
        ("network/a/b: 5\n", 1),
        ("other/a/b: 5\n", 1),
        ("<<<<<<< HEAD\nnetwork/a/b: 10.0.0.0/20\n=======\n>>>>>>> other\n", 1),
        ("network/a/b: 10.0.0.0/20\nnetwork/c/d: 10.0.8.0/24\n", 1),
        ("priority/a/b/x: 100\npriority/a/b/y: 100\npriority/a/c/x: 100\n", 1),
    ] {
        assert_eq!(read(text).unwrap_err().findings.len(), count, "{text}");
    }
    assert!(read("# nothing was given yet\n").unwrap().iter().next().is_none());
}
