"""A MiniLM as an ONNX graph of ONNX Runtime's fused BERT operators, in fp32, fp16 or static int8.

Written out operator by operator rather than traced: the fusions are then certain, and the same lines make
every precision. Inputs input_ids and attention_mask (int64 [N, L]), output sentence_embedding (fp32 [N, 384]).
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from minilm import HEADS, HIDDEN, LAYER_NORM_EPS, MiniLM

OPSET = 17
IR_VERSION = 9
MICROSOFT = "com.microsoft"
PRECISIONS = ("fp32", "fp16", "int8")
Ranges = dict[str, tuple[float, float]]


def save_onnx(
    model: MiniLM, path: Path, precision: str, ranges: Ranges | None = None, small_rows: bool = False
) -> None:
    """int8 needs the ranges of every product's input; `small_rows` keeps the words' rows in int8 in any precision."""
    graph = Graph(precision, ranges, small_rows)
    graph.encoder(model)
    onnx_model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "sentence_encoder",
            [helper.make_tensor_value_info(n, TensorProto.INT64, ["N", "L"]) for n in ("input_ids", "attention_mask")],
            [helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["N", HIDDEN])],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
        producer_name="shelfcast",
    )
    onnx_model.ir_version = IR_VERSION
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    onnx.save(onnx_model, part)
    part.rename(path)


def int8_columns(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 with one scale a column: the clipping with the least squared error of several."""
    largest = np.maximum(np.abs(matrix).max(axis=0), 1e-8)
    best_scale, best_error = largest / 127, np.full(matrix.shape[1], np.inf)
    for share in np.linspace(0.7, 1, 16):
        scale = largest * share / 127
        error = ((np.clip(np.rint(matrix / scale), -127, 127) * scale - matrix) ** 2).sum(axis=0)
        better = error < best_error
        best_scale, best_error = np.where(better, scale, best_scale), np.where(better, error, best_error)
    scale = best_scale.astype(np.float32)
    return np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8), scale


