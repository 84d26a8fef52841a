"""Writes recipes.json: RealMLP-TD and TabM, trained for 40 updates on tiny tables in double precision by the formulas of their papers.

    python3 recipes.py        (needs numpy and torch; the file records their versions)

Written from the formulas: Holzmueller, Grinsztajn and Steinwart, "Better by default", 2024, and Gorishniy, Kotelnikov and Babenko, "TabM", 2025, with the
factors of learning rates and decay that the authors' programs use. Optimizers are spelled out; torch gives gradients only. Left out: dropout and
the order of rows. Every epoch takes the rows in the same order in full batches; of RealMLP the last rows, which fill none, are dropped.

Inputs are numbers and then codes of categories, of which 0 is missing. Parameters are named and shaped as this library names them, matrices outputs x inputs and flat.
"start" holds the weights before the first update, by the authors' initializers; "end" those after the last one.
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(20261201)
NUMBERS, CATEGORIES = 3, [2, 4, 10]
ROWS, BATCH, EPOCHS, UNITS = 70, 16, 10, 6
FULL = ROWS // BATCH * BATCH
STEPS = EPOCHS * (FULL // BATCH)


def flat(tensor):
    return tensor.detach().numpy().ravel().tolist()


def table(classes):
    numbers = rng.normal(size=(ROWS, NUMBERS)) * [1, 0.5, 1.3]
    codes = np.stack([rng.integers(0, count + 1, size=ROWS) for count in CATEGORIES], 1)
    signal = np.sin(2 * numbers[:, 0]) + numbers[:, 1] * (codes[:, 0] - 1) + 0.3 * codes[:, 2] - 1.5 + 0.1 * rng.normal(size=ROWS)
    if classes:
        targets = np.eye(3)[np.digitize(signal, [-0.5, 0.5])]
    else:
        targets = ((signal - signal.mean()) / signal.std())[:, None]
    return torch.tensor(numbers), torch.tensor(codes), torch.tensor(targets)


def ones(codes, count, pairs):
    """Ones and zeros; a missing value has no one. A pair of values is one number, 1 or -1, if asked."""
    hot = F.one_hot(codes, count + 1)[:, 1:].double()
    return hot[:, :1] - hot[:, 1:] if pairs and count == 2 else hot


def flat_cos(t):
    return 1.0 if t < 0.5 else 0.5 * (1 + np.cos(np.pi * (t - 0.5) / 0.5))


def coslog4(t):
    return 0.5 * (1 - np.cos(2 * np.pi * np.log2(1 + 15 * t)))


class Adam:
    """Kingma and Ba, with epsilon outside the root, and a decay that is applied first."""

    def __init__(self, p, beta2):
        self.p, self.beta2, self.t = p, beta2, 0
        self.m, self.v = {n: torch.zeros_like(x) for n, x in p.items()}, {n: torch.zeros_like(x) for n, x in p.items()}

    def step(self, rate, decay):
        """rate and decay: functions of a name; the decay is the share that is lost."""
        self.t += 1
        with torch.no_grad():
            for name, x in self.p.items():
                g = x.grad
                x *= 1 - decay(name)
                self.m[name] = 0.9 * self.m[name] + 0.1 * g
                self.v[name] = self.beta2 * self.v[name] + (1 - self.beta2) * g * g
                x -= rate(name) * (self.m[name] / (1 - 0.9**self.t)) / ((self.v[name] / (1 - self.beta2**self.t)).sqrt() + 1e-8)
                x.grad = None


def loss_of(y, targets, classes):
    return -(targets * F.log_softmax(y, -1)).sum(-1).mean() if classes else ((y - targets) ** 2).mean()


def parameter(values):
    return torch.tensor(np.asarray(values), requires_grad=True)


def record(numbers, codes, targets, start, p, losses, rates, buffers):
    return {
        "inputs": torch.cat([numbers, codes.double()], 1).numpy().ravel().tolist(), "targets": flat(targets), "outputs": targets.shape[1],
        "start": {**start, **buffers}, "losses": losses, "rates": rates, "end": {name: flat(x) for name, x in p.items()},
    }


# ---- RealMLP

FREQUENCIES, WIDTH = 16, 4


def pbld(x, p):
    f, phase = p["layers.0.frequency"].reshape(NUMBERS, FREQUENCIES), p["layers.0.phase"].reshape(NUMBERS, FREQUENCIES)
    w, c = p["layers.0.weight"].reshape(NUMBERS, WIDTH - 1, FREQUENCIES), p["layers.0.bias"].reshape(NUMBERS, WIDTH - 1)
    waves = torch.cos(2 * np.pi * f * x[:, :, None] + phase)
    embedded = torch.einsum("nfk,fuk->nfu", waves, w) + c
    return torch.cat([embedded, x[:, :, None]], 2).reshape(len(x), -1)


def realmlp_front(numbers, codes, p):
    parts = [pbld(numbers, p)]
    for i, count in enumerate(CATEGORIES):
        parts.append(ones(codes[:, i], count, pairs=True) if count <= 8 else p[f"layers.1.table_{i}"][codes[:, i]])
    return torch.cat(parts, 1) * p["layers.2.scale"]


def realmlp(numbers, codes, p, function, upto=None):
    h = realmlp_front(numbers, codes, p)
    for index in (3, 5, 7, 9):
        if upto == index:
            return h
        h = h @ p[f"layers.{index}.weight"].T / np.sqrt(h.shape[1]) + p[f"layers.{index}.bias"]
        if index < 9:
            h = h + p[f"layers.{index + 1}.strength"] * (function(h) - h)
    return h


def realmlp_start(numbers, codes, function, outputs):
    k = 1 / np.sqrt(FREQUENCIES)
    p = {
        "layers.0.frequency": parameter(rng.normal(size=NUMBERS * FREQUENCIES) * 0.1), "layers.0.phase": parameter(rng.uniform(-np.pi, np.pi, NUMBERS * FREQUENCIES)),
        "layers.0.weight": parameter(rng.uniform(-k, k, (NUMBERS * (WIDTH - 1), FREQUENCIES))), "layers.0.bias": parameter(rng.uniform(-k, k, NUMBERS * (WIDTH - 1))),
    }
    for i, count in enumerate(CATEGORIES):
        if count > 8:
            p[f"layers.1.table_{i}"] = parameter(rng.normal(size=(count + 1, 8)))
    width = NUMBERS * WIDTH + sum((1 if c == 2 else c) if c <= 8 else 8 for c in CATEGORIES)
    p["layers.2.scale"] = parameter(np.ones(width))
    for index, units in ((3, UNITS), (5, UNITS), (7, UNITS), (9, outputs)):
        h = realmlp(numbers, codes, p, function, upto=index).detach()
        w = torch.tensor(rng.normal(size=(units, h.shape[1])))
        # "std": every pre-activation has the standard deviation 1.
        w /= (h @ w.T / np.sqrt(h.shape[1])).std(0, unbiased=False)[:, None]
        # "he+5": zero at a random mixture of five rows.
        z = h @ w.T / np.sqrt(h.shape[1])
        shares = rng.exponential(size=(units, 5))
        shares /= shares.sum(1, keepdims=True)
        bias = [-sum(shares[u, i] * z[rng.integers(ROWS), u].item() for i in range(5)) for u in range(units)]
        p[f"layers.{index}.weight"], p[f"layers.{index}.bias"] = parameter(w.numpy()), parameter(bias)
        if index < 9:
            p[f"layers.{index + 1}.strength"] = parameter(np.ones(units))
    return p


def realmlp_factors(name):
    """Of the learning rate and of the decay; both enter the decay, which the authors' program squares as a whole."""
    if name.startswith("layers.0."):
        return 0.1, 1.0
    if name.endswith("scale"):
        return 6.0, 1.0
    if name.endswith("strength"):
        return 0.1, 1.0
    return (0.1, 0.0) if name.endswith("bias") else (1.0, 1.0)


