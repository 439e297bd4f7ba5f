"""Reading the corpus back."""

from typing import NamedTuple

from paths import CORPUS

# Dictionaries under a share-alike licence say which pieces are worth keeping; the weights see none of their texts.
COUNTED_ALONE = "dictionary"


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


def trained_on() -> list[Row]:
    return [row for row in read_texts() if row.source != COUNTED_ALONE]
