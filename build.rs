//! Compiles the facts: YAML for people under `src/facts/` becomes compact JSON that the program embeds.
//!
//! Reading YAML costs ten times what reading JSON costs, at every start. A file is one table; a folder is
//! one table too, keyed by the names of its files, so that a new release needs no line of Rust.

#![expect(clippy::disallowed_methods, reason = "a build script is told by the environment where it runs")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, error::Error, fs};

use serde_json::{Map, Value};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let facts = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("src/facts");
    let out = PathBuf::from(env::var("OUT_DIR")?).join("facts");
    fs::create_dir_all(&out)?;
    for (table, content) in tables_in(&facts)? {
        fs::write(out.join(format!("{table}.json")), serde_json::to_vec(&content)?)?;
    }
    Ok(())
}

/// All tables of one folder: its YAML files, and each folder in it as one table of files.
fn tables_in(folder: &Path) -> Outcome<BTreeMap<String, Value>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut tables = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let content = if path.is_dir() {
            match tables_in(&path)? {
                // A folder of Rust alone.
                files if files.is_empty() => continue,
                files => Value::Object(Map::from_iter(files)),
            }
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            read(&path)?
        } else {
            continue;
        };
        tables.insert(stem(&path)?, content);
    }
    Ok(tables)
}

fn stem(path: &Path) -> Outcome<String> {
    let name = path.file_stem().and_then(|name| name.to_str());
    Ok(name.ok_or_else(|| format!("{}: not a name in UTF-8", path.display()))?.to_owned())
}

/// One file of facts, refused when it does not say where it comes from and when that was read.
fn read(path: &Path) -> Outcome<Value> {
    println!("cargo::rerun-if-changed={}", path.display());
    let refuse = |why: String| format!("{}: {why}", path.display());
    let content: Value = serde_saphyr::from_str(&fs::read_to_string(path)?).map_err(|error| refuse(error.to_string()))?;
    if content["source"].as_str().is_none_or(|source| source.trim().is_empty()) {
        return Err(refuse("`source` is missing: say where these facts were read".into()).into());
    }
    if content["checked"].as_str().is_none() {
        return Err(refuse("`checked` is missing: give the date of the copy that was read".into()).into());
    }
    check(&content, "").map_err(refuse)?;
    Ok(content)
}

/// Every `checked` anywhere is a date, and no version was written as a number (`1.30` would become `1.3`).
fn check(value: &Value, at: &str) -> Result<(), String> {
    match value {
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| {
            let dated = key != "checked" || value.as_str().is_some_and(is_date);
            if !dated {
                return Err(format!("{at}.{key} is not a date like 2026-08-20: {value}"));
            }
            check(value, &format!("{at}.{key}"))
        }),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| check(item, &format!("{at}[{index}]"))),
        Value::Number(number) if number.is_f64() => Err(format!("{at} is {number}, a fraction: quote it if it is a version")),
        _ => Ok(()),
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}
