"""The files for GitLab, GitHub and pre-commit: they are well formed, and their lines do what they say when run.

The lines are run one after the other in a small copy of this project; those that need a server or the network are
named in NOT_RUN, each with its reason, and only their options are tried.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from repository import DAY, REPOSITORY, copy_input
from unit.commands import troisclics

from .ci_files import GITLAB, WORKFLOWS, load

HOOKS = ".pre-commit-config.yaml"
COPIED = (
    "scripts", ".ci", "requirements.lock", "requirements-dev.lock", "pyproject.toml", GITLAB, HOOKS,
)  # fmt: skip
DEPARTMENTS = ("2a-corse-du-sud", "50-manche", "971-guadeloupe")
NOT_RUN = {
    ".ci/run": "runs this test",
    "troisclics publish": "needs a server",
    "pip-audit": "needs the network",
    "scripts/unit": "runs the unit tests, with Pythons that it may have to download",
    "apt-get": "installs programs",
    "scripts/pictures": "needs a browser: test_changed_pages.py",
    "git config --global": "changes the account of a container",
}
ENV = {
    "CI_PIPELINE_CREATED_AT": f"{DAY}T08:00:00Z",
    "CI_NODE_TOTAL": "4",
    "BASE": "HEAD",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD",
    "TARGET": "intranet",
    "SITE_URL": "https://intranet.example/action-sociale/",
}
EXPRESSIONS = {
    "strategy.job-total": "4",
    "needs.day.outputs.today": DAY,
    "github.event.pull_request.base.sha": "HEAD",
}


@dataclass(frozen=True)
class Line:
    """A line of a script: the file and job that run it."""

    file: str
    job: str
    text: str


def lines() -> Iterator[Line]:
    """Every line that a CI runs."""
    for name, job in load(GITLAB).items():
        for text in job.get("script", ()) if isinstance(job, dict) else ():
            yield Line(GITLAB, name, text)
    for file in WORKFLOWS:
        for name, job in load(file)["jobs"].items():
            for step in job.get("steps", ()):
                if "run" in step:
                    yield Line(file, name, step["run"])


ALL = list(lines())


def shares(text: str) -> list[str]:
    """`text` for each share of a job that runs several times."""
    if "CI_NODE_INDEX" not in text and "matrix.share" not in text:
        return [text]
    return [text.replace("$CI_NODE_INDEX", n).replace("${{ matrix.share }}", n) for n in "1234"]


def plain(text: str) -> str:
    """`text` with the expressions of GitHub put in."""
    return re.sub(r"\$\{\{ *(.+?) *\}\}", lambda match: EXPRESSIONS[match[1]], text)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our project with a few departments, in a git of its own, whose .venv is that of these tests."""
    place = copy_input(tmp_path_factory.mktemp("ci") / "projet", DEPARTMENTS.__contains__, COPIED)
    for path in [*place.glob("content/**/*.*"), *place.glob("departments/**/*.*")]:
        if path.suffix in {".md", ".yml"}:  # nobody's server is asked anything by a test
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"(https?://[\w.-]+)", r"\1.example", text), encoding="utf-8")
    with (place / "content" / "_hosts.yml").open("a", encoding="utf-8") as hosts:
        hosts.write("  - example\n")  # what the addresses now end with
    (place / ".venv").symlink_to(REPOSITORY / ".venv")
    (place / ".gitignore").write_text(".venv\n/site\n/.site.*\n/reports/\n/.cache/\n")
    who = ("-c", "user.name=x", "-c", "user.email=x@exemple.example")
    for arguments in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "x")):
        subprocess.run(["git", *arguments], cwd=place, check=True)
    return place