class Graph:
    def __init__(self, precision: str, ranges: Ranges | None = None, small_rows: bool = False) -> None:
        if precision not in PRECISIONS:
            raise ValueError(f"precision {precision!r} is none of {PRECISIONS}")
        self.precision = precision
        self.ranges = ranges
        self.small_rows = small_rows or precision == "int8"
        self.float_type = np.float16 if precision == "fp16" else np.float32
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def encoder(self, model: MiniLM) -> None:
        mask = self.op("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        x = self.embeddings(model)
        for i, layer in enumerate(model.layers):
            name = f"layer{i}"
            attended = self.attention(x, layer.qkv, mask, f"{name}.attention")
            x = self.residual(x, self.linear(attended, layer.out, f"{name}.out"), layer.norm1, f"{name}.norm1")
            up = self.op("Gelu", [self.linear(x, layer.up, f"{name}.up")], f"{name}.gelu", domain=MICROSOFT)
            x = self.residual(x, self.linear(up, layer.down, f"{name}.down"), layer.norm2, f"{name}.norm2")
        self.pool(x, model.project)

    def embeddings(self, model: MiniLM) -> str:
        norm = [self.weight("norm.gamma", model.norm.weight), self.weight("norm.beta", model.norm.bias)]
        position = self.weight("position", model.position.weight)
        if not self.small_rows:
            ids = self.op("Cast", ["input_ids"], "ids", to=TensorProto.INT32)
            tables = [ids, "", self.weight("word", model.word.weight), position, ""]
            return self.op(
                "EmbedLayerNormalization", tables + norm, "embeddings", domain=MICROSOFT, epsilon=LAYER_NORM_EPS
            )
        rows, scale = int8_columns(array(model.word.weight).T)
        word = self.op("Gather", [self.constant("word", rows.T.copy()), "input_ids"], "word.rows")
        kind = TensorProto.FLOAT16 if self.precision == "fp16" else TensorProto.FLOAT
        word = self.op("Cast", [word], "word.float", to=kind)
        scales = self.constant("word.scale", scale[:, None].astype(self.float_type))
        scales = self.op("Gather", [scales, "input_ids"], "word.scales")
        word = self.op("Mul", [word, scales], "word.vectors")
        length = self.op("Shape", ["input_ids"], "length", start=1, end=2)
        starts, axes = self.constant("zero", np.array([0])), self.constant("axis", np.array([0]))
        position = self.op("Slice", [position, starts, length, axes], "positions")
        x = self.op("Add", [word, position], "word.positioned")
        return self.op("LayerNormalization", [x] + norm, "embeddings", axis=-1, epsilon=LAYER_NORM_EPS)

    def attention(self, x: str, qkv, mask: str, name: str) -> str:
        bias = self.weight(f"{name}.bias", qkv.bias)
        if self.precision != "int8":
            inputs = [x, self.weight(f"{name}.weight", qkv.weight, transpose=True), bias, mask]
            return self.op("Attention", inputs, name, domain=MICROSOFT, num_heads=HEADS)
        x_int8, x_scale, x_zero = self.quantized(x, name)
        weight, scale, zero = self.int8_weight(name, qkv)
        inputs = [x_int8, weight, bias, x_scale, scale, mask, x_zero, zero]
        return self.op("QAttention", inputs, name, domain=MICROSOFT, num_heads=HEADS)

    def linear(self, x: str, linear, name: str) -> str:
        bias = self.weight(f"{name}.bias", linear.bias)
        if self.precision == "int8":
            x_int8, x_scale, x_zero = self.quantized(x, name)
            weight, scale, zero = self.int8_weight(name, linear)
            inputs = [x_int8, weight, x_scale, scale, x_zero, zero, bias]
            return self.op("MatMulIntegerToFloat", inputs, name, domain=MICROSOFT)
        product = self.op("MatMul", [x, self.weight(f"{name}.weight", linear.weight, transpose=True)], f"{name}.product")
        return self.op("Add", [product, bias], name)

    def quantized(self, x: str, name: str) -> tuple[str, str, str]:
        """Names of x as uint8, its scale and its zero point."""
        names = (f"{name}.input", f"{name}.input.scale", f"{name}.input.zero")
        low, high = self.ranges[name]
        scale = (high - low) / 255
        self.constant(names[1], np.array(scale, np.float32))
        self.constant(names[2], np.array(round(-low / scale), np.uint8))
        self.op("QuantizeLinear", [x, *names[1:]], names[0])
        return names

    def residual(self, x: str, update: str, norm, name: str) -> str:
        inputs = [update, x, self.weight(f"{name}.gamma", norm.weight), self.weight(f"{name}.beta", norm.bias)]
        return self.op("SkipLayerNormalization", inputs, name, domain=MICROSOFT, epsilon=LAYER_NORM_EPS)

    def pool(self, x: str, project) -> None:
        """The direction of the mean is the direction of the sum, so no division by the count."""
        x = self.op("Cast", [x], "tokens", to=TensorProto.FLOAT) if self.precision == "fp16" else x
        mask = self.op("Cast", ["attention_mask"], "pool.mask", to=TensorProto.FLOAT)
        row = self.op("Unsqueeze", [mask, self.constant("row", np.array([1]))], "pool.row")
        total = self.op("Squeeze", [self.op("MatMul", [row, x], "pool.rows"), "row"], "pool.sum")
        if project is not None:
            total = self.op("MatMul", [total, self.constant("project", array(project))], "projected")
        norm = self.op("ReduceL2", [total], "pool.norm", axes=[1], keepdims=1)
        norm = self.op("Max", [norm, self.constant("tiny", np.array(1e-12, np.float32))], "pool.divisor")
        self.op("Div", [total, norm], "sentence_embedding")

    def int8_weight(self, name: str, linear) -> tuple[str, str, str]:
        """Names of weight [in, out], scale [out] and zero point [out]."""
        rounded, scale = int8_columns(array(linear.weight).T)
        return (
            self.constant(f"{name}.weight", rounded),
            self.constant(f"{name}.scale", scale),
            self.constant(f"{name}.zero", np.zeros(len(scale), np.int8)),
        )

    def op(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes) -> str:
        outputs = [output, ""] if kind == "EmbedLayerNormalization" else [output]
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=output, domain=domain, **attributes))
        return output

    def weight(self, name: str, tensor, transpose: bool = False) -> str:
        values = array(tensor).T if transpose else array(tensor)
        return self.constant(name, values.astype(self.float_type))

    def constant(self, name: str, values: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def array(tensor) -> np.ndarray:
    return tensor.detach().float().numpy()
