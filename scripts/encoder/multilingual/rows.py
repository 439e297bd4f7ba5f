"""Reading the corpus back."""

from typing import NamedTuple

from paths import CORPUS


class Row(NamedTuple):
    source: str
    language: str
    target: int
    text: str


def read_targets() -> list[str]:
    return (CORPUS / "targets.txt").read_text().split("\n")[:-1]


def read_texts() -> list[Row]:
    lines = (CORPUS / "texts.tsv").read_text().split("\n")[:-1]
    parts = (line.split("\t", 3) for line in lines)
    return [Row(source, language, int(target), text) for source, language, target, text in parts]
