//! What keeps a text from its grammar, and the nearest text that keeps to it.

use std::net::Ipv4Addr;

use super::grammar::{matches, zones};
use super::units::{readings, with_unit};
use super::{places, schedules};

/// What is wrong with a text, said of it, and what to write.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Repair {
    pub fault: String,
    /// What to do, where that is more than to write another text.
    pub help: Option<String>,
    pub instead: Option<String>,
}

impl Repair {
    pub(super) fn instead(fault: impl Into<String>, text: impl Into<String>) -> Self {
        Self { fault: fault.into(), help: None, instead: Some(text.into()) }
    }

    pub(super) fn help(fault: impl Into<String>, help: impl Into<String>) -> Self {
        Self { fault: fault.into(), help: Some(help.into()), instead: None }
    }
}

/// The longest text that is mended: what is longer was no slip.
const LONGEST: usize = 300;

/// `kind` is the name of the kind of text, or the format of an address.
pub fn find(kind: &str, pattern: &str, longest: usize, text: &str) -> Option<Repair> {
    if text.len() > LONGEST {
        return None;
    }
    let fits = |text: &str| matches(pattern, text) && text.chars().count() <= longest;
    let own = match kind {
        "ipv4-network" => network(text),
        "Image" => image(text, fits),
        "VmSize" => size(text, fits),
        "Minor" => minor(text, fits),
        "HostPart" => return host(text, fits),
        "HostName" => places::host(text, fits),
        // Hyphens and figures stand for other places than letters do.
        "Region" => return spelling(&text.replace(' ', ""), fits).filter(|_| !text.contains(['-', '_'])),
        "Schedule" => return Some(schedules::repair(text, fits)),
        // Another sign would mean something else.
        "FolderPath" => return places::folder(text, fits),
        "MountPath" | "RoutePath" | "UrlPath" => return places::absolute(text, fits),
        "RepositoryUrl" => return places::repository(text, fits),
        "Days" | "Memory" => {
            let amount = with_unit(kind, text).filter(|amount| fits(amount));
            let fault =
                if text.contains(['.', ',']) { "a part of a unit is written in smaller ones" } else { "its unit is missing, or spelled otherwise here" };
            let repair = amount.map(|amount| Repair::instead(fault, amount));
            return repair.or_else(|| Some(Repair::help("its unit is missing", readings(kind, text)?)));
        }
        _ => None,
    };
    own.or_else(|| spelling(text, fits))
}

/// The range that an address lies in, and the nearest text of a kind whose texts are known by name. An abbreviation is near to many zones, and means none of them.
pub fn near(kind: &str, text: &str) -> Option<Repair> {
    if kind == "Branch" {
        return Some(Repair::instead("this is the name of its reference", text.strip_prefix("refs/heads/")?));
    }
    if kind == "ipv4-network" {
        let range: ipnet::Ipv4Net = text.parse().ok()?;
        return Some(Repair::instead("bits of a host are set in it", range.trunc().to_string()));
    }
    if kind != "TimeZone" {
        return None;
    }
    let distances = zones().map(|zone| (strsim::damerau_levenshtein(&zone.to_lowercase(), &text.to_lowercase()), zone));
    let (distance, zone) = distances.min()?;
    (distance == 0 || text.contains('/') && distance <= 3).then(|| Repair::instead("there is no time zone of this name", zone))
}

fn network(text: &str) -> Option<Repair> {
    let Some((address, prefix)) = text.split_once('/') else {
        return text.parse::<Ipv4Addr>().is_ok().then(|| {
            Repair::help("its prefix is missing", format!("write `{text}/32` for this address alone, or the range that it lies in, such as 10.64.0.0/16"))
        });
    };
    if address.contains(':') {
        return Some(Repair::help("this is a range of IPv6", "write a range of IPv4 addresses, such as 10.64.0.0/16: networks here know no others"));
    }
    if address.parse::<Ipv4Addr>().is_err() {
        return Some(Repair::help("this is no IPv4 address", "write four numbers from 0 to 255 before the `/`, such as 10.64.0.0/16"));
    }
    let is_long = prefix.parse::<u32>().is_ok_and(|prefix| prefix > 32);
    is_long.then(|| Repair::help(format!("the prefix /{prefix} is longer than an address"), "write /32 at most, which is one address alone"))
}

