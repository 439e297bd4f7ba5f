"""Makes the modules of the English recipe, one folder up, importable: import this first."""

import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parents[1]))
