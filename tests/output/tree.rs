//! Which paths can stand in an output.

use aksgen::tree::{PathFault, Tree, TreePath};

use super::support::tree;

#[test]
fn a_path_leads_nowhere_else() {
    for path in ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", r"a\b", "a\nb", "a\0b", "a/\u{7f}", ".git/config", "a/.GIT/hooks"] {
        assert!(matches!(TreePath::new(path), Err(PathFault::Illegal { .. })), "{path:?}");
    }
    for path in ["a", "a/b.yaml", ".azuredevops/x.yml", "...", "a b/c", ".gitignore", "größe.md"] {
        assert_eq!(TreePath::new(path).unwrap().as_str(), path);
    }
}

#[test]
fn paths_that_clash_on_some_file_system_are_refused() {
    let clashes = [("a.yaml", "a.yaml"), ("a.yaml", "A.yaml"), ("a", "a/b"), ("a/b", "a"), ("a/b/c", "A"), ("a/b", "A/c"), ("é/a", "É/b")];
    for (first, second) in clashes {
        let mut tree = tree(&[(first, "")]);
        let before = tree.clone();
        let refused = tree.insert(TreePath::new(second).unwrap(), "x");
        assert!(matches!(refused, Err(PathFault::Clash { .. })), "{first} and {second}");
        assert_eq!(tree, before);
    }
    assert_eq!(tree(&[("a/b", ""), ("a/c", ""), ("ab", "")]).len(), 3);
}

#[test]
fn our_own_names_are_reserved() {
    for path in ["aksgen.lock", "AKSGEN.lock", ".aksgen", ".aksgen/x", ".Aksgen/intent"] {
        let refused = Tree::new().insert(TreePath::new(path).unwrap(), "");
        assert!(matches!(refused, Err(PathFault::Reserved(_))), "{path}");
    }
    assert_eq!(tree(&[("b/aksgen.lock", ""), ("aksgen.lock.md", "")]).len(), 2);
}

#[test]
fn files_come_in_the_order_of_their_bytes_and_scripts_are_executable() {
    let tree = tree(&[("b/a.sh", "1"), ("a.sh.txt", "2"), ("b.yaml", "3"), ("B.md", "4")]);
    let order: Vec<(&str, bool)> = tree.iter().map(|(path, artifact)| (path.as_str(), artifact.executable)).collect();
    assert_eq!(order, [("B.md", false), ("a.sh.txt", false), ("b.yaml", false), ("b/a.sh", true)]);
}
