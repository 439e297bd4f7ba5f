"""Texts made by others: WordNet, Debian's package summaries and the real product descriptions."""

import csv
import gzip
import re
import subprocess
from pathlib import Path

# Lexicographer files of things a shop can sell: artifact, food, substance.
SELLABLE = {"06", "13", "27"}


def wordnet(directory: Path) -> tuple[list[str], list[str], list[str], list[str]]:
    """(words, glosses, sellable nouns, adjectives) from WordNet's data files."""
    words, glosses, sellable, adjectives = [], [], [], []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (directory / f"data.{part}").read_text().splitlines():
            if line.startswith(" "):
                continue
            head, _, gloss = line.partition(" | ")
            fields = head.split()
            synonyms = [re.sub(r"\(.*\)", "", fields[4 + 2 * i]).replace("_", " ") for i in range(int(fields[3], 16))]
            words += synonyms
            glosses.append(gloss.strip().split('; "')[0])
            glosses += re.findall(r'"([^"]+)"', gloss)[:1]
            if part == "noun" and fields[1] in SELLABLE:
                sellable.append(synonyms[0])
            elif part == "adj":
                adjectives.append(synonyms[0])
    return words, glosses, sellable, adjectives


def debian_summaries() -> list[str]:
    """One-line descriptions of the packages in apt's lists."""
    shown = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^Description(?:-en)?: (.+)$", shown, flags=re.M)


def retail_descriptions(path: Path) -> list[str]:
    """Distinct descriptions of the UCI Online Retail transactions (CSV, gzip)."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return sorted({row["Description"].strip() for row in csv.DictReader(file)} - {""})


def journey_texts(path: Path) -> tuple[list[str], list[str]]:
    """Distinct (descriptions, promotion texts) of the weekly Complete Journey panel (CSV, gzip)."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(sorted({row[column].strip() for row in rows} - {""}) for column in ("description", "promo_text"))
