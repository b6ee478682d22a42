//! Matches the name of a resource in a loop with the name that somebody uses.

use super::is_index;
use crate::azure::expression::{Expression, Part};

/// Is `actual` the `pattern` with one expression in the place of the loop's index? That expression is left in `index`.
pub fn unify(pattern: &Expression, actual: &Expression, copy: Option<&str>, index: &mut Option<Expression>) -> bool {
    if copy.is_some() && is_index(pattern, copy) {
        return match index {
            Some(bound) => bound == actual,
            None => {
                *index = Some(actual.clone());
                true
            }
        };
    }
    match (pattern, actual) {
        (Expression::Interpolation(a), Expression::Interpolation(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|pair| match pair {
                    (Part::Text(a), Part::Text(b)) => a == b,
                    (Part::Value(a), Part::Value(b)) => unify(a, b, copy, index),
                    _ => false,
                })
        }
        (Expression::Call { function, arguments }, Expression::Call { function: other, arguments: others }) => {
            function == other && arguments.len() == others.len() && arguments.iter().zip(others).all(|(a, b)| unify(a, b, copy, index))
        }
        (Expression::Access { of, key }, Expression::Access { of: other, key: by }) => unify(of, other, copy, index) && unify(key, by, copy, index),
        _ => pattern == actual,
    }
}
