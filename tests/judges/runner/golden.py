"""Every example blueprint has its golden tree, and every golden tree its blueprint: without them nothing is judged."""
import sys

from places import GOLDEN, ROOT


def main():
    blueprints = {path.stem for path in (ROOT / "blueprints").glob("*.yaml") if "." not in path.stem}
    trees = {path.name for path in GOLDEN.iterdir() if (path / "aksgen.lock").is_file()} if GOLDEN.is_dir() else set()
    lines = [f"blueprints/{name}.yaml has no golden/{name}/aksgen.lock" for name in sorted(blueprints - trees)]
    lines += [f"golden/{name} has no blueprints/{name}.yaml" for name in sorted(trees - blueprints)]
    if not trees:
        lines.append("golden/ holds no output tree")
    print("\n".join(lines) or f"{len(trees)} trees")
    return 1 if lines else 0


sys.exit(main())
