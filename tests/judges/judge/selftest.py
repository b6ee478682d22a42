"""A judge that cannot say no is none: break a small good tree on purpose and see each breakage rejected."""
import dataclasses
import pathlib
import shutil
import tempfile

from tree import Tree

GOOD = pathlib.Path(__file__).resolve().parent.parent / "selftest/tree"


@dataclasses.dataclass(frozen=True)
class Break:
    """One breakage: `old` becomes `new` in `file` (`old` None: the file is made; `new` None: it is removed), and a finding must hold `expect`."""

    file: str
    old: str | None
    new: str | None
    expect: str
    alone: bool = False  # it would hide the others

    def apply(self, root):
        path = root / self.file
        if self.new is None:
            path.unlink()
        elif self.old is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.new)
        else:
            text = path.read_text()
            if self.old not in text:
                raise ValueError(f"{self.file}: {self.old!r} is not there to be broken")
            path.write_text(text.replace(self.old, self.new, 1))


def run(judge):
    """Findings about the judge itself. A judge may bring a whole `selftest` of its own, a `GOOD` tree of its own, or an `impatient` form of itself for trees that are broken."""
    return judge.selftest() if hasattr(judge, "selftest") else breaks(judge)


def breaks(judge):
    """The good tree passes; every breakage is rejected, those that do not hide each other all at once."""
    good = getattr(judge, "GOOD", GOOD)
    findings = [f"the good tree is rejected: {line}" for line in over([], judge.judge, good)]
    together = [b for b in judge.BREAKS if not b.alone]
    for group in [together, *([b] for b in judge.BREAKS if b.alone)]:
        if group:
            said = over(group, getattr(judge, 'impatient', judge.judge), good)
            findings += [f"not rejected: {b.file}: {b.old!r} -> {b.new!r}; looked for {b.expect!r} in: {said[:20]}" for b in group if not any(b.expect in line for line in said)]
    return findings


def over(breaks, ask, good=GOOD):
    """What the judge says of a good tree with these breakages; where a blueprint stands beside the tree, it stands beside its copy."""
    with tempfile.TemporaryDirectory(prefix="aksgen-selftest-") as folder:
        root = pathlib.Path(folder, "tree")
        shutil.copytree(good, root)
        if (blueprint := good.with_suffix(".yaml")).exists():
            shutil.copyfile(blueprint, root.with_suffix(".yaml"))
        for breakage in breaks:
            breakage.apply(root)
        return list(ask(Tree(root), False))
