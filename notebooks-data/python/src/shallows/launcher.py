"""The command line of Shallows, for what Python cannot know: the data of a problem, and fixed matrices."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy

_LAST_LINES = 3


class LauncherError(Exception):
    """The command line of Shallows is not there, or refused what was asked."""


def find(given, near):
    """The one given, SHALLOWS_LAUNCHER, `shallows` on the PATH, or launch/bin/shallows above some folders."""
    chosen = given or os.environ.get("SHALLOWS_LAUNCHER") or shutil.which("shallows")
    if chosen:
        return str(chosen)
    for folder in near:
        for above in [folder, *folder.parents]:
            launcher = above / "launch" / "bin" / "shallows"
            if launcher.is_file():
                return str(launcher)
    raise LauncherError(
        "the command line of Shallows was not found; give launcher=, such as 'shallows/launch/bin/shallows', or set"
        " SHALLOWS_LAUNCHER"
    )


def arrays(launcher, *arguments):
    """What a command writes as an archive of NumPy, by name. Costs a start of Java, some seconds."""
    with tempfile.TemporaryDirectory(prefix="shallows-") as folder:
        file = Path(folder) / "arrays.npz"
        run = subprocess.run([launcher, *arguments, str(file)], capture_output=True, text=True)
        if run.returncode != 0:
            said = "\n".join((run.stderr or run.stdout).strip().splitlines()[-_LAST_LINES:])
            raise LauncherError(f"{launcher} {' '.join(arguments)}: exit code {run.returncode}\n{said}")
        with numpy.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