fn image(text: &str, fits: impl Fn(&str) -> bool) -> Option<Repair> {
    if let Some((image, _)) = text.split_once('@') {
        return fits(image)
            .then(|| Repair::help("its digest stands behind it", format!("write `image: {image}`, and a tag by which it can be gone back to as `tag: …`")));
    }
    let (image, tag) = text.rsplit_once(':').filter(|(_, tag)| !tag.contains('/'))?;
    (fits(image) && !tag.is_empty()).then(|| Repair::help("its tag stands behind it", format!("write `image: {image}` and `tag: \"{tag}\"`")))
}

fn size(text: &str, fits: impl Fn(&str) -> bool) -> Option<Repair> {
    let bare = text.split_once('_').filter(|(first, _)| first.eq_ignore_ascii_case("standard")).map_or(text, |(_, rest)| rest);
    let whole = format!("Standard_{bare}");
    let begins = bare.starts_with(|char: char| char.is_ascii_uppercase()) && bare.contains(|char: char| char.is_ascii_digit());
    (begins && fits(&whole)).then(|| Repair::instead("sizes begin with `Standard_`", whole))
}

/// A version with its patch, or with a `v`.
fn minor(text: &str, fits: impl Fn(&str) -> bool) -> Option<Repair> {
    let version: Vec<&str> = text.trim_start_matches('v').splitn(3, '.').collect();
    let minor = version.get(..2)?.join(".");
    fits(&minor).then(|| Repair::instead("a minor is written without its patch, which AKS picks", minor))
}

/// A whole host in the place of its label, which is not joined by hyphens.
fn host(text: &str, fits: impl Fn(&str) -> bool) -> Option<Repair> {
    match text.split_once('.') {
        Some((label, rest)) if !rest.is_empty() && fits(label) => Some(Repair::help(
            "this is a host with its domain",
            format!("write `{label}`, the label before the domain of the environment; where that is not {rest}, an environment has a `domain` of its own"),
        )),
        _ => spelling(text, fits),
    }
}

