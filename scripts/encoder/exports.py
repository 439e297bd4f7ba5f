"""Writes small encoders with random weights of several families, exported from transformers by torch.

python scripts/encoder/exports.py test/graph/exports

They are what tests of sequence packing run on: graphs as people export them, not as this project would write them.
Made with torch 2.13.0 and transformers 5.23.0.
"""

import sys
from pathlib import Path

import torch
from transformers import BertConfig, BertModel, DistilBertConfig, DistilBertModel
from transformers import MPNetConfig, MPNetModel, RobertaConfig, RobertaModel

SIZES = dict(hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16)
WORDS = dict(vocab_size=50, max_position_embeddings=24)
DISTIL_SIZES = dict(dim=8, n_layers=2, n_heads=2, hidden_dim=16)
FAMILIES = {
    "bert": lambda: BertModel(BertConfig(**SIZES, **WORDS)),
    "distilbert": lambda: DistilBertModel(DistilBertConfig(**DISTIL_SIZES, **WORDS)),
    "roberta": lambda: RobertaModel(RobertaConfig(**SIZES, **WORDS)),
    "mpnet": lambda: MPNetModel(MPNetConfig(**SIZES, **WORDS)),
}


class TokenVectors(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


def export(family: str, path: Path) -> None:
    torch.manual_seed(1)
    model = TokenVectors(FAMILIES[family]()).eval()
    with torch.no_grad():
        for weights in model.parameters():
            # Weights as they start are so small that places and neighbours would hardly show.
            weights.add_(0.3 * torch.randn_like(weights))
    ids = torch.randint(4, 40, (2, 7))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    names = ["input_ids", "attention_mask"]
    open_axes = {name: {0: "N", 1: "L"} for name in [*names, "last_hidden_state"]}
    torch.onnx.export(
        model,
        (ids, mask),
        path,
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes=open_axes,
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    for family in FAMILIES:
        export(family, Path(sys.argv[1]) / f"{family}.onnx")
