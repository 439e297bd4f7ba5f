"""What is taken from the English recipe's first step: held-out texts and variants of real ones."""

import importlib.util
import random
from pathlib import Path

from grammar import Grammar

spec = importlib.util.spec_from_file_location("english_corpus", Path(__file__).parents[1] / "corpus.py")
english_corpus = importlib.util.module_from_spec(spec)
spec.loader.exec_module(english_corpus)
is_held_out = english_corpus.is_held_out


def augmented(real: list[str], grammar: Grammar, rng: random.Random, each: int) -> list[str]:
    return [english_corpus.variant(text, real, grammar, rng) for text in real for _ in range(each)]
