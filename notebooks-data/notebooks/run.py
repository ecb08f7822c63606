#!/usr/bin/env python3
"""Runs the code cells of notebooks in order, without Jupyter.

  run.py NOTEBOOK [--figures FOLDER] [--print NAME ...]

Every figure that a cell shows is saved as NOTEBOOK-1.png and so on in FOLDER. --print writes variables that the notebook
computed as one JSON object, on the last line. An error of a cell ends the run with its trace and exit code 1.
"""

import argparse
import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--figures", type=Path, metavar="FOLDER", help="where figures go; without it nowhere")
    parser.add_argument("--print", nargs="*", default=[], metavar="NAME", help="variables to print as JSON")
    arguments = parser.parse_args()
    notebook = json.loads(arguments.notebook.read_text())
    sys.path.insert(0, str(arguments.notebook.resolve().parent))
    shown = []

    def show(*_, **__):
        for number in pyplot.get_fignums():
            shown.append(number)
            if arguments.figures:
                arguments.figures.mkdir(parents=True, exist_ok=True)
                file = arguments.figures / f"{arguments.notebook.stem}-{len(shown)}.png"
                pyplot.figure(number).savefig(file, dpi=120)
        pyplot.close("all")

    pyplot.show = show
    variables = {"__name__": "__main__", "display": print}
    for index, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{arguments.notebook.name}, cell {index}", "exec"), variables)
    show()
    if getattr(arguments, "print"):
        values = {name: variables[name] for name in getattr(arguments, "print")}
        print(json.dumps({**values, "figures": len(shown)}, default=float))


if __name__ == "__main__":
    main()
