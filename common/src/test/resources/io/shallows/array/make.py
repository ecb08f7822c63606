"""Writes numpy.npz: arrays of every order and type that are read, and of some that are not."""
import numpy as np

a = np.arange(6.0).reshape(2, 3) / 3
np.savez_compressed(
    "numpy.npz", c=a, fortran=np.asfortranarray(a), cube=np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)),
    single=np.float32([0.1, 1e-40]), whole=np.array([[1, -2]]), short=np.int32([7]), number=np.array(2.5),
    nothing=np.zeros((0, 3)), text=np.array("long-skip"), big=np.arange(3, dtype=">f8"), flags=np.array([True]),
    half=np.float16([1]), several=np.array(["a", "b"]))
