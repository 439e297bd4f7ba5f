"""Infinity with torch, on random weights of an encoder's shape, which cost as much as trained ones.

For whoever has Python and wants to compare; no part of the install:
    pip install "infinity_emb[server,torch]"
    python infinity_server.py DIRECTORY [PORT]
where DIRECTORY is an encoder in the hub's layout. POST /embeddings {"input": [...]} answers as OpenAI does.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from transformers import BertConfig, BertModel

directory = Path(sys.argv[1])
port = sys.argv[2] if len(sys.argv) > 2 else "7997"

weights = Path(tempfile.mkdtemp(prefix="infinity-"))
shutil.copytree(directory, weights, dirs_exist_ok=True, ignore=shutil.ignore_patterns("onnx", "*.md"))
BertModel(BertConfig.from_pretrained(directory)).save_pretrained(weights)

os.environ["HF_HUB_OFFLINE"] = "1"
program = Path(sys.executable).with_name("infinity_emb")
os.execv(
    program,
    [str(program), "v2", "--model-id", str(weights), "--engine", "torch", "--device", "cpu", "--port", port]
    + ["--host", "127.0.0.1", "--log-level", "error"],
)
