"""Nobody else has a say in what a CI runs: what is pinned, what is allowed, and what was tested before."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from repository import REPOSITORY

from .ci_files import GITLAB, WORKFLOWS, load

GITLAB_IMAGE = re.compile(r"[a-z0-9./-]+:[0-9]+\.[0-9]+\.[0-9]+[a-z0-9.-]*@sha256:[0-9a-f]{64}")
GITHUB_ACTION = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+\b.*")
READ = ({}, {"contents": "read"})


def needed(jobs: dict[str, Any], name: str) -> set[str]:
    """The jobs that must have succeeded before the job `name`, directly or not, those of called workflows included."""
    needs = jobs[name].get("needs", ())
    found: set[str] = set()
    for other in {needs} if isinstance(needs, str) else {*needs}:
        called = str(jobs[other].get("uses", ""))
        found |= {other} | needed(jobs, other) | (set(load(called)["jobs"]) if called.startswith("./") else set())
    return found


def github_faults(text: str) -> list[str]:
    """What a workflow of GitHub lets others do: run what may change, write, or read a secret."""
    workflow = yaml.safe_load(text)
    faults = [] if workflow.get("permissions") == {} else ["permissions"]
    faults += [f"starts on {name}" for name in ("pull_request_target", "workflow_run") if name in workflow[True]]
    uses = [line.partition("uses: ")[2] for line in text.splitlines() if "uses: " in line]
    faults += [f"unpinned {use}" for use in uses if not use.startswith("./") and not GITHUB_ACTION.fullmatch(use)]
    images = re.findall(r"container: *(\S+)", text)
    faults += [f"unpinned {image}" for image in images if not GITLAB_IMAGE.fullmatch(image)]
    if re.search(r"secrets\b|write-all|pull_request\.(title|body|head\.ref)", text):
        faults.append("secret, right to write, or words of others in a command")
    for name, job in workflow["jobs"].items():
        if job.get("permissions") not in READ:
            faults.append(f"permissions of {name}")
        if any("troisclics publish" in step.get("run", "") for step in job.get("steps", ())):
            faults += [] if {"test", "unit"} <= needed(workflow["jobs"], name) else [f"{name} without test"]
        for step in job.get("steps", ()):
            if (
                "actions/checkout@" in step.get("uses", "")
                and step.get("with", {}).get("persist-credentials") is not False
            ):
                faults.append(f"credentials kept by {name}")
    return faults


def gitlab_faults(text: str) -> list[str]:
    """The same for the file of GitLab."""
    jobs = yaml.safe_load(text)
    images = re.findall(r"image: *(\S+)", text)
    faults = [f"unpinned {image}" for image in images if not GITLAB_IMAGE.fullmatch(image)] or (
        [] if images else ["none"]
    )
    for name, job in jobs.items():
        if isinstance(job, dict) and any("troisclics publish" in line for line in job.get("script", ())):
            faults += [] if {"test", "unit"} <= needed(jobs, name) else [f"{name} without test"]
            started = [rule for rule in job["rules"] if rule.get("when") != "never"]
            faults += [] if all("CI_COMMIT_REF_PROTECTED" in rule["if"] for rule in started) else ["unprotected"]
    return faults


@pytest.mark.parametrize("file", [GITLAB, *WORKFLOWS])
def test_nobody_else_has_a_say(file: str) -> None:
    """Actions and images are pinned by digest, rights are to read, and what is published was tested on its commit."""
    text = (REPOSITORY / file).read_text(encoding="utf-8")
    assert (gitlab_faults if file == GITLAB else github_faults)(text) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (".github/workflows/build.yml", r"checkout@[0-9a-f]{40} # v[0-9.]+", "checkout@v6", "unpinned"),
        (".github/workflows/build.yml", r"(checkout@[0-9a-f]{40}) # v[0-9.]+", r"\1", "unpinned"),
        (".github/workflows/weekly.yml", r"restore@[0-9a-f]{40}", "restore@main", "unpinned"),
        (".github/workflows/build.yml", r"permissions: \{\} # each.*\n", "", "permissions"),
        (".github/workflows/weekly.yml", r"    permissions:\n      contents: read\n", "", "permissions of"),
        (".github/workflows/weekly.yml", r"      contents: read", "      contents: write", "permissions of"),
        (".github/workflows/build.yml", r"persist-credentials: false", "fetch-tags: false", "credentials"),
        (".github/workflows/build.yml", r"pull_request:", "pull_request_target:", "starts on"),
        (".github/workflows/publish.yml", r"vars.NIGHTLY_TARGET \}\}\n", "secrets.KEY }}\n", "secret"),
        (".github/workflows/publish.yml", r"    needs: build\n", "", "without test"),
        (GITLAB, r"@sha256:[0-9a-f]+", "", "unpinned"),
        (GITLAB, r"python:3.13.15-trixie@", "python@", "unpinned"),
        (GITLAB, r"check, test, unit\]", "check, unit]", "without test"),
        (GITLAB, r"check, test, unit\]", "check, test]", "without test"),
        (".github/workflows/build.yml", r"trixie@sha256:[0-9a-f]+", "trixie", "unpinned"),
        (GITLAB, r' && \$CI_COMMIT_REF_PROTECTED == "true"', "", "unprotected"),
    ],
)
def test_a_looser_file_is_found(file: str, old: str, new: str, fault: str) -> None:
    """The twin: each barrier that is taken away from a file is missed."""
    text = (REPOSITORY / file).read_text(encoding="utf-8")
    looser, count = re.subn(old, new, text, count=1)
    assert count == 1
    faults = (gitlab_faults if file == GITLAB else github_faults)(looser)
    assert any(fault in found for found in faults), faults
