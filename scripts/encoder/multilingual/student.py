"""The student as it starts: the shipped English encoder's layers over pieces of multilingual-e5-small.

A piece that the English encoder has too takes its row from there. All other rows come out of multilingual-e5-small, whose
rows lie near each other across languages, through the linear map that fits the shared pieces best; a piece that is a whole
word with a translation starts half way to the English word's row.
"""

import json
from collections import defaultdict

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

import e5
from minilm import HIDDEN, MiniLM
from paths import RUN, SHIPPED
from pieces import BYTES, SPACE
from rows import read_targets, trained_on

MAX_POSITIONS = 256
RIDGE = 1e-2
SPECIAL = {"<s>": "[CLS]", "</s>": "[SEP]", "<pad>": "[PAD]", "<unk>": "[UNK]"}
TRANSLATED = {"concept", "emoji"}


class Student(nn.Module):
    def __init__(self, body: MiniLM, project: torch.Tensor) -> None:
        super().__init__()
        self.body = body
        self.project = nn.Linear(HIDDEN, HIDDEN, bias=False)
        self.project.weight.data = project.T.contiguous()

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids: int64 [N, L] of one length -> unit vectors [N, 384]."""
        return F.normalize(self.project(self.body.hidden(ids).float().mean(1)), dim=-1)


def untrained() -> Student:
    english, project = english_encoder()
    pieces = [piece for piece, _ in json.loads((RUN / "tokenizer.json").read_text())["model"]["vocab"]]
    body = MiniLM(len(pieces), len(english.layers))
    body.load_state_dict({**english.state_dict(), "word.weight": rows_of(pieces, english.word.weight.data)})
    body.position = nn.Embedding.from_pretrained(english.position.weight.data[:MAX_POSITIONS].clone(), freeze=False)
    return Student(body, project)


def english_encoder() -> tuple[MiniLM, torch.Tensor]:
    """The shipped English encoder and the map behind its pooling, [384, 384] for `vector @ map`."""
    graph = onnx.load(SHIPPED / "onnx" / "model_fp16.onnx").graph
    weights = {each.name: torch.from_numpy(numpy_helper.to_array(each).astype(np.float32)) for each in graph.initializer}
    layers = 1 + max(int(name[5 : name.index(".")]) for name in weights if name.startswith("layer"))
    model = MiniLM(len(weights["word"]), layers)
    model.word.weight.data, model.position.weight.data = weights["word"], weights["position"]
    fill(model.norm, weights["norm.gamma"], weights["norm.beta"])
    for i, layer in enumerate(model.layers):
        for part, name in {"qkv": "attention", "out": "out", "up": "up", "down": "down"}.items():
            fill(getattr(layer, part), weights[f"layer{i}.{name}.weight"].T, weights[f"layer{i}.{name}.bias"])
        for part in ("norm1", "norm2"):
            fill(getattr(layer, part), weights[f"layer{i}.{part}.gamma"], weights[f"layer{i}.{part}.beta"])
    return model, weights["project"]


def fill(module, weight: torch.Tensor, bias: torch.Tensor) -> None:
    module.weight.data, module.bias.data = weight.contiguous(), bias.contiguous()


def rows_of(pieces: list[str], english: torch.Tensor) -> torch.Tensor:
    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    places = {SPECIAL.get(p, p): i for i, p in enumerate(pieces)}
    same = {}
    for word, row in tokenizer.get_vocab().items():
        # A continuation here is a piece without a space there.
        piece = word[2:] if word.startswith("##") else word if word.startswith("[") else SPACE + word
        if piece in places:
            same[places[piece]] = row
    at, there = torch.tensor(list(same)), torch.tensor(list(same.values()))
    mapped = through_map(at, english[there])
    rows = toward_translations(mapped, pieces, english, tokenizer)
    rows[at] = english[there]
    print(f"{len(same):,} of {len(pieces):,} pieces are the English encoder's own", flush=True)
    return rows


def through_map(at: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """The teacher's kept rows where a ridge regression on the shared pieces puts them; bytes lie near the middle."""
    teacher, _ = e5.load()
    kept = torch.tensor(json.loads((RUN / "kept-ids.json").read_text()))
    rows = teacher.word.weight.data[kept.clamp(min=0)]
    x = F.normalize(rows - rows.mean(0), dim=-1)
    middle = wanted.mean(0)
    gram = x[at].T @ x[at]
    ridge = RIDGE * gram.trace() / HIDDEN * torch.eye(HIDDEN)
    mapped = x @ torch.linalg.solve(gram + ridge, x[at].T @ (wanted - middle))
    mapped *= ((wanted - middle).norm(dim=-1).mean() / mapped[at].norm(dim=-1).mean())
    mapped[kept < 0] = 0.3 * wanted.std(0) * torch.randn(len(BYTES), HIDDEN)
    return mapped + middle


def toward_translations(mapped: torch.Tensor, pieces: list[str], english: torch.Tensor, tokenizer: Tokenizer) -> torch.Tensor:
    places = {piece: i for i, piece in enumerate(pieces)}
    targets = read_targets()
    found: dict[int, list[torch.Tensor]] = defaultdict(list)
    for row in trained_on():
        place = places.get(SPACE + row.text.lower(), places.get(row.text)) if row.source in TRANSLATED else None
        if place is None or row.language == "en":
            continue
        ids = tokenizer.encode(targets[row.target], add_special_tokens=False).ids
        found[place].append(english[torch.tensor(ids)].mean(0))
    rows = mapped.clone()
    for place, translations in found.items():
        rows[place] = 0.5 * mapped[place] + 0.5 * torch.stack(translations).mean(0)
    print(f"{len(found):,} pieces are words with a translation", flush=True)
    return rows
