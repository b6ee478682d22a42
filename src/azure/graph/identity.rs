//! Which resource of a template an expression speaks of: by symbol, by id, by name.

mod unify;

use super::{Fault, RESOURCE_GROUP, Resource, Scope, Template, Value};
use crate::azure::expression::{Expression, Part, functions};
use unify::unify;

/// A resource of a template, or one of its copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub symbol: String,
    pub index: Option<Expression>,
}

/// Where a resource lies; `None` is where the template is deployed.
#[derive(Default, PartialEq)]
struct Place {
    extends: Option<Expression>,
    subscription: Option<Expression>,
    group: Option<Expression>,
}

impl Template {
    /// The resource that `'sym'`, `'sym[0]'` or `format('sym[{0}]', …)` names, known or not.
    pub fn named(argument: &Expression) -> Option<Target> {
        match argument {
            Expression::Text(text) => match text.strip_suffix(']').and_then(|t| t.split_once('[')) {
                None => Some((text.as_str(), None)),
                Some((symbol, index)) => Some((symbol, Some(Expression::Integer(index.parse().ok()?)))),
            },
            Expression::Interpolation(parts) => match parts.as_slice() {
                [Part::Text(symbol), Part::Value(index), Part::Text(end)] if end == "]" => Some((symbol.strip_suffix('[')?, Some(index.clone()))),
                _ => None,
            },
            _ => None,
        }
        .map(|(symbol, index)| Target { symbol: symbol.to_owned(), index })
    }

    /// The resource whose id this expression is: `resourceInfo('sym').id`, or `resourceId(…)` and its kin with its name.
    pub fn target_of_id(&self, expression: &Expression) -> Option<Target> {
        if let Expression::Access { of, key } = expression {
            let info = of.arguments_of("resourceInfo")?;
            return (**key == Expression::text("id")).then(|| Self::named(info.first()?))?;
        }
        let Expression::Call { function, arguments } = expression else {
            return None;
        };
        let at = arguments.iter().position(is_type)?;
        let (before, names) = (&arguments[..at], &arguments[at + 1..]);
        let place = match (function.as_str(), before) {
            ("resourceId" | "subscriptionResourceId", []) => Place::default(),
            ("resourceId", [group]) => self.place(None, None, Some(group)),
            ("resourceId", [subscription, group]) => self.place(None, Some(subscription), Some(group)),
            ("subscriptionResourceId", [subscription]) => self.place(None, Some(subscription), None),
            ("extensionResourceId", [extends]) => self.place(Some(extends), None, None),
            _ => return None,
        };
        let by_subscription = function == "subscriptionResourceId";
        let Expression::Text(kind) = &arguments[at] else {
            return None;
        };
        self.resources
            .iter()
            .filter(|r| by_subscription == (self.lies_in_subscription(r) && r.scope.is_none()))
            .find_map(|resource| self.matches(resource, kind, names, &place))
    }

    /// The parent of a child resource, as far as the template has it.
    pub fn parent_of(&self, child: &Resource) -> Option<Target> {
        let (kind, _) = child.kind.rsplit_once('/').filter(|(kind, _)| kind.contains('/'))?;
        let place = self.place_of(child);
        let names = &child.name[..child.name.len() - 1];
        self.resources.iter().find_map(|resource| self.matches(resource, kind, names, &place))
    }

    /// The resource group of the template in which a module or an existing resource lies.
    pub fn group_of(&self, resource: &Resource) -> Option<Target> {
        let group = resource.resource_group.as_ref()?;
        let place = self.place(None, resource.subscription.as_ref(), None);
        self.resources.iter().find_map(|r| self.matches(r, RESOURCE_GROUP, std::slice::from_ref(group), &place))
    }

    /// The last segment of the name of a resource, `resourceInfo('sym').name`.
    ///
    /// # Errors
    /// There is no such resource, or it is a module.
    pub fn name_of(&self, target: &Target) -> Result<Expression, Fault> {
        let resource = self.known(target)?;
        let last = resource.name.last().ok_or_else(|| Fault::new("a module has no name"))?;
        Ok(at_index(last, resource, target))
    }

    /// The id of a resource in ARM's functions.
    ///
    /// # Errors
    /// There is no such resource, or it is a module.
    pub fn id_of(&self, target: &Target) -> Result<Expression, Fault> {
        let resource = self.known(target)?;
        if resource.module.is_some() {
            return Err(Fault::new("the id of a module's deployment is nothing to build on"));
        }
        let (function, mut arguments) = if let Some(extends) = &resource.scope {
            ("extensionResourceId", vec![extends.clone()])
        } else if self.lies_in_subscription(resource) {
            ("subscriptionResourceId", resource.subscription.iter().cloned().collect())
        } else {
            let mut place: Vec<Expression> = resource.subscription.iter().cloned().collect();
            if place.is_empty() && self.scope == Scope::Subscription {
                place.push(this_subscription());
            }
            place.extend(resource.resource_group.clone());
            ("resourceId", place)
        };
        arguments.push(Expression::text(&resource.kind));
        arguments.extend(resource.name.iter().cloned());
        let arguments = arguments.iter().map(|a| at_index(a, resource, target)).collect();
        Ok(Expression::call(function, arguments))
    }

