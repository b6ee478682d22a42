//! `addresses --release`: what is no longer used is given up by name.

use std::path::Path;

use aksgen::allocations::Allocations;
use aksgen::output::{Companion, LocalDisk};
use anyhow::{Result, bail};

use super::{Outcome, read};

/// Gives up what names were given, and writes the allocations, of which the text that was read is told, too, anew. `in_use` is what the blueprint makes of them.
///
/// # Errors
/// A name that was given nothing, or of which something is in use; disk errors.
pub fn release(blueprint: &Path, (given, mut allocations): (Option<&str>, Allocations), in_use: &Allocations, names: &[String]) -> Result<Outcome> {
    let mut released = Vec::new();
    for name in names {
        let mut used = in_use.iter().filter(|(_, _, used)| *used);
        if let Some((key, has, _)) = used.find(|(key, _, _)| key == name || key.starts_with(&format!("{name}/"))) {
            bail!(
                "{key}, {has}, is in use: what stands there would move. Only what `aksgen addresses` lists as no longer used is given up; to let it move all the same, take its line out by hand"
            );
        }
        let found = allocations.release(name);
        if found.is_empty() {
            let part = name.split('/').next_back().unwrap_or_default();
            let near: Vec<_> = allocations.iter().map(|(key, _, _)| key).filter(|key| !part.is_empty() && key.split('/').any(|step| step == part)).collect();
            let help = if near.is_empty() { "`aksgen addresses` lists what was".to_owned() } else { format!("{} were", near.join(", ")) };
            bail!("`{name}` was given nothing; {help}");
        }
        released.extend(found);
    }
    let path = read::allocations(blueprint);
    let text = allocations.print();
    Companion::compare(&path, given, &text)?.write(&LocalDisk)?;
    for (key, given) in released {
        anstream::eprintln!("released {key}, {given}");
    }
    Ok(Outcome::Done)
}
