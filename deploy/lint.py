"""Lints this folder against itself and against the documents: what they do not tell, nothing here may use.

Checks what no tool for one of its formats can: that probes ask endpoints that there are, that a stop has the time that it
takes, that each metric and each key of the configuration is told of, and that each alert is.
"""

import json
import re
import sys
import tomllib
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SERVER = (ROOT / "docs/server.md").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()
DEFAULTS = (ROOT / "docs/waypost.toml").read_text()
KUBERNETES = HERE / "kubernetes"
NAME = {"app.kubernetes.io/name": "waypost"}

# How many seconds a stop may take beyond draining, to put on the disk what is left.
FINISH = 10

faults = []


def check(holds, where, what):
    if not holds:
        faults.append(f"{where}: {what}")


def shown(path):
    return str(path.relative_to(ROOT))


def documents(path):
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def seconds(text):
    return int(re.fullmatch(r"(\d+)s?", str(text))[1])


# The configuration


def known_keys():
    """The keys of docs/waypost.toml with what they are by default; those that are commented out are keys too."""
    keys, table = {}, ""
    for line in DEFAULTS.splitlines():
        if header := re.fullmatch(r"#? ?\[([a-z_.]+)\]", line):
            table = header[1] + "."
        elif key := re.fullmatch(r"#? ?([a-z_]+) = (\S.*)", line):
            keys[table + key[1]] = key[2].strip('"')
    return keys


KEYS = known_keys()
DRAIN = seconds(KEYS["limits.drain_timeout"])


def flat(config, before=""):
    for key, value in config.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{key}.")
        else:
            yield before + key, value


def configuration(path):
    where, config = shown(path), dict(flat(tomllib.loads(path.read_text())))
    for key in config:
        check(key in KEYS, where, f"docs/waypost.toml does not tell of `{key}`")
    is_open = not config["listen"].startswith("127.")
    asks = config.get("auth.keys") or any(key.startswith("auth.jwt.") for key in config)
    check(asks or not is_open, where, "listens beyond loopback and asks nobody who they are")
    return config


# Kubernetes


def kustomization(path):
    where, (tree,) = shown(path), documents(path)
    named = tree.get("resources", []) + tree.get("components", [])
    named += [file for generated in tree.get("configMapGenerator", []) for file in generated["files"]]
    for file in named:
        check((path.parent / file).exists(), where, f"`{file}` is not there")


def pod(where, tree, config):
    spec, pod = tree["spec"], tree["spec"]["template"]["spec"]
    labels = spec["template"]["metadata"]["labels"]
    check(spec["selector"]["matchLabels"] == NAME and NAME.items() <= labels.items(), where, "does not select its pods")
    check(pod.get("enableServiceLinks") is False, where, "variables of services would be taken for configuration")
    check(pod.get("automountServiceAccountToken") is False, where, "has a token that it does not need")
    safe = pod.get("securityContext", {})
    check(safe.get("runAsNonRoot") is True and safe.get("runAsUser", 0) > 0, where, "may run as root")
    check(safe.get("seccompProfile", {}).get("type") == "RuntimeDefault", where, "may call the system as it likes")
    (container,) = pod["containers"]
    sleep = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    least = sleep + DRAIN + FINISH
    grace = pod.get("terminationGracePeriodSeconds", 30)
    check(grace >= least, where, f"is killed after {grace} seconds, and a stop may take {least}")
    safe = container.get("securityContext", {})
    check(safe.get("allowPrivilegeEscalation") is False, where, "may become more than it is")
    check(safe.get("readOnlyRootFilesystem") is True, where, "may write to its image")
    check(safe.get("capabilities") == {"drop": ["ALL"]}, where, "keeps capabilities")
    check("memory" in container["resources"]["limits"], where, "may take all memory")
    probes(where, container)
    mounts(where, tree, container, config)


def probes(where, container):
    ports = {port["name"] for port in container["ports"]}
    for probe, path in [("startup", "/livez"), ("liveness", "/livez"), ("readiness", "/readyz")]:
        asked = container.get(f"{probe}Probe", {}).get("httpGet", {})
        check(asked.get("path") == path and f"`GET {path}`" in SERVER, where, f"the {probe} probe does not ask {path}")
        check(asked.get("port") in ports, where, f"the {probe} probe asks a port that there is not")


def mounts(where, tree, container, config):
    volumes = {volume["name"] for volume in tree["spec"]["template"]["spec"]["volumes"]}
    claims = {claim["metadata"]["name"] for claim in tree["spec"].get("volumeClaimTemplates", [])}
    for mount in container["volumeMounts"]:
        check(mount["name"] in volumes | claims, where, f"there is no volume `{mount['name']}`")
    writable = {mount["mountPath"] for mount in container["volumeMounts"] if mount["name"] in claims}
    for key in ["data", "records.folder"]:
        check(key not in config or config[key] in writable, where, f"`{key}` is not on a volume of its own")
    port = int(config["listen"].rsplit(":", 1)[1])
    ports = [port["containerPort"] for port in container["ports"]]
    check(ports == [port], where, f"listens on {port}, and the container says {ports}")


