"""Step 7: what the reference tokenizer and runtime give for some varied texts, for the tests of other implementations."""

import argparse
import base64
import json
from pathlib import Path

import onnxruntime
import tokenizers

from embed import LONGEST, Encoder
from paths import SHIPPED

FIXTURE = SHIPPED.parents[1] / "test" / "fixtures" / "encoder-golden.json"
TEXTS = [
    "WHITE HANGING HEART T-LIGHT HOLDER", "white hanging heart t-light holder", "Set of 6 ceramic mugs, 350ml, navy blue",
    "SET/3 CAKE TINS PANTRY DESIGN", "Organic oat milk, unsweetened, 6 x 1 L", "32.5 fl oz / 0.96 kg / 12V / 64GB", "20% off + free delivery over £50",
    "buy one get one free", "front page feature in the weekly flyer, end-cap display", "Lavendar sented candel in glas jar", "wirless hedphones blutooth",
    "🎁 Gift set 🎄 ✨", "🧸", "红色陶瓷杯 大号", "日本の緑茶 100g", "Crème brûlée, café & jalapeño", "Große weiße Tasse – 2er Set", "a", "", "   ",
    "!!!???...", "3", "antidisestablishmentarianism electroencephalograph", "x" * 250, "https://shop.example/p/12345?colour=red&size=XL",
    "[SEP] and [MASK] in a text", "tab\tnew\nline \u00a0 wide\u3000space \u200bzero",
    " ".join(f"{n} {word} item" for n in range(25) for word in ("red", "large", "wooden", "retro")),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FIXTURE)
    args = parser.parse_args()

    encoder = Encoder(SHIPPED / "onnx" / "model_fp16.onnx", SHIPPED / "tokenizer.json")
    rows = [
        {"text": text, "input_ids": ids, "vector": base64.b64encode(encoder.run([ids])[0].astype("<f4").tobytes()).decode()}
        for text, ids in zip(TEXTS, encoder.tokenize(TEXTS))
    ]
    golden = {
        "made_with": {"tokenizers": tokenizers.__version__, "onnxruntime": onnxruntime.__version__, "provider": "CPUExecutionProvider"},
        "file": "onnx/model_fp16.onnx",
        "vector": "base64 of 384 little-endian float32",
        "max_tokens": LONGEST,
        "rows": rows,
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")
    print(f"{args.out}: {len(rows)} texts, {args.out.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
