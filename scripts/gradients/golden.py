"""Gradients of the shipped encoder by PyTorch in fp64: what test/graph/differentiable compares ours with.

python scripts/gradients/golden.py test/fixtures/encoder-gradients.json

The weights are those of onnx/encoder/onnx/model_fp16.onnx; the forward pass is written here anew. The loss is the sum of all
vectors times sin(7.3 i), i counted over them. Of each weight's gradient the golden file holds the length and every 7919th
number. Made with torch 2.13.0 and onnx 1.23.2.
"""

import json
import sys
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F

MODEL = Path(__file__).parents[2] / "onnx" / "encoder" / "onnx" / "model_fp16.onnx"
LAYERS, HEADS, EPS = 3, 12, 1e-12
TEXTS = [[2, 900, 4411, 77, 15001, 3], [2, 31, 3], [2, 5000, 5001, 5002, 812, 66, 7, 3120, 3]]
STEP = 7919


def encode(w: dict[str, torch.Tensor], ids: list[int]) -> torch.Tensor:
    """The unit vector [D] of one text."""
    norm = lambda x, name: F.layer_norm(x, x.shape[-1:], w[f"{name}.gamma"], w[f"{name}.beta"], EPS)
    linear = lambda x, name: x @ w[f"{name}.weight"] + w[f"{name}.bias"]
    x = norm(w["word"][ids] + w["position"][: len(ids)], "norm")
    for layer in range(LAYERS):
        name = f"layer{layer}"
        q, k, v = linear(x, f"{name}.attention").view(len(ids), 3, HEADS, -1).permute(1, 2, 0, 3)
        mixed = (q @ k.transpose(1, 2) * q.shape[-1] ** -0.5).softmax(-1) @ v
        x = norm(x + linear(mixed.transpose(0, 1).reshape(len(ids), -1), f"{name}.out"), f"{name}.norm1")
        x = norm(x + linear(F.gelu(linear(x, f"{name}.up")), f"{name}.down"), f"{name}.norm2")
    return F.normalize(x.sum(0) @ w["project"], dim=0)


def main() -> None:
    initializers = onnx.load(MODEL).graph.initializer
    w = {each.name: torch.tensor(numpy_helper.to_array(each)) for each in initializers}
    w = {name: value.double() if value.is_floating_point() else value for name, value in w.items()}
    tuned = [name for name in w if name.startswith("layer") and name.endswith(".weight")]
    for name in tuned:
        w[name].requires_grad_()
    vectors = torch.stack([encode(w, ids) for ids in TEXTS])
    directions = torch.sin(7.3 * torch.arange(vectors.numel(), dtype=torch.float64)).view_as(vectors)
    (vectors * directions).sum().backward()
    gradients = {
        name: {"length": w[name].grad.norm().item(), "every": w[name].grad.flatten()[::STEP].tolist()} for name in tuned
    }
    golden = {"texts": TEXTS, "step": STEP, "loss": (vectors * directions).sum().item(), "gradients": gradients}
    Path(sys.argv[1]).write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
