"""The teacher's states of every token, computed when first asked for and kept in a file."""

import json

import numpy as np
import torch
from tokenizers import Tokenizer

from minilm import HIDDEN, load_teacher
from paths import RUN, TEACHER
from texts import tokenize


class TokenStates:
    """States for texts that student and teacher cut into the same pieces; `shared[row]` says which.

    Several processes may ask at once: at worst two compute the same rows.
    """

    def __init__(self, texts: list[str], student_ids: list[np.ndarray], longest: int) -> None:
        self.teacher_ids = np.array(json.loads((RUN / "kept-ids.json").read_text()))
        tokenizer = Tokenizer.from_file(str(TEACHER / "tokenizer.json"))
        expected = tokenize(tokenizer, texts, longest)
        self.shared = np.array([self.teacher_ids[ids].tolist() == row for ids, row in zip(student_ids, expected)])
        self.offsets = np.cumsum([0] + [len(ids) for ids in student_ids])
        self.states = memory("token-states", (int(self.offsets[-1]), HIDDEN), np.float16)
        self.known = memory("token-states-known", (len(texts),), np.bool_)
        self.teacher = load_teacher(TEACHER)

    @torch.no_grad()
    def of(self, rows: np.ndarray, ids: torch.Tensor) -> torch.Tensor:
        """float32 [rows, L, 384] for texts of one length whose tokenization is shared; ids are the student's."""
        places = self.offsets[rows][:, None] + np.arange(ids.shape[1])
        new = ~self.known[rows]
        if new.any():
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = self.teacher.hidden(torch.from_numpy(self.teacher_ids)[ids[torch.from_numpy(new)]])
            self.states[places[new]] = found.to(torch.float16).numpy()
            self.known[rows[new]] = True
        return torch.from_numpy(self.states[places]).float()


def memory(name: str, shape: tuple[int, ...], dtype) -> np.memmap:
    path = RUN / f"{name}.bin"
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    mode = "r+" if path.exists() and path.stat().st_size == size else "w+"
    return np.memmap(path, dtype, mode, shape=shape)
