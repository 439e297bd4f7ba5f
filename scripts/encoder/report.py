"""Step 6: every figure of the model card, measured on texts that no training saw; writes report.json."""

import argparse
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
from scipy.stats import spearmanr

from embed import BATCH, Encoder
from minilm import load_teacher
from onnx_graph import save_onnx
from paths import SHIPPED, STUDENT_FP32, TEACHER, TEACHER_FP32
from texts import read

SEED = 8
MOST_TEXTS = 2000
SPEARMAN_TEXTS = 1000
SPEED_ROUNDS = 15
TABLE = ("<!-- figures: written by report.py -->", "<!-- end of figures -->")
TRIPLETS = Path(__file__).with_name("triplets.tsv")
HARD_TEXTS = [
    "", " ", "\u200b\u0000", "...", "WHITE HANGING HEART", "wite hangign hart t-lite holdr", "12345 67890", "🎁🎄✨", "红色陶瓷杯 大号",
    "日本の緑茶 100g", "شاي أخضر", "Große Kaffeetasse weiß", "x" * 5000, "50% OFF!!! >>> £9.99 <<<", "\t\n\r", "🧸 teddy bear 泰迪熊",
    " ".join(["red ceramic mug with handle"] * 100),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    args = parser.parse_args()

    if not TEACHER_FP32.exists():
        save_onnx(load_teacher(TEACHER), TEACHER_FP32, "fp32")
    tokenizer = args.model / "tokenizer.json"
    encoders = {
        "teacher": Encoder(TEACHER_FP32, TEACHER / "tokenizer.json"),
        "fp32": Encoder(STUDENT_FP32, tokenizer),
        "fp16": Encoder(args.model / "onnx" / "model_fp16.onnx", tokenizer),
        "int8": Encoder(args.model / "onnx" / "model_quantized.onnx", tokenizer),
    }
    texts = held_out()
    vectors = {name: {kind: encoder.embed(found) for kind, found in texts.items()} for name, encoder in encoders.items()}
    report = {
        "sizes_mb": {file.name: round(file.stat().st_size / 1e6, 1) for file in sorted((args.model / "onnx").glob("*.onnx"))},
        "held_out_texts": {kind: len(found) for kind, found in texts.items()},
        "cosine_to_teacher": cosines(vectors),
        "spearman_of_similarities": spearman(vectors),
        "int8_to_fp32": int8_to_fp32(encoders, texts),
        "speed_one_core": speed(encoders, texts["real"]),
        "triplets_right": {name: triplets_right(encoder) for name, encoder in encoders.items()},
        "hard_texts": {name: hard_texts(encoder) for name, encoder in encoders.items() if name != "teacher"},
    }
    (args.model / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    lines = list(table(report))
    print("\n".join(lines))
    write_card(args.model / "README.md", lines)


def held_out() -> dict[str, list[str]]:
    kinds = ("real", "composed", "wordnet-gloss", "wordnet-word", "debian")
    return {kind: read(f"heldout-{kind}")[:MOST_TEXTS] for kind in kinds}


def cosines(vectors) -> dict:
    """Mean cosine to the teacher by kind of text, and over the product texts (real and composed) together."""
    found = {}
    for name in ("fp32", "fp16", "int8"):
        by_kind = {kind: (vectors[name][kind] * teacher).sum(1) for kind, teacher in vectors["teacher"].items()}
        by_kind["product texts"] = np.concatenate([by_kind["real"], by_kind["composed"]])
        found[name] = {kind: rounded(values.mean()) for kind, values in by_kind.items()}
    return found


def spearman(vectors) -> dict:
    """Of the similarities of all pairs within each kind of text, against the teacher's."""
    pick = lambda name, kind: vectors[name][kind][:SPEARMAN_TEXTS]
    pools = {"real": ["real"], "composed": ["composed"], "product texts": ["real", "composed"]}
    found = {}
    for name in ("fp32", "fp16", "int8"):
        found[name] = {}
        for pool, kinds in pools.items():
            sides = [similarities(np.concatenate([pick(side, kind) for kind in kinds])) for side in (name, "teacher")]
            found[name][pool] = rounded(spearmanr(*sides).statistic)
    return found


def similarities(vectors: np.ndarray) -> np.ndarray:
    return (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]


def int8_to_fp32(encoders, texts) -> dict:
    """Cosines of the two precisions over 2,000 texts, and of int8 alone to int8 in a batch."""
    chosen = (texts["real"] + texts["composed"])[:MOST_TEXTS]
    int8 = encoders["int8"].embed(chosen)
    values = (int8 * encoders["fp32"].embed(chosen)).sum(1)
    alone = (int8[:200] * encoders["int8"].embed(chosen[:200], batch=1)).sum(1)
    return {"texts": len(chosen), "mean": rounded(values.mean()), "worst": rounded(values.min()), "batch_worst": rounded(alone.min(), 6)}


def speed(encoders, texts: list[str]) -> dict:
    """Texts per second, each encoder in turn in every round; tokenization is not counted.

    Sorted by length, as the server batches, and in the order of arrival.
    """
    found = {}
    for order in ("sorted", "arrival"):
        batches = {name: in_batches(encoder.tokenize(texts), order) for name, encoder in encoders.items()}
        seconds = {name: [] for name in encoders}
        for _ in range(SPEED_ROUNDS):
            for name, encoder in encoders.items():
                start = time.perf_counter()
                for batch in batches[name]:
                    encoder.run(batch)
                seconds[name].append(time.perf_counter() - start)
        rates = {name: len(texts) / np.median(values) for name, values in seconds.items()}
        ratio = np.median(np.array(seconds["teacher"]) / np.array(seconds["int8"]))
        found[order] = {"texts_per_second": {name: round(rate) for name, rate in rates.items()}, "int8_to_teacher": rounded(ratio, 2)}
    return {**found, "batch": BATCH, "runtime": f"onnxruntime {onnxruntime.__version__}", "cpu": cpu(), "load_average": rounded(os.getloadavg()[0], 1)}


def in_batches(tokens: list[list[int]], order: str) -> list[list[list[int]]]:
    tokens = sorted(tokens, key=len) if order == "sorted" else tokens
    return [tokens[start : start + BATCH] for start in range(0, len(tokens), BATCH)]


def cpu() -> str:
    info = Path("/proc/cpuinfo").read_text()
    return info.partition("model name\t: ")[2].partition("\n")[0] + (", VNNI" if "avx512_vnni" in info else "")


def triplets_right(encoder: Encoder) -> int:
    rows = [line.split("\t") for line in TRIPLETS.read_text().splitlines()]
    anchor, closer, further = (encoder.embed(list(column)) for column in zip(*rows))
    return int(((anchor * closer).sum(1) > (anchor * further).sum(1)).sum())


def hard_texts(encoder: Encoder) -> str:
    """How many give finite vectors of length one."""
    vectors = encoder.embed(HARD_TEXTS)
    good = np.isfinite(vectors).all(1) & (np.abs(np.linalg.norm(vectors, axis=1) - 1) < 1e-3)
    return f"{good.sum()} of {len(HARD_TEXTS)}"


def rounded(value: float, digits: int = 4) -> float:
    return round(float(value), digits)


def table(report: dict) -> Iterator[str]:
    """The report as a Markdown table, one figure a row."""
    yield "| figure | value |"
    yield "| --- | --- |"
    yield from rows(report, "")


def rows(report: dict, path: str) -> Iterator[str]:
    for key, value in report.items():
        name = f"{path}{key}".replace("_", " ")
        if isinstance(value, dict):
            yield from rows(value, f"{name}, ")
        else:
            yield f"| {name} | {value} |"


def write_card(card: Path, lines: list[str]) -> None:
    """Puts the table between the card's two markers."""
    start, end = TABLE
    before, _, rest = card.read_text().partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{card} has no markers {start} and {end}")
    card.write_text("\n".join([before + start, *lines, end + after]))


if __name__ == "__main__":
    main()
