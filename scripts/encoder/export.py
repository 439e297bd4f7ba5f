"""Step 5: the student as a directory in the hub's layout, with fp16 and int8 files, and as fp32 for the report."""

import argparse
import json
import shutil
from pathlib import Path

import torch

import align
import ranges
from minilm import FEED_FORWARD, HEADS, HIDDEN, LAYER_NORM_EPS, MiniLM, load_teacher, student_from
from onnx_graph import save_onnx
from paths import CHECKPOINT, RUN, SHIPPED, STUDENT_FP32, TEACHER

MAX_TOKENS = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--untrained", help="the teacher's layers to export as they are, such as 0,2,5")
    args = parser.parse_args()

    torch.set_num_threads(1)
    model = untrained(args.untrained) if args.untrained else trained()
    model.project = align.fit(model)
    save_onnx(model, args.out / "onnx" / "model_fp16.onnx", "fp16")
    save_onnx(model, args.out / "onnx" / "model_quantized.onnx", "int8", ranges.measure(model))
    save_onnx(model, STUDENT_FP32, "fp32")
    write_configuration(args.out, model)
    print(f"{args.out}: {sum(f.stat().st_size for f in args.out.rglob('*') if f.is_file()) / 1e6:.1f} MB")


def trained() -> MiniLM:
    weights = torch.load(CHECKPOINT)["student"]
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    model = MiniLM(weights["word.weight"].shape[0], layers)
    model.load_state_dict(weights)
    return model


def untrained(layers: str) -> MiniLM:
    kept = json.loads((RUN / "kept-ids.json").read_text())
    return student_from(load_teacher(TEACHER), tuple(map(int, layers.split(","))), kept)


BERT_TOKENS = {f"{name}_token": f"[{name.upper()}]" for name in ("unk", "sep", "pad", "cls", "mask")}


def write_configuration(out: Path, model: MiniLM, special: dict[str, str] = BERT_TOKENS, pad: int = 0) -> None:
    write(out / "config.json", {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "hidden_size": HIDDEN,
        "intermediate_size": FEED_FORWARD, "layer_norm_eps": LAYER_NORM_EPS, "max_position_embeddings": model.position.num_embeddings,
        "num_attention_heads": HEADS, "num_hidden_layers": len(model.layers), "pad_token_id": pad,
        "type_vocab_size": 1, "vocab_size": model.word.num_embeddings,
    })
    write(out / "tokenizer_config.json", {
        **special, "do_lower_case": True, "model_max_length": MAX_TOKENS, "tokenizer_class": "PreTrainedTokenizerFast",
    })
    write(out / "special_tokens_map.json", special)
    write(out / "modules.json", [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate([("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")])
    ])
    write(out / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    write(out / "1_Pooling" / "config.json", {
        "word_embedding_dimension": HIDDEN, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True,
        "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False,
    })
    shutil.copy(RUN / "tokenizer.json", out / "tokenizer.json.part")
    (out / "tokenizer.json.part").rename(out / "tokenizer.json")


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    main()
