"""Step 6: what the shipped files can do, on texts that no training saw; writes report.json and the card's table.

`parallel.txt` holds 200 products in twelve languages, written for this measurement alone: for every pair of languages, in how
many of the 200 is the right one nearest. Speed is of one core, against multilingual-e5-small in fp32 as the same kind of graph.
"""

import shared  # noqa: F401  (first: it makes the English recipe importable)
import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime
from scipy.stats import spearmanr

import e5
from embed import BATCH, Encoder
from english import english_report, is_held_out
from minilm import load_teacher
from onnx_graph import save_onnx
from paths import RUN, SHIPPED, TEACHER
from pieces import tokenizer
from sources import retail_descriptions

PARALLEL = Path(__file__).with_name("parallel.txt")
LARGE = ("en", "de", "fr", "es", "pt", "it", "ru", "zh", "ja")
ENGLISH_TEXTS = 500
ROUNDS = 3
SPEED_TEXTS = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=SHIPPED.with_name("encoder-multilingual"))
    parser.add_argument("--retail", type=Path, required=True, help="UCI Online Retail transactions, CSV, gzip")
    args = parser.parse_args()

    onnx = args.model / "onnx"
    encoders = {name: Encoder(onnx / f"{file}.onnx", args.model / "tokenizer.json") for name, file in (("int8", "model_quantized"), ("fp16", "model_fp16"))}
    texts = parallel_texts()
    vectors = {name: {language: encoder.embed(column) for language, column in texts.items()} for name, encoder in encoders.items()}
    held_out = [text for text in retail_descriptions(args.retail) if is_held_out(text)][:ENGLISH_TEXTS]
    report = {
        "sizes_mb": {file.name: round(file.stat().st_size / 1e6, 1) for file in sorted(args.model.rglob("*")) if file.suffix in (".onnx", ".json") and file.stat().st_size > 1e5},
        "nearest_of_200": {name: nearest(found) for name, found in vectors.items()},
        "english": english_figures(encoders, held_out),
        "int8_to_fp16": round(float(np.mean([(vectors["int8"][each] * vectors["fp16"][each]).sum(1).mean() for each in texts])), 4),
        "speed_one_core": speed(encoders["int8"], [text for column in texts.values() for text in column][:: len(texts) * 200 // SPEED_TEXTS]),
        "hard_texts": english_report.hard_texts(encoders["int8"]),
    }
    (args.model / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    lines = list(english_report.table(report))
    print("\n".join(lines))
    if (args.model / "README.md").exists():
        english_report.write_card(args.model / "README.md", lines)


def parallel_texts() -> dict[str, list[str]]:
    lines = PARALLEL.read_text().splitlines()
    return dict(zip(lines[0].split("|"), map(list, zip(*(line.split("|") for line in lines[1:])))))


def nearest(vectors: dict[str, np.ndarray]) -> dict:
    """Shares of texts whose own translation is nearest among the 200, by language, over all others there and back."""
    share = lambda a, b: float(((a @ b.T).argmax(1) == np.arange(len(a))).mean())
    pairs = {(a, b): share(vectors[a], vectors[b]) for a in vectors for b in vectors if a != b}
    mean = lambda chosen: round(float(np.mean([value for pair, value in pairs.items() if chosen(*pair)])), 3)
    by_language = {language: mean(lambda a, b: language in (a, b)) for language in vectors}
    with_english = {language: mean(lambda a, b: {a, b} == {language, "en"}) for language in vectors if language != "en"}
    worst = min(pairs, key=pairs.get)
    return {
        "large languages": mean(lambda a, b: a in LARGE and b in LARGE),
        "with others": mean(lambda a, b: not (a in LARGE and b in LARGE)),
        "worst pair": f"{' to '.join(worst)} {pairs[worst]:.3f}",
        "by language": by_language,
        "with english": with_english,
    }


def english_figures(encoders: dict[str, Encoder], texts: list[str]) -> dict:
    """Of similarities between held-out English product descriptions, correlation with the teacher's."""
    teacher = RUN / "teacher-fp32.onnx"
    if not teacher.exists():
        save_onnx(load_teacher(TEACHER), teacher, "fp32")
    wanted = Encoder(teacher, TEACHER / "tokenizer.json").embed(texts)
    figures = {"texts": len(texts)}
    for name, encoder in encoders.items():
        found = encoder.embed(texts)
        pair = [english_report.similarities(each) for each in (found, wanted)]
        figures[name] = {
            "cosine": round(float((found * wanted).sum(1).mean()), 4),
            "pearson": round(float(np.corrcoef(*pair)[0, 1]), 4),
            "spearman": round(float(spearmanr(*pair).statistic), 4),
        }
    return figures


def speed(encoder: Encoder, texts: list[str]) -> dict:
    """Texts a second, both encoders in turn in every round; the teacher reads its own pieces, with its prefix."""
    model, pieces = e5.load()
    path = RUN / "e5-fp32.onnx"
    if not path.exists():
        save_onnx(model, path, "fp32")
    own = RUN / "e5-tokenizer.json"
    tokenizer(list(zip(pieces.pieces, map(float, pieces.scores))), fallback=False, lower=False).save(str(own), pretty=False)
    both = {"int8": (encoder, texts), "multilingual-e5-small fp32": (Encoder(path, own), [f"query: {text}" for text in texts])}
    batches = {name: english_report.in_batches(each.tokenize(found), "sorted") for name, (each, found) in both.items()}
    seconds: dict[str, list[float]] = {name: [] for name in both}
    for _ in range(ROUNDS):
        for name, (each, _) in both.items():
            start = time.process_time()
            for batch in batches[name]:
                each.run(batch)
            seconds[name].append(time.process_time() - start)
    first, second = (np.array(values) for values in seconds.values())
    return {
        **{name: round(len(texts) / float(np.median(values))) for name, values in seconds.items()},
        "ratio": round(float(np.median(second / first)), 2), "clock": "processor time", "batch": BATCH,
        "runtime": f"onnxruntime {onnxruntime.__version__}", "cpu": english_report.cpu(),
    }


if __name__ == "__main__":
    main()
