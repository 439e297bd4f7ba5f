"""BERT encoders in PyTorch with SDPA on given shapes, and the machine's matrix rate and memory bandwidth.

On a GPU in fp16; on a CPU, to try the script, in fp32. Reads the shapes as JSON from standard input and writes one JSON
object a line to standard output, each as soon as it is known. Needs torch alone.
"""

import json
import sys
import time


def tell(what: dict) -> None:
    print(json.dumps(what), flush=True)


try:
    import torch
    import torch.nn.functional as F
except ImportError:
    tell({"skipped": "this Python has no torch"})
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


def wait(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def measure(run, seconds: float, device: str) -> float:
    """Runs a second, each one's answer brought to the CPU as a server must."""
    for _ in range(3):
        run()
    wait(device)
    started, runs = time.perf_counter(), 0
    while time.perf_counter() - started < seconds or runs < 3:
        run()
        runs += 1
    return runs / (time.perf_counter() - started)


def rates(seconds: float, device: str, dtype) -> dict:
    side, size, steps = (8192, 2**30, 10) if device == "cuda" else (1024, 2**26, 2)
    a, b = (torch.randn(side, side, device=device, dtype=dtype) for _ in range(2))
    source = torch.empty(size, device=device, dtype=torch.uint8)
    target = torch.empty_like(source)

    def many(step):
        def run():
            for _ in range(steps):
                step()
            wait(device)

        return steps * measure(run, seconds, device)

    return {
        "matrixPerSecond": 2 * side**3 * many(lambda: a @ b),
        "bytesPerSecond": 2 * size * many(lambda: target.copy_(source)),
    }


def measure_shape(encoder, shape: dict, length: int, budget: int, masked: bool, seconds: float, device: str) -> dict:
    rows = budget // length
    ids = torch.randint(5, 1000, (rows, length))
    ones = torch.ones(rows, length, dtype=torch.bool)

    def run():
        return encoder(ids.to(device), ones.to(device) if masked else None).cpu()

    return {
        "encoder": shape["name"], "tokens": length, "rows": rows, "budget": budget, "masked": masked,
        "textsPerSecond": rows * measure(run, seconds, device),
    }


def main() -> None:
    given = json.load(sys.stdin)
    device, seconds = given["device"], given["seconds"]
    if device == "cuda" and not torch.cuda.is_available():
        tell({"skipped": "PyTorch sees no GPU"})
        return
    torch.set_num_threads(given["threads"])
    dtype = torch.float16 if device == "cuda" else torch.float32
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = True
    tell({
        "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
        "torch": torch.__version__,
        "precision": "fp16" if device == "cuda" else "fp32",
    })
    with torch.inference_mode():
        tell({"rates": rates(seconds, device, dtype)})
        for shape in given["shapes"]:
            encoder = Encoder(shape).to(device, dtype).eval()
            for length in given["lengths"]:
                for budget in [length, *given["budgets"]]:
                    for masked in (False, True):
                        tell({"figure": measure_shape(encoder, shape, length, budget, masked, seconds, device)})
            del encoder


main()
