//! From what was written to what is meant.

use super::addresses::{self, Ask, Placed};
use super::names::Register;
use super::tenancy::{self, Tenancy};
use super::*;
use crate::allocations::Allocations;
use crate::blueprint::cascade::Written;
use crate::blueprint::text::Label;
use crate::diagnostics::{Finding, Report, codes};
use crate::facts::Facts;
use crate::helm::releases;

/// Resolves a blueprint.
///
/// # Errors
/// What stands in the way of a model at all: references to nothing, an address space without room, what is not planned yet.
/// What is wrong with a model is for the rules to say.
pub fn resolve(written: &Written, allocations: Allocations, facts: &Facts) -> Result<Model, Report> {
    let (model, report) = resolve_partly(written, allocations, facts);
    if report.has_errors() { Err(report) } else { Ok(model) }
}

/// What stands in the way of a model, and the model without what that stands in the way of: parts of it are lacking then.
pub fn resolve_partly(written: &Written, allocations: Allocations, facts: &Facts) -> (Model, Report) {
    let mut resolver = Resolver::new(written, allocations, facts);
    let model = resolver.model();
    let mut report = resolver.report;
    report.once();
    (model, report)
}

/// What of the allocations a blueprint uses, also where its address space has no room for all of it.
///
/// # Errors
/// What stands in the way of knowing it.
pub fn in_use(written: &Written, allocations: Allocations, facts: &Facts) -> Result<Allocations, Report> {
    let mut resolver = Resolver::new(written, allocations, facts);
    let model = resolver.model();
    if !resolver.report.has_errors() || resolver.is_planned {
        return Ok(model.allocations);
    }
    resolver.report.once();
    Err(resolver.report)
}

pub(super) struct Resolver<'a> {
    pub(super) written: &'a Written,
    pub(super) facts: &'a Facts,
    pub(super) allocations: Allocations,
    pub(super) register: Register,
    pub(super) report: Report,
    /// Whether every site was asked for its addresses.
    is_planned: bool,
}

impl<'a> Resolver<'a> {
    fn new(written: &'a Written, allocations: Allocations, facts: &'a Facts) -> Self {
        Self { written, facts, allocations, register: Register::default(), report: Report::default(), is_planned: false }
    }

