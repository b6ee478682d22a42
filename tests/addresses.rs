//! What was given never moves: random histories of a blueprint, and branches that are merged.

#![allow(clippy::disallowed_methods, reason = "tests touch the world")]

use std::collections::BTreeMap;
use std::process::Command;

use aksgen::facts::Facts;
use aksgen::source::Sources;

/// A generator of numbers from a seed: every failure can be seen again.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// Platforms with their regions and the size that their pool of apps may grow to.
#[derive(Clone, Default)]
struct Company {
    platforms: BTreeMap<usize, (Vec<&'static str>, usize)>,
}

const REGIONS: [&str; 4] = ["westeurope", "northeurope", "swedencentral", "germanywestcentral"];

impl Company {
    fn blueprint(&self) -> String {
        let mut text = String::from(
            "name: shop\ndomain: shop.example.com\nadmins: 11111111-1111-4111-8111-111111111111\nregions: [westeurope]\n\
             teams: {web: {group: 22222222-2222-4222-8222-222222222222}}\nnetwork: {addressSpace: 10.64.0.0/12, podRange: 10.128.0.0/11}\nplatforms:\n",
        );
        for (name, (regions, nodes)) in &self.platforms {
            text += &format!("  p{name}: {{regions: [{}], kubernetes: {{pools: {{apps: {{nodes: {{min: 1, max: {nodes}}}}}}}}}}}\n", regions.join(", "));
        }
        let names: Vec<String> = self.platforms.keys().map(|name| format!("e{name}")).collect();
        text += &format!("promotion: [{}]\nenvironments:\n", names.join(", "));
        for name in self.platforms.keys() {
            text += &format!("  e{name}: {{platform: p{name}, certificate: wildcard}}\n");
        }
        text
    }

