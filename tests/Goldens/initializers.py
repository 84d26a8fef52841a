"""Writes initializers.json: the ranges, deviations and zeros that torch.nn.init and Keras's formulas ask for.

    python3 initializers.py        (needs numpy, torch and mpmath; the file records their versions)

The functions of torch.nn.init are handed a shape that writes down what they draw from ("uniform_" with its bounds, "normal_" with mean
and deviation), so the numbers are theirs, not estimates. Keras's truncated normal is stddev = sqrt(scale / n) / .87962566103423978, cut
off at two of these deviations; mpmath confirms that constant. "dynamic" is LSUV (Mishkin and Matas) with one scaling per
layer, in PyTorch, from constant weights.
"""
import json
import pathlib
import sys

import mpmath
import numpy as np
import torch
from torch.nn import init

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
SHAPES = [(150, 300), (40, 500), (600, 60)]
TRUNCATED = 0.87962566103423978


class Shape:
    """Looks like a weight of [fan_out, fan_in] to torch.nn.init."""

    def __init__(self, *shape):
        self.shape, self.drawn = shape, None

    def dim(self):
        return len(self.shape)

    ndimension = dim

    def size(self, axis):
        return self.shape[axis]

    def uniform_(self, low, high):
        self.drawn = ("uniform", float(low), float(high))

    def normal_(self, mean, deviation):
        self.drawn = ("normal", float(mean), float(deviation))


with mpmath.workdps(40):
    inside = mpmath.erf(mpmath.sqrt(2))
    exact = mpmath.sqrt(1 - 4 * mpmath.npdf(2) / inside)
    assert abs(exact - TRUNCATED) < 1e-16, exact
    # Fourth moment over squared second: E x⁴ = 3 E x² − 2·8·φ(2)/mass, with both ends.
    kurtosis = float((3 * exact**2 - 2 * 8 * mpmath.npdf(2) / inside) / exact**4)

cases = []


def case(description, shape, by, drawn):
    kind, first, second = drawn
    result = {"initializer": description, "fanOut": shape[0], "fanIn": shape[1], "by": by}
    if kind == "uniform":
        result |= {"lowest": first, "highest": second, "mean": (first + second) / 2, "deviation": (second - first) / np.sqrt(12), "kurtosis": 1.8}
    elif kind == "signs":
        # Squares of signs do not scatter, but for rounding.
        result |= {"lowest": first, "highest": second, "mean": 0.0, "deviation": second, "kurtosis": 1 + 1e-9}
    elif kind == "truncated":
        result |= {"lowest": -2 * second / TRUNCATED, "highest": 2 * second / TRUNCATED, "mean": first, "deviation": second, "kurtosis": kurtosis}
    else:
        result |= {"lowest": None, "highest": None, "mean": first, "deviation": second, "kurtosis": 3}
    cases.append(result)


def torchs(description, function, **options):
    for shape in SHAPES:
        weight = Shape(*shape)
        function(weight, **options)
        case(description, shape, f"torch.nn.init.{function.__name__}", weight.drawn)


torchs({"type": "random_uniform", "limit": 0.3}, init.uniform_, a=-0.3, b=0.3)
torchs({"type": "random_normal", "standardDeviation": 0.2}, init.normal_, std=0.2)
torchs({"type": "random_normal", "standardDeviation": 0.2, "mean": -0.4}, init.normal_, mean=-0.4, std=0.2)
torchs({"type": "glorot_uniform"}, init.xavier_uniform_)
torchs({"type": "glorot_normal"}, init.xavier_normal_)
torchs({"type": "he_uniform"}, init.kaiming_uniform_, nonlinearity="relu")
torchs({"type": "he_normal"}, init.kaiming_normal_, nonlinearity="relu")
torchs({"type": "lecun_uniform"}, init.kaiming_uniform_, nonlinearity="linear")
torchs({"type": "lecun_normal"}, init.kaiming_normal_, nonlinearity="linear")
torchs({"type": "variance_scaling", "scale": 2, "mode": "FanOut", "distribution": "Uniform"}, init.kaiming_uniform_, mode="fan_out", nonlinearity="relu")
torchs({"type": "variance_scaling", "scale": 2, "mode": "FanOut", "distribution": "Normal"}, init.kaiming_normal_, mode="fan_out", nonlinearity="relu")
torchs({"type": "variance_scaling", "scale": 2.25, "mode": "Average", "distribution": "Normal"}, init.xavier_normal_, gain=1.5)
for shape in SHAPES:
    for mode, n in (("FanIn", shape[1]), ("FanOut", shape[0]), ("Average", sum(shape) / 2)):
        case({"type": "variance_scaling", "scale": 1.5, "mode": mode}, shape, "Keras's formula", ("truncated", 0.0, float(np.sqrt(1.5 / n))))
    # How TabM and BatchEnsemble draw them.
    signs = torch.empty(shape).bernoulli_(0.5).mul_(2).add_(-1).mul_(0.25)
    case({"type": "random_signs", "size": 0.25}, shape, "torch.Tensor.bernoulli_", ("signs", signs.min().item(), signs.max().item()))

fixed = []
for description, function, options in (({"type": "zeros"}, init.zeros_, {}), ({"type": "constant", "value": -0.3}, init.constant_, {"val": -0.3})):
    fixed.append({"initializer": description, "fanOut": 3, "fanIn": 5, "values": function(torch.empty(3, 5), **options).flatten().tolist()})

# sparse_ counts by column, we by neuron, so its matrix lies on its side; it rounds up, so the counts here come out even.
sparse = []
for sparsity, inputs in ((0.9, 100), (0.25, 8), (0.5, 10), (0.0, 6)):
    drawn = init.sparse_(torch.empty(inputs, 200), sparsity, std=0.5)
    zeros = set((drawn == 0).sum(0).tolist())
    assert len(zeros) == 1
    sparse.append({"initializer": {"type": "sparse", "sparsity": sparsity, "standardDeviation": 0.5}, "fanIn": inputs, "zeros": zeros.pop()})


def lsuv():
    rng = np.random.default_rng(20260804)
    rows = np.round(40 + 7 * rng.normal(size=(70, 5)) * 2**8) / 2**8
    x, factors, layers = torch.tensor(rows), [], []
    for units, name, activation in ((20, "tanh", torch.tanh), (9, "relu", torch.relu), (15, "sigmoid", torch.sigmoid), (2, "linear", lambda z: z)):
        start = -0.3 if name == "tanh" else 0.3
        linear = torch.nn.Linear(x.shape[1], units, bias=False)
        init.constant_(linear.weight, start)
        with torch.no_grad():
            linear.weight /= torch.sqrt(torch.var(linear(x), unbiased=False))
            layers.append({"units": units, "activation": name, "start": start, "weight": linear.weight[0, 0].item()})
            x = activation(linear(x))
    return {"inputs": rows.ravel().tolist(), "rows": len(rows), "layers": layers}


document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__, "mpmath": mpmath.__version__},
    "cases": cases, "fixed": fixed, "sparse": sparse, "dynamic": lsuv(),
}
body = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in document.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{" + body + "}\n")
