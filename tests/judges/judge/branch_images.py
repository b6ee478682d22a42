"""What becomes of images in the registry when branches go: those of branches that are gone are deleted, and no others."""
import branch_places

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def images_go(trial):
    """In each image that branches have; but for the last of several, which nobody has pushed yet."""
    images = branch_places.images(trial.tree)
    place = next(iter(branch_places.places(trial.tree, trial.cluster)), None)
    if not images or not place:
        return
    staying, gone = (place.branch(name) for name in ("staying", "it's-$(touch${IFS}pwned)ø"))
    for branch in (staying, gone):
        yield from trial.push("main", branch)
        code, said = trial.script("tag", place.app, place.environment, branch, COMMIT)
        if code or said.strip() != tag_of(branch):
            yield f"the image of {branch!r} is called {said!r}, not {tag_of(branch)!r}"
    yield from trial.push("main", staying)
    kept = [f"sha256:1 {COMMIT}", f"sha256:2 1.0.0 {tag_of(staying)}", f"sha256:3 {tag_of(staying, 'f' * 40)}", f"sha256:4 {tag_of(gone)} 1.1.0", "sha256:5 branch--odd"]
    going = [f"sha256:6 {tag_of(gone)}", f"sha256:7 {tag_of(gone, 'f' * 40)}"]
    files = [trial.registry / image for image in images[:-1] or images]
    for file in files:
        file.write_text("".join(f"{line}\n" for line in kept + going))
    yield from trial.well("clean-images", "--dry-run")
    yield from left(files, kept + going, "a dry run")
    away = trial.origin.rename(trial.origin.with_name("away"))
    yield from trial.refused("nothing is deleted", "clean-images")
    away.rename(trial.origin)
    yield from left(files, kept + going, "no answer of a repository")
    yield from trial.well("clean-images")
    yield from left(files, kept, "the clean-up")


def tag_of(branch, commit=COMMIT):
    return f"branch--{branch_places.label(branch)}--{commit}"


def left(files, wanted, after):
    for file in files:
        if file.read_text().splitlines() != wanted:
            yield f"after {after} the image {file.name} is {file.read_text()!r}, not {wanted}"
