//! A report for people: the source with what is wrong beneath it, as a compiler shows it.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin as Place, Patch as Edit, Renderer, Snippet};

use super::{Finding, Label, Patch, Report, Severity, codes};
use crate::source::hidden::visible;
use crate::source::position::floor;
use crate::source::{Origin, SourceId, Sources, secret};

/// Bytes of the longest line that is shown, and of all lines around a finding: beyond it its place is named.
const LONGEST_LINE: usize = 4 << 10;
const MOST_SHOWN: usize = 256 << 10;

/// The columns into which the lines of a source are cut; messages are not wrapped.
const WIDTH: usize = 120;

/// Renders all findings and a last line that counts them. Colours are always in it: `anstream` takes them out where
/// they are not wanted.
pub fn render(report: &Report, sources: &Sources) -> String {
    let hidden = secrets(report, sources);
    let renderer = Renderer::styled().term_width(WIDTH);
    let mut text = String::new();
    for finding in &report.findings {
        let view = View { sources, hidden: &hidden };
        text.push_str(&renderer.render(&view.groups(finding)));
        text.push_str("\n\n");
    }
    text.push_str(&count(report));
    text
}

/// `2 errors, 1 warning`, with the end of its line; nothing where there are no findings.
pub fn count(report: &Report) -> String {
    let one = |severity: Severity, singular: &str, plural: &str| match report.count(severity) {
        0 => None,
        1 => Some(format!("1 {singular}")),
        count => Some(format!("{count} {plural}")),
    };
    let counts =
        [one(Severity::Error, "error", "errors"), one(Severity::Warning, "warning", "warnings"), one(Severity::Advice, "piece of advice", "pieces of advice")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() { String::new() } else { format!("{}\n", counts.join(", ")) }
}

/// Where secrets stand, whatever was found about them: no line is shown with one in it.
fn secrets(report: &Report, sources: &Sources) -> Vec<Origin> {
    let labels = report.findings.iter().flat_map(|finding| finding.primary.iter().chain(&finding.related).map(move |label| (finding, label.origin)));
    let is_secret =
        |finding: &Finding, origin: Origin| [&codes::SECRET, &codes::LIKELY_SECRET].contains(&finding.code) || secret::find(sources.slice(origin)).is_some();
    labels.filter(|(finding, origin)| is_secret(finding, *origin)).map(|(_, origin)| origin).collect()
}

struct View<'a> {
    sources: &'a Sources,
    hidden: &'a [Origin],
}