def run(place: Path, command: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a line as a CI does: by a shell that stops at the first failure."""
    env = {**os.environ, **ENV, "GITHUB_OUTPUT": str(place / ".cache-output")}
    return subprocess.run(
        ["sh", "-euc", command, *more], cwd=place, env=env, capture_output=True, text=True, check=False
    )


def test_every_line_is_run_or_named() -> None:
    """The files hold the jobs that are promised, and no reason in NOT_RUN is left over."""
    assert {line.job for line in ALL} >= {
        "build", "collect", "check", "test", "unit", "freshness", "links", "audit", "publish", "links-of-the-change",
        "pictures",
    }  # fmt: skip
    for known in NOT_RUN:
        assert any(known in line.text for line in ALL), known


@pytest.mark.slow
def test_lines_do_what_they_say(place: Path) -> None:
    """All lines, in their order, succeed in a sound project, and leave the reports that the files publish."""
    for line in ALL:
        if any(known in line.text for known in NOT_RUN):
            continue
        for text in shares(line.text):
            done = run(place, plain(text))
            late = "troisclics report freshness" in text  # what is overdue on this very day is no fault of the file
            assert done.returncode in ({0, 1} if late else {0}), f"{line}\n{done.stdout}{done.stderr}"
            assert "Traceback" not in done.stderr
    for name in ("check.html", "check.xml", "quality.json", "coverage.html", "links.html"):
        assert (place / "reports" / name).stat().st_size, name
    assert any((place / "reports" / "freshness").iterdir())
    assert (place / ".cache" / "liens.json").is_file()
    assert (place / ".cache-output").read_text().startswith("today=")


@pytest.mark.slow
def test_a_fault_fails_the_check(place: Path, tmp_path: Path) -> None:
    """The jobs named « check » fail on a fault, whatever their earlier lines forgive, and leave their reports."""
    broken = Path(shutil.copytree(place, tmp_path / "projet", symlinks=True))
    shutil.rmtree(broken / "reports", ignore_errors=True)
    (broken / "departments" / "50-manche" / "perdu.md").write_text("Perdu.\n")
    for file in (GITLAB, ".github/workflows/build.yml"):
        texts = [line.text for line in ALL if (line.file, line.job) == (file, "check") and "links" not in line.text]
        done = run(broken, "\n".join(map(plain, texts)))
        assert done.returncode == 1, file
        assert "perdu.md" in (broken / "reports" / "check.html").read_text(encoding="utf-8")
        shutil.rmtree(broken / "reports")


@pytest.mark.parametrize(
    "line", [line for line in ALL if "troisclics" in line.text], ids=lambda line: f"{line.file}-{line.job}"
)
def test_options_exist(line: Line) -> None:
    """Each command that is named exists, with each option that it is given; those that are not run included."""
    command = re.search(r"troisclics ((?:report )?[a-z-]+)", line.text)
    assert command
    told = troisclics(*command[1].split(), "--help")
    assert told.returncode == 0, command[1]
    assert [option for option in re.findall(r" (--[a-z-]+)", line.text) if option not in told.stdout] == []


def test_gitlab_jobs_hold_together() -> None:
    """Stages, needs and templates that are named exist, and what only a schedule or a person starts is not on push."""
    jobs = {
        name: job
        for name, job in load(GITLAB).items()
        if isinstance(job, dict) and name not in {"variables", "default"}
    }
    for name, job in jobs.items():
        assert job.get("stage", "check") in load(GITLAB)["stages"], name
        assert {*job.get("needs", ())} | {job["extends"]} if "extends" in job else set() <= jobs.keys(), name
    assert {name for name, job in jobs.items() if job.get("extends") == ".weekly"} == {"freshness", "links", "audit"}
    assert jobs["publish"]["rules"][-1]["when"] == "manual"
    assert jobs["pictures"]["allow_failure"] is True
    for name in (job["artifacts"]["expose_as"] for job in jobs.values() if "expose_as" in job.get("artifacts", {})):
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_ -]{0,99}", name), "GitLab refuses other signs"


def test_github_jobs_hold_together() -> None:
    """Needs exist, and publishing and the weekly run are never started by a push or a pull request."""
    for file in WORKFLOWS:
        workflow = load(file)
        for job in workflow["jobs"].values():
            needs = job.get("needs", ())
            assert {needs} if isinstance(needs, str) else {*needs} <= workflow["jobs"].keys()
    started = {file: {*load(file)[True]} for file in WORKFLOWS}  # YAML 1.1 reads « on » as true
    assert started[".github/workflows/publish.yml"] == {"schedule", "workflow_dispatch"}
    assert started[".github/workflows/weekly.yml"] == {"schedule", "workflow_dispatch"}


def test_hooks_are_quick_and_exact(place: Path) -> None:
    """Each hook runs on the files that it is for; ours names the fault of a change and says nothing of a sound one."""
    repos = load(HOOKS)["repos"]
    assert all(re.fullmatch("[0-9a-f]{40}", repo["rev"]) for repo in repos if repo["repo"] != "local")
    hooks = {hook["id"]: hook for repo in repos if repo["repo"] == "local" for hook in repo["hooks"]}
    assert {"troisclics", "ruff-check", "ruff-format"} == hooks.keys()
    ours = hooks["troisclics"]
    files = re.compile(ours["files"])
    for name in ("content/index.md", "departments/a/department.yml", "mkdocs.yml", "README.md", "scripts/a.py"):
        assert bool(files.search(name)) == (not name.startswith(("README", "scripts/"))), name
    page = "content/logement/index.md"
    assert run(place, f"{ours['entry']} {page}").returncode == 0
    old = (place / page).read_text(encoding="utf-8")
    (place / page).write_text(f'{old}\nVoir [ici](nulle-part.md) {{{{ fact("rien") }}}}.\n', encoding="utf-8")
    done = run(place, f"{ours['entry']} {page}")
    (place / page).write_text(old, encoding="utf-8")
    assert done.returncode == 1
    assert "fait-inconnu" in done.stdout
    assert "lien-vague" in done.stdout
    for name in ("ruff-check", "ruff-format"):
        assert run(place, f"{hooks[name]['entry']} scripts/troisclics/cli.py").returncode == 0


def test_both_forges_ask_the_same() -> None:
    """The matrix of Pythons, the image and the templates of GitHub are those of GitLab."""
    gitlab, github = load(GITLAB), load(".github/workflows/build.yml")["jobs"]
    assert gitlab["unit"]["parallel"]["matrix"] == [{"ARGUMENTS": github["unit"]["strategy"]["matrix"]["arguments"]}]
    assert gitlab["default"]["image"] == github["test"]["container"]
    issues = {path.read_text("utf-8") for path in REPOSITORY.glob(".gitlab/issue_templates/*.md")}
    theirs = [path.read_text("utf-8") for path in REPOSITORY.glob(".github/ISSUE_TEMPLATE/*.md")]
    assert {text.split("---\n\n", 1)[1] for text in theirs} == issues
    request = (REPOSITORY / ".gitlab" / "merge_request_templates" / "Default.md").read_text("utf-8")
    assert (REPOSITORY / ".github" / "pull_request_template.md").read_text("utf-8") == request