    /// One of the changes that people make.
    fn change(&mut self, random: &mut Seeded) {
        let name = random.below(12);
        let region = REGIONS[random.below(REGIONS.len())];
        let several = self.platforms.len() > 1;
        match (random.below(4), self.platforms.get_mut(&name)) {
            (0, Some(_)) if several => drop(self.platforms.remove(&name)),
            (1, Some((regions, _))) if regions.len() > 1 => drop(regions.pop()),
            (2, Some((_, nodes))) => *nodes = 1 + random.below(600),
            (_, Some((regions, _))) if !regions.contains(&region) => regions.push(region),
            (_, Some(_)) => {}
            (_, None) => drop(self.platforms.insert(name, (vec![region], 1 + random.below(600)))),
        }
    }
}

/// The allocations after a render; what stands in the way of one.
fn render(company: &Company, before: &str) -> Result<String, String> {
    let mut sources = Sources::single("blueprint.yaml", company.blueprint());
    sources.set_allocations("allocations.yaml", before);
    match aksgen::compile::understand(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()) {
        Ok((_, model, _)) => Ok(model.allocations.print()),
        Err(report) => Err(anstream::adapter::strip_str(&aksgen::diagnostics::terminal::render(&report, &sources)).to_string()),
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.starts_with('#')).collect()
}

/// A company that something was rendered for.
fn founded(random: &mut Seeded) -> (Company, String) {
    let mut company = Company::default();
    company.platforms.insert(0, (vec!["westeurope"], 10));
    for _ in 0..random.below(6) {
        company.change(random);
    }
    let given = render(&company, "").unwrap();
    (company, given)
}

#[test]
fn what_stands_never_moves() {
    let (mut renders, mut refused) = (0, 0);
    for seed in 1..=12 {
        let mut random = Seeded(0x9e37_79b9_7f4a_7c15 ^ seed);
        let (mut company, mut standing) = founded(&mut random);
        for _ in 0..12 {
            let before = company.clone();
            company.change(&mut random);
            match render(&company, &standing) {
                Ok(after) => {
                    let kept = lines(&standing).iter().all(|line| lines(&after).contains(line));
                    assert!(kept, "seed {seed}: something moved\n--- before\n{standing}\n--- after\n{after}");
                    assert_eq!(render(&company, &after).as_deref(), Ok(after.as_str()), "seed {seed}: a second render gives more");
                    standing = after;
                    renders += 1;
                }
                Err(said) => {
                    // A pool may outgrow its subnet: that is said, and nothing is moved for it.
                    assert!(said.contains("is too small") && said.contains("never moves"), "seed {seed}: {said}");
                    company = before;
                    refused += 1;
                }
            }
        }
    }
    assert!(renders > 60 && refused > 0, "{renders} renders, {refused} refusals: the histories are too dull");
}

#[test]
fn branches_merge_or_clash_aloud() {
    let (mut merged, mut clashed) = (0, 0);
    for seed in 1..=24 {
        let mut random = Seeded(0x2545_f491_4f6c_dd1d ^ seed);
        let (trunk, standing) = founded(&mut random);
        let mut branch = || {
            let mut company = trunk.clone();
            let free = (0..20).find(|name| !company.platforms.contains_key(name)).unwrap() + random.below(2);
            company.platforms.entry(free).or_insert((vec![REGIONS[random.below(2)]], 5));
            let given = render(&company, &standing).unwrap();
            (company, given)
        };
        let ((mut company, left), (other, right)) = (branch(), branch());
        company.platforms.extend(other.platforms);
        let mut all: Vec<&str> = lines(&left).into_iter().chain(lines(&right)).collect();
        all.sort_unstable();
        all.dedup();
        match render(&company, &all.join("\n")) {
            Ok(after) => {
                assert!(all.iter().all(|line| lines(&after).contains(line)), "seed {seed}: something moved");
                merged += 1;
            }
            Err(said) => {
                assert!(said.contains("were given the same"), "seed {seed}: {said}");
                clashed += 1;
            }
        }
    }
    assert!(merged > 1 && clashed > 3, "{merged} merged, {clashed} clashed");
}

/// Runs the program; gives its exit code and all that it said.
fn aksgen(folder: &std::path::Path, words: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_aksgen")).current_dir(folder).args(words).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn what_is_taken_away_stays_reserved_until_it_is_released() {
    let folder = tempfile::tempdir().unwrap();
    let write = |company: &Company| std::fs::write(folder.path().join("blueprint.yaml"), company.blueprint()).unwrap();
    let mut company = Company::default();
    company.platforms.insert(0, (vec!["westeurope"], 5));
    company.platforms.insert(1, (vec!["westeurope"], 5));
    write(&company);
    let render = || aksgen(folder.path(), &["render", "blueprint.yaml", "-o", "out", "--as-of", "2026-11-24"]);
    assert_eq!(render().0, 0);
    let text = || std::fs::read_to_string(folder.path().join("allocations.yaml")).unwrap();
    let both = text();

    company.platforms.remove(&0);
    write(&company);
    assert_eq!(render().0, 0);
    assert_eq!(text(), both, "what is taken away stays reserved");
    let (code, said) = aksgen(folder.path(), &["addresses", "blueprint.yaml", "--as-of", "2026-11-24"]);
    assert!(code == 0 && said.contains("no longer used") && said.contains("network/p0/westeurope  10.64.0.0/20"), "{said}");
    assert!(said.contains("p1-westeurope") && said.contains(" nodes + ") && said.contains("5 kept by Azure"), "{said}");

    let (code, said) = aksgen(folder.path(), &["addresses", "blueprint.yaml", "--release", "network"]);
    assert!(code == 2 && said.contains("network/p1/westeurope, 10.64.16.0/20, is in use"), "{said}");
    let names = ["network/p0", "subnet/p0", "address/p0", "priority/p0", "window/p0"];
    let words: Vec<&str> = ["addresses", "blueprint.yaml"].into_iter().chain(names.iter().flat_map(|name| ["--release", name])).collect();
    let (code, said) = aksgen(folder.path(), &words);
    assert!(code == 0 && said.contains("released network/p0/westeurope, 10.64.0.0/20"), "{said}");
    assert!(!text().contains("p0") && text().contains("network/p1/westeurope: 10.64.16.0/20"));
    let (code, said) = aksgen(folder.path(), &words);
    assert!(code == 2 && said.contains("`network/p0` was given nothing"), "{said}");
    assert_eq!(aksgen(folder.path(), &["check", "blueprint.yaml", "-o", "out", "--as-of", "2026-11-24"]).0, 0, "a release changes no output");
}

/// Who cannot know what is in use gives nothing up; a full address space is no such case.
#[test]
fn what_is_in_use_is_never_released() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blueprint.yaml");
    let company = Company { platforms: BTreeMap::from([(0, (vec!["westeurope"], 5)), (1, (vec!["westeurope"], 5))]) };
    std::fs::write(&path, company.blueprint()).unwrap();
    assert_eq!(aksgen(folder.path(), &["render", "blueprint.yaml", "-o", "out", "--as-of", "2026-11-24"]).0, 0);
    let given = || std::fs::read_to_string(folder.path().join("allocations.yaml")).unwrap();
    let before = given();
    let release = |name: &str| aksgen(folder.path(), &["addresses", "blueprint.yaml", "--release", name]);

