"""The lines of bash that raise the Kubernetes of one cluster of a tree, with stand-ins for what speaks to a cluster: first one in which all is wrong, then one in which all is well."""
import re

# What kubectl and helm say of a cluster in which something is in the way of each check; of one that is well they say the same without it.
KUBECTL = r"""#!/usr/bin/env bash
wrong() { [[ ! -e $(dirname "$0")/well ]]; }
case $* in
  'get nodes'*)
    echo 'aks-system-1 Ready <none> 9d v1.36.2'
    ! wrong || echo 'aks-system-2 Ready,SchedulingDisabled <none> 9d v1.36.2' ;;
  'get poddisruptionbudgets'*)
    printf 'web free 1 2\nweb idle 0 0\n'
    ! wrong || echo 'web tight 0 2' ;;
  'get --raw /metrics')
    printf '%s{group="a.io",removed_release="%s",resource="%s",subresource="",version="v1beta1"} 1\n' apiserver_requested_deprecated_apis 1.999 later apiserver_requested_deprecated_apis '' endless
    ! wrong || echo 'apiserver_requested_deprecated_apis{group="flowcontrol.io",removed_release="1.32",resource="flows",subresource="",version="v1beta3"} 1' ;;
  'get namespaces'*) printf 'kube-system\nweb\n' ;;
  'get --ignore-not-found'*)
    cat >/dev/null
    echo 'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice' >&2
    echo 'Warning: a.io/v1 Later is deprecated in v1.33+, unavailable in v1.999+' >&2
    ! wrong || echo 'Warning: policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+' >&2 ;;
  'wait '*) ;;
  *) echo "what is kubectl $*?" >&2 && exit 1 ;;
esac
"""
HELM = """#!/usr/bin/env bash
case $1 in
  list) [[ $3 != web ]] || echo shop ;;
  get) printf 'apiVersion: v1\\nkind: Service\\n' ;;
esac
"""
FOUND = ["aks-system-2 is Ready,SchedulingDisabled", "budget tight in web lets none of its 2 pods go", "somebody asks for flows of flowcontrol.io/v1beta3", "release shop in web: policy/v1beta1 PodDisruptionBudget", "faults: 4."]


def upgrades(tree, folder, set_to):
    """Empty where the tree has no such script."""
    script = tree.scripts / "upgrade.sh"
    settings = next(iter(sorted((tree.scripts / "settings/clusters").glob("*.sh"))), None)
    if not script.exists() or settings is None:
        return []
    said = dict(re.findall(r"^readonly (CLUSTER_SITE|KUBERNETES_VERSION)=(\S+)$", settings.read_text(), re.MULTILINE))
    version, site = said["KUBERNETES_VERSION"].strip("'\""), said["CLUSTER_SITE"]
    after, skipped = (f"1.{int(version.split('.')[1]) + more}" for more in (1, 2))
    stand_ins = folder / "stand-ins"
    stand_ins.mkdir()
    for name, text in {"kubectl": KUBECTL, "helm": HELM, "kubelogin": "#!/usr/bin/env bash\n"}.items():
        (stand_ins / name).write_text(text)
        (stand_ins / name).chmod(0o755)
    run = f"{set_to(tree, site)}bash '{script}' --cluster {settings.stem}"
    stands = f"$({set_to(tree, site)}az aks list --query \"[?name=='{settings.stem}'].[kubernetesVersion, agentPoolProfiles[].orchestratorVersion][][]\" --output tsv | sort -u)"

    def refused(command, *words):
        named = " && ".join(f'[[ $said == *"{word}"* ]]' for word in words)
        return f"said=$(! {command} 2>&1) && {named} || {{ echo \"{command.rsplit('/', 1)[-1].replace(chr(39), '')} does not say what is in the way: $said\" >&2; exit 1; }}"

    def at(wanted):
        return f"[[ {stands} == {wanted} ]] || {{ echo \"{settings.stem} does not run {wanted} after upgrade.sh\" >&2; exit 1; }}"

    return [
        f"export PATH='{stand_ins}':\"$PATH\"",
        refused(f"{run} --to {skipped}", "one minor at a time"),
        refused(f"{run} --to {after}", *FOUND),
        f"touch '{stand_ins}/well'",
        f"{run} --to {after} --dry-run",
        at(version),
        f"{run} --to {after}",
        at(after),
        # Of a cluster that is ahead of the blueprint the preflight warns, and stands in nobody's way.
        f"said=$({set_to(tree, site)}bash '{tree.scripts / '00-preflight.sh'}' {site}) && [[ $said == *\"warning: {settings.stem} runs {after}, and the blueprint says {version}\"* ]]",
        f"{run} --to {after}",
        refused(f"{run} --to {version}", "never goes back"),
        refused(f"{set_to(tree, site)}bash '{tree.scripts / '60-cluster.sh'}' {site}", "never goes back"),
    ]
