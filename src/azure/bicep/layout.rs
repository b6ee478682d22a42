//! Line breaking as Microsoft's Bicep formatter does it: a group stands on one line if it fits in 120 columns, else each of its lines breaks.
//!
//! What follows a group on its line does not count towards its width; that is the formatter's way, and it must be ours. So is this: an object
//! or array that once broke stays broken when the formatter sees it again, and then, as the last argument of a call, stands beside the brackets.

use std::cell::Cell;
use std::rc::Rc;

const WIDTH: isize = 120;
const INDENT: &str = "  ";

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
    /// An empty literal as the last of several arguments. The formatter takes it for a broken one: a group does not measure what follows it.
    Empty(String),
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
            _ => {
                if let Some(last) = arguments.last_mut() {
                    last.mark_empty();
                }
                Doc::Arguments(between(open, arguments, &[Doc::text(","), Doc::Line(" ")], "", ")"))
            }
        }
    }

    /// Marks an empty literal, or one that is the body of a lambda.
    fn mark_empty(&mut self) {
        match self {
            Doc::Text(text) if text == "{}" || text == "[]" => *self = Doc::Empty(std::mem::take(text)),
            Doc::Glue(parts) if matches!(parts.as_slice(), [Doc::Text(arrow), Doc::Text(_)] if arrow.ends_with("=> ")) => {
                if let Some(body) = parts.last_mut() {
                    body.mark_empty();
                }
            }
            _ => {}
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
            Doc::Text(_) | Doc::Line(_) | Doc::Broken(_) | Doc::Empty(_) => false,
            Doc::Indent(parts) | Doc::Glue(parts) | Doc::Group(parts) | Doc::Arguments(parts) => parts.iter().any(Doc::must_break),
            Doc::Literal(parts, broken) => broken.get() || parts.iter().any(Doc::must_break),
        }
    }

    /// Takes the columns of the text on one line, from `room`.
    fn measure(&self, room: &mut isize) -> Measured {
        *room -= match self {
            Doc::Text(text) => columns(text),
            Doc::Line(flat) => columns(flat),
            Doc::Hard | Doc::Broken(_) => 0,
            Doc::Empty(_) => 1,
            Doc::Indent(parts) | Doc::Glue(parts) | Doc::Group(parts) | Doc::Literal(parts, _) | Doc::Arguments(parts) => {
                return measure(parts, room);
            }
        };
        match self {
            _ if *room < 0 => Measured::TooWide,
            Doc::Empty(_) => Measured::Settled,
            _ => Measured::Fits,
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

/// The columns that a text takes, as the formatter counts them: in UTF-16 units.
fn columns(text: &str) -> isize {
    text.encode_utf16().map(|_| 1).sum()
}

/// What a group knows after measuring some of its parts.
#[derive(PartialEq)]
enum Measured {
    Fits,
    TooWide,
    /// It fits, whatever follows.
    Settled,
}

fn measure(parts: &[Doc], room: &mut isize) -> Measured {
    parts.iter().map(|part| part.measure(room)).find(|measured| *measured != Measured::Fits).unwrap_or(Measured::Fits)
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
    column: isize,
    broke_a_literal: bool,
}

impl Page {
    fn put(&mut self, doc: &Doc, indent: usize, flat: bool) {
        match doc {
            Doc::Text(text) | Doc::Empty(text) => self.write(text),
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
        self.room() >= 0 && !doc.must_break() && doc.measure(&mut self.room()) != Measured::TooWide
    }

    /// Does this much fit before the one column of an opening bracket?
    fn fits_before(&self, head: &[Doc]) -> bool {
        let mut room = self.room() - 1;
        room >= 0 && measure(head, &mut room) != Measured::TooWide && !head.iter().any(Doc::must_break)
    }

    fn room(&self) -> isize {
        WIDTH - self.column
    }

    fn write(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += columns(text);
    }

    fn new_line(&mut self, indent: usize) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
        let indentation = INDENT.repeat(indent);
        self.text.push_str(&indentation);
        self.column = columns(&indentation);
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
