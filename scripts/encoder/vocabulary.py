"""Step 2: the wordpieces worth keeping, and the student's tokenizer.

Kept: the special tokens, every single character of the teacher's vocabulary, every ASCII continuation piece
(so that no ASCII word is unknown), then the pieces that the corpus uses most.
"""

import json
from collections import Counter

from tokenizers import Tokenizer
from tqdm import tqdm

from paths import CORPUS, RUN, TEACHER

SIZE = 16_000
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LONGEST_WORD = 100


def main() -> None:
    teacher = Tokenizer.from_file(str(TEACHER / "tokenizer.json"))
    teacher.no_padding()
    teacher.no_truncation()
    vocabulary = teacher.get_vocab()
    counts: Counter[str] = Counter()
    texts = [line.split("\t", 1)[1] for line in (CORPUS / "train.txt").read_text().split("\n") if line]
    for start in tqdm(range(0, len(texts), 4096), desc="counting wordpieces"):
        for encoding in teacher.encode_batch(texts[start : start + 4096], add_special_tokens=False):
            counts.update(encoding.tokens)

    kept = dict.fromkeys(SPECIAL)
    by_id = sorted((piece for piece in vocabulary if not piece.startswith("[unused")), key=vocabulary.get)
    kept.update(dict.fromkeys(piece for piece in by_id if len(piece) == 1))
    kept.update(dict.fromkeys(piece for piece in by_id if len(piece) == 3 and piece.startswith("##") and piece.isascii()))
    for piece in sorted(counts, key=lambda piece: (-counts[piece], vocabulary[piece])):
        if len(kept) == SIZE:
            break
        kept.setdefault(piece)
    pieces = sorted(kept, key=lambda piece: (piece not in SPECIAL, vocabulary[piece]))

    missing = [chr(code) for code in range(33, 127) if chr(code).lower() not in kept]
    if missing:
        raise SystemExit(f"ASCII characters without a wordpiece: {missing}")
    covered = sum(count for piece, count in counts.items() if piece in kept)
    print(f"{len(pieces):,} of {len(vocabulary):,} wordpieces cover {covered / counts.total():.2%} of the corpus")
    write_tokenizer(pieces)
    (RUN / "kept-ids.json").write_text(json.dumps([vocabulary[piece] for piece in pieces]))


def write_tokenizer(pieces: list[str]) -> None:
    """The teacher's tokenizer with fewer pieces, and with words cut at 100 characters instead of made unknown."""
    ids = {piece: i for i, piece in enumerate(pieces)}
    spec = json.loads((TEACHER / "tokenizer.json").read_text())
    spec["truncation"] = spec["padding"] = None
    spec["added_tokens"] = [dict(token, id=ids[token["content"]]) for token in spec["added_tokens"]]
    spec["added_tokens"].sort(key=lambda token: token["id"])
    spec["model"]["vocab"] = ids
    cut = {"type": "Split", "pattern": {"Regex": f".{{1,{LONGEST_WORD}}}"}, "behavior": "Isolated", "invert": False}
    spec["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [spec["pre_tokenizer"], cut]}
    for token in spec["post_processor"]["special_tokens"].values():
        token["ids"] = [ids[piece] for piece in token["tokens"]]
    (RUN / "tokenizer.json").write_text(json.dumps(spec, ensure_ascii=False))


if __name__ == "__main__":
    main()
