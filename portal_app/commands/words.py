"""`portal words`: keeps the catalogues complete, sorted and free of what nobody says any more."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from portal_app import catalogue

SOURCE = Path(__file__).parent.parent
# What is said once, and what is said in two forms (for one and for many).
SAYS = {"t": 1, "say": 1, "mark": 1, "tn": 2, "say_count": 2}


class NotASentence(Exception):
    """A call builds its sentence while it runs, so that no catalogue can hold it."""


def said(root: Path = SOURCE) -> dict[str, str]:
    """Every English sentence in the code, with the place where it is said first."""
    found: dict[str, str] = {}
    for path in sorted(root.rglob("*.py")):
        for sentence, line in _sentences(ast.parse(path.read_text(encoding="utf-8")), path):
            found.setdefault(sentence, f"{path.relative_to(root.parent)}:{line}")
    return found


def missing(language: str) -> dict[str, str]:
    """The sentences that have no translation yet, with their places."""
    known = catalogue.sentences(language)
    return {sentence: place for sentence, place in said().items() if not known.get(sentence)}


def tidy(language: str) -> None:
    """Write the catalogue again: sorted, each sentence once and on one line, nothing that nobody says."""
    known = catalogue.sentences(language)
    entries = "".join(
        f"\nmsgid {_quoted(sentence)}\nmsgstr {_quoted(known.get(sentence, ''))}\n"
        for sentence in sorted(said(), key=lambda sentence: (sentence.lower(), sentence))
    )
    header = f'msgid ""\nmsgstr "Language: {language}\\nContent-Type: text/plain; charset=utf-8\\n"\n'
    (catalogue.LOCALE / f"{language}.po").write_text(header + entries, encoding="utf-8")
    catalogue.sentences.cache_clear()


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when a sentence has no translation.")
def command(check: bool) -> None:
    """Tidy the catalogues and list the sentences that still need a translation."""
    lacking = 0
    for language in catalogue.LANGUAGES:
        if language == catalogue.ENGLISH:
            continue
        if not check:
            tidy(language)
        for sentence, place in missing(language).items():
            lacking += 1
            click.echo(f"{language}  {place}  {sentence}")
    click.echo(f"{len(said())} sentences, {lacking} without a translation")
    sys.exit(1 if lacking else 0)


def _sentences(tree: ast.AST, path: Path) -> Iterator[tuple[str, int]]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        for argument in call.args[: SAYS.get(name, 0)]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value, argument.lineno
            elif isinstance(argument, ast.JoinedStr | ast.BinOp):
                raise NotASentence(f"{path}:{argument.lineno} write the whole sentence with {{placeholders}}")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    command()
