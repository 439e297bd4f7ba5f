"""The plain server in Python: FastAPI with onnxruntime, each request's texts run as one batch.

For whoever has Python and wants to compare; no part of the install:
    pip install fastapi uvicorn onnxruntime tokenizers
    python fastapi_server.py DIRECTORY [PORT]
where DIRECTORY is an encoder in the hub's layout. POST /embed {"texts": [...]} answers {"embeddings": [...]}.
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from tokenizers import Tokenizer

MAX_TOKENS = 256

directory = Path(sys.argv[1])
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
files = [directory / "onnx" / name for name in ("model_quantized.onnx", "model.onnx")]
session = onnxruntime.InferenceSession(str(next(file for file in files if file.exists())))
inputs = {entry.name for entry in session.get_inputs()}
outputs = [entry.name for entry in session.get_outputs()]
tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
tokenizer.enable_truncation(MAX_TOKENS)
tokenizer.enable_padding()
app = FastAPI()


class Texts(BaseModel):
    texts: list[str]


@app.post("/embed")
def embed(body: Texts):
    encoded = tokenizer.encode_batch(body.texts)
    ids = np.array([text.ids for text in encoded], dtype=np.int64)
    mask = np.array([text.attention_mask for text in encoded], dtype=np.int64)
    feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    answered = dict(zip(outputs, session.run(None, {name: feeds[name] for name in inputs})))
    if "sentence_embedding" in answered:
        vectors = answered["sentence_embedding"]
    else:
        weights = mask[..., None]
        vectors = (answered["last_hidden_state"] * weights).sum(1) / weights.sum(1)
    return {"embeddings": (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).tolist()}


uvicorn.run(app, port=port, log_level="warning")