    /// The resource that a target names.
    ///
    /// # Errors
    /// There is none, or it is one of a loop without its index, or the other way round.
    pub fn known(&self, target: &Target) -> Result<&Resource, Fault> {
        let resource = self.resource(&target.symbol).ok_or_else(|| Fault::new(format!("there is no resource `{}`", target.symbol)))?;
        match (resource.copy.is_some(), target.index.is_some()) {
            (true, false) => Err(Fault::new(format!("`{}` is a loop: say which one, format('{0}[{{0}}]', …)", target.symbol))),
            (false, true) => Err(Fault::new(format!("`{}` is no loop", target.symbol))),
            _ => Ok(resource),
        }
    }

    fn lies_in_subscription(&self, resource: &Resource) -> bool {
        resource.resource_group.is_none()
            && (self.scope == Scope::Subscription || resource.subscription.is_some() || resource.kind.eq_ignore_ascii_case(RESOURCE_GROUP))
    }

    fn matches(&self, resource: &Resource, kind: &str, names: &[Expression], place: &Place) -> Option<Target> {
        if !resource.kind.eq_ignore_ascii_case(kind) || resource.name.len() != names.len() {
            return None;
        }
        if self.place_of(resource) != *place {
            return None;
        }
        let copy = resource.copy.as_ref().map(|copy| copy.name.as_str());
        let mut index = None;
        for (pattern, actual) in resource.name.iter().zip(names) {
            if !unify(&self.plain(pattern), &self.plain(actual), copy, &mut index) {
                return None;
            }
        }
        (index.is_some() == copy.is_some()).then(|| Target { symbol: resource.symbol.clone(), index })
    }

    fn place_of(&self, resource: &Resource) -> Place {
        self.place(resource.scope.as_ref(), resource.subscription.as_ref(), resource.resource_group.as_ref())
    }

    fn place(&self, extends: Option<&Expression>, subscription: Option<&Expression>, group: Option<&Expression>) -> Place {
        let plain = |e: Option<&Expression>| e.map(|e| self.plain(e));
        Place { extends: plain(extends), subscription: plain(subscription).filter(|s| *s != this_subscription()), group: plain(group) }
    }

    /// The expression without detours: variables and names of resources replaced by what they stand for.
    fn plain(&self, expression: &Expression) -> Expression {
        expression.replace(&mut |e| {
            if let Some(name) = e.name_in("variables") {
                return match &self.variable(name)?.value {
                    Value::Text(text) => Some(Expression::text(text)),
                    Value::Expression(value) => Some(self.plain(value)),
                    _ => None,
                };
            }
            let Expression::Access { of, key } = e else {
                return None;
            };
            let target = Self::named(of.arguments_of("resourceInfo")?.first()?)?;
            match key.as_ref() {
                Expression::Text(key) if key == "name" => Some(self.plain(&self.name_of(&target).ok()?)),
                Expression::Text(key) if key == "id" => Some(self.plain(&self.id_of(&target).ok()?)),
                _ => None,
            }
        })
    }
}

/// Is it the index of the copy of this name, or of the innermost resource's?
pub fn is_index(expression: &Expression, copy: Option<&str>) -> bool {
    match expression.arguments_of("copyIndex") {
        Some([]) => true,
        Some([Expression::Text(name)]) => copy == Some(name),
        _ => false,
    }
}

pub fn this_subscription() -> Expression {
    Expression::call("subscription", Vec::new()).access(Expression::text("subscriptionId"))
}

fn at_index(expression: &Expression, resource: &Resource, target: &Target) -> Expression {
    let (Some(copy), Some(index)) = (&resource.copy, &target.index) else {
        return expression.clone();
    };
    expression.replace(&mut |e| is_index(e, Some(&copy.name)).then(|| index.clone()))
}

fn is_type(argument: &Expression) -> bool {
    match argument {
        Expression::Text(text) => text.split_once('/').is_some_and(|(provider, _)| provider.contains('.')),
        _ => false,
    }
}

/// Does the expression use a resource at run time, so that only resources and outputs may say it?
pub fn is_runtime(expression: &Expression) -> bool {
    match expression {
        Expression::Call { function, .. } => function == "reference" || functions::is_list(function),
        _ => false,
    }
}
