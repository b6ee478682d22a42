use super::*;

fn net(text: &str) -> Ipv4Net {
    text.parse().unwrap()
}

fn need(what: &str, written: Option<&str>) -> Need {
    Need { what: what.to_owned(), parts: vec![Part { count: 20, what: "nodes" }], prefix: 24, grows: true, written: written.map(net) }
}

fn ask(key: &str, needs: Vec<Need>) -> Ask {
    Ask { key: key.to_owned(), space: net("10.0.0.0/16"), taken: Vec::new(), written: None, needs }
}

#[test]
fn the_lowest_free_range_is_aligned() {
    let taken = [net("10.0.0.0/25"), net("10.0.1.0/24")];
    assert_eq!(free(net("10.0.0.0/16"), 24, &taken), Some(net("10.0.2.0/24")));
    assert_eq!(free(net("10.0.0.0/16"), 25, &taken), Some(net("10.0.0.128/25")));
    assert_eq!(free(net("10.0.0.0/24"), 24, &taken), None);
    assert_eq!(free(net("10.0.0.0/16"), 24, &[net("10.0.0.0/25"), net("10.0.0.0/20")]), Some(net("10.0.16.0/24")));
}

#[test]
fn what_is_written_stands() {
    let mut allocations = Allocations::default();
    let asks = [ask("live/westeurope", vec![need("gateway", None), need("nodes", Some("10.0.8.0/24"))])];
    let placed = plan(&asks, &mut allocations).remove(0).unwrap();
    assert_eq!(placed.range, net("10.0.8.0/21"));
    assert_eq!(placed.subnets, [Some(net("10.0.9.0/24")), Some(net("10.0.8.0/24"))]);
    let keys: Vec<&str> = allocations.iter().map(|(key, _, _)| key).collect();
    assert_eq!(keys, ["network/live/westeurope", "subnet/live/westeurope/gateway"]);
}

#[test]
fn networks_lie_apart_and_leave_room_to_grow() {
    let asks = ["a/x", "b/x", "b/y"].map(|key| ask(key, vec![need("nodes", None)]));
    let placed = plan(&asks, &mut Allocations::default());
    let ranges: Vec<Ipv4Net> = placed.iter().flatten().map(|placed| placed.range).collect();
    assert_eq!(ranges, [net("10.0.0.0/22"), net("10.0.4.0/22"), net("10.0.8.0/22")]);
}

#[test]
fn a_tight_space_is_filled() {
    let mut tight = ask("a/x", vec![need("nodes", None), need("gateway", None)]);
    tight.space = net("10.0.0.0/23");
    assert_eq!(plan(&[tight], &mut Allocations::default())[0].as_ref().unwrap().range, net("10.0.0.0/23"));
}

#[test]
fn what_lies_on_premises_is_not_carved_from() {
    let mut asked = ask("live/westeurope", vec![need("nodes", None)]);
    asked.taken = vec![net("10.0.0.0/19"), net("10.0.32.0/28")];
    let placed = plan(&[asked], &mut Allocations::default()).remove(0).unwrap();
    assert!(["10.0.0.0/19", "10.0.32.0/28"].into_iter().all(|there| !overlaps(net(there), placed.range)), "{placed:?}");
}

#[test]
fn a_network_leaves_room_for_those_that_come_later() {
    let mut wide = ask("a/x", vec![need("nodes", None)]);
    wide.space = net("10.0.0.0/22");
    let mut later = ask("b/x", vec![need("nodes", None)]);
    later.space = wide.space;
    let placed = plan(&[wide, later], &mut Allocations::default());
    let ranges: Vec<Ipv4Net> = placed.iter().flatten().map(|placed| placed.range).collect();
    assert_eq!(ranges, [net("10.0.0.0/23"), net("10.0.2.0/23")]);
}
