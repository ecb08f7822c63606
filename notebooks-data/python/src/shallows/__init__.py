"""Stores of Shallows in Python: what is committed, networks with their losses, paths and pictures.

store = shallows.Store("out/quickstart")
store.table("depths")                    rows, as a data frame where pandas is installed
trial = store.trial("979b7b4f")          one trained network
trial.numpy()["W0"], trial.forward(x), trial.loss(x, y)
path = trial.path(target="cell-best")    its certified way to a lower loss
trial.plot_path(path); trial.plot_slice(path); trial.barcode()
shallows.load("trial.npz")               a network that `shallows export --format npz` wrote
"""

from .commits import StoreError
from .launcher import LauncherError
from .network import FAMILIES, Network, forward, load, loss, shapes
from .parquet import sql
from .path import Path
from .slice import Slice
from .store import Data, Store
from .trial import Bar, Trial

__all__ = [
    "FAMILIES",
    "Bar",
    "Data",
    "LauncherError",
    "Network",
    "Path",
    "Slice",
    "Store",
    "StoreError",
    "Trial",
    "forward",
    "load",
    "loss",
    "shapes",
    "sql",
]
