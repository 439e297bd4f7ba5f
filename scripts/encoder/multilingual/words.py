"""Words of shops in fifteen languages, written for this project: one concept a row, one language a column."""

from pathlib import Path

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("en", "zh", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ru", "ja", "ko", "ar", "hi")
Concept = dict[str, str]


def table(name: str) -> list[Concept]:
    lines = (WORDS / name).read_text().splitlines()
    columns = lines[0].split("|")
    return [dict(zip(columns, line.split("|"), strict=True)) for line in lines[1:]]


PRODUCTS = {kind: table(f"products-{kind}.txt") for kind in ("home", "food", "wear", "other")}
RELATIONS = {row["relation"]: row for row in table("relations.txt")}
ATTRIBUTES: dict[str, list[Concept]] = {}
for row in table("attributes.txt"):
    ATTRIBUTES.setdefault(row["kind"], []).append(row)
