"""BERT encoders in PyTorch, fp16 with SDPA, on given shapes; and the card's matrix rate and memory bandwidth.

Reads the shapes as JSON from standard input and writes the figures as JSON to standard output. Needs torch alone.
"""

import json
import sys
import time

try:
    import torch
    import torch.nn.functional as F
except ImportError:
    json.dump({"skipped": "this Python has no torch"}, sys.stdout)
    sys.exit(0)


class Layer(torch.nn.Module):
    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = torch.nn.Linear(width, 3 * width)
        self.out = torch.nn.Linear(width, width)
        self.up = torch.nn.Linear(width, inner)
        self.down = torch.nn.Linear(inner, width)
        self.norm1 = torch.nn.LayerNorm(width, eps=1e-12)
        self.norm2 = torch.nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask):
        n, length, width = x.shape
        qkv = self.qkv(x).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask)
        x = self.norm1(x + self.out(attended.transpose(1, 2).reshape(n, length, width)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Encoder(torch.nn.Module):
    def __init__(self, shape: dict) -> None:
        super().__init__()
        self.words = torch.nn.Embedding(shape["vocabulary"], shape["width"])
        self.places = torch.nn.Embedding(shape["positions"], shape["width"])
        self.norm = torch.nn.LayerNorm(shape["width"], eps=1e-12)
        sizes = shape["width"], shape["heads"], shape["inner"]
        self.layers = torch.nn.ModuleList(Layer(*sizes) for _ in range(shape["layers"]))

    def forward(self, ids, mask):
        x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]])
        seen = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, seen)
        weights = torch.ones_like(ids) if mask is None else mask
        return F.normalize((x * weights[:, :, None].to(x.dtype)).sum(1).float(), dim=1)


def measure(run, seconds: float) -> float:
    """Runs a second, each one's answer brought to the CPU as a server must."""
    for _ in range(3):
        run()
    torch.cuda.synchronize()
    started, runs = time.perf_counter(), 0
    while time.perf_counter() - started < seconds or runs < 3:
        run()
        runs += 1
    return runs / (time.perf_counter() - started)


def floors(seconds: float) -> dict:
    a, b = (torch.randn(8192, 8192, device="cuda", dtype=torch.float16) for _ in range(2))
    source = torch.empty(2**30, device="cuda", dtype=torch.uint8)
    target = torch.empty_like(source)

    def many(step):
        def run():
            for _ in range(10):
                step()
            torch.cuda.synchronize()

        return 10 * measure(run, seconds)

    return {
        "matrix_operations_per_second": 2 * 8192**3 * many(lambda: a @ b),
        "memory_bytes_per_second": 2 * 2**30 * many(lambda: target.copy_(source)),
    }


def main() -> None:
    given = json.load(sys.stdin)
    if not torch.cuda.is_available():
        json.dump({"skipped": "PyTorch sees no GPU"}, sys.stdout)
        return
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = True
    figures = []
    with torch.inference_mode():
        limits = floors(given["seconds"])
        for shape in given["shapes"]:
            encoder = Encoder(shape).half().cuda().eval()
            for length in given["lengths"]:
                for budget in [length, *given["budgets"]]:
                    rows = budget // length
                    ids = torch.randint(5, 1000, (rows, length))
                    ones = torch.ones(rows, length, dtype=torch.bool)
                    for masked in (False, True):
                        def run():
                            mask = ones.cuda() if masked else None
                            return encoder(ids.cuda(), mask).cpu()

                        figures.append({
                            "encoder": shape["name"], "tokens": length, "rows": rows, "budget": budget,
                            "masked": masked, "textsPerSecond": rows * measure(run, given["seconds"] / 2),
                        })
            del encoder
    json.dump({
        "device": torch.cuda.get_device_name(), "torch": torch.__version__, "floors": limits, "figures": figures,
    }, sys.stdout)


main()
