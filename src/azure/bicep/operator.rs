//! Functions of the template language that Bicep writes as operators.

/// How tightly an expression holds together; a looser one inside a tighter one needs brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binding {
    Lambda,
    Ternary,
    Coalesce,
    Or,
    And,
    Equality,
    Relation,
    Sum,
    Product,
    Unary,
    Primary,
}

impl Binding {
    /// What must hold together at least as tightly as the right-hand side of this operator.
    pub fn next(self) -> Self {
        match self {
            Binding::Lambda => Binding::Ternary,
            Binding::Ternary => Binding::Coalesce,
            Binding::Coalesce => Binding::Or,
            Binding::Or => Binding::And,
            Binding::And => Binding::Equality,
            Binding::Equality => Binding::Relation,
            Binding::Relation => Binding::Sum,
            Binding::Sum => Binding::Product,
            Binding::Product => Binding::Unary,
            Binding::Unary | Binding::Primary => Binding::Primary,
        }
    }
}

/// The infix operator of a function.
pub fn infix(function: &str) -> Option<(&'static str, Binding)> {
    Some(match function {
        "coalesce" => ("??", Binding::Coalesce),
        "or" => ("||", Binding::Or),
        "and" => ("&&", Binding::And),
        "equals" => ("==", Binding::Equality),
        "less" => ("<", Binding::Relation),
        "lessOrEquals" => ("<=", Binding::Relation),
        "greater" => (">", Binding::Relation),
        "greaterOrEquals" => (">=", Binding::Relation),
        "add" => ("+", Binding::Sum),
        "sub" => ("-", Binding::Sum),
        "mul" => ("*", Binding::Product),
        "div" => ("/", Binding::Product),
        "mod" => ("%", Binding::Product),
        _ => return None,
    })
}
