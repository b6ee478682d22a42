//! Properties and items: of symbols, of resources, of modules.

use super::Written;
use crate::azure::bicep::layout::Doc;
use crate::azure::bicep::operator::Binding;
use crate::azure::bicep::{Writer, text};
use crate::azure::expression::Expression;
use crate::azure::graph::Fault;

impl Writer<'_> {
    /// `base.key` and `base[key]`, outermost first.
    pub fn access(&mut self, expression: &Expression) -> Result<Written, Fault> {
        if let Some(item) = self.loop_item(expression) {
            return Ok(Written::word(item));
        }
        let (base, keys) = expression.chain();
        if let Some(arguments) = base.arguments_of("resourceInfo") {
            let target = self.target(arguments)?;
            let [Expression::Text(key), rest @ ..] = keys.as_slice() else {
                return Err(Fault::new("of resourceInfo() only id and name are read"));
            };
            if key != "name" || !rest.is_empty() {
                return Err(Fault::new("of resourceInfo() only id and name are read"));
            }
            self.template.name_of(&target)?;
            let symbol = self.symbol(&target, false)?;
            return Ok(Written::primary(Doc::Glue(vec![symbol, Doc::text(".name")])));
        }
        if let Some(arguments) = base.arguments_of("reference") {
            return self.run_time(arguments, &keys, None);
        }
        let Expression::Access { of, key } = expression else {
            return self.written(expression);
        };
        let of = self.written(of)?.at_least(Binding::Primary);
        let key = self.key(key, "")?;
        Ok(Written::primary(Doc::Glue(vec![of, key])))
    }

    /// What Azure says of a resource; `safe` is how many of the last keys are read with `.?` (the first of them).
    pub fn run_time(&mut self, arguments: &[Expression], keys: &[&Expression], safe: Option<usize>) -> Result<Written, Fault> {
        let target = self.target(arguments)?;
        let resource = self.template.known(&target)?;
        let full = match arguments {
            [_] => false,
            [_, version, full] if *version == Expression::text("") && *full == Expression::text("full") => true,
            _ => return Err(Fault::new("is written reference('sym') or reference('sym', '', 'full')")),
        };
        let conditional = resource.condition.is_some();
        if conditional && safe.is_some_and(|at| at > 0) {
            let symbol = &target.symbol;
            return Err(Fault::new(format!("`{symbol}` is conditional: write tryGet(reference('{symbol}'), …) with the whole path")));
        }
        let mut path: Vec<Expression> = Vec::new();
        let mut safe = safe;
        if resource.module.is_some() {
            let ["outputs", name, "value", ..] = texts(keys)[..] else {
                return Err(Fault::new("of a module only .outputs.x.value is read"));
            };
            path.extend([Expression::text("outputs"), Expression::text(name)]);
            path.extend(keys[3..].iter().map(|key| (*key).clone()));
            safe = safe.map(|at| if at < 3 { at.min(1) } else { at - 1 });
        } else {
            if !full {
                path.push(Expression::text("properties"));
                safe = safe.map(|at| at + 1);
            }
            path.extend(keys.iter().map(|key| (*key).clone()));
        }
        // Azure has no answer at all of a conditional resource: what may be absent is the resource.
        let safe = if conditional { safe.map(|_| 0) } else { safe };
        let mut printed = vec![self.symbol(&target, safe.is_none())?];
        for (at, key) in path.iter().enumerate() {
            printed.push(self.key(key, if safe == Some(at) { "?" } else { "" })?);
        }
        Ok(Written::primary(Doc::Glue(printed)))
    }

    /// `.key` or `[key]`, with `?` where the key may be absent.
    pub fn key(&mut self, key: &Expression, mark: &str) -> Result<Doc, Fault> {
        Ok(match key {
            Expression::Text(name) if text::is_bare(name) => Doc::text(format!(".{mark}{name}")),
            Expression::Text(name) => Doc::text(format!("[{mark}{}]", text::literal(name))),
            key => {
                let key = self.expression(key)?;
                Doc::Glue(vec![Doc::text(format!("[{mark}")), key, Doc::text("]")])
            }
        })
    }
}

/// The keys that are texts, up to the first that is not.
fn texts<'e>(keys: &[&'e Expression]) -> Vec<&'e str> {
    keys.iter()
        .map_while(|key| match key {
            Expression::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}
