"""Step 2: the SentencePiece pieces worth keeping, and the student's tokenizer.

Kept: single characters of the world's scripts (of Han and Hangul the likeliest), the 256 bytes for all others, and the
pieces that the corpus uses most in each language. Everything is lower case: so are shops' names to their readers.
"""

import shared  # noqa: F401  (first: it makes the English recipe importable)
import json
import unicodedata
from collections import Counter, defaultdict

from tokenizers import Tokenizer
from tqdm import tqdm

import e5
from paths import RUN
from rows import read_texts

SIZE = 31_000
SPACE = "\u2581"
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
MOST_SINGLE = {"CJK": 5_000, "HANGUL": 1_600}
FORGOTTEN = ("ETHIOPIC", "MYANMAR", "BOX", "CHAM", "SYRIAC", "KHMER", "ORIYA", "SINHALA", "LAO")
# The likeliest piece's log probability is -3.5, the last one's -20; bytes come last, so that any piece goes before them.
BYTE_SCORE = -30.0
E5_MAPPED = -1


def main() -> None:
    _, teacher = e5.load()
    vocabulary = {piece: i for i, piece in enumerate(teacher.pieces)}
    small = [i for i, piece in enumerate(teacher.pieces) if piece == unicodedata.normalize("NFKC", piece).lower()]
    full = tokenizer([(teacher.pieces[i], float(teacher.scores[i])) for i in small], fallback=False)
    singles = single_characters(teacher.pieces, small)
    shares = {piece: share for piece, share in piece_shares(full).items() if piece in vocabulary}
    kept = dict.fromkeys(SPECIAL + BYTES)
    kept.update(dict.fromkeys(singles))
    for piece in sorted(shares, key=lambda piece: -shares[piece]):
        if len(kept) == SIZE:
            break
        kept.setdefault(piece)
    pieces = [*SPECIAL, *BYTES, *sorted((p for p in kept if p not in SPECIAL and p not in BYTES), key=vocabulary.get)]
    scores = [0.0] * len(SPECIAL) + [BYTE_SCORE] * len(BYTES) + [float(teacher.scores[vocabulary[p]]) for p in pieces[len(SPECIAL) + len(BYTES) :]]
    covered = sum(shares.get(piece, 0) for piece in pieces) / sum(shares.values())
    print(f"{len(pieces):,} pieces, {len(singles):,} of one character; they cover {covered:.2%}")
    tokenizer(list(zip(pieces, scores)), fallback=True).save(str(RUN / "tokenizer.json"), pretty=False)
    (RUN / "kept-ids.json").write_text(json.dumps([vocabulary.get(piece, E5_MAPPED) for piece in pieces]))


def single_characters(pieces: list[str], small: list[int]) -> list[str]:
    """In the order of the teacher's vocabulary, which is that of likelihood."""
    left, found = dict(MOST_SINGLE), []
    for i in small:
        piece = pieces[i]
        if len(piece) != 1 or i < len(SPECIAL):
            continue
        script = unicodedata.name(piece, "?").split()[0]
        if script in FORGOTTEN:
            continue
        if script in left:
            if not left[script]:
                continue
            left[script] -= 1
        found.append(piece)
    return found


def piece_shares(full: Tokenizer) -> dict[str, float]:
    """How much of its language's pieces each piece is, summed over the languages; English counts three times."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for row in read_texts():
        by_language[row.language].append(row.text)
    shares: Counter[str] = Counter()
    for language, texts in tqdm(by_language.items(), desc="counting pieces"):
        counts: Counter[str] = Counter()
        for encoding in full.encode_batch(texts, add_special_tokens=False):
            counts.update(encoding.tokens)
        weight = 3.0 if language == "en" else 1.0
        shares.update({piece: weight * count / counts.total() for piece, count in counts.items()})
    return shares


def tokenizer(pieces: list[tuple[str, float]], fallback: bool, lower: bool = True) -> Tokenizer:
    """A Unigram tokenizer in the format of tokenizer.json; `<s>` and `</s>` around every text."""
    ids = {piece: i for i, (piece, _) in enumerate(pieces)}
    special = [
        {"id": ids[p], "content": p, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        for p in SPECIAL
    ]
    frame = {name: {"id": name, "ids": [ids[name]], "tokens": [name]} for name in ("<s>", "</s>")}
    single = [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}]
    spec = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFKC"}, *([{"type": "Lowercase"}] if lower else []),
            {"type": "Replace", "pattern": {"Regex": "[\\s\\u0000-\\u001F\\u007F\\u200B-\\u200F\\uFEFF]+"}, "content": " "},
            {"type": "Strip", "strip_left": True, "strip_right": True},
        ]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True},
        "post_processor": {"type": "TemplateProcessing", "single": single, "pair": single + [
            {"Sequence": {"id": "B", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}], "special_tokens": frame},
        "decoder": {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": ids["<unk>"], "vocab": [[piece, score] for piece, score in pieces], "byte_fallback": fallback},
    }
    return Tokenizer.from_str(json.dumps(spec, ensure_ascii=False))


if __name__ == "__main__":
    main()
