"""An encoder directory at work: tokenizer and ONNX session on one thread, as a server would run it."""

from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

BATCH = 32
LONGEST = 256


class Encoder:
    def __init__(self, onnx: Path, tokenizer: Path, longest: int = LONGEST) -> None:
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(longest)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(onnx), options, providers=["CPUExecutionProvider"])

    def tokenize(self, texts: list[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]

    def run(self, batch: list[list[int]]) -> np.ndarray:
        """Unit vectors [rows, 384] of one batch, padded to its longest text."""
        width = max(map(len, batch))
        ids, mask = np.zeros((2, len(batch), width), np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        return self.session.run(None, {"input_ids": ids, "attention_mask": mask})[0]

    def embed(self, texts: list[str], batch: int = BATCH) -> np.ndarray:
        """Unit vectors [texts, 384] in the order given; batches are of similar lengths."""
        tokens = self.tokenize(texts)
        order = np.argsort([len(row) for row in tokens], kind="stable")
        found = np.empty((len(texts), 384), np.float32)
        for start in range(0, len(texts), batch):
            rows = order[start : start + batch]
            found[rows] = self.run([tokens[row] for row in rows])
        return found
