"""Writes full_batch.json: trainings with all rows at once by SciPy and scikit-learn, in double precision.

    python3 full_batch.py        (needs numpy, scipy, scikit-learn and torch; the file records their versions)

Initial parameters, inputs and targets are multiples of 2^-10. Matrices are flat, row after row; a dense layer's weight is [outputs, inputs]. A vector of
parameters has layers.0.weight, layers.0.bias, layers.1.weight and so on, one after the other.
The network is dense layers with tanh between them; its loss is the mean of the squared errors over rows and outputs, or the mean over rows of the cross-entropy after a softmax,
plus ½·l2·Σw² over the weights without the biases. Weights of rows multiply their losses.
"""
import json
import pathlib

import numpy as np
import scipy
import scipy.optimize
import sklearn
import torch
from sklearn.datasets import load_diabetes
from sklearn.neural_network import MLPRegressor

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.default_rng(20261130)


def grid(values):
    return np.round(np.asarray(values) * 2**10) / 2**10


class Problem:
    def __init__(self, widths, rows, l2, softmax=False, weighted=False, noise=0.1):
        self.widths, self.l2, self.softmax = widths, l2, softmax
        self.inputs = grid(rng.normal(size=(rows, widths[0])))
        scores = np.sin(self.inputs @ rng.normal(size=(widths[0], widths[-1]))) + noise * rng.normal(size=(rows, widths[-1]))
        self.targets = np.eye(widths[-1])[scores.argmax(axis=1)] if softmax else grid(scores)
        self.weights = grid(rng.uniform(0.2, 3, size=rows)) if weighted else None
        self.start = grid(np.concatenate([np.concatenate([rng.normal(size=o * i) / np.sqrt(i), 0.1 * rng.normal(size=o)]) for i, o in zip(widths, widths[1:])]))

    def layers(self, vector):
        at = 0
        for i, o in zip(self.widths, self.widths[1:]):
            yield vector[at : at + o * i].reshape(o, i), vector[at + o * i : at + o * i + o]
            at += o * i + o

    def outputs(self, vector):
        x = torch.tensor(self.inputs)
        for number, (weight, bias) in enumerate(self.layers(vector)):
            x = (torch.tanh(x) if number else x) @ weight.T + bias
        return x

    def data_loss(self, vector):
        z, y = self.outputs(vector), torch.tensor(self.targets)
        rows = -(y * torch.log_softmax(z, dim=1)).sum(dim=1) if self.softmax else ((z - y) ** 2).mean(dim=1)
        return ((1 if self.weights is None else torch.tensor(self.weights)) * rows).mean()

    def value(self, numbers):
        vector = torch.tensor(numbers, requires_grad=True)
        loss = self.data_loss(vector) + self.l2 / 2 * sum((weight**2).sum() for weight, _ in self.layers(vector))
        loss.backward()
        return loss.item(), vector.grad.numpy().copy()

    def residuals(self, vector):
        """Errors whose squares sum to the loss, penalty included."""
        factors = np.ones(len(self.inputs)) if self.weights is None else self.weights
        errors = (self.outputs(vector) - torch.tensor(self.targets)) * torch.tensor(np.sqrt(factors / self.targets.size))[:, None]
        return torch.cat([errors.flatten()] + [np.sqrt(self.l2 / 2) * weight.flatten() for weight, _ in self.layers(vector)])

    def described(self):
        return {
            "widths": self.widths, "l2": self.l2, "softmax": self.softmax, "rows": len(self.inputs), "inputs": self.inputs.flatten().tolist(), "targets": self.targets.flatten().tolist(),
            "weights": None if self.weights is None else self.weights.tolist(), "start": self.start.tolist(),
        }


def lbfgs(problem, iterations, memory=10, steps=20):
    places, values = [], []

    def record(place):
        places.append(place.tolist())
        values.append(problem.value(place)[0])

    options = {"maxcor": memory, "maxls": steps, "gtol": 0, "ftol": 0, "maxiter": iterations, "maxfun": 100_000}
    result = scipy.optimize.minimize(problem.value, problem.start, jac=True, method="L-BFGS-B", options=options, callback=record)
    # Where the function is not convex, rounding decides after a while which minimum is found.
    return {**problem.described(), "memory": memory, "values": values[:25], "places": places[:12], "final": float(result.fun)}