/// Capital letters, spaces and other signs that cannot stand where they do.
fn spelling(text: &str, fits: impl Fn(&str) -> bool) -> Option<Repair> {
    let trimmed = text.trim();
    if fits(trimmed) {
        return Some(Repair::instead("spaces stand at its ends", trimmed));
    }
    let cases = [("capital letters stand in it", text.to_lowercase()), ("small letters stand in it", text.to_uppercase())];
    if let Some((fault, text)) = cases.into_iter().find(|(_, text)| fits(text)) {
        return Some(Repair::instead(fault, text));
    }
    let once = text.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if let Some(instead) = [once.clone(), once.to_lowercase()].into_iter().find(|text| fits(text)) {
        return Some(Repair::instead("hyphens stand alone here, between others", instead));
    }
    // Hyphens last, for they may stand in most texts.
    let mut signs: Vec<char> = text.chars().filter(|char| !char.is_alphanumeric()).collect();
    signs.sort_by_key(|char| (*char == '-', *char));
    signs.dedup();
    for sign in signs {
        let named = if sign == ' ' { "a space".to_owned() } else { format!("`{sign}`") };
        for other in ["-", "_", ""] {
            let replaced = text.replace(sign, other);
            for instead in [replaced.clone(), replaced.to_lowercase()] {
                if fits(&instead) {
                    return Some(Repair::instead(format!("{named} cannot stand where it does"), instead));
                }
            }
        }
    }
    let later = text.trim_start_matches(|char: char| !char.is_ascii_alphabetic());
    (later.len() < text.len() && fits(later)).then(|| Repair { fault: "it must begin with a letter".to_owned(), ..Repair::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABEL: &str = "^[a-z]([a-z0-9]|-[a-z0-9])*$";

    fn instead(kind: &str, pattern: &str, text: &str) -> String {
        let repair = find(kind, pattern, 40, text).unwrap_or_else(|| panic!("{text}"));
        repair.instead.or(repair.help).unwrap_or(repair.fault)
    }

    #[test]
    fn the_nearest_text_is_found() {
        let variable = "^[A-Za-z_][A-Za-z0-9_]*$";
        for (pattern, text, wanted) in [
            (LABEL, "Orders", "orders"),
            (LABEL, " orders", "orders"),
            (LABEL, "order_service", "order-service"),
            (LABEL, "Order Service", "order-service"),
            (LABEL, "orders-", "orders"),
            (LABEL, "Order--service", "order-service"),
            (LABEL, "4orders", "it must begin with a letter"),
            ("^[0-9A-Za-z-]+$", "api_key", "api-key"),
            (variable, "api-key", "api_key"),
            ("^[a-z][a-z0-9]+$", "West Europe", "westeurope"),
            ("^[A-Z]{2}$", "gb", "GB"),
            ("^[0-9]{4}-[0-9]{2}$", "2026/12", "2026-12"),
        ] {
            assert_eq!(instead("", pattern, text), wanted, "{text}");
        }
        assert_eq!(find("", LABEL, 40, "ø!?"), None);
        assert_eq!(find("", LABEL, 3, "Orders"), None, "too long in either case");
    }

    #[test]
    fn ranges_images_and_sizes_have_faults_of_their_own() {
        let range = |text| instead("ipv4-network", "^$", text);
        assert!(range("10.90.0.0/33").contains("/32 at most"));
        assert!(range("10.90.0.0").contains("10.90.0.0/32"));
        assert!(range("10.90.0.256/16").contains("0 to 255"));
        assert!(range("fd00::/8").contains("IPv4"));
        let image = |text| instead("Image", "^([a-z.]+(:[0-9]+)?/)?[a-z]+(-[a-z0-9.]+)?$", text);
        assert_eq!(image("orders:1.0"), "write `image: orders` and `tag: \"1.0\"`");
        assert_eq!(image("ghcr.io:5000/orders:latest"), "write `image: ghcr.io:5000/orders` and `tag: \"latest\"`");
        assert!(image("orders@sha256:00").contains("`image: orders`"));
        let size = |text| instead("VmSize", "^Standard_[A-Za-z0-9_-]+$", text);
        assert_eq!(near("ipv4-network", "10.0.0.9/24").and_then(|repair| repair.instead).as_deref(), Some("10.0.0.0/24"));
        let folder = |text| find("FolderPath", "^([a-z][a-z.]*)(/[a-z][a-z.]*)*$", 40, text).and_then(|repair| repair.instead);
        assert_eq!(["./x.yaml", "/a/b/", "../x"].map(folder), [Some("x.yaml".to_owned()), Some("a/b".to_owned()), None]);
        assert_eq!(near("Branch", "refs/heads/main").and_then(|repair| repair.instead).as_deref(), Some("main"));
        let host = |text| instead("HostPart", "^[a-z]([a-z0-9-]*[a-z0-9])?$", text);
        assert!(host("www.shop.example.com").starts_with("write `www`"), "{}", host("www.shop.example.com"));
        assert_eq!(host("My Shop"), "my-shop");
        let region = |text| find("Region", "^[a-z][a-z0-9]+$", 40, text).and_then(|repair| repair.instead);
        assert_eq!((region("West Europe").as_deref(), region("eu-west-1")), (Some("westeurope"), None), "what another cloud calls its own");
        let minor = |text| instead("Minor", "^[1-9][0-9]?\\.[0-9]{1,2}$", text);
        assert_eq!((minor("1.36.1"), minor("v1.36")), ("1.36".to_owned(), "1.36".to_owned()));
        assert_eq!((size("D8ds_v5"), size("standard_D8ds_v5")), ("Standard_D8ds_v5".to_owned(), "Standard_D8ds_v5".to_owned()));
    }
}
