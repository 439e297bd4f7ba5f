"""Composes product descriptions and promotion texts in the styles that shops write them."""

import random
import string

from lexicon import (
    BRAND_ENDINGS, BRAND_KINDS, BRAND_SYLLABLES, COLOURS, DEPARTMENTS, MOTIFS, OCCASIONS, PHRASES, PROMOTIONS,
)

DAYS = ("Monday", "Wednesday", "Friday", "Saturday", "31 March", "24/12", "June 30th")
KEYBOARD = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "t": "ry", "n": "bm", "s": "ad", "r": "et", "l": "k", "c": "xv"}


class Grammar:
    """`extra_products` and `extra_qualities` widen the project's own lexicon, for example with WordNet's nouns."""

    def __init__(self, seed: int, extra_products: list[str], extra_qualities: list[str]) -> None:
        self.random = random.Random(seed)
        self.extra_products = extra_products
        self.extra_qualities = extra_qualities
        self.departments = list(DEPARTMENTS.values())

    def text(self) -> str:
        """A description, a promotion text, or both."""
        kind = self.random.random()
        if kind < 0.14:
            text = self.promotion()
        elif kind < 0.30:
            text = self.description() + self.random.choice([". ", " - ", " | ", ", ", " [SEP] ", " "]).replace("[SEP]", "/") + self.promotion()
        else:
            text = self.description()
        return self.typed(text)

    def description(self) -> str:
        style = self.random.choices(
            [self.tag, self.numbered, self.shelf, self.branded, self.listing, self.plain], weights=[34, 12, 14, 16, 8, 16]
        )[0]
        return " ".join(style(self.random.choice(self.departments)).split())

    def tag(self, department) -> str:
        """As gift shops name things: WHITE HANGING HEART T-LIGHT HOLDER."""
        _, _, qualities, materials, _ = department
        parts = [
            self.maybe(0.16, f"{self.choose(['set of', 'set/', 'pack of', 'box of', 's/', 'pair of'])} {self.count()}"),
            self.maybe(0.5, self.choose(COLOURS)),
            self.maybe(0.5, self.quality(qualities)),
            self.maybe(0.45, self.choose(MOTIFS)),
            self.maybe(0.25, self.choose(materials)),
            self.product(department),
            self.maybe(0.12, f"{self.choose(['with', 'w/', 'in', '&', 'design', 'and'])} {self.choose(MOTIFS + COLOURS)}"),
        ]
        if self.random.random() < 0.3:
            parts[1], parts[3] = parts[3], parts[1]
        return " ".join(filter(None, parts))

    def numbered(self, department) -> str:
        return f"{self.count()} {self.maybe(0.6, self.choose(COLOURS))} {self.maybe(0.5, self.quality(department[2]))} {self.product(department)} {self.maybe(0.5, self.size(department))}"

    def shelf(self, department) -> str:
        """As grocers' product tables read: type (category, department), brand, sizes."""
        shelves, *_ = department
        product = self.product(department).title()
        category = self.choose(shelves + [self.product(department).title()])
        sizes = ", ".join(self.size(department) for _ in range(self.random.choice([1, 1, 2, 3])))
        return self.choose([
            f"{product} ({category}, {self.choose(shelves)}), {self.choose(BRAND_KINDS)}, sizes {sizes}",
            f"{product} ({category}), {self.choose(BRAND_KINDS)}, size {sizes}",
            f"{category} > {self.choose(shelves)} > {product}",
            f"{category}: {product}, {sizes}",
            f"{product}, {category}, {self.choose(BRAND_KINDS)}",
        ])

    def branded(self, department) -> str:
        _, _, qualities, materials, _ = department
        return self.choose([
            f"{self.brand()} {self.quality(qualities)} {self.product(department)}, {self.choose(materials)}, {self.size(department)}",
            f"{self.brand()} {self.choose(materials)} {self.product(department)} {self.size(department)}",
            f"{self.brand()} {self.product(department)} {self.code()} {self.choose(COLOURS)}",
            f"{self.product(department)} by {self.brand()}, {self.choose(COLOURS)}",
            f"{self.brand()} {self.quality(qualities)} {self.product(department)} ({self.choose(COLOURS)}, {self.size(department)})",
        ])

    def listing(self, department) -> str:
        """A sentence or more, as web shops write."""
        _, _, qualities, materials, _ = department
        opening = (
            f"{self.choose(['A', 'This', 'Our', 'The'])} {self.quality(qualities)} {self.product(department)} "
            f"{self.choose(['made of', 'in', 'with', 'from'])} {self.choose(materials)}"
        )
        phrases = [self.choose(PHRASES) for _ in range(self.random.choice([1, 1, 2, 2, 3, 5, 8]))]
        return ". ".join([opening] + [phrase.capitalize() for phrase in phrases]) + self.choose([".", "", "!"])

    def plain(self, department) -> str:
        return f"{self.maybe(0.4, self.choose(COLOURS))} {self.maybe(0.4, self.quality(department[2]))} {self.product(department)} {self.maybe(0.2, self.size(department))}"

    def promotion(self) -> str:
        parts = [self.filled(self.choose(PROMOTIONS)) for _ in range(self.random.choice([1, 1, 1, 2, 2, 3]))]
        return self.choose([", ", " - ", "; ", " + ", " and ", "! "]).join(parts)

    def filled(self, template: str) -> str:
        price = round(self.random.choice([1, 2, 5, 10, 25, 100, 500]) * self.random.uniform(0.3, 2)) + self.choose([0, 0.99, 0.95, 0.5])
        sign = self.choose(["$", "$", "£", "€"])
        return template.format(
            n=self.choose([5, 10, 15, 20, 25, 30, 33, 40, 50, 60, 70, 75]), k=self.random.randint(2, 6), j=self.random.randint(1, 4),
            money=f"{sign}{price:.2f}", money2=f"{sign}{price * 0.7:.2f}", day=self.choose(DAYS), occasion=self.choose(OCCASIONS),
        )

    def typed(self, text: str) -> str:
        """The case that people type in, and now and then a slip."""
        case = self.random.random()
        if case < 0.3:
            text = text.upper()
        elif case < 0.5:
            text = text.lower()
        elif case < 0.65:
            text = text.title()
        elif case < 0.8:
            text = text[:1].upper() + text[1:]
        return self.slip(text) if self.random.random() < 0.08 else text

    def slip(self, text: str) -> str:
        """One typing error: a letter dropped, doubled, swapped or replaced by its neighbour, or a space lost."""
        if len(text) < 4:
            return text
        i = self.random.randrange(1, len(text) - 1)
        neighbour = self.choose(KEYBOARD.get(text[i].lower(), text[i]))
        return self.choose([
            text[:i] + text[i + 1:], text[:i] + text[i] + text[i:], text[:i] + text[i + 1] + text[i] + text[i + 2:],
            text[:i] + neighbour + text[i + 1:], text.replace(" ", "", 1),
        ])

    def product(self, department) -> str:
        if self.random.random() < 0.22:
            return self.choose(self.extra_products)
        return self.choose(department[1])

    def quality(self, qualities: list[str]) -> str:
        return self.choose(self.extra_qualities) if self.random.random() < 0.12 else self.choose(qualities)

    def size(self, department) -> str:
        unit = self.choose(department[4])
        small, large = self.random.randint(1, 24), self.choose([25, 30, 50, 75, 100, 120, 150, 200, 250, 330, 400, 500, 750])
        decimal = f"{self.random.uniform(0.5, 40):.1f}"
        return {
            "none": "", "set": f"set of {small}", "cm": self.choose([f"{large}cm", f"{small}x{small + 7} cm", f"{decimal} cm", f"{small}x{small}x{small + 3}cm"]),
            "inch": self.choose([f'{small}"', f"{small} inch", f"{small} in"]), "ml": self.choose([f"{large}ml", f"{large} ml"]),
            "litre": self.choose([f"{decimal}L", f"{small} litre", f"{small} l"]), "oz": f"{decimal} oz", "g": f"{large}g", "kg": f"{decimal} kg",
            "lb": self.choose([f"{small} lb", f"{decimal} lbs"]), "ct": f"{self.choose([6, 10, 12, 24, 50, 100])} ct", "pack": self.choose([f"{small} pack", f"pack of {small}", f"{small}pk", f"x{small}"]),
            "floz": f"{decimal} fl oz", "can": f"{small} x {large} ml cans", "tablets": f"{large} tablets", "rolls": f"{small} rolls", "sheets": f"{large} sheets",
            "apparel": self.choose(["size S", "size M", "size L", "XL", "XXL", "UK 12", "EU 38", "W32 L34", "age 5-6", "one size"]),
            "shoe": self.choose(["size 7", "size 9.5", "EU 42", "UK 6"]), "pair": self.choose(["1 pair", "3 pairs", "pack of 5 pairs"]), "pieces": f"{large} pieces",
            "age": f"age {small % 9 + 1}+", "mm": f"{small} mm", "watt": f"{large}W", "volt": self.choose(["12V", "18V", "220V", "5V"]), "gb": self.choose(["16GB", "64GB", "128 GB", "256GB", "1TB", "2 TB"]),
            "metre": f"{small} m", "mah": f"{large * 20}mAh",
        }[unit]

    def brand(self) -> str:
        stem = "".join(self.choose(BRAND_SYLLABLES) for _ in range(self.random.choice([1, 1, 2])))
        name = stem + self.choose(BRAND_ENDINGS)
        return self.choose([name.title(), name.upper(), f"{name.title()} & {self.choose(BRAND_ENDINGS).title()}", name.title() + "'s"])

    def code(self) -> str:
        letters = "".join(self.random.choices(string.ascii_uppercase, k=self.random.randint(1, 3)))
        return f"{letters}{self.choose(['', '-'])}{self.random.randint(10, 9999)}"

    def count(self) -> int:
        return self.choose([2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 36, 48, 50, 60, 72, 100])

    def choose(self, options):
        return self.random.choice(options)

    def maybe(self, probability: float, text: str) -> str:
        return text if self.random.random() < probability else ""
