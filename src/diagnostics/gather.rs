//! One fault that holds in several environments or regions is said once, and names them all.

use super::{Finding, Report};
use crate::blueprint::cascade::{spoken, wider};

impl Report {
    /// Makes one of findings that stand at one place and differ in nothing but one of these names, which it has in their order.
    pub fn gather(&mut self, names: &[String]) {
        let mut told: Vec<Told> = std::mem::take(&mut self.findings).into_iter().map(Told::of).collect();
        // Those that name several regions may be alike but for an environment then.
        loop {
            let before = told.len();
            told = told.into_iter().fold(Vec::new(), |mut told, next| {
                match told.iter_mut().find_map(|first: &mut Told| Some((first.differs(&next, names)?, first))) {
                    Some((at, first)) => first.take_in(next, &at, names),
                    None => told.push(next),
                }
                told
            });
            if told.len() == before {
                break;
            }
        }
        self.findings = told.into_iter().map(Told::finding).collect();
    }
}

/// A finding with the words that are said of it.
struct Told {
    finding: Finding,
    words: Vec<Word>,
}

/// Between the title, the label and the help of a finding, which are read as one text.
const BORDER: char = '\u{1f}';

impl Told {
    fn of(finding: Finding) -> Self {
        let label = finding.primary.as_ref().map(|label| label.text.as_str()).unwrap_or_default();
        let text = [finding.title.as_str(), label, finding.help.as_deref().unwrap_or_default()].join(&BORDER.to_string());
        Self { words: text.split_inclusive([' ', BORDER]).map(Word::of).collect(), finding }
    }

    /// At which words another finding has other names, where nothing else differs.
    fn differs(&self, other: &Self, names: &[String]) -> Option<Vec<usize>> {
        let [place, others] = [self, other].map(|told| told.finding.primary.as_ref().map(|label| label.origin));
        let alike = place.is_some() && place == others && (self.finding.code, self.finding.severity) == (other.finding.code, other.finding.severity);
        if !alike || self.finding.patch.is_some() || other.finding.patch.is_some() || self.words.len() != other.words.len() {
            return None;
        }
        let at: Vec<usize> = (0..self.words.len()).filter(|at| self.words[*at] != other.words[*at]).collect();
        let (one, another) = (&self.words[*at.first()?], &other.words[*at.first()?]);
        let same = |at: &usize| {
            let (left, right) = (&self.words[*at], &other.words[*at]);
            left.before == right.before && left.after == right.after && left.names == one.names && right.names == another.names
        };
        let known = one.names.iter().chain(&another.names).all(|name| names.contains(name));
        (known && at.iter().all(same) && one.names.iter().all(|name| !another.names.contains(name))).then_some(at)
    }

    fn take_in(&mut self, other: Self, at: &[usize], names: &[String]) {
        for at in at {
            let all = &mut self.words[*at].names;
            all.extend(other.words[*at].names.iter().cloned());
            all.sort_by_key(|name| names.iter().position(|known| known == name));
        }
        self.finding.path = common(&self.finding.path, &other.finding.path);
        for label in other.finding.related {
            if self.finding.related.iter().all(|known| known.origin != label.origin) {
                self.finding.related.push(label);
            }
        }
    }

    fn finding(self) -> Finding {
        let Self { mut finding, words } = self;
        let text: String = words.iter().map(ToString::to_string).collect();
        let mut texts = text.split(BORDER).map(str::to_owned);
        finding.title = texts.next().unwrap_or_default();
        if let (Some(label), Some(text)) = (&mut finding.primary, texts.next()) {
            label.text = text;
        }
        finding.help = finding.help.and(texts.next());
        finding
    }
}

/// The path that covers two: what they are spoken of as, or the part that they share.
pub(super) fn common(one: &str, other: &str) -> String {
    if one == other {
        return one.to_owned();
    }
    let bare = |path: &str| wider(path).unwrap_or_else(|| path.to_owned());
    if bare(one) == bare(other) {
        return bare(one);
    }
    // What was widened before has no region any more.
    let top = |path: &str| match path.split('.').collect::<Vec<_>>().as_slice() {
        ["platforms", _, rest @ ..] if spoken(path) == path => rest.join("."),
        _ => spoken(path).to_owned(),
    };
    if top(one) == top(other) {
        return top(one);
    }
    let shared = one.split('.').zip(other.split('.')).take_while(|(left, right)| left == right).map(|(step, _)| step);
    shared.collect::<Vec<_>>().join(".")
}

/// A word, which may be several names, with the signs around it.
#[derive(PartialEq, Eq)]
struct Word {
    before: String,
    names: Vec<String>,
    after: String,
}

impl Word {
    fn of(text: &str) -> Self {
        let is_sign = |char: char| !char.is_alphanumeric();
        let core = text.trim_matches(is_sign);
        let at = text.find(core).unwrap_or_default();
        Self { before: text[..at].to_owned(), names: vec![core.to_owned()], after: text[at + core.len()..].to_owned() }
    }
}

/// `dev`, `test` and `production`.
impl std::fmt::Display for Word {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let is_quoted = self.before.ends_with('`') && self.after.starts_with('`');
        let between = |sign: &str| if is_quoted { format!("`{sign}`") } else { sign.to_owned() };
        let (last, others) = self.names.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
        write!(formatter, "{}{}", self.before, others.join(&between(", ")))?;
        if !others.is_empty() {
            formatter.write_str(&between(" and "))?;
        }
        write!(formatter, "{last}{}", self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;
    use crate::source::{Origin, SourceId};

    fn finding(environment: &str, region: &str, start: usize) -> Finding {
        let title = format!("nothing leads to `{environment}` in {region}, which is public");
        let path = format!("environments.{environment}.perRegion.{region}");
        Finding::new(&codes::TRAFFIC, title).at(Origin { source: SourceId(1), start, end: 9 }, "here").path(path).help(format!("write `{environment}`"))
    }

    #[test]
    fn one_fault_is_told_once() {
        let all = [("dev", "west", 1), ("dev", "north", 1), ("live", "west", 1), ("live", "north", 1), ("test", "west", 2), ("other", "west", 1)];
        let mut report = Report { findings: all.map(|(environment, region, start)| finding(environment, region, start)).to_vec() };
        report.gather(&["live", "dev", "test", "west", "north"].map(str::to_owned));
        let told: Vec<(&str, &str)> = report.findings.iter().map(|finding| (finding.title.as_str(), finding.help.as_deref().unwrap_or_default())).collect();
        assert_eq!(
            told,
            [
                ("nothing leads to `live` and `dev` in west and north, which is public", "write `live` and `dev`"),
                ("nothing leads to `test` in west, which is public", "write `test`"),
                ("nothing leads to `other` in west, which is public", "write `other`"),
            ]
        );
        assert_eq!(report.findings[0].path, "environments");
    }
}
