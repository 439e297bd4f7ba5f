"""Composes one product in English and in other languages, each in one of the orders in which shops write."""

import random
from dataclasses import dataclass, field

from grammar import Grammar
from words import ATTRIBUTES, PRODUCTS, RELATIONS, Concept

RELATED = 0.15  # share of products with, without, for or and another
NOUN_FIRST = {"fr", "es", "pt", "it", "ar"}
UNSPACED = {"zh", "ja"}
ENDINGS = {
    "de": ("", "", "e", "er", "es", "en"), "nl": ("", "e"), "es": ("", "a", "s"), "pt": ("", "a", "s"), "it": ("", "a", "i", "e"),
    "fr": ("", "e", "s"), "pl": ("", "a", "e"), "ru": ("", "ая", "ое", "ые"),
}
VOWELS = "aeoiyй"
NUMBERS = {"count": (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 50, 100), "size": (5, 10, 12, 20, 25, 30, 36, 40, 42, 50, 75, 100, 150, 200, 250, 330, 400, 500, 750)}


@dataclass
class Sample:
    product: Concept
    slots: dict[str, Concept] = field(default_factory=dict)
    number: dict[str, int] = field(default_factory=dict)
    before: str = ""
    after: str = ""


class Composer:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.names = Grammar(seed, [], [])

    def sample(self) -> Sample:
        pick, chance = self.random.choice, self.random.random
        kind = self.random.choices(("home", "food", "wear", "other"), weights=(34, 24, 16, 26))[0]
        sample = Sample(pick(PRODUCTS[kind]))
        food = kind == "food"
        shares = {
            "count": 0.2, "size": 0.35 if food else 0.15, "colour": 0.03 if food else 0.4, "material": 0.02 if food else 0.3,
            "quality": 0.4, "motif": 0.03 if food else 0.25, "flavour": 0.3 if food else 0.06, "for": 0.08 if food else 0.2,
            "with": 0.02 if food else 0.12, "promotion": 0.1, "phrase": 0.03 if food else 0.07,
        }
        for slot, share in shares.items():
            if chance() < share:
                sample.slots[slot] = pick(ATTRIBUTES["food-quality" if slot == "quality" and food else slot])
                sample.number[slot] = pick(NUMBERS.get(slot, (0,)))
        if chance() < RELATED:
            sample.slots["related"] = related(pick(list(RELATIONS.values())), pick(PRODUCTS[kind]))
        if chance() < 0.12:
            sample.before = self.names.brand()
        if chance() < 0.06:
            sample.after = self.names.code()
        return sample

    def text(self, sample: Sample, language: str) -> str:
        order = self.random.random()
        if language == "en":
            parts = self.prefixed(sample, language) if order < 0.75 else self.listed(sample, language)
        elif language in NOUN_FIRST:
            parts = self.postfixed(sample, language) if order < 0.65 else self.listed(sample, language)
        elif order < 0.55:
            parts = self.prefixed(sample, language)
        elif order < 0.8:
            parts = self.listed(sample, language)
        else:
            parts = self.postfixed(sample, language)
        text = " ".join(filter(None, [sample.before, parts, sample.after]))
        for slot, joiners in (("phrase", (". ", ", ", " - ")), ("promotion", (". ", " - ", " | ", ", ", " "))):
            if slot in sample.slots:
                text += self.random.choice(joiners) + sample.slots[slot][language]
        return self.slip(text) if self.random.random() < 0.05 else text

    def prefixed(self, sample: Sample, language: str) -> str:
        word = lambda slot: self.word(sample, slot, language)
        noun = sample.product[language]
        front = [word("count"), self.bent(word("quality"), language), self.bent(word("colour"), language)]
        if self.random.random() < 0.3:
            front[1], front[2] = front[2], front[1]
        middle = [word("material"), word("motif"), word("flavour")]
        if language == "ja" and self.random.random() < 0.5:
            middle = [part and part + "の" for part in middle]
        return self.joined(front + middle + [noun, word("related"), word("for"), word("with"), word("size")], language)

    def postfixed(self, sample: Sample, language: str) -> str:
        word = lambda slot: self.word(sample, slot, language)
        of = {"fr": "en ", "es": "de ", "pt": "de ", "it": "di "}.get(language, "") if self.random.random() < 0.7 else ""
        material = word("material") and of + word("material")
        back = [self.bent(word("colour"), language), material, word("motif"), word("flavour"), word("for"), word("with"), word("size")]
        noun = [word("count"), sample.product[language], self.bent(word("quality"), language), word("related")]
        return self.joined(noun + back, language)

    def listed(self, sample: Sample, language: str) -> str:
        slots = ["related", "colour", "material", "quality", "motif", "flavour", "for", "with", "size", "count"]
        if self.random.random() < 0.4:
            self.random.shuffle(slots)
        parts = [sample.product[language], *(self.word(sample, slot, language) for slot in slots)]
        return self.random.choice((", ", ", ", " - ", " / ", " ")).join(filter(None, parts))

    def word(self, sample: Sample, slot: str, language: str) -> str:
        concept = sample.slots.get(slot)
        return concept[language].replace("{n}", str(sample.number.get(slot, 0))) if concept else ""

    def joined(self, parts: list[str], language: str) -> str:
        between = "" if language in UNSPACED and self.random.random() < 0.7 else " "
        return between.join(filter(None, parts))

    def bent(self, word: str, language: str) -> str:
        """One of the endings that the word may take before or after its noun: the right one is not known here."""
        endings = ENDINGS.get(language)
        if not word or not endings or " " in word:
            return word
        ending = self.random.choice(endings)
        if language in ("es", "pt", "it", "pl", "ru") and ending not in ("", "s"):
            word = word[:-2] if language == "ru" and word[-2:] in ("ый", "ий", "ой") else word.rstrip(VOWELS) if word[-1] in VOWELS else word
        return word + ending

    def slip(self, text: str) -> str:
        at = self.random.randrange(1, max(2, len(text) - 1))
        return text[:at] + text[at + 1 :] if self.random.random() < 0.5 else text[:at] + text[at : at + 1] + text[at:]


def related(relation: Concept, product: Concept) -> Concept:
    return {language: relation[language].format(word) for language, word in product.items()}