impl View<'_> {
    fn groups<'f>(&self, finding: &'f Finding) -> Vec<Group<'f>> {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Advice => Level::NOTE.with_name("advice"),
        };
        let mut group = level.primary_title(visible(&finding.title)).id(finding.code.id).elements(self.snippets(finding));
        if let Some(place) = finding.primary.as_ref().and_then(|label| self.name(label)) {
            group = group.element(place);
        }
        if !finding.path.is_empty() && !finding.title.contains(&finding.path) {
            group = group.element(Level::NOTE.with_name("path").message(visible(&finding.path)));
        }
        let help = finding.help.as_deref().map(visible);
        match &finding.patch {
            None => vec![match help {
                Some(help) => group.element(Level::HELP.message(help)),
                None => group,
            }],
            Some(patch) => {
                let title = Level::HELP.secondary_title(help.unwrap_or("write this instead".into()));
                vec![group, title.elements(self.edit(patch))]
            }
        }
    }

    /// One snippet for each file that a finding speaks of, that of its primary label first.
    fn snippets<'f>(&self, finding: &'f Finding) -> Vec<Snippet<'f, Annotation<'f>>> {
        let mut files: BTreeMap<(bool, SourceId), Vec<(AnnotationKind, &Label)>> = BTreeMap::new();
        let home = finding.primary.as_ref().map(|label| label.origin.source);
        let primary = finding.primary.iter().map(|label| (AnnotationKind::Primary, label));
        for (kind, label) in primary.chain(finding.related.iter().map(|label| (AnnotationKind::Context, label))) {
            let source = label.origin.source;
            files.entry((Some(source) != home, source)).or_default().push((kind, label));
        }
        files.into_iter().filter_map(|((_, source), labels)| self.snippet(source, &labels)).collect()
    }

    fn snippet<'f>(&self, source: SourceId, labels: &[(AnnotationKind, &'f Label)]) -> Option<Snippet<'f, Annotation<'f>>> {
        let start = labels.iter().map(|(_, label)| label.origin.start).min()?;
        let end = labels.iter().map(|(_, label)| label.origin.end).max()?;
        let (window, line) = self.window(source, start..end)?;
        let shown = self.shown(source, window.clone());
        let annotations = labels.iter().map(|(kind, label)| kind.span(within(&shown, &window, label.origin)).label(visible(&label.text)));
        let annotations: Vec<_> = annotations.collect();
        Some(Snippet::source(shown).path(self.sources.file(source).name.clone()).line_start(line).annotations(annotations))
    }

    /// The place of a label whose text is too much to show.
    fn name<'f>(&self, label: &Label) -> Option<Place<'f>> {
        let origin = label.origin;
        if self.window(origin.source, origin.start..origin.end).is_some() {
            return None;
        }
        let (start, _) = self.sources.span(origin);
        Some(Place::path(self.sources.file(origin.source).name.clone()).line(start.line).char_column(start.column))
    }

    fn edit<'f>(&self, patch: &'f Patch) -> Vec<Snippet<'f, Edit<'f>>> {
        let source = patch.origin.source;
        let Some((window, line)) = self.window(source, patch.origin.start..patch.origin.end) else { return Vec::new() };
        let shown = self.shown(source, window.clone());
        let edit = Edit::new(within(&shown, &window, patch.origin), patch.replacement.as_str());
        vec![Snippet::source(shown).path(self.sources.file(source).name.clone()).line_start(line).patch(edit)]
    }

    /// The lines around a range of bytes, and the number of the first of them; none where they are too much to show.
    fn window(&self, source: SourceId, range: Range<usize>) -> Option<(Range<usize>, usize)> {
        let file = self.sources.file(source);
        let text = &file.text;
        let (start, end) = (floor(text, range.start), floor(text, range.end.max(range.start)));
        let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
        let short = last - first <= MOST_SHOWN && text[first..last].lines().all(|line| line.len() <= LONGEST_LINE);
        short.then(|| (first..last, file.position(first).line))
    }

    /// A part of a text, with a star for each byte of a secret, and without what Windows ends lines with beside a line feed.
    fn shown(&self, source: SourceId, window: Range<usize>) -> String {
        let text = &self.sources.file(source).text;
        let mut shown = text[window.clone()].to_owned();
        for hidden in self.hidden.iter().filter(|hidden| hidden.source == source) {
            let span = hidden.start.max(window.start)..hidden.end.min(window.end);
            if span.start < span.end {
                let (start, end) = (floor(text, span.start) - window.start, floor(text, span.end) - window.start);
                let stars: String = shown[start..end].chars().map(|char| if char == '\n' { "\n".to_owned() } else { "*".repeat(char.len_utf8()) }).collect();
                shown.replace_range(start..end, &stars);
            }
        }
        // Of the same length, for the sake of places.
        if shown.ends_with('\r') {
            shown.replace_range(shown.len() - 1.., " ");
        }
        shown.replace("\r\n", " \n")
    }
}

/// An origin as a range of the part of its text that is shown.
fn within(shown: &str, window: &Range<usize>, origin: Origin) -> Range<usize> {
    let start = floor(shown, origin.start.saturating_sub(window.start));
    let end = floor(shown, origin.end.saturating_sub(window.start));
    start..end.max(start)
}