def train_realmlp(classes):
    numbers, codes, targets = table(classes)
    function = F.selu if classes else F.mish
    p = realmlp_start(numbers, codes, function, targets.shape[1])
    start = {name: flat(x) for name, x in p.items()}
    adam, losses, rates = Adam(p, 0.95), [], []
    for step in range(STEPS):
        rows = slice(step * BATCH % FULL, step * BATCH % FULL + BATCH)
        loss = loss_of(realmlp(numbers[rows], codes[rows], p, function), targets[rows], classes)
        loss.backward()
        t = step / STEPS
        rate, decay = (0.04 if classes else 0.2) * coslog4(t), 0.02 * flat_cos(t)
        adam.step(lambda name: rate * realmlp_factors(name)[0], lambda name: decay * rate * np.prod(realmlp_factors(name)) ** 2)
        losses.append(loss.item())
        rates.append(rate)
    return record(numbers, codes, targets, start, p, losses, rates, {})


# ---- TabM

K, BINS, EMBEDDING = 3, 5, 4


def encode(x, edges):
    """Piecewise-linear encoding, unbounded below in the first bin and above in the last."""
    result = []
    for t in range(len(edges) - 1):
        share = (x - edges[t]) / (edges[t + 1] - edges[t])
        share = share if t == 0 else share.clamp(min=0)
        result.append(share if t == len(edges) - 2 else share.clamp(max=1))
    return torch.stack(result, 1)