    for (fault, code) in [("nmae: x\n", "AKS0003"), ("promotion: [nothing]\n", "AKS0007"), ("kubernetes: {version: null}\n", "AKS0005")] {
        std::fs::write(&path, fault.to_owned() + &company.blueprint().replace("promotion:", "# promotion:")).unwrap();
        let (exit, said) = release("network/p0");
        assert!(exit == 1 && said.contains(code) && given() == before, "{fault}: {said}");
    }

    let crowd = Company { platforms: (1..400).map(|name| (name, (vec!["westeurope"], 5))).collect() };
    std::fs::write(&path, crowd.blueprint().replace("10.64.0.0/12", "10.64.0.0/16")).unwrap();
    assert_eq!(aksgen(folder.path(), &["show", "blueprint.yaml"]).0, 1, "there is no room for so many");
    let (exit, said) = release("network/p1");
    assert!(exit == 2 && said.contains("is in use") && given() == before, "{said}");
    let (exit, said) = release("network/p0");
    assert!(exit == 0 && said.contains("released network/p0/westeurope"), "{said}");
}

/// Of clusters side by side one has the day of its region, and others have their own; what stood before stays, whoever comes first in the alphabet.
#[test]
fn clusters_side_by_side_keep_their_days() {
    let folder = tempfile::tempdir().unwrap();
    let days = |teams: &[&str]| -> Vec<String> {
        let teams: Vec<String> = teams.iter().zip(1..).map(|(name, at)| format!("{name}: {{group: 22222222-2222-4222-8222-22222222222{at}}}")).collect();
        let blueprint = format!(
            "name: shop\ndomain: shop.example.com\nadmins: 11111111-1111-4111-8111-111111111111\nregions: [westeurope, northeurope]\nregistry: {{sku: premium}}\n\
             platforms: {{live: {{clusters: per-team}}}}\nenvironments: {{production: {{platform: live, certificate: wildcard}}}}\nteams: {{{}}}\n",
            teams.join(", ")
        );
        std::fs::write(folder.path().join("blueprint.yaml"), blueprint).unwrap();
        let (code, said) = aksgen(folder.path(), &["render", "blueprint.yaml", "-o", "out", "--as-of", "2026-11-24"]);
        assert!(code == 0 && !said.contains("AKS0317"), "{said}");
        let text = std::fs::read_to_string(folder.path().join("allocations.yaml")).unwrap();
        text.lines().filter_map(|line| line.strip_prefix("window/live/")).map(str::to_owned).collect()
    };
    let regions = ["northeurope: tuesday", "westeurope: sunday"];
    let two = days(&["beta", "gamma"]);
    assert_eq!(two, [regions[0], "northeurope/gamma: saturday", regions[1], "westeurope/gamma: thursday"]);
    let three = days(&["beta", "gamma", "alpha"]);
    assert_eq!(three, [regions[0], "northeurope/gamma: saturday", regions[1], "westeurope/alpha: monday", "westeurope/gamma: thursday"]);
    let path = folder.path().join("allocations.yaml");
    let before: String = std::fs::read_to_string(&path)
        .unwrap()
        .lines()
        .filter(|line| line.matches('/').count() < 3 || !line.starts_with("window"))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(&path, before).unwrap();
    assert_eq!(days(&["beta", "gamma", "alpha"]), regions, "what stood before clusters had days of their own has that of its region");
}

