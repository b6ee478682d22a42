//! Values laid over others.

use serde_json::{Map, Value, json};

/// Lays values over others as Helm does: maps merge, all else replaces. `null` stays, and takes a default of the chart away.
pub fn over(values: &mut Value, above: &Map<String, Value>) {
    if let Value::Object(values) = values {
        map(values, above);
    }
}

/// As [`over`], of values that are a map in any case.
pub fn map(values: &mut Map<String, Value>, above: &Map<String, Value>) {
    for (key, value) in above {
        match (values.get_mut(key), value) {
            (Some(Value::Object(below)), Value::Object(above)) => map(below, above),
            _ => {
                values.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Lays what we say over what we said before.
pub fn more(values: &mut Value, above: &Value) {
    if let Value::Object(map) = above {
        over(values, map);
    }
}

/// Puts a text at a path of keys where the blueprint's own values leave room for it.
pub fn point(values: &mut Value, path: &str, text: &str) {
    let (above, last) = path.rsplit_once('.').unwrap_or(("", path));
    point_in(values, above, last, text);
}

/// Puts a text at a key of the map at a path, likewise: a key may have dots in it.
pub fn point_in(values: &mut Value, path: &str, key: &str, text: &str) {
    let mut at = values;
    for key in path.split('.').filter(|key| !key.is_empty()) {
        let Value::Object(map) = at else { return };
        at = map.entry(key).or_insert_with(|| json!({}));
    }
    if let Value::Object(map) = at {
        map.entry(key).or_insert_with(|| json!(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_that_is_written_stays() {
        let mut values = json!({"image": {"tag": "1"}, "other": {"image": {"repository": "mine/one"}}});
        point(&mut values, "image.repository", "ours/one");
        point(&mut values, "other.image.repository", "ours/one");
        point(&mut values, "third", "ours/one");
        assert_eq!(values, json!({"image": {"tag": "1", "repository": "ours/one"}, "other": {"image": {"repository": "mine/one"}}, "third": "ours/one"}));
    }

    #[test]
    fn written_values_lie_over_ours() {
        let mut values = json!({"a": {"b": 1, "c": [1]}, "d": 1});
        more(&mut values, &json!({"a": {"c": [2], "e": null}, "d": {"f": 1}}));
        assert_eq!(values, json!({"a": {"b": 1, "c": [2], "e": null}, "d": {"f": 1}}));
    }
}
