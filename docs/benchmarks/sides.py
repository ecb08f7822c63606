"""The two sides of the comparisons: `shallows bench` and a script of a peer, one thread each. Both read the processor time of the
thread that computes, so that Java's compiler may have a core of its own."""
import importlib
import json
import os
import pathlib
import platform
import signal
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SHALLOWS = os.environ.get("SHALLOWS", str(HERE.parents[1] / "launch" / "bin" / "shallows")).split()


def stop_gently():
    """Makes an interruption or a termination end the rounds, so that the table of those there is printed."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def lines(command):
    """The JSON objects that a command prints, one per line."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def ours(*arguments):
    return lines([*SHALLOWS, "bench", "--json", *arguments])


def theirs(script, *arguments):
    return lines([sys.executable, str(HERE / script), *arguments])


def host(peer):
    """Processor, Java, peer and commit, for the head of a table."""
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            names = [line.split(":", 1)[1].strip() for line in info if line.startswith("model name")]
            model = names[0] if names else model
    except OSError:
        pass
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else "java"
    version = subprocess.run([java, "-version"], stderr=subprocess.PIPE, text=True, check=False).stderr.splitlines()
    commit = subprocess.run(
        ["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE, text=True, check=False
    ).stdout.strip()
    module = importlib.import_module(peer)
    parts = [
        f"{model}, {os.cpu_count()} cores",
        platform.platform(),
        next((line for line in version if " version " in line), java),
        f"Python {platform.python_version()}, {peer} {module.__version__}",
        f"commit {commit}",
    ]
    return "\n".join(parts)