    fn model(&mut self) -> Model {
        let blueprint = &self.written.blueprint;
        let environments = self.environments();
        self.check_promotion();
        let platforms = self.platforms(&environments);
        let own = blueprint.domain.as_deref().or(environments.first().map(|environment| environment.domain.as_str())).unwrap_or_default();
        let common = self.common(own, &platforms);
        let mut settled = Vec::new();
        for (platform, region) in platforms {
            match self.written.settings(&platform, &region, None) {
                Ok((settings, _)) => settled.push((platform, region, settings)),
                Err(report) => self.report.extend(report),
            }
        }
        self.maintenance(&mut settled, &environments);
        let here = |platform: &Label| -> Vec<Environment> { environments.iter().filter(|environment| environment.platform == *platform).cloned().collect() };
        let mut tenancies: Vec<Vec<Tenancy>> = settled
            .iter()
            .map(|(platform, region, settings)| {
                tenancy::tenancies(settings.clusters, &blueprint.teams, &here(platform), |key| self.of_cluster((platform, region, settings), key))
            })
            .collect();
        self.days_apart(&settled, &mut tenancies, &environments);
        self.check_levels(&settled, &tenancies);
        let asks: Vec<Ask> = settled
            .iter()
            .zip(&tenancies)
            .map(|((platform, region, settings), tenancies)| self.ask(format!("{platform}/{region}"), settings, tenancies))
            .collect();
        // After the sites: a hub that comes later finds them where they stand.
        let centers = self.centers(&settled);
        let hub_asks: Vec<Ask> = centers.iter().map(|center| self.hub_ask(center)).collect();
        let asks: Vec<Ask> = asks.into_iter().chain(hub_asks).collect();
        self.is_planned = !self.report.has_errors();
        let mut plan = addresses::plan(&asks, &mut self.allocations);
        let hub_plan = plan.split_off(settled.len());
        let mut hubs = Vec::new();
        for ((center, ask), placed) in centers.iter().zip(&asks[settled.len()..]).zip(&hub_plan) {
            hubs.extend(self.hub(center, ask, placed.as_ref(), own));
        }
        drop(centers);
        let budgets: Vec<_> = settled.iter().map(|(platform, region, settings)| (format!("{platform}-{region}"), settings.budget.clone())).collect();
        let mut sites = Vec::new();
        for ((((platform, region, settings), tenancies), ask), placed) in settled.into_iter().zip(&tenancies).zip(&asks).zip(&plan) {
            let setting = Setting {
                platform: &platform,
                region: &region,
                environments: &here(&platform),
                own,
                common: &common,
                tenancies,
                ask,
                placed: placed.as_ref(),
                hubs: &hubs,
            };
            sites.extend(self.site(settings, &setting));
        }
        let apps = self.apps(&environments, &mut sites, &common);
        let dns = self.dns(&environments, &common);
        self.issuers(&mut sites, &dns);
        self.record_writers(&mut sites, &dns);
        self.firewall_rules(&mut hubs, &sites, &apps, &common);
        // As changes travel: a platform is deployed after those on which they are tried.
        sites.sort_by_key(|site| environments.iter().rposition(|environment| environment.platform == site.platform));
        dns_resolver::link(&mut hubs, &mut sites);
        let budgets = self.budgets(&sites, &budgets);
        let cache_rules = releases::cache_rules(&sites, self.facts);
        let profiles = self.profiles(&environments, &sites, &common, own);
        let front_doors = self.front_doors(&sites, &common, own);
        let records = dns::records(&sites, &profiles, &front_doors, &dns);
        let teams: Vec<Team> =
            blueprint.teams.iter().map(|(name, team)| Team { name: name.clone(), group: team.group.to_string(), quota: team.quota.clone() }).collect();
        let grafana = self.grafana(&sites, &teams, &common, own);
        Model {
            name: blueprint.name.clone(),
            tags: blueprint.tags.clone(),
            tenant: blueprint.azure.tenant.clone(),
            subscription: blueprint.azure.subscription.clone(),
            common,
            hubs,
            sites,
            profiles,
            front_doors,
            grafana,
            cache_rules,
            budgets,
            dns,
            records,
            environments,
            teams,
            apps,
            builds: builds::builds(blueprint),
            locks: blueprint.locks,
            devops: blueprint.pipelines.azure_dev_ops.clone(),
            names: std::mem::take(&mut self.register.names),
            allocations: std::mem::take(&mut self.allocations),
        }
    }

    pub(super) fn finding(&mut self, finding: Finding, path: &str, label: &str) {
        let place = self.written.locate(path);
        self.report.push(finding.path(path).at(place.origin, label));
    }
}

/// Which site, and what is settled about it beforehand.
pub(super) struct Setting<'a> {
    pub(super) platform: &'a Label,
    pub(super) region: &'a str,
    /// In the order of promotion.
    pub(super) environments: &'a [Environment],
    /// The user's own domain, which makes names unique in all of Azure.
    pub(super) own: &'a str,
    pub(super) common: &'a Common,
    pub(super) tenancies: &'a [Tenancy],
    pub(super) ask: &'a Ask,
    /// None where its address space has no room for its network.
    pub(super) placed: Option<&'a Placed>,
    /// Those that are made.
    pub(super) hubs: &'a [Hub],
}

/// What everything of a site is named after and stands in.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    /// `<name>-<platform>-<region code>`: what every name is built on.
    pub(super) stem: &'a str,
    /// The user's own domain, which makes names unique in all of Azure.
    pub(super) domain: &'a str,
    /// The path of the blueprint that shapes the names.
    pub(super) path: &'a str,
    /// The path of the settings of the site.
    pub(super) base: &'a str,
    pub(super) region: &'a Region,
    pub(super) groups: &'a ResourceGroups,
    pub(super) environments: &'a [Environment],
    /// The subscription of what all share, where the site stands in another one.
    pub(super) shared: Option<&'a String>,
}

/// A reference to something that does not exist, with the nearest thing that does.
pub(super) fn unknown<'a>(noun: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Finding {
    let help = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.clone().next().is_none() => format!("there is no {noun} yet: write one"),
        None => format!("there are {}", known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    Finding::new(&codes::UNKNOWN_REFERENCE, format!("`{name}` is no {noun} of this blueprint")).help(help)
}

pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .min()
        .filter(|(distance, _)| *distance <= 1 + name.len() / 4)
        .map(|(_, known)| known.to_owned())
}
