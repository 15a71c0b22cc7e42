"""The page that tests the words of the menu, played in a browser from the disk, with the keyboard, on a phone."""

from __future__ import annotations

import json
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from repository import run_command

from troisclics.clicks.tree_test_results import load_session

from .served import Served


def troisclics(*arguments: object) -> str:
    """What the command says; it must end well."""
    run = run_command(*arguments)
    assert run.returncode == 0, run.stderr
    return run.stdout


def press(page: Page, text: str) -> None:
    """Go to a button with the Tab key only, and press Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == text:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"« {text} » is out of reach of the keyboard")


def test_it_is_played_and_added_up(sites: Served, browser: Browser, tmp_path: Path) -> None:
    """Right, wrong and passed answers are scored; the file that is saved is the one that the command adds up."""
    folder = tmp_path / "test"
    assert "questions" in troisclics("study", "tree-test", "--site", sites.folder, "--out", folder, "--questions", 3)
    asked: list[str] = []
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844}, accept_downloads=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.goto((folder / "index.html").as_uri())
    tree = page.evaluate("window.TREE")
    answer_of = {question["question"]: question["answer"] for question in tree["questions"]}
    press(page, "Commencer")
    assert page.evaluate("document.activeElement.id") == "question"

    answer = answer_of[page.inner_text("#question")]
    right = next(s for s in tree["entries"] if answer in [s["url"], *(e["url"] for e in s["entries"])])
    press(page, right["label"])
    leaves = [{"label": "Accueil de la rubrique", "url": right["url"]}, *right["entries"]]
    press(page, next(entry["label"] for entry in leaves if entry["url"] == answer))
    assert faults == []
    assert Axe().run(page).violations_count == 0
    faults.clear()  # axe asks for the style sheet by itself, which the page's policy refuses
    page.keyboard.press("Enter")  # the button « Je chercherais ici » has the focus

    answer = answer_of[page.inner_text("#question")]
    wrong = next(s for s in tree["entries"] if not answer.startswith(s["url"]))
    page.get_by_role("button", name=wrong["label"], exact=True).click()
    page.get_by_role("button", name="Accueil de la rubrique").first.click()
    page.get_by_role("button", name="Je chercherais ici").click()
    page.get_by_role("button", name="Je ne sais pas").click()
    assert page.inner_text("#score").startswith("Vous avez cherché au bon endroit 1 fois sur 3, dont 1 sans détour")

    with page.expect_download() as download:
        page.get_by_role("link", name="Enregistrer mes réponses").click()
    file = tmp_path / "resultats.json"
    download.value.save_as(file)
    context.close()
    session = load_session(file)
    assert [(answer.success, answer.direct) for answer in session.answers] == [
        (True, True),
        (False, False),
        (False, False),
    ]
    assert session.answers[2].chosen is None
    assert json.loads(file.read_text(encoding="utf-8"))["version"] == tree["version"]
    assert "1 personne, 3 questions." in troisclics("study", "tree-results", file)
    assert faults == []
    assert all(url.startswith(("file:", "blob:", "data:")) for url in asked)
