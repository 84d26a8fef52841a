"""Writes lanes.json: elementary functions at random floats and doubles, to 120 bits, by mpmath.

    python3 lanes.py        (needs mpmath; the file records its version)

For every function and element type: points x, the value's nearest double, and what is left of it ("rest", so that errors
can be told in fractions of a unit in the last place of a double).
"""
import json
import pathlib
import random
import struct
import sys

import mpmath
from mpmath import mp

mp.prec = 240
random.seed(20260803)


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def uniform(low, high):
    return lambda: random.uniform(low, high)


def spread(low, high, signed=False):
    """Numbers whose binary logarithms are uniform."""
    return lambda: (random.choice([-1, 1]) if signed else 1) * 2.0 ** random.uniform(low, high)


FUNCTIONS = {
    "exp": (mpmath.exp, {"float": [uniform(-87, 88), spread(-30, 6, True)], "double": [uniform(-708, 709), spread(-60, 9, True)]}),
    "expm1": (mpmath.expm1, {"float": [uniform(-20, 88), spread(-126, 4, True)], "double": [uniform(-40, 709), spread(-1022, 4, True)]}),
    "log": (mpmath.log, {"float": [spread(-148, 127), uniform(0.5, 2)], "double": [spread(-1073, 1023), uniform(0.5, 2)]}),
    "log1p": (mpmath.log1p, {"float": [spread(-126, 100), uniform(0, 2)], "double": [spread(-1022, 1000), uniform(0, 2)]}),
    "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), {"float": [uniform(-87, 20), spread(-30, 4, True)], "double": [uniform(-708, 40), spread(-60, 5, True)]}),
    "tanh": (mpmath.tanh, {"float": [uniform(-10, 10), spread(-126, 0, True)], "double": [uniform(-20, 20), spread(-1022, 0, True)]}),
    "normal": (mpmath.ncdf, {"float": [uniform(-13, 5), spread(-30, 3.5, True)], "double": [uniform(-37, 8), spread(-60, 5, True)]}),
    "density": (mpmath.npdf, {"float": [uniform(-13, 13), spread(-30, 3.5, True)], "double": [uniform(-37, 37), spread(-60, 5, True)]}),
}

cases = []
for name, (function, types) in FUNCTIONS.items():
    for kind, draws in types.items():
        points, values, rests = [], [], []
        for draw in draws:
            for _ in range(150):
                x = draw()
                x = single(x) if kind == "float" else x
                exact = function(mp.mpf(x))
                points.append(x)
                values.append(float(exact))
                rests.append(float(exact - mp.mpf(float(exact))))
        cases.append({"function": name, "type": kind, "points": points, "values": values, "rests": rests})

document = {"versions": {"python": sys.version.split()[0], "mpmath": mpmath.__version__}, "cases": cases}
path = pathlib.Path(__file__).with_name("lanes.json")
path.write_text(json.dumps(document, separators=(",", ":")).replace('{"function"', '\n{"function"') + "\n")
