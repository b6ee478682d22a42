//! The days of clusters that stand side by side in one region: they serve the same environments, and are not all to be drained in the same hours.

use super::fitting::awake;
use super::maintenance::order;
use super::resolve::Resolver;
use super::tenancy::Tenancy;
use super::{Environment, Label};
use crate::blueprint::settings::{Settings, ShortDay, Weekday};

/// So many days of a platform are left to regions that come later.
const LEFT: usize = 2;

type Settled = (Label, String, Settings);

impl Resolver<'_> {
    /// Gives clusters days of their own, where nothing is written for them: one of each region after the other, for the week has few. Those that stood before keep theirs.
    pub(super) fn days_apart(&mut self, settled: &[Settled], tenancies: &mut [Vec<Tenancy>], environments: &[Environment]) {
        let most = tenancies.iter().map(Vec::len).max().unwrap_or_default();
        for at in 0..most {
            for (site, (platform, region, settings)) in settled.iter().enumerate() {
                if tenancies[site].len() <= at {
                    continue;
                }
                let order = &awake(order(platform, environments), settings);
                let taken = days_taken(settled, tenancies, platform);
                let Some(day) = self.day_of_cluster((platform, region, settings), (&tenancies[site], at), &taken, order) else { continue };
                let rebooted = self.follows(platform, region, tenancies[site][at].key.as_ref());
                let own = &mut tenancies[site][at].settings;
                own.kubernetes.upgrades.window.day = Some(day);
                if let Some(kured) = own.releases.kured.as_mut().filter(|_| rebooted) {
                    kured.days = vec![ShortDay::of(day)];
                }
            }
        }
    }

    /// The day of a cluster, kept where it is not that of its region.
    fn day_of_cluster(&mut self, site: (&Label, &str, &Settings), (beside, at): (&[Tenancy], usize), taken: &[ShortDay], order: &[Weekday]) -> Option<Weekday> {
        let (platform, region, settings) = site;
        let (home, key) = (format!("window/{platform}/{region}"), beside[at].key.as_ref()?);
        let name = format!("{home}/{key}");
        if self.allocations.named(&home).is_none() || self.written_for(platform, region, key).is_some_and(|own| own.kubernetes.upgrades.window.day.is_some()) {
            self.allocations.written(&name);
            return None;
        }
        let standing = self.allocations.named(&name).and_then(|given| order.iter().find(|day| day.name() == given).copied());
        let of_region = settings.kubernetes.upgrades.window.day?;
        let day = match standing {
            Some(day) => day,
            // Clusters that rest have few days.
            None if self.stood(platform, region, &beside[at]) || settings.kubernetes.hours.is_some() => return None,
            None => self.new_day((platform, region, of_region), (beside, at), taken, order)?,
        };
        self.allocations.name(&name, day.name());
        Some(day)
    }

    /// For a new cluster the day of its region, where no other has it; else one that is free, or the one that fewest beside it have.
    fn new_day(&self, site: (&Label, &str, Weekday), (beside, at): (&[Tenancy], usize), taken: &[ShortDay], order: &[Weekday]) -> Option<Weekday> {
        let (platform, region, of_region) = site;
        let given = |tenancy: &Tenancy| {
            let name = self.allocations.named(&format!("window/{platform}/{region}/{}", tenancy.key.as_ref()?))?;
            order.iter().find(|day| day.name() == name).copied()
        };
        let settled = beside.iter().enumerate().filter(|(other, tenancy)| *other < at || *other > at && self.stood(platform, region, tenancy));
        let used: Vec<Weekday> = settled.filter_map(|(_, tenancy)| given(tenancy).or(tenancy.settings.kubernetes.upgrades.window.day)).collect();
        if !used.contains(&of_region) {
            return None;
        }
        let count = |day: &Weekday| used.iter().filter(|used| *used == day).count();
        let fewest = || order.iter().filter(|day| count(day) > 0).min_by_key(|day| count(day)).copied();
        self.spare(platform, order, taken).or_else(fewest).filter(|day| *day != of_region)
    }

    /// Whether kured reboots a cluster on the day of its upgrades: neither its region nor itself says when.
    fn follows(&self, platform: &Label, region: &str, key: Option<&Label>) -> bool {
        let unsaid = |settings: Settings| settings.releases.kured.is_none_or(|kured| kured.days.is_empty());
        let of_region = self.written.settings(platform, region, None).is_ok_and(|(written, _)| unsaid(written));
        of_region && key.and_then(|key| self.written_for(platform, region, key)).is_none_or(unsaid)
    }

    /// What is written for a cluster, where anything is for it alone.
    fn written_for(&self, platform: &Label, region: &str, key: &Label) -> Option<Settings> {
        self.written.blueprint.platforms.get(platform)?.per_cluster.get(key)?;
        Some(self.written.settings(platform, region, Some(key)).ok()?.0)
    }

    /// Whether a cluster was there before this run: its nodes had a subnet, or, where subnets are brought, its region a day.
    fn stood(&self, platform: &Label, region: &str, tenancy: &Tenancy) -> bool {
        let subnets = format!("subnet/{platform}/{region}");
        let has_subnets = self.allocations.names(&subnets).next().is_some();
        self.allocations.named(&format!("{subnets}/{}", tenancy.part("nodes"))).is_some()
            || !has_subnets && self.allocations.stood(&format!("window/{platform}/{region}"))
    }

    /// The first day that nothing has, or that nothing of the platform has, as long as enough are left; `taken` are those that are settled for it.
    fn spare(&self, platform: &Label, order: &[Weekday], taken: &[ShortDay]) -> Option<Weekday> {
        let of_all: Vec<String> = self.allocations.names("window").collect();
        let here: Vec<String> = self.allocations.names(&format!("window/{platform}")).collect();
        let is_free = |given: &[String], day: &Weekday| !taken.contains(&ShortDay::of(*day)) && !given.iter().any(|given| given == day.name());
        let left: Vec<Weekday> = order.iter().filter(|day| is_free(&here, day)).copied().collect();
        let first = left.iter().find(|day| is_free(&of_all, day)).or(left.first());
        first.filter(|_| left.len() > LEFT).copied()
    }
}

/// The days on which anything of a platform is maintained.
fn days_taken(settled: &[Settled], tenancies: &[Vec<Tenancy>], platform: &Label) -> Vec<ShortDay> {
    let here = settled.iter().zip(tenancies).filter(|((other, ..), _)| other == platform);
    let all = here.flat_map(|((_, _, settings), tenancies)| tenancies.iter().map(|tenancy| &tenancy.settings).chain([settings]));
    let days = all.flat_map(|settings| {
        let rebooted = settings.releases.kured.iter().flat_map(|kured| kured.days.iter().copied());
        settings.kubernetes.upgrades.window.day.map(ShortDay::of).into_iter().chain(rebooted)
    });
    days.collect()
}