def selects(where, tree):
    selector = tree["spec"].get("podSelector") or tree["spec"]["selector"]
    check(selector.get("matchLabels", selector) == NAME, where, "does not select the servers")


def kubernetes():
    for path in sorted(KUBERNETES.rglob("*.yaml")):
        if path.name == "kustomization.yaml":
            kustomization(path)
            continue
        for tree in documents(path):
            if tree["kind"] in ["Deployment", "StatefulSet"]:
                pod(shown(path), tree, configuration(path.parent / "waypost.toml"))
            else:
                selects(shown(path), tree)


# Prometheus and Grafana


def metrics(where, text):
    for metric in set(re.findall(r"(?<![\w:])(?:waypost|process)_[a-z_]+\b(?!:)", text)):
        name = re.sub(r"(?<=_seconds)_(?:bucket|count|sum)$", "", metric)
        told = f"`{name}`" in SERVER or name.startswith("process_") and "`process_*`" in SERVER
        check(told, where, f"docs/server.md does not tell of `{metric}`")


def alerts():
    path = HERE / "prometheus/alerts.yaml"
    where, (tree,) = shown(path), documents(path)
    rules = [rule for group in tree["groups"] for rule in group["rules"]]
    names = {rule["alert"] for rule in rules if "alert" in rule}
    told = set(re.findall(r"\bWaypost[A-Z]\w+", OPERATIONS))
    check(names <= told, where, f"docs/operations.md does not tell of {sorted(names - told)}")
    check(told <= names, "docs/operations.md", f"there are no alerts {sorted(told - names)}")
    for rule in rules:
        metrics(where, rule["expr"])
        if "alert" in rule:
            check(rule["labels"].get("severity") in ["page", "ticket"], where, f"{rule['alert']} has no severity")
            check("summary" in rule["annotations"], where, f"{rule['alert']} does not say what it is")
    for key in ["limits.connections", "records.queue_bytes"]:
        limit = KEYS.get(key, "nothing")
        check(any(limit in rule["expr"] for rule in rules), where, f"no alert knows that `{key}` is {limit}")


def dashboard():
    path = HERE / "grafana/waypost.json"
    where, tree = shown(path), json.loads(path.read_text())
    known = {variable["name"] for variable in tree["templating"]["list"]} | {"__rate_interval"}
    panels = tree["panels"]
    check(len({panel["id"] for panel in panels}) == len(panels), where, "two panels have one id")
    taken = set()
    for panel in panels:
        place = panel["gridPos"]
        xs, ys = (range(place[at], place[at] + place[size]) for at, size in ["xw", "yh"])
        cells = {(x, y) for x in xs for y in ys}
        check(not cells & taken and max(xs) < 24, where, f"`{panel['title']}` does not fit where it stands")
        taken |= cells
        for target in panel.get("targets", []):
            metrics(where, target["expr"])
            used = set(re.findall(r"\$(\w+)", target["expr"]))
            check(used <= known, where, f"`{panel['title']}` uses {sorted(used - known)}, which nobody sets")
            check(target["datasource"]["uid"] == "${datasource}", where, f"`{panel['title']}` asks one source only")


# What is installed otherwise


def image():
    docker = (HERE / "Dockerfile").read_text()
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]
    rust = workspace["package"]["rust-version"]
    check(f"FROM rust:{rust}-" in docker, "deploy/Dockerfile", f"is not built with Rust {rust}")
    check(re.search(r"^USER \d+:\d+$", docker, re.M), "deploy/Dockerfile", "has a user without a number")
    kept = (ROOT / ".dockerignore").read_text().splitlines()
    for member in workspace["members"] + ["docs/diagnostics", "deploy/waypost.toml"]:
        check(f"!{member}" in kept, ".dockerignore", f"leaves out {member}, without which nothing is built")
    configuration(HERE / "waypost.toml")


def unit():
    text = (HERE / "systemd/waypost.service").read_text()
    values = dict(re.findall(r"^(\w+)=(.*)$", text, re.M))
    where, least = "deploy/systemd/waypost.service", DRAIN + FINISH
    check(values["KillSignal"] == "SIGTERM", where, "does not let the server drain")
    check(seconds(values["TimeoutStopSec"]) >= least, where, f"kills what may take {least} seconds to stop")
    files, connections = int(values["LimitNOFILE"]), int(KEYS["limits.connections"])
    check(files > 2 * connections, where, f"leaves too few files for {connections} connections")


for path in HERE.rglob("*.yaml"):
    documents(path)
kubernetes()
alerts()
dashboard()
image()
unit()
for fault in faults:
    print(f"error: {fault}")
sys.exit(bool(faults))
