"""Writes trajectories.json: twenty steps of small networks trained by PyTorch in double precision.

    python3 trajectories.py        (needs numpy and torch; the file records their versions)

Initial parameters, inputs and targets are multiples of 2^-12 or 2^-10, so float and double engines start alike.
Matrices are flat, row after row; a dense layer's weight is [outputs, inputs].
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.default_rng(20260802)
WIDTHS = [(4, 12), (12, 12), (12, 3)]
STEPS, ROWS, LAST_ROWS = 20, 16, 7


def grid(values, bits=12):
    return np.round(values * 2**bits) / 2**bits


def initial(activation):
    parameters = {}
    for i, (inputs, outputs) in enumerate(WIDTHS):
        parameters[f"layers.{2 * i}.weight"] = grid(rng.normal(size=(outputs, inputs)) * np.sqrt(2 / inputs))
        parameters[f"layers.{2 * i}.bias"] = grid(rng.normal(size=outputs) * 0.3)
        if i < 2 and activation == "prelu":
            parameters[f"layers.{2 * i + 1}.slope"] = grid(0.25 + rng.normal(size=outputs) * 0.08)
        if i < 2 and activation == "swish":
            parameters[f"layers.{2 * i + 1}.beta"] = grid(1 + rng.normal(size=outputs) * 0.25)
    return parameters


def logits(parameters, x, activation):
    for i in range(3):
        x = F.linear(x, parameters[f"layers.{2 * i}.weight"], parameters[f"layers.{2 * i}.bias"])
        if i < 2 and activation == "prelu":
            x = F.prelu(x, parameters[f"layers.{2 * i + 1}.slope"])
        elif i < 2:
            x = x * torch.sigmoid(parameters[f"layers.{2 * i + 1}.beta"] * x)
    return x


def cross_entropy(z, y):
    return -(y * torch.log_softmax(z, dim=1)).sum(dim=1).mean()


LOSSES = {"binary_cross_entropy": F.binary_cross_entropy_with_logits, "categorical_cross_entropy": cross_entropy, "mean_squared_error": F.mse_loss}


def targets(kind, x):
    a, b, c, d = x.T
    scores = np.stack([a * d - 2 * b, c - a + b * d, b * c + a], axis=1)
    if kind == "binary_cross_entropy":
        return (scores + rng.normal(size=scores.shape) > 0).astype(float)
    if kind == "categorical_cross_entropy":
        return np.eye(3)[(scores + rng.normal(size=scores.shape)).argmax(axis=1)]
    return grid(scores + 0.2 * rng.normal(size=scores.shape), 10)


class EmaMomentum:
    """v <- beta v + (1 - beta) g ; w <- w - rate v, which torch.optim does not have."""

    def __init__(self, parameters, rate, beta):
        self.parameters, self.rate, self.beta = list(parameters), rate, beta
        self.velocities = [torch.zeros_like(p) for p in self.parameters]

    @torch.no_grad()
    def step(self):
        for p, v in zip(self.parameters, self.velocities):
            v.mul_(self.beta).add_(p.grad, alpha=1 - self.beta)
            p.sub_(v, alpha=self.rate)


OPTIMIZERS = {
    "gradient_descent": lambda p, o: torch.optim.SGD(p, lr=o["rate"]),
    "momentum_ema": lambda p, o: EmaMomentum(p, o["rate"], o["beta"]),
    "momentum_heavy_ball": lambda p, o: torch.optim.SGD(p, lr=o["rate"], momentum=o["beta"]),
    "adam": lambda p, o: torch.optim.Adam(p, lr=o["rate"], betas=(o["beta1"], o["beta2"]), eps=o["epsilon"]),
}
SETTINGS = [
    {"type": "gradient_descent", "rate": 0.06},
    {"type": "momentum_ema", "rate": 0.06, "beta": 0.75},
    {"type": "momentum_heavy_ball", "rate": 0.02, "beta": 0.9},
    {"type": "adam", "rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
]


def tensors(start):
    return {name: torch.tensor(value, requires_grad=True) for name, value in start.items()}


def flat(values):
    return {name: np.asarray(value.detach() if torch.is_tensor(value) else value).ravel().tolist() for name, value in values.items()}


def train(network, start, batches, settings, penalty):
    parameters = tensors(start)
    optimizer = OPTIMIZERS[settings["type"]](list(parameters.values()), settings)
    data_losses, losses = [], []
    for x, y in batches:
        data = LOSSES[network["loss"]](logits(parameters, torch.tensor(x), network["activation"]), torch.tensor(y))
        total = data + 0.5 * penalty * sum((p * p).sum() for p in parameters.values())
        for p in parameters.values():
            p.grad = None
        total.backward()
        optimizer.step()
        data_losses.append(data.item())
        losses.append(total.item())
    assert all(np.isfinite(losses)) and losses[-1] < losses[0], (network, settings, losses)
    return {"optimizer": settings, "l2": penalty, "dataLosses": data_losses, "losses": losses, "final": flat(parameters)}


def describe(activation, output, loss):
    network = {"activation": activation, "output": output, "loss": loss}
    start = initial(activation)
    batches = []
    for step in range(STEPS):
        x = grid(rng.normal(size=(ROWS if step < STEPS - 1 else LAST_ROWS, 4)), 10)
        batches.append((x, targets(loss, x)))
    parameters = tensors(start)
    z = logits(parameters, torch.tensor(batches[0][0]), activation)
    LOSSES[loss](z, torch.tensor(batches[0][1])).backward()
    runs = [train(network, start, batches, settings, 0.0) for settings in SETTINGS]
    if loss == "binary_cross_entropy":
        runs.append(train(network, start, batches, SETTINGS[1], 0.001))
    return {
        "name": f"{activation}_{output}", "widths": [4, 12, 12, 3], **network,
        "shapes": {name: list(value.shape) for name, value in start.items()},
        "initial": flat(start),
        "firstLogits": z.detach().numpy().ravel().tolist(),
        "firstGradients": flat({name: p.grad for name, p in parameters.items()}),
        "batches": [{"rows": len(x), "inputs": x.ravel().tolist(), "targets": y.ravel().tolist()} for x, y in batches],
        "runs": runs,
    }


networks = [
    describe("prelu", "sigmoid", "binary_cross_entropy"),
    describe("swish", "softmax", "categorical_cross_entropy"),
    describe("prelu", "linear", "mean_squared_error"),
]
path = pathlib.Path(__file__).with_suffix(".json")
head = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
}
body = ",\n".join(json.dumps(n, allow_nan=False) for n in networks)
path.write_text(f'{json.dumps(head)[:-1]}, "networks": [\n{body}\n]}}\n')
