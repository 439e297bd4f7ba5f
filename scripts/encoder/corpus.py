"""Step 1: the texts to distil on, and the held-out texts that no step but the report may read.

A text is held out by the hash of its letters and digits alone, whatever its source, case or punctuation:
so a held-out text cannot come back through an augmentation of another.
"""

import argparse
import hashlib
import random
import re
from pathlib import Path

from tqdm import tqdm

from grammar import Grammar
from paths import CORPUS
from sources import debian_summaries, journey_texts, retail_descriptions, wordnet

SEED = 20
COMPOSED, LONG = 230_000, 6_000
SOURCE_SIZES = {"wordnet-word": 50_000, "wordnet-gloss": 90_000, "debian": 45_000}
VARIANTS_PER_REAL_TEXT = 18
JOINERS = (". ", " - ", ", ", " | ", " ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, required=True, help="directory of WordNet's data.noun, data.verb, ...")
    parser.add_argument("--retail", type=Path, required=True, help="UCI Online Retail transactions, CSV, gzip")
    parser.add_argument("--journey", type=Path, required=True, help="Complete Journey weekly panel, CSV, gzip")
    args = parser.parse_args()

    rng = random.Random(SEED)
    words, glosses, sellable, adjectives = wordnet(args.wordnet)
    sellable = [noun for noun in sellable if not noun.startswith("genus ")]
    grammar = Grammar(SEED, sellable, adjectives)
    journey, promotions = journey_texts(args.journey)
    retail = retail_descriptions(args.retail)

    texts: dict[str, str] = {}
    add = lambda source, found: [texts.setdefault(text, source) for text in found if text]
    add("real", retail + journey + promotions)
    add("composed", (grammar.text() for _ in tqdm(range(COMPOSED), desc="composing")))
    for source, found in (("wordnet-word", words), ("wordnet-gloss", glosses), ("debian", debian_summaries())):
        distinct = sorted(set(found))
        add(source, rng.sample(distinct, min(SOURCE_SIZES[source], len(distinct))))

    held_out = {source: [t for t, s in texts.items() if s == source and is_held_out(t)] for source in set(texts.values())}
    training = {text: source for text, source in texts.items() if not is_held_out(text)}
    augment(training, grammar, rng)
    training = {text: source for text, source in training.items() if not is_held_out(text)}

    lines = [f"{source}\t{text}" for text, source in training.items()]
    rng.shuffle(lines)
    lines.sort(key=lambda line: not line.startswith("real"))  # so that the first shards hold what matters most
    write("train", lines)
    for source, found in held_out.items():
        rng.shuffle(found)
        write(f"heldout-{source}", found)
    print({source: list(training.values()).count(source) for source in sorted(set(training.values()))})


def is_held_out(text: str) -> bool:
    canonical = re.sub(r"[^a-z0-9]", "", text.lower())
    return hashlib.sha256(canonical.encode()).digest()[0] < 26


def augment(training: dict[str, str], grammar: Grammar, rng: random.Random) -> None:
    """Adds variants of real texts, spliced from each other and followed by promotions, and long texts of many."""
    real = [text for text, source in training.items() if source == "real"]
    anything = list(training)
    for text in tqdm(real, desc="varying real texts"):
        for _ in range(VARIANTS_PER_REAL_TEXT):
            training.setdefault(variant(text, real, grammar, rng), "real-variant")
    for _ in range(LONG):
        training.setdefault(". ".join(rng.sample(anything, rng.randint(3, 9))), "long")


def variant(text: str, real: list[str], grammar: Grammar, rng: random.Random) -> str:
    kind = rng.random()
    parts = text.split()
    if kind < 0.35:
        other = rng.choice(real).split()
        parts = parts[: rng.randint(1, len(parts))] + other[rng.randrange(len(other)):]
    elif kind < 0.55:
        parts = [part for part in parts if rng.random() > 0.2] or parts
    elif kind < 0.65:
        parts = parts[: rng.randint(1, len(parts))]
    elif kind < 0.85:
        other = grammar.promotion() if rng.random() < 0.5 else rng.choice(real)
        return grammar.typed(text + rng.choice(JOINERS) + other)
    return grammar.typed(" ".join(parts))


def write(name: str, lines: list[str]) -> None:
    CORPUS.mkdir(parents=True, exist_ok=True)
    (CORPUS / f"{name}.txt").write_text("\n".join(line.replace("\n", " ").replace("\r", " ") for line in lines) + "\n")
    print(f"{name}: {len(lines):,} texts")


if __name__ == "__main__":
    main()
