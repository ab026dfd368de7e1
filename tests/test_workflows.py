"""What GitHub runs: workflows that hold no address, and actions whose code cannot change."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in PATHS}
# YAML 1.1 reads the key `on` as True.
WORKFLOWS = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
JOBS = {
    f"{name}, {job}": settings
    for name, workflow in WORKFLOWS.items()
    for job, settings in workflow["jobs"].items()
}
STEPS = [step for job in JOBS.values() for step in job["steps"]]

# The first majors that run on Node 24, read in their action.yml; upload-pages-artifact calls
# upload-artifact, and from version 5 on one that does.
NODE_24 = {
    "actions/checkout": 5,
    "actions/setup-python": 6,
    "actions/upload-artifact": 6,
    "actions/download-artifact": 7,
    "actions/configure-pages": 6,
    "actions/upload-pages-artifact": 5,
    "actions/deploy-pages": 5,
}
WITHOUT_NODE = {"pypa/gh-action-pypi-publish"}

each_workflow = pytest.mark.parametrize("name", WORKFLOWS)
each_job = pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)


def test_the_workflows_are_these():
    assert set(WORKFLOWS) == {"test", "deploy", "release", "weekly"}


@each_workflow
def test_actions_are_pinned_by_commit_with_the_version_beside_it(name):
    lines = re.findall(r"uses: (.*)", TEXTS[name])
    pin = r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    assert lines
    assert [line for line in lines if not re.fullmatch(pin, line)] == []


def test_an_action_has_one_version():
    uses = re.findall(r"uses: (\S+)@(\S+)", "\n".join(TEXTS.values()))
    assert len(set(uses)) == len({action for action, _ in uses})


@each_workflow
def test_actions_run_on_node_24(name):
    uses = re.findall(r"uses: (\S+)@\S+ # v(\d+)", TEXTS[name])
    for action, major in uses:
        assert action in WITHOUT_NODE or int(major) >= NODE_24[action]


@each_workflow
def test_a_workflow_may_read_and_a_job_asks_for_more(name):
    rights = WORKFLOWS[name]["permissions"]
    assert rights["contents"] == "read"
    assert set(rights) <= {"contents", "issues"}


@each_job
def test_a_job_ends(job):
    assert job["timeout-minutes"] <= 60


def test_only_the_job_that_pushes_the_notebooks_may_write():
    writing = [
        name
        for name, job in JOBS.items()
        if job.get("permissions", {}).get("contents") == "write"
    ]
    assert writing == ["deploy, notebooks"]
    runs = [step.get("run", "") for step in JOBS[writing[0]]["steps"]]
    assert not any("make" in run or "python" in run for run in runs)


@each_job
def test_a_job_keeps_no_right_to_push_that_it_does_not_need(job):
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout"):
            kept = step.get("with", {}).get("persist-credentials", True)
            needed = job.get("permissions", {}).get("contents") == "write"
            assert kept == needed


@each_workflow
def test_a_token_is_there_for_its_step_only(name):
    # What is installed unpinned, to try it, must not find one.
    workflow = WORKFLOWS[name]
    for place in (workflow, *workflow["jobs"].values()):
        assert "token" not in str(place.get("env", {})).lower()


@each_workflow
def test_no_address_and_no_branch_is_assumed(name):
    assert "github.com/" not in TEXTS[name]
    triggers = WORKFLOWS[name][True]
    pushes = triggers.get("push") or {}
    assert "branches" not in pushes


@pytest.mark.parametrize("name", ["test, test", "test, pip", "deploy, build"])
def test_a_push_counts_on_the_default_branch(name):
    assert (
        "github.ref_name == github.event.repository.default_branch"
        in JOBS[name]["if"]
    )


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.get("name"))
def test_what_events_say_reaches_a_shell_by_its_environment_only(step):
    assert "${{" not in step.get("run", "")


def test_every_python_that_the_project_takes_is_tested():
    versions = JOBS["test, test"]["strategy"]["matrix"]["python"]
    assert versions == ["3.11", "3.12", "3.13", "3.14"]


def commands(job):
    return "\n".join(step.get("run", "") for step in JOBS[job]["steps"])


def test_windows_and_macs_take_the_route_of_the_setup_page():
    machines = JOBS["test, pip"]["strategy"]["matrix"]["machine"]
    assert machines == ["windows-latest", "macos-latest"]
    setup = (ROOT / "book" / "setup.md").read_text(encoding="utf-8")
    (route,) = re.findall(
        r'pip install "\./dl-workshop(.*)" jupyterlab', setup
    )
    assert f'pip install ".{route}" jupyterlab' in commands("test, pip")


def test_windows_and_macs_run_three_notebooks_that_are_there():
    names = re.findall(r"book/\w+\.ipynb", commands("test, pip"))
    assert len(names) == 3
    assert all((ROOT / name).is_file() for name in names)


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".ci").iterdir()), ids=lambda path: path.name
)
def test_scripts_can_be_run_and_parsed(path):
    assert os.access(path, os.X_OK)
    subprocess.run(["bash", "-n", path], check=True)


GH = """#!/bin/sh
case "$2" in
list) echo "$OPEN_TITLES" ;;
create) echo "created: $4" ;;
esac
"""


@pytest.mark.parametrize(
    ("titles", "created"),
    [
        ("", True),
        ("A link", False),
        ("Other words\nA link", False),
        ("A link leads nowhere", True),
        ("a link", True),
    ],
)
def test_an_issue_is_opened_unless_one_of_that_very_title_is(
    titles, created, tmp_path
):
    (tmp_path / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    workflow = dict.fromkeys(
        ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"), "x"
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        [ROOT / ".ci" / "open-issue", "A link"],
        env={**workflow, "PATH": path, "OPEN_TITLES": titles},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout == ("created: A link\n" if created else "")


@each_workflow
def test_scripts_and_targets_that_are_called_are_there(name):
    runs = [
        step["run"]
        for job in WORKFLOWS[name]["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]
    text = "\n".join(runs)
    for script in re.findall(r"\.ci/[\w-]+|tools/[\w/]+\.py", text):
        assert (ROOT / script).is_file(), script
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^ *make (\w+)", text, re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_dependabot_looks_after_the_actions():
    path = ROOT / ".github" / "dependabot.yml"
    (update,) = yaml.safe_load(path.read_text(encoding="utf-8"))["updates"]
    assert update["package-ecosystem"] == "github-actions"


def test_the_dev_container_installs_with_a_target_of_the_makefile():
    path = ROOT / ".devcontainer" / "devcontainer.json"
    container = json.loads(path.read_text(encoding="utf-8"))
    assert container["postCreateCommand"].startswith("make install")
    (opened,) = container["customizations"]["codespaces"]["openFiles"]
    assert (ROOT / opened).is_file()


# A release: its version stands in one place, and the changelog knows it.


def version():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["project"]["version"]


def test_the_version_stands_in_one_place():
    assert "version" not in yaml.safe_load(
        (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    )
    assert "__version__" not in (ROOT / "dl_workshop/__init__.py").read_text(
        encoding="utf-8"
    )


def test_the_changelog_begins_with_what_is_not_released_and_this_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[([^]]+)\]", text, re.M)
    assert headings[:2] == ["Unreleased", version()]


@pytest.mark.parametrize("tag", ["2.0.0", "v0.0.1"])
def test_a_tag_that_is_not_the_version_is_not_released(tag):
    run = subprocess.run(
        [ROOT / ".ci" / "release", tag], capture_output=True, encoding="utf-8"
    )
    assert run.returncode == 1
    assert f"expected v{version()}" in run.stderr
