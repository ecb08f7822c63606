"""What the notebooks share: the package shallows, the reference stores, and how families are drawn.

Where the package is not installed (pip install notebooks-data/python) it is that of this folder.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent / "reference"

try:
    import shallows
except ImportError:
    sys.path.insert(0, str(HERE.parent / "python" / "src"))
    import shallows  # noqa: F401

# Readable in greyscale: families differ by marker and line as well.
STYLES = {
    "plain": dict(marker="o", linestyle="-", color="black"),
    "long-skip": dict(marker="s", linestyle="--", color="0.45"),
    "residual": dict(marker="^", linestyle="-.", color="0.25"),
    "linear-skip": dict(marker="D", linestyle=":", color="0.6"),
}
