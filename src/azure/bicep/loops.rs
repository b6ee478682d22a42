//! ARM's copies as Bicep's `[for item in items: …]`.

use super::Writer;
use super::layout::Doc;
use crate::azure::expression::Expression;
use crate::azure::graph::Fault;
use crate::azure::graph::check::names::is_free;

/// A loop around what is being printed.
pub struct Around {
    /// What `copyIndex('name')` calls it.
    copy: Option<String>,
    /// Does `copyIndex()` without a name mean it? A resource, a module, an output.
    unnamed: bool,
    /// What it walks over, if it counts the length of something.
    collection: Option<Expression>,
    item: String,
    index: String,
    item_used: bool,
    index_used: bool,
}

impl Writer<'_> {
    /// `[for … in …: body]`.
    pub fn looped(&mut self, copy: Option<&str>, unnamed: bool, count: &Expression, body: impl FnOnce(&mut Self) -> Result<Doc, Fault>) -> Result<Doc, Fault> {
        let collection = match count.arguments_of("length") {
            Some([collection]) => Some(collection.clone()),
            _ => None,
        };
        let around = Around {
            copy: copy.map(str::to_owned),
            unnamed,
            item: collection.as_ref().map_or_else(String::new, |c| self.item_name(c)),
            index: self.free_name(&["i", "j", "k", "index"]),
            collection,
            item_used: false,
            index_used: false,
        };
        self.loops.push(around);
        let body = body(self);
        let Some(around) = self.loops.pop() else {
            return Err(Fault::new("a loop has no end"));
        };
        let body = body?;
        let header = match (&around.collection, around.item_used, around.index_used) {
            (Some(collection), true, index_used) => {
                let names = if index_used { format!("({}, {})", around.item, around.index) } else { around.item };
                vec![Doc::text(format!("for {names} in ")), self.expression(collection)?]
            }
            (_, _, _) => {
                let range = Expression::call("range", vec![Expression::Integer(0), count.clone()]);
                vec![Doc::text(format!("for {} in ", around.index)), self.expression(&range)?]
            }
        };
        let inner = [vec![Doc::Line("")], header, vec![Doc::text(": "), body]].concat();
        Ok(Doc::Group(vec![Doc::text("["), Doc::Indent(inner), Doc::Line(""), Doc::text("]")]))
    }

    /// The variable of the loop whose current item this is: `items[copyIndex()]`.
    pub fn loop_item(&mut self, expression: &Expression) -> Option<String> {
        let Expression::Access { of, key } = expression else {
            return None;
        };
        let (copy, offset) = index_of(key.arguments_of("copyIndex")?)?;
        let at = self.meant(copy)?;
        let around = &mut self.loops[at];
        (offset == 0 && around.collection.as_ref() == Some(of.as_ref())).then(|| {
            around.item_used = true;
            around.item.clone()
        })
    }

    /// `copyIndex(…)` as the index variable of its loop.
    pub fn index(&mut self, arguments: &[Expression]) -> Result<super::expression::Written, Fault> {
        let (copy, offset) = index_of(arguments).ok_or_else(|| Fault::new("copyIndex() takes the name of a loop and a number"))?;
        let at = self.meant(copy).ok_or_else(|| Fault::new(format!("copyIndex({}) stands in no such loop", copy.unwrap_or_default())))?;
        let around = &mut self.loops[at];
        around.index_used = true;
        Ok(super::expression::Written::index(&around.index, offset))
    }

    fn meant(&self, copy: Option<&str>) -> Option<usize> {
        self.loops.iter().rposition(|around| match copy {
            Some(name) => around.copy.as_deref() == Some(name),
            None => around.unnamed,
        })
    }

    /// One of `xs` is an `x`: what people call the item of a collection.
    fn item_name(&self, collection: &Expression) -> String {
        let name = match collection {
            Expression::Access { key, .. } => match key.as_ref() {
                Expression::Text(name) => name,
                _ => "",
            },
            other => ["parameters", "variables"].iter().find_map(|function| other.name_in(function)).unwrap_or_default(),
        };
        self.free_name(&[&singular(name), "item", "entry"])
    }

    /// The first of these names that means nothing else here.
    fn free_name(&self, wishes: &[&str]) -> String {
        let template = self.template;
        let is_taken = |name: &str| {
            !is_free(name)
                || template.parameter(name).is_some()
                || template.variable(name).is_some()
                || template.resource(name).is_some()
                || self.loops.iter().any(|l| l.item == name || l.index == name)
        };
        let wished = wishes.iter().map(|wish| (*wish).to_owned());
        let last = wishes.last().copied().unwrap_or("item");
        wished.chain((2..).map(|n| format!("{last}{n}"))).find(|name| !is_taken(name)).unwrap_or_default()
    }
}

/// The name and the offset that `copyIndex` takes.
fn index_of(arguments: &[Expression]) -> Option<(Option<&str>, i64)> {
    match arguments {
        [] => Some((None, 0)),
        [Expression::Integer(offset)] => Some((None, *offset)),
        [Expression::Text(name)] => Some((Some(name), 0)),
        [Expression::Text(name), Expression::Integer(offset)] => Some((Some(name), *offset)),
        _ => None,
    }
}

/// An English plural without its ending; nothing if it has none.
fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let long = ["sses", "xes", "ches", "shes"].iter().any(|end| name.ends_with(end));
    let stem = name.strip_suffix(if long { "es" } else { "s" });
    stem.filter(|stem| !stem.ends_with('s') || long).unwrap_or_default().to_owned()
}