/// What cannot leave its region, and what cannot give up its tier.
#[test]
fn what_all_share_stays_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let render = |regions: &str| {
        let blueprint = Company { platforms: BTreeMap::from([(0, (vec![], 5))]) }.blueprint();
        let blueprint = blueprint.replace("regions: [westeurope]\n", &format!("regions: {regions}\n")).replace("regions: [], ", "");
        std::fs::write(folder.path().join("blueprint.yaml"), blueprint).unwrap();
        let (code, said) = aksgen(folder.path(), &["render", "blueprint.yaml", "-o", "out", "--as-of", "2026-11-24"]);
        assert_eq!(code, 0, "{said}");
        (std::fs::read_to_string(folder.path().join("out/infrastructure/bicep/parameters/common.bicepparam")).unwrap(), said)
    };
    let (alone, _) = render("[westeurope]");
    assert!(alone.contains("param location = 'westeurope'") && alone.contains("sku: 'Standard'"), "{alone}");
    let (both, _) = render("[northeurope, westeurope]");
    assert!(both.contains("param location = 'westeurope'") && both.contains("'northeurope'") && both.contains("sku: 'Premium'"), "{both}");
    let (other, said) = render("[northeurope]");
    assert!(other.contains("param location = 'westeurope'") && other.contains("sku: 'Premium'"), "{other}");
    assert!(said.contains("p0-westeurope is no longer in the blueprint"), "{said}");
    assert!(std::fs::read_to_string(folder.path().join("out/scripts/settings/common.sh")).unwrap().contains("REGISTRY_REPLICAS=(northeurope)"));
}

/// What stands under another name than before, and what runs where the blueprint no longer has it.
#[test]
fn what_a_change_leaves_behind_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let before = "name: shop\ndomain: shop.example.com\nadmins: 11111111-1111-4111-8111-111111111111\nregions: [westeurope]\nenvironments: {production: {}}\n\
                  teams: {web: {group: 22222222-2222-4222-8222-222222222222}, sales: {group: 22222222-2222-4222-8222-222222222223}}\n\
                  apps:\n  orders: {team: sales, image: orders, tag: 1.0.0, port: 8080, expose: {host: orders}}\n";
    let render = |blueprint: &str| {
        std::fs::write(folder.path().join("blueprint.yaml"), blueprint).unwrap();
        let (code, said) = aksgen(folder.path(), &["render", "blueprint.yaml", "-o", "out", "--as-of", "2026-11-24"]);
        assert_eq!(code, 0, "{said}");
        said.split("aksgen.lock\n").nth(1).unwrap_or_default().to_owned()
    };
    let behind = "no longer in the blueprint, and running as before in the namespace sales-production of aks-shop-production-we, with what they store: orders";
    assert!(render(before).starts_with("Begin with out/README.md"));
    assert_eq!(render(before), "");
    let (code, said) = aksgen(folder.path(), &["check", "allocations.yaml", "-o", "out"]);
    assert!(code == 2 && said.contains("allocations.yaml holds what a blueprint was given"), "{said}");
    for change in ["team: sales", "orders: {"] {
        let said = render(&before.replace(change, if change.starts_with("team") { "team: web" } else { "sales: {" }));
        assert!(said.contains(behind), "{said}");
        render(before);
    }
    let said = render(&before.replace("sales", "trade"));
    assert!(said.contains(behind), "{said}");
    render(before);
    let said = render(&before.replace("domain: shop.example.com", "domain: shop.example.org"));
    assert!(said.contains("the registry crshop") && said.contains("the vault kv-shop-produ-") && !said.contains("no longer"), "{said}");
    render(before);
    let said = render(&before.replace("name: shop", "name: store"));
    assert!(said.contains("the cluster aks-shop-production-we is no longer in the blueprint") && said.contains("pipelines/setup.sh has changed"), "{said}");
}

