"""Step 3: where all-MiniLM-L6-v2 puts the English texts, and so their translations. Run it again to go on where it stopped."""

import shared  # noqa: F401  (first: it makes the English recipe importable)

import numpy as np
import torch
from tokenizers import Tokenizer
from tqdm import tqdm

from embed import Encoder
from minilm import HIDDEN, MiniLM, load_teacher
from onnx_graph import save_onnx
from paths import RUN, TEACHER
from ranges import of_ids
from rows import read_targets
from texts import tokenize

LONGEST = 96
CHUNK = 8192
SEED = 22


def main() -> None:
    torch.set_num_threads(1)
    answer("minilm", load_teacher(TEACHER), Tokenizer.from_file(str(TEACHER / "tokenizer.json")), read_targets())


def answer(name: str, teacher: MiniLM, tokenizer: Tokenizer, texts: list[str]) -> None:
    """Unit vectors, float16 [texts, 384], in RUN/<name>.npy; RUN/<name>.done counts the texts that are answered."""
    encoder = quantized(name, teacher, tokenizer, texts)
    path, progress = RUN / f"{name}.npy", RUN / f"{name}.done"
    done = int(progress.read_text()) if progress.exists() else 0
    vectors = np.lib.format.open_memmap(path, "r+" if done else "w+", np.float16, (len(texts), HIDDEN))
    for start in tqdm(range(done, len(texts), CHUNK), desc=name, mininterval=20):
        vectors[start : start + CHUNK] = encoder.embed(texts[start : start + CHUNK])
        vectors.flush()
        progress.write_text(str(min(len(texts), start + CHUNK)))


def quantized(name: str, teacher: MiniLM, tokenizer: Tokenizer, texts: list[str]) -> Encoder:
    """The teacher in static int8, which is several times as fast; says how near its vectors stay."""
    sample = [texts[row] for row in np.random.default_rng(SEED).choice(len(texts), 400, replace=False)]
    ids = tokenize(tokenizer, sample, LONGEST)
    tokenizer.save(str(RUN / f"{name}-tokenizer.json"))
    save_onnx(teacher, RUN / f"{name}-int8.onnx", "int8", of_ids(teacher, ids))
    encoder = Encoder(RUN / f"{name}-int8.onnx", RUN / f"{name}-tokenizer.json", LONGEST)
    with torch.no_grad():
        exact = torch.cat([teacher(torch.tensor([row])) for row in ids[:100]]).numpy()
    print(f"{name} in int8: mean cosine {(exact * encoder.embed(sample[:100])).sum(1).mean():.4f}", flush=True)
    return encoder


if __name__ == "__main__":
    main()
