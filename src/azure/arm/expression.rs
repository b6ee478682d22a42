//! What ARM needs to have spelled out in an expression: ids, names, API versions.

use crate::azure::expression::{Expression, functions};
use crate::azure::graph::identity::is_index;
use crate::azure::graph::{Fault, Template, Templates};

impl Templates {
    /// The expression with `resourceInfo` replaced by what it stands for, and API versions where ARM asks for them.
    pub(super) fn arm_expression(&self, template: &Template, expression: &Expression) -> Result<Expression, Fault> {
        let mut fault = None;
        let spelled = expression.replace(&mut |e| match self.spelled(template, e) {
            Ok(spelled) => spelled,
            Err(found) => {
                fault.get_or_insert(found);
                None
            }
        });
        fault.map_or(Ok(spelled), Err)
    }

    fn spelled(&self, template: &Template, e: &Expression) -> Result<Option<Expression>, Fault> {
        if let Expression::Access { of, key } = e
            && let Some([symbol]) = of.arguments_of("resourceInfo")
        {
            let target = Template::named(symbol).ok_or_else(|| Fault::new("resourceInfo() takes a symbolic name"))?;
            let meant = match key.as_ref() {
                Expression::Text(key) if key == "id" => template.id_of(&target)?,
                Expression::Text(key) if key == "name" => template.name_of(&target)?,
                _ => return Err(Fault::new("of resourceInfo() only id and name are read")),
            };
            return self.arm_expression(template, &meant).map(Some);
        }
        let Expression::Call { function, arguments } = e else {
            return Ok(None);
        };
        match (function.as_str(), arguments.as_slice()) {
            ("resourceInfo", _) => Err(Fault::new("of resourceInfo() only id and name are read")),
            ("reference", [_]) => Ok(None),
            ("reference", [symbol, version, full]) => {
                if *version != Expression::text("") || *full != Expression::text("full") {
                    return Err(Fault::new("is written reference('sym', '', 'full')"));
                }
                let resource = Template::named(symbol).and_then(|target| template.resource(&target.symbol));
                let version = resource.map_or("", |r| &r.api_version);
                let arguments = vec![symbol.clone(), Expression::text(version), full.clone()];
                Ok(Some(Expression::call("reference", arguments)))
            }
            ("reference", _) => Err(Fault::new("is written reference('sym') or reference('sym', '', 'full')")),
            ("tryGet", [base, keys @ ..]) => self.guarded(template, base, keys),
            (list, [id, version]) if functions::is_list(list) => {
                let target = template.target_of_id(id).filter(|_| *version == Expression::text(""));
                let resource = target.as_ref().and_then(|target| template.resource(&target.symbol));
                let said = || Fault::new(format!("is written {list}(<id of a resource here>, '')"));
                let version = Expression::text(&resource.ok_or_else(said)?.api_version);
                Ok(Some(Expression::call(list, vec![self.arm_expression(template, id)?, version])))
            }
            _ => Ok(None),
        }
    }

    /// `tryGet(reference('sym'), …)` of a conditional resource: Azure has nothing to refer to where the condition is false.
    fn guarded(&self, template: &Template, base: &Expression, keys: &[Expression]) -> Result<Option<Expression>, Fault> {
        let target = base.arguments_of("reference").and_then(|arguments| Template::named(arguments.first()?));
        let Some((target, resource)) = target.and_then(|t| template.resource(&t.symbol).map(|r| (t, r))) else {
            return Ok(None);
        };
        let Some(condition) = &resource.condition else {
            return Ok(None);
        };
        let condition = match (&resource.copy, &target.index) {
            (Some(copy), Some(index)) => condition.replace(&mut |e| is_index(e, Some(&copy.name)).then(|| index.clone())),
            _ => condition.clone(),
        };
        let absent = Expression::call("null", Vec::new());
        let guarded = Expression::call("if", vec![self.arm_expression(template, &condition)?, self.arm_expression(template, base)?, absent]);
        let mut arguments = vec![guarded];
        for key in keys {
            arguments.push(self.arm_expression(template, key)?);
        }
        Ok(Some(Expression::call("tryGet", arguments)))
    }
}
