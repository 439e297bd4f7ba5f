"""MiniLM as PyTorch: BERT layers, mean pooling, L2 normalisation. Teacher and student are the same class."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

HIDDEN = 384
HEADS = 12
FEED_FORWARD = 1536
MAX_POSITIONS = 512
LAYER_NORM_EPS = 1e-12


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=LAYER_NORM_EPS)
        self.up = nn.Linear(HIDDEN, FEED_FORWARD)
        self.down = nn.Linear(FEED_FORWARD, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=LAYER_NORM_EPS)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        n, length, _ = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: on CPU the fused operator is ten times slower at these lengths in bfloat16.
        attended = (q @ k.transpose(-1, -2) * (HIDDEN / HEADS) ** -0.5).softmax(-1) @ v
        x = self.norm1(x + self.out(attended.transpose(1, 2).reshape(n, length, HIDDEN)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class MiniLM(nn.Module):
    """ids: int64 [N, L], all of one length, so without a mask -> unit vectors [N, 384].

    Token type 0 is folded into the positions. `project` [384, 384], where there is one, maps the sum of the states.
    """

    def __init__(self, vocabulary: int, layers: int) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.position = nn.Embedding(MAX_POSITIONS, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=LAYER_NORM_EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.project: torch.Tensor | None = None

    def hidden(self, ids: torch.Tensor) -> torch.Tensor:
        """The last layer's states [N, L, 384]."""
        x = self.norm(self.word(ids) + self.position.weight[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x)
        return x

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        total = self.hidden(ids).float().sum(1)
        return F.normalize(total if self.project is None else total @ self.project, dim=-1)


def load_teacher(directory: Path) -> MiniLM:
    """all-MiniLM-L6-v2 from a sentence-transformers directory (model.safetensors)."""
    weights = load_file(directory / "model.safetensors")
    model = MiniLM(weights["embeddings.word_embeddings.weight"].shape[0], 6)
    take = lambda module, name: module.load_state_dict(
        {key: weights[f"{name}.{key}"] for key in module.state_dict()}
    )
    model.word.weight.data = weights["embeddings.word_embeddings.weight"]
    model.position.weight.data = (
        weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    take(model.norm, "embeddings.LayerNorm")
    for i, layer in enumerate(model.layers):
        name = f"encoder.layer.{i}"
        for kind in ("weight", "bias"):
            parts = [weights[f"{name}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            getattr(layer.qkv, kind).data = torch.cat(parts)
        take(layer.out, f"{name}.attention.output.dense")
        take(layer.norm1, f"{name}.attention.output.LayerNorm")
        take(layer.up, f"{name}.intermediate.dense")
        take(layer.down, f"{name}.output.dense")
        take(layer.norm2, f"{name}.output.LayerNorm")
    return model.eval()


def student_from(teacher: MiniLM, layers: tuple[int, ...], kept_ids: list[int]) -> MiniLM:
    """A student that starts as some of the teacher's layers and some rows of its vocabulary."""
    student = MiniLM(len(kept_ids), len(layers))
    student.word.weight.data = teacher.word.weight.data[kept_ids].clone()
    student.position.load_state_dict(teacher.position.state_dict())
    student.norm.load_state_dict(teacher.norm.state_dict())
    for target, source in zip(student.layers, layers):
        target.load_state_dict(teacher.layers[source].state_dict())
    return student
