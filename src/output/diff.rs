//! What a change does to a file, in git's own form of a unified diff, which `git apply` takes.

use std::fmt::Write as _;
use std::time::Duration;

use similar::TextDiff;

use crate::tree::{Artifact, TreePath};

/// How long two texts are compared line by line; past it the diff gets coarser, never wrong.
const PATIENCE: Duration = Duration::from_secs(1);

/// From what stands on the disk to what render would write; empty when they are the same. Bytes that are no text
/// (not UTF-8, or with a NUL) are only said to differ.
pub(super) fn unified(path: &TreePath, old: Option<&Artifact>, new: Option<&Artifact>) -> String {
    let mut text = format!("diff --git a/{path} b/{path}\n");
    match (old, new) {
        (None, None) => return String::new(),
        (Some(old), Some(new)) if old == new => return String::new(),
        (None, Some(new)) => line(&mut text, "new file mode ", mode(new)),
        (Some(old), None) => line(&mut text, "deleted file mode ", mode(old)),
        (Some(old), Some(new)) if old.executable != new.executable => {
            line(&mut text, "old mode ", mode(old));
            line(&mut text, "new mode ", mode(new));
        }
        _ => {}
    }
    let side = |letter: char, artifact: Option<&Artifact>| match artifact {
        // A tab ends a name with spaces, as git and patch read it.
        Some(_) if path.as_str().contains(' ') => format!("{letter}/{path}\t"),
        Some(_) => format!("{letter}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let (from, to) = (side('a', old), side('b', new));
    match (as_text(old), as_text(new)) {
        (Some(before), Some(after)) => {
            let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(before, after);
            // Writing to a String cannot fail.
            let _ = write!(text, "{}", diff.unified_diff().context_radius(3).header(&from, &to));
        }
        _ => line(&mut text, "Binary files ", &format!("{} and {} differ", from.trim_end(), to.trim_end())),
    }
    text
}

fn line(text: &mut String, label: &str, value: &str) {
    text.push_str(label);
    text.push_str(value);
    text.push('\n');
}

fn mode(artifact: &Artifact) -> &'static str {
    if artifact.executable { "100755" } else { "100644" }
}

fn as_text(artifact: Option<&Artifact>) -> Option<&str> {
    let bytes = artifact.map_or(&[][..], |artifact| &artifact.bytes);
    std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}