def tabm(numbers, codes, p, edges):
    w0, b0 = p["layers.0.linear"].reshape(NUMBERS, EMBEDDING), p["layers.0.bias"].reshape(NUMBERS, EMBEDDING)
    w = p["layers.0.weight"].reshape(NUMBERS, EMBEDDING, BINS)
    parts = [numbers[:, j : j + 1] * w0[j] + b0[j] + encode(numbers[:, j], edges[j]) @ w[j].T for j in range(NUMBERS)]
    h = torch.cat(parts + [ones(codes[:, i], count, pairs=False) for i, count in enumerate(CATEGORIES)], 1)[None]
    for index in (3, 5):
        r, s, b = (p[f"layers.{index}.{name}"].reshape(K, 1, -1) for name in ("input_scale", "output_scale", "bias"))
        h = torch.relu(((h * r) @ p[f"layers.{index}.weight"].T) * s + b)
    return torch.einsum("knd,kud->knu", h, p["layers.7.weight"].reshape(K, -1, UNITS)) + p["layers.7.bias"].reshape(K, 1, -1)


def tabm_start(outputs):
    widths = [EMBEDDING] * NUMBERS + CATEGORIES
    width, e = sum(widths), 1 / np.sqrt(EMBEDDING)
    p = {
        "layers.0.linear": parameter(rng.uniform(-e, e, (NUMBERS * EMBEDDING, 1))), "layers.0.bias": parameter(rng.uniform(-e, e, NUMBERS * EMBEDDING)),
        "layers.0.weight": parameter(np.zeros((NUMBERS * EMBEDDING, BINS))),
    }
    for index, inputs in ((3, width), (5, UNITS)):
        k = 1 / np.sqrt(inputs)
        p[f"layers.{index}.input_scale"] = parameter(np.repeat(rng.normal(size=(K, len(widths))), widths, 1) if index == 3 else np.ones((K, inputs)))
        p[f"layers.{index}.weight"] = parameter(rng.uniform(-k, k, (UNITS, inputs)))
        p[f"layers.{index}.output_scale"] = parameter(np.ones((K, UNITS)))
        p[f"layers.{index}.bias"] = parameter(np.tile(rng.uniform(-k, k, UNITS), (K, 1)))
    k = 1 / np.sqrt(UNITS)
    p["layers.7.weight"], p["layers.7.bias"] = parameter(rng.uniform(-k, k, (K, outputs, UNITS))), parameter(rng.uniform(-k, k, (K, outputs)))
    return p


def train_tabm(classes):
    numbers, codes, targets = table(classes)
    targets = targets if classes else 2 * targets  # So that some gradients are longer than 1.
    edges = [torch.tensor(np.unique(np.quantile(numbers[:, j].numpy(), np.linspace(0, 1, BINS + 1)))) for j in range(NUMBERS)]
    p = tabm_start(targets.shape[1])
    start = {name: flat(x) for name, x in p.items()}
    adam, losses, norms = Adam(p, 0.999), [], []
    for step in range(STEPS):
        # All rows: the last batch of an epoch is a smaller one.
        per = -(-ROWS // BATCH)
        rows = slice(step % per * BATCH, min(ROWS, step % per * BATCH + BATCH))
        loss = torch.stack([loss_of(y, targets[rows], classes) for y in tabm(numbers[rows], codes[rows], p, edges)]).mean()
        loss.backward()
        norm = torch.sqrt(sum((x.grad**2).sum() for x in p.values())).item()
        for x in p.values():
            x.grad *= min(1, 1 / norm)
        # No decay of biases, nor of the linear part of the embeddings; scales do decay.
        adam.step(lambda name: 0.002, lambda name: 0 if name.endswith(("bias", "linear")) else 0.002 * 0.0003)
        losses.append(loss.item())
        norms.append(norm)
    assert classes or min(norms) < 1 < max(norms), norms
    return record(numbers, codes, targets, start, p, losses, [0.002] * STEPS, {"layers.0.edges": torch.stack(edges).numpy().ravel().tolist()})


versions = {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__}
content = {
    "versions": versions, "batch": BATCH, "epochs": EPOCHS, "units": UNITS, "members": K, "bins": BINS, "embedding": EMBEDDING, "numbers": NUMBERS, "categories": CATEGORIES,
    "realmlp_numbers": train_realmlp(False), "realmlp_classes": train_realmlp(True), "tabm_numbers": train_tabm(False), "tabm_classes": train_tabm(True),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")