#[test]
fn names_are_listed_with_the_longest_that_is_legal() {
    let folder = tempfile::tempdir().unwrap();
    let mut company = Company::default();
    company.platforms.insert(0, (vec!["westeurope"], 5));
    std::fs::write(folder.path().join("blueprint.yaml"), company.blueprint()).unwrap();
    let (code, said) = aksgen(folder.path(), &["names", "blueprint.yaml", "--as-of", "2026-11-24"]);
    assert_eq!(code, 0, "{said}");
    let vault = said.lines().find(|line| line.starts_with("key vault ")).unwrap();
    assert!(vault.contains("kv-shop-p0-we-") && vault.ends_with(" of 24"), "{vault}");
}

#[test]
fn what_makes_a_subnet_grow_is_named() {
    let with_teams = |teams: &str| {
        format!(
            "name: shop\ndomain: shop.example.com\nadmins: 11111111-1111-4111-8111-111111111111\nregions: [westeurope]\nclusters: per-team\n\
             environments: {{production: {{certificate: wildcard}}}}\nteams:\n  web: {{group: 22222222-2222-4222-8222-222222222222}}\n{teams}"
        )
    };
    let compile = |blueprint: String, before: &str| {
        let mut sources = Sources::single("blueprint.yaml", blueprint);
        if !before.is_empty() {
            sources.set_allocations("allocations.yaml", before);
        }
        aksgen::compile(&sources, Facts::embedded(), "2026-11-24".parse().unwrap()).unwrap()
    };
    let first = compile(with_teams(""), "").map(|compiled| compiled.allocations).unwrap();
    let Err(report) = compile(with_teams("  data: {group: 33333333-3333-4333-8333-333333333333}\n"), &first) else { panic!("it is refused") };
    let [finding] = report.findings.as_slice() else { panic!("{report:?}") };
    assert_eq!((finding.code.id, finding.path.as_str()), ("AKS0205", "platforms.production.perRegion.westeurope.clusters"));
    let help = finding.help.as_deref().unwrap();
    assert!(help.contains("fewer clusters") && help.contains("subnets: {ingress:") && !help.contains("pools"), "{help}");
    assert!(finding.related.iter().any(|label| label.text.contains("a cluster of its own")), "{finding:?}");
}

#[test]
fn a_region_that_joins_others_is_said_to_get_requests() {
    let folder = tempfile::tempdir().unwrap();
    let blueprint = include_str!("../blueprints/ignitetour.yaml");
    let said = |regions: &str, disabled: &str| {
        let text = blueprint.replace("regions: [westeurope, northeurope]", regions).replace("ttl: 30", &format!("ttl: 30, disabled: [{disabled}]"));
        std::fs::write(folder.path().join("blueprint.yaml"), text).unwrap();
        let (code, said) = aksgen(folder.path(), &["render", "blueprint.yaml", "-o", "out", "--as-of", "2026-11-24"]);
        assert_eq!(code, 0, "{said}");
        said.lines().filter(|line| line.contains(" is new, ")).map(|line| line.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(said("regions: [westeurope, northeurope]", "").is_empty(), "nothing stood before");
    assert_eq!(said("regions: [westeurope, northeurope, swedencentral]", ""), ["live-swedencentral"]);
    assert!(said("regions: [westeurope, northeurope, swedencentral, francecentral]", "francecentral").is_empty());
}