def least_squares(problem):
    def residuals(numbers):
        return problem.residuals(torch.tensor(numbers)).numpy()

    def jacobian(numbers):
        return torch.autograd.functional.jacobian(problem.residuals, torch.tensor(numbers)).numpy()

    result = scipy.optimize.least_squares(residuals, problem.start, jac=jacobian, method="lm", ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=10_000)
    return {**problem.described(), "final": float(2 * result.cost) if problem.l2 else None, **marquardt(problem, residuals, jacobian, iterations=8)}


def marquardt(problem, residuals, jacobian, iterations):
    """Hagan and Menhaj's algorithm with errors that are not divided by their number, as in trainlm."""
    scale = np.sqrt(problem.targets.size)
    place, damping, values, places = problem.start, 0.001, [], []
    for _ in range(iterations):
        errors, slopes = scale * residuals(place), scale * jacobian(place)
        while True:
            trial = place - np.linalg.solve(slopes.T @ slopes + damping * np.eye(len(place)), slopes.T @ errors)
            if np.sum(residuals(trial) ** 2) < np.sum(residuals(place) ** 2):
                break
            damping *= 10
        place, damping = trial, damping * 0.1
        values.append(float(np.sum(residuals(place) ** 2)))
        places.append(place.tolist())
    return {"values": values, "places": places}


def scikit_learn():
    """MLPRegressor on the first rows of the diabetes data; its loss is half the mean squared error plus alpha/(2·rows)·Σw²."""
    data = load_diabetes()
    inputs = grid(data.data[:60] * 20)
    targets = grid((data.target[:60] - 150) / 75)
    widths, alpha = [10, 4, 1], 0.5
    start = [(grid(rng.normal(size=(i, o)) / np.sqrt(i)), grid(0.1 * rng.normal(size=o))) for i, o in zip(widths, widths[1:])]

    class Given(MLPRegressor):
        def _init_coef(self, fan_in, fan_out, dtype):
            return next((weight.copy(), bias.copy()) for weight, bias in start if weight.shape == (fan_in, fan_out))

    model = Given(hidden_layer_sizes=(4,), activation="tanh", solver="lbfgs", alpha=alpha, tol=1e-10, max_iter=10_000, max_fun=100_000).fit(inputs, targets)
    return {
        "widths": widths, "alpha": alpha, "rows": len(inputs), "inputs": inputs.flatten().tolist(), "targets": targets.tolist(),
        "start": np.concatenate([np.concatenate([weight.T.flatten(), bias]) for weight, bias in start]).tolist(), "loss": float(model.loss_),
    }


document = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "torch": torch.__version__},
    "lbfgs": {
        "linear": lbfgs(Problem([4, 1], 30, 0.01), 12),
        "linear, two outputs, weighted": lbfgs(Problem([5, 2], 40, 0.05, weighted=True), 14, memory=3),
        "logistic": lbfgs(Problem([4, 3], 50, 0.01, softmax=True), 20),
        "network": lbfgs(Problem([3, 5, 2], 40, 0.001), 25),
        "network, long": lbfgs(Problem([2, 4, 1], 60, 0.01), 400),
        "network, classes": lbfgs(Problem([4, 6, 3], 60, 0.01, softmax=True), 400),
    },
    "least_squares": {
        "network": least_squares(Problem([2, 4, 1], 60, 0.0001)),
        "network with a penalty": least_squares(Problem([3, 5, 2], 50, 0.01)),
        "network with weights and a penalty": least_squares(Problem([2, 3, 1], 40, 0.001, weighted=True)),
        "network without a penalty": least_squares(Problem([3, 2, 1], 80, 0, noise=0.3)),
    },
    "scikit_learn": scikit_learn(),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
for kind in ("lbfgs", "least_squares"):
    for name, run in document[kind].items():
        print(kind, name, len(run["values"]), run["values"][-1], run["final"])
print(document["scikit_learn"]["loss"])
