"""Modules of the English recipe whose names this one has too: its texts, its export and its report."""

import importlib.util
import random
from pathlib import Path
from types import ModuleType

from grammar import Grammar


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"english_{name}", Path(__file__).parents[1] / f"{name}.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


english_corpus, english_export, english_report = module("corpus"), module("export"), module("report")
is_held_out = english_corpus.is_held_out


def augmented(real: list[str], grammar: Grammar, rng: random.Random, each: int) -> list[str]:
    return [english_corpus.variant(text, real, grammar, rng) for text in real for _ in range(each)]
