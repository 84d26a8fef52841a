"""Writes schedules_keras.json: Keras's learning-rate schedules by the formulas of its documentation, in exact fractions or 50 digits.

    python3 schedules_keras.py        (needs mpmath; the file records its version)

Four steps per epoch; every schedule is asked for its first 60 steps. The formulas are those in the docstrings of keras.optimizers.schedules
(Keras 3): PolynomialDecay with cycle, CosineDecayRestarts with t_mul and m_mul, InverseTimeDecay and ExponentialDecay as staircases,
PiecewiseConstantDecay, which keeps the old value at a boundary.
"""
import json
import math
import pathlib
import sys
from fractions import Fraction

import mpmath

mpmath.mp.dps = 50
M = mpmath.mpf
STEPS, PER_EPOCH = 60, 4


def polynomial(initial, decay_steps, end, power, cycle):
    def at(step):
        length = decay_steps * (max(1, math.ceil(Fraction(step) / decay_steps)) if cycle else 1)
        step = step if cycle else min(step, decay_steps)
        return (M(initial) - M(end)) * (1 - M(step) / M(length)) ** M(power) + M(end)
    return at


def restarts(initial, first, t_mul, m_mul, alpha):
    def at(step):
        completed = M(step) / M(first)
        if t_mul == 1:
            i = mpmath.floor(completed)
            completed -= i
        else:
            i, begin, length = 0, 0, first
            while step >= begin + length:
                begin, length, i = begin + length, length * t_mul, i + 1
            completed = M(step - begin) / M(length)
        decayed = M(m_mul) ** i * (1 + mpmath.cos(mpmath.pi * completed)) / 2
        return M(initial) * ((1 - M(alpha)) * decayed + M(alpha))
    return at


def inverse_time(initial, decay_steps, rate, staircase):
    return lambda step: M(initial) / (1 + M(rate) * (step // decay_steps if staircase else M(step) / M(decay_steps)))


def exponential_staircase(initial, decay_steps, rate):
    return lambda step: M(initial) * M(rate) ** (step // decay_steps)


def piecewise(boundaries, values):
    def at(step):
        for boundary, value in zip(boundaries, values):
            if step <= boundary:
                return M(value)
        return M(values[-1])
    return at


def multi_step_keras(initial, boundaries, factor):
    return piecewise(boundaries, [M(initial) * M(factor) ** i for i in range(len(boundaries) + 1)])


schedules = {
    "polynomial": polynomial(0.5, 20, 0.125, 2, False),
    "polynomial_cycle": polynomial(0.5, 20, 0.125, 1, True),
    "polynomial_cycle_square": polynomial(0.5, 12, 0.0625, 2, True),
    "restarts": restarts(0.5, 8, 2, 1, 0.125),
    "restarts_falling": restarts(0.5, 8, 2, 0.5, 0.125),
    "restarts_falling_even": restarts(0.5, 12, 1, 0.75, 0),
    "inverse_time": inverse_time(0.5, 8, 0.25, False),
    "inverse_time_staircase": inverse_time(0.5, 8, 0.25, True),
    "exponential_staircase": exponential_staircase(0.5, 12, 0.75),
    "piecewise": piecewise([8, 20, 44], [0.5, 0.0625, 0.25, 0.001]),
    "multi_step": multi_step_keras(0.5, [8, 20], 0.25),
}
document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "mpmath": mpmath.__version__},
    "stepsPerEpoch": PER_EPOCH,
    "schedules": {name: [float(at(step)) for step in range(STEPS)] for name, at in schedules.items()},
}
pathlib.Path(__file__).with_suffix(".json").write_text("{" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in document.items()) + "}\n")
