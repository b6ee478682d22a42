"""Microsoft's language service over every pipeline; what they name exists; their parameters fit; their inline scripts pass shellcheck."""
import yaml

from pipeline_parameters import parameters
from pipeline_text import as_bash, expand, mappings, named_paths, strings
from selftest import Break
from tree import INSTALLED, JUDGES, objections, start

FILE_KEYS = {"template", "scriptPath", "filePath", "chartPath", "valueFile", "overrideFiles", "csmFile", "csmParametersFile", "templateFile"}
SCRIPT_KEYS = {"script", "bash", "inlineScript"}
OTHER_SHELLS = {"pwsh", "powershell", "ps", "pscore", "batch"}


def schema():
    """The schema of the service, which check-jsonschema carries."""
    return next((INSTALLED / "tools").glob("lib/python*/site-packages/check_jsonschema/builtin_schemas/vendor/azure-pipelines.json"))


def judge(tree, full):
    files = tree.files("**/*.yml", "**/*.yaml", under=tree.pipelines)
    findings = objections(tree, "node", JUDGES / "adocheck.mjs", "--modules", INSTALLED / "node", "--schema", schema(), *files)
    findings += [*missing(tree, files), *parameters(tree, files)]
    return findings + [line for file in files for line in scripts(tree, file)]


def missing(tree, files):
    """What is named and not there; templates that nothing uses."""
    findings, used = {}, set()
    for pipeline in (file for file in files if "templates" not in file.relative_to(tree.pipelines).parts):
        for file, document in expand(tree, pipeline):
            used.add(file.resolve())
            where = f"{tree.relative(pipeline)}: {tree.relative(file)}" if file != pipeline else tree.relative(file)
            lines = [f"{where}: there is no such template"] if document is None else [f"{where}: {line}" for line in absent(tree, document)]
            findings.update(dict.fromkeys(lines))
    return [*findings, *(f"{tree.relative(file)}: no pipeline uses it" for file in files if file.resolve() not in used)]


def absent(tree, document):
    for key, text in strings(document):
        paths = named_paths(text)
        for path in paths:
            if not any(tree.root.glob(path)):
                yield f"{key} names {path}, which is not in the output"
        if key in FILE_KEYS and key != "template" and not paths:
            yield f"{key}: {text!r} names no file of the output"


def scripts(tree, file):
    """shellcheck over each script inside a pipeline."""
    for mapping in mappings(yaml.safe_load(file.read_text())):
        shell = OTHER_SHELLS & ({str(mapping.get("scriptType")).lower()} | {key for key in mapping if isinstance(mapping[key], str)})
        if shell:
            yield f"{tree.relative(file)}: a script for {shell.pop()}, which has no judge here"
            continue
        for key in SCRIPT_KEYS & mapping.keys():
            if isinstance(mapping[key], str):
                yield from shellcheck(tree, file, mapping[key])


def shellcheck(tree, file, script):
    # SC2016: a macro inside single quotes does expand. SC1091: what a script sources is judged where it stands.
    command = [INSTALLED / "tools/bin/shellcheck", "--shell=bash", "--exclude=SC2016,SC1091", "--format=gcc", "-"]
    code, text = start(*command, stdin=as_bash(script))
    return [f"{tree.relative(file)}: {line.replace('-:', 'script line ', 1)}" for line in text.splitlines()] if code else []


BREAKS = [
    Break("pipelines/infrastructure.yml", "task: AzureCLI@2", "tusk: AzureCLI@2", "tusk"),
    Break("pipelines/infrastructure.yml", "--parameters out/infrastructure/bicep/parameters/region-dev-westeurope", "--parameters out/infrastructure/bicep/parameters/region-dev-northeurope", "region-dev-northeurope.bicepparam, which is not"),
    Break("pipelines/apps/podinfo.yml", "environment: dev", "environment: prod", "names apps/podinfo/values-prod.yaml"),
    Break("pipelines/templates/app.yml", "--values 'out", "--values $file 'out", "SC2086"),
    Break("pipelines/templates/app.yml", "--namespace '${{ parameters.namespace }}'", "--namespace '${{ parameters.space }}'", "the parameter space is not declared"),
    Break("pipelines/templates/app.yml", "    type: string\n  - name: namespace", "    type: string\n  - name: spare\n  - name: namespace", "the parameter spare is never used"),
    Break("pipelines/apps/podinfo.yml", "namespace: morpheus", "space: morpheus", "takes no parameter space"),
    Break("pipelines/apps/podinfo.yml", "          environment: staging\n", "", "is not given its parameter environment"),
    Break("pipelines/templates/spare.yml", None, "steps:\n  - bash: echo\n", "no pipeline uses it"),
    Break("pipelines/apps/other.yml", None, "steps:\n  - template: ../templates/gone.yml\n", "there is no such template"),
]
