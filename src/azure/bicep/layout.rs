//! Line breaking as Microsoft's Bicep formatter does it: a group stands on one line if it fits in 120 columns, else each of its lines breaks.
//!
//! What follows a group on its line does not count towards its width; that is the formatter's way, and it must be ours. So is this: an object
//! or array that once broke stays broken when the formatter sees it again, and then, as the last argument of a call, stands beside the brackets.

use std::cell::Cell;
use std::rc::Rc;

const WIDTH: usize = 120;
const INDENT: usize = 2;

#[derive(Clone, Debug)]
pub enum Doc {
    Text(String),
    /// A line break, or this text where the group stands on one line.
    Line(&'static str),
    /// A line break in any case; a group around it breaks.
    Hard,
    /// Text that stands only where the group breaks.
    Broken(&'static str),
    Indent(Vec<Doc>),
    Glue(Vec<Doc>),
    Group(Vec<Doc>),
    /// An object or an array inside of an expression; the cell remembers that it broke.
    Literal(Vec<Doc>, Rc<Cell<bool>>),
    /// The arguments of a call: where only a broken literal at the end does not fit, they stay on the line.
    Arguments(Vec<Doc>),
}

impl Doc {
    pub fn text(text: impl Into<String>) -> Self {
        Doc::Text(text.into())
    }

    /// `open`, the items between breaks, `close`; `padding` is what stands beside the brackets on one line.
    pub fn bracket(open: &str, items: Vec<Doc>, separator: &[Doc], padding: &'static str, close: &str) -> Self {
        if items.is_empty() {
            return Doc::Text(format!("{open}{close}"));
        }
        Doc::Group(between(open, items, separator, padding, close))
    }

    /// An object or an array inside of an expression.
    pub fn literal(open: &str, items: Vec<Doc>, padding: &'static str, close: &str) -> Self {
        if items.is_empty() {
            return Doc::Text(format!("{open}{close}"));
        }
        Doc::Literal(between(open, items, &[Doc::Line(", ")], padding, close), Rc::default())
    }

    /// `open(a, b)`; the formatter leaves a single argument beside its brackets.
    pub fn call(open: &str, mut arguments: Vec<Doc>) -> Self {
        match arguments.len() {
            1 => Doc::Glue(vec![Doc::text(open), arguments.remove(0), Doc::text(")")]),
            0 => Doc::Text(format!("{open})")),
            _ => Doc::Arguments(between(open, arguments, &[Doc::text(","), Doc::Line(" ")], "", ")")),
        }
    }

    /// `{`, each item on a line of its own, `}`.
    pub fn block(open: &str, items: Vec<Doc>, close: &str) -> Self {
        let inner = items.into_iter().flat_map(|item| [Doc::Hard, item]).collect();
        Doc::Glue(vec![Doc::text(open), Doc::Indent(inner), Doc::Hard, Doc::text(close)])
    }

    pub fn print(&self) -> String {
        loop {
            let mut page = Page::default();
            page.put(self, 0, false);
            if !page.broke_a_literal {
                return page.text;
            }
        }
    }

    /// All on one line, as inside of a string.
    pub fn flat(&self) -> String {
        let mut page = Page::default();
        page.put(self, 0, true);
        page.text
    }

    fn must_break(&self) -> bool {
        match self {
            Doc::Hard => true,
            Doc::Text(_) | Doc::Line(_) | Doc::Broken(_) => false,
            Doc::Indent(parts) | Doc::Glue(parts) | Doc::Group(parts) | Doc::Arguments(parts) => parts.iter().any(Doc::must_break),
            Doc::Literal(parts, broken) => broken.get() || parts.iter().any(Doc::must_break),
        }
    }

    /// The columns of the text on one line, counted as the formatter does: in UTF-16 units.
    fn width(&self) -> usize {
        match self {
            Doc::Text(text) => text.encode_utf16().count(),
            Doc::Line(flat) => flat.len(),
            Doc::Hard | Doc::Broken(_) => 0,
            Doc::Indent(parts) | Doc::Glue(parts) | Doc::Group(parts) | Doc::Literal(parts, _) | Doc::Arguments(parts) => parts.iter().map(Doc::width).sum(),
        }
    }

    /// Is it a literal that broke, or a lambda with such a body?
    fn is_broken_literal(&self) -> bool {
        match self {
            Doc::Literal(_, broken) => broken.get(),
            Doc::Glue(parts) => matches!(parts.as_slice(), [Doc::Text(arrow), body] if arrow.ends_with("=> ") && body.is_broken_literal()),
            _ => false,
        }
    }
}

fn between(open: &str, items: Vec<Doc>, separator: &[Doc], padding: &'static str, close: &str) -> Vec<Doc> {
    let mut inner = vec![Doc::Line(padding)];
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            inner.extend_from_slice(separator);
        }
        inner.push(item);
    }
    vec![Doc::text(open), Doc::Indent(inner), Doc::Line(padding), Doc::text(close)]
}

#[derive(Default)]
struct Page {
    text: String,
    column: usize,
    broke_a_literal: bool,
}

impl Page {
    fn put(&mut self, doc: &Doc, indent: usize, flat: bool) {
        match doc {
            Doc::Text(text) => self.write(text),
            Doc::Line(text) if flat => self.write(text),
            Doc::Line(_) | Doc::Hard => self.new_line(indent),
            Doc::Broken(text) if !flat => self.write(text),
            Doc::Broken(_) => {}
            Doc::Indent(parts) => self.all(parts, indent + 1, flat),
            Doc::Glue(parts) => self.all(parts, indent, flat),
            Doc::Group(parts) => self.all(parts, indent, flat || self.fits(doc)),
            Doc::Literal(parts, broken) => {
                let flat = flat || self.fits(doc);
                if !flat && !broken.replace(true) {
                    self.broke_a_literal = true;
                }
                self.all(parts, indent, flat);
            }
            Doc::Arguments(parts) => match hugged(parts) {
                Some((head, tail)) if !flat && self.fits_before(&head) => {
                    self.all(&head, indent, true);
                    self.put(&tail, indent, false);
                    self.write(")");
                }
                _ => self.all(parts, indent, flat || self.fits(doc)),
            },
        }
    }

    fn all(&mut self, parts: &[Doc], indent: usize, flat: bool) {
        parts.iter().for_each(|part| self.put(part, indent, flat));
    }

    fn fits(&self, doc: &Doc) -> bool {
        self.column + doc.width() <= WIDTH && !doc.must_break()
    }

    /// Does this much fit before the one column of an opening bracket?
    fn fits_before(&self, head: &[Doc]) -> bool {
        let width: usize = head.iter().map(Doc::width).sum();
        self.column + width < WIDTH && !head.iter().any(Doc::must_break)
    }

    fn write(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.encode_utf16().count();
    }

    fn new_line(&mut self, indent: usize) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
        self.text.push_str(&" ".repeat(indent * INDENT));
        self.column = indent * INDENT;
    }
}

/// The arguments before a broken literal at the end, with the arrow of its lambda, and that literal.
fn hugged(parts: &[Doc]) -> Option<(Vec<Doc>, Doc)> {
    let [open, Doc::Indent(inner), ..] = parts else {
        return None;
    };
    let (last, before) = inner.split_last()?;
    if !last.is_broken_literal() {
        return None;
    }
    let mut head: Vec<Doc> = [open].into_iter().chain(before).cloned().collect();
    match last {
        Doc::Glue(lambda) => {
            head.push(lambda.first()?.clone());
            Some((head, lambda.get(1)?.clone()))
        }
        literal => Some((head, literal.clone())),
    }
}
