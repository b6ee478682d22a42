//! Names of branches and the tags of their images: bash and the model say the same.

use std::collections::BTreeSet;

use super::{BLUEPRINT, render, run};

/// Names of branches as git has them and as it never would, without the newlines that end them here; the first are those of which each is a case of its own.
fn branches() -> Vec<String> {
    let special = [
        "",
        "-",
        "--",
        "a",
        "A",
        "a-",
        "-a",
        "a--b",
        "develop",
        "feature/login",
        "Feature/Login",
        "feature/login-2",
        "release/1.30",
        "0",
        "0123456789ab",
        "x-0123456789ab",
        "x-0123456789AB",
        "x--0123456789ab",
        "abcdefghijklmnopqrstuvwxyz0123",
        "abcdefghijklmnopqrstuvwxyz01234",
        "abcdefghijklmnop-qrst/x",
        "abcdefghijklmnopq-rst/x",
        "ø/ø",
        "日本",
        "É",
        "ſ",
        "İ",
        "$(id)",
        "`id`",
        "it's",
        "\"",
        "\\",
        "*",
        "?",
        "[a-z]",
        "a b",
        " ",
        "\t",
        "~",
        "##vso[task.complete]",
        "%s%n",
        "-n",
        "-e x",
        "--help",
        "&",
        "NAME_OF_BRANCH",
        "\u{202e}x",
        "\u{7}",
        "\u{2028}",
    ];
    let parts = ["feature/", "a", "B", "-", "--", "_", ".", "/", "0", "ø", "$(id)", "`", "'", "\"", " ", "*", "login", "-0123456789ab", "\u{200b}", "Z9"];
    let mut number: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut next = |below: usize| {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        usize::try_from(number >> 33).unwrap() % below
    };
    let mut names: Vec<String> = special.map(str::to_owned).into();
    while names.len() < 10_000 {
        names.push((0..1 + next(10)).map(|_| parts[next(parts.len())]).collect());
    }
    names
}

#[test]
fn bash_calls_ten_thousand_branches_as_the_model_does() {
    let blueprint = BLUEPRINT.replace("dev: {platform: live}", "dev: {platform: live, branches: {from: \"feature/*\"}}");
    let folder = tempfile::tempdir().unwrap();
    let names = branches();
    let tree = render(&blueprint);
    std::fs::write(folder.path().join("branches.sh"), &tree.get("scripts/branches.sh").unwrap().bytes).unwrap();
    for (locale, names) in [("C.UTF-8", &names[..]), ("C", &names[..1000])] {
        std::fs::write(folder.path().join("names"), names.join("\n") + "\n").unwrap();
        let labels =
            run(folder.path(), &format!("export LC_ALL={locale}; source ./branches.sh; while IFS= read -r name; do branch_label \"$name\"; done <names"));
        let labels: Vec<&str> = labels.lines().collect();
        assert_eq!(labels.len(), names.len());
        for (name, label) in names.iter().zip(labels) {
            assert_eq!(label, aksgen::model::branches::label(name.as_bytes()), "{name} in {locale}");
        }
    }
}

#[test]
fn an_image_of_a_branch_has_a_tag_that_no_other_image_has() {
    let blueprint = BLUEPRINT
        .replace("dev: {platform: live}", "dev: {platform: live, branches: {from: \"feature/*\"}}")
        .replace("image: plain, tag: \"1.30\"", "image: plain, build: {path: src}");
    let folder = tempfile::tempdir().unwrap();
    let names = branches();
    std::fs::write(folder.path().join("branches.sh"), &render(&blueprint).get("scripts/branches.sh").unwrap().bytes).unwrap();
    let mut seen = BTreeSet::new();
    for (commit, names) in [("0".repeat(40), &names[..]), ("f".repeat(64), &names[..1000])] {
        std::fs::write(folder.path().join("names"), names.join("\n") + "\n").unwrap();
        let tags = run(folder.path(), &format!("source ./branches.sh; while IFS= read -r name; do branch_tag \"$name\" {commit}; done <names"));
        assert_eq!(tags.lines().count(), names.len());
        let before = seen.len();
        for tag in tags.lines() {
            let made_of = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            assert!(tag.len() <= 128 && tag.bytes().all(made_of) && tag.starts_with("branch--") && tag.ends_with(&format!("--{commit}")), "{tag}");
            seen.insert(tag.to_owned());
        }
        assert_eq!(seen.len() - before, names.iter().collect::<BTreeSet<_>>().len());
    }
}
