//! Line breaking as Microsoft's Bicep formatter does it: a group stands on one line if it fits in 120 columns, else each of its lines breaks.
//!
//! What follows a group on its line does not count towards its width; that is the formatter's way, and it must be ours.

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
        let mut inner = vec![Doc::Line(padding)];
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                inner.extend_from_slice(separator);
            }
            inner.push(item);
        }
        Doc::Group(vec![Doc::text(open), Doc::Indent(inner), Doc::Line(padding), Doc::text(close)])
    }

    /// `{`, each item on a line of its own, `}`.
    pub fn block(open: &str, items: Vec<Doc>, close: &str) -> Self {
        let inner = items.into_iter().flat_map(|item| [Doc::Hard, item]).collect();
        Doc::Glue(vec![Doc::text(open), Doc::Indent(inner), Doc::Hard, Doc::text(close)])
    }

    pub fn print(&self) -> String {
        let mut page = Page::default();
        page.put(self, 0, false);
        page.text
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
            Doc::Indent(parts) | Doc::Glue(parts) | Doc::Group(parts) => parts.iter().any(Doc::must_break),
        }
    }

    /// The columns of the text on one line, counted as the formatter does: in UTF-16 units.
    fn width(&self) -> usize {
        match self {
            Doc::Text(text) => text.encode_utf16().count(),
            Doc::Line(flat) => flat.len(),
            Doc::Hard | Doc::Broken(_) => 0,
            Doc::Indent(parts) | Doc::Glue(parts) | Doc::Group(parts) => parts.iter().map(Doc::width).sum(),
        }
    }
}

#[derive(Default)]
struct Page {
    text: String,
    column: usize,
}

impl Page {
    fn put(&mut self, doc: &Doc, indent: usize, flat: bool) {
        match doc {
            Doc::Text(text) => self.write(text),
            Doc::Line(text) if flat => self.write(text),
            Doc::Line(_) | Doc::Hard => self.new_line(indent),
            Doc::Broken(text) if !flat => self.write(text),
            Doc::Broken(_) => {}
            Doc::Indent(parts) => parts.iter().for_each(|part| self.put(part, indent + 1, flat)),
            Doc::Glue(parts) => parts.iter().for_each(|part| self.put(part, indent, flat)),
            Doc::Group(parts) => {
                let fits = self.column + doc.width() <= WIDTH && !doc.must_break();
                parts.iter().for_each(|part| self.put(part, indent, flat || fits));
            }
        }
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
