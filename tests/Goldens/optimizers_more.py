"""Writes optimizers_more.json: what optimizers.py leaves out. Ten steps in double of AdamW and of heavy-ball momentum with falling rates by PyTorch;
of the variants that PyTorch does not have by their published formulas, in 50 digits; and a warm-up before every schedule.

    python3 optimizers_more.py        (needs mpmath, numpy, scikit-learn and torch; the file records their versions)

Starts and gradients are those of optimizers.json. Formulas: the notes' momentum (an average of gradients); Keras's Adagrad, RMSprop and Nadam
(epsilon inside the root; momentum schedule 1 - 0.5 * 0.96^t); Adam with epsilon inside the root; Zeiler's Adadelta; Lion as its paper's
program 1 prints it; Keras's InverseTimeDecay. "adam_before" is scikit-learn's own optimizer, "adam_before_keras" Keras's formula.
"""
import json
import pathlib
import sys

import mpmath
import numpy as np
import sklearn
import torch
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer

mpmath.mp.dps = 50
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
here = pathlib.Path(__file__)
given = json.loads(here.with_name("optimizers.json").read_text())
start, gradients = given["start"], given["gradients"]
M = mpmath.mpf
sqrt = mpmath.sqrt


def by_torch(make, schedule=None):
    p = torch.tensor(start, requires_grad=True)
    optimizer = make([p])
    scheduler = schedule(optimizer) if schedule else None
    places = []
    for g in gradients:
        p.grad = torch.tensor(g)
        optimizer.step()
        if scheduler:
            scheduler.step()
        places.append(p.detach().tolist())
    return places


def momentum_average(rate, beta):
    v = M(0)

    def step(w, g, t):
        nonlocal v
        v = beta * v + (1 - beta) * g
        return w - rate * v
    return step


def adagrad(rate, epsilon, initial):
    total = initial

    def step(w, g, t):
        nonlocal total
        total += g * g
        return w - rate * g / sqrt(total + epsilon)
    return step


def rmsprop(rate, beta, epsilon, momentum, centered):
    square = mean = velocity = M(0)

    def step(w, g, t):
        nonlocal square, mean, velocity
        square = beta * square + (1 - beta) * g * g
        mean = beta * mean + (1 - beta) * g
        denominator = square - mean * mean if centered else square
        velocity = momentum * velocity + g / sqrt(denominator + epsilon)
        return w - rate * velocity
    return step


def adam_inside(rate, beta1, beta2, epsilon, amsgrad):
    m = v = largest = M(0)

    def step(w, g, t):
        nonlocal m, v, largest
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        largest = max(largest, v)
        return w - rate * (m / (1 - beta1 ** t)) / sqrt((largest if amsgrad else v) / (1 - beta2 ** t) + epsilon)
    return step


def adam_before(rate, beta1, beta2, epsilon, amsgrad):
    """Keras's Adam, scikit-learn's without AMSGrad: lr_t = lr * sqrt(1 - beta2^t) / (1 - beta1^t); w -= lr_t * m / (sqrt(v) + epsilon)."""
    m = v = largest = M(0)

    def step(w, g, t):
        nonlocal m, v, largest
        m += (g - m) * (1 - beta1)
        v += (g * g - v) * (1 - beta2)
        largest = max(largest, v)
        return w - rate * sqrt(1 - beta2 ** t) / (1 - beta1 ** t) * m / (sqrt(largest if amsgrad else v) + epsilon)
    return step


def decayed(inner, rate, decay):
    step = inner

    def both(w, g, t):
        return step(w - rate * decay * w, g, t)
    return both


def nadam_ruder(rate, beta1, beta2, epsilon):
    """Ruder's overview, the last formula of his section on Nadam."""
    m = v = M(0)

    def step(w, g, t):
        nonlocal m, v
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        corrected, root = m / (1 - beta1 ** t), sqrt(v / (1 - beta2 ** t))
        return w - rate / (root + epsilon) * (beta1 * corrected + (1 - beta1) * g / (1 - beta1 ** t))
    return step


def adam_by_sklearn():
    # One array per number would change nothing: the rule is elementwise.
    parameters = [np.array(start)]
    optimizer = AdamOptimizer(parameters, learning_rate_init=0.01, beta_1=0.8, beta_2=0.95, epsilon=1e-3)
    places = []
    for g in gradients:
        optimizer.update_params(parameters, [np.array(g)])
        places.append(parameters[0].tolist())
    return places


def nadam(rate, beta1, beta2, epsilon, decay):
    m = v = M(0)
    product = M(1)

    def mu(t):
        return beta1 if decay is None else beta1 * (1 - M("0.5") * M("0.96") ** (t * decay))

    def step(w, g, t):
        nonlocal m, v, product
        product *= mu(t)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        mean = mu(t + 1) * m / (1 - product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product)
        return w - rate * mean / (sqrt(v / (1 - beta2 ** t)) + epsilon)
    return step


def adadelta(rate, beta, epsilon):
    square = steps = M(0)

    def step(w, g, t):
        nonlocal square, steps
        square = beta * square + (1 - beta) * g * g
        delta = -sqrt(steps + epsilon) / sqrt(square + epsilon) * g
        steps = beta * steps + (1 - beta) * delta * delta
        return w + rate * delta
    return step


def lion(rate, beta1, beta2):
    m = M(0)

    def step(w, g, t):
        nonlocal m
        direction = mpmath.sign(beta1 * m + (1 - beta1) * g)
        m = beta2 * m + (1 - beta2) * g
        return w - rate * direction
    return step


def by_formula(make):
    columns = []
    for i, place in enumerate(start):
        w, step, column = M(place), make(), []
        for t, g in enumerate(gradients, 1):
            w = step(w, M(g[i]), t)
            column.append(float(w))
        columns.append(column)
    return [list(row) for row in zip(*columns)]


def F(*numbers):
    """The doubles that the program is given."""
    return [M(float(n)) for n in numbers]


rules = {
    "momentum_average": by_formula(lambda: momentum_average(*F(0.1, 0.9))),
    "heavy_ball_falling": by_torch(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9), lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.7)),
    "adagrad_inside": by_formula(lambda: adagrad(*F(0.1, 1e-3, 0))),
    "adagrad_keras": by_formula(lambda: adagrad(*F(0.1, 1e-7, 0.1))),
    "rmsprop_inside": by_formula(lambda: rmsprop(*F(0.01, 0.9, 1e-3, 0), False)),
    "rmsprop_inside_both": by_formula(lambda: rmsprop(*F(0.01, 0.9, 1e-3, 0.8), True)),
    "adam_inside": by_formula(lambda: adam_inside(*F(0.01, 0.8, 0.95, 1e-3), False)),
    "adam_inside_amsgrad": by_formula(lambda: adam_inside(*F(0.01, 0.8, 0.95, 1e-3), True)),
    "adam_before": adam_by_sklearn(),
    "adam_before_keras": by_formula(lambda: adam_before(*F(0.01, 0.8, 0.95, 1e-3), False)),
    "adam_before_amsgrad": by_formula(lambda: adam_before(*F(0.01, 0.8, 0.95, 1e-3), True)),
    "adamw_keras": by_formula(lambda: decayed(adam_before(*F(0.01, 0.8, 0.95, 1e-3), False), *F(0.01, 0.1))),
    "adamw_amsgrad": by_torch(lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, amsgrad=True, foreach=False)),
    "adamw": by_torch(lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, foreach=False)),
    "adadelta_paper": by_formula(lambda: adadelta(*F(1, 0.95, 1e-6))),
    "nadam_keras": by_formula(lambda: nadam(*F(0.01, 0.8, 0.95, 1e-3, 1))),
    "nadam_simple": by_formula(lambda: nadam(*F(0.01, 0.8, 0.95, 1e-3), None)),
    "nadam_ruder": by_formula(lambda: nadam_ruder(*F(0.01, 0.8, 0.95, 1e-3))),
    "lion": by_formula(lambda: lion(*F(0.01, 0.8, 0.95))),
}

S = torch.optim.lr_scheduler
after = {
    "step": lambda o: S.StepLR(o, 4, 0.3),
    "multi_step": lambda o: S.MultiStepLR(o, [3, 5, 11], 0.3),
    "exponential": lambda o: S.ExponentialLR(o, 0.9),
    "polynomial": lambda o: S.PolynomialLR(o, 10, 2.0),
    "cosine": lambda o: S.CosineAnnealingLR(o, 12, 0.05),
    "cosine_restarts": lambda o: S.CosineAnnealingWarmRestarts(o, 3, 2, 0.05),
    "inverse_time": lambda o: S.LambdaLR(o, lambda epoch: 1 / (1 + 0.3 * epoch)),
}


def warmed(make, epochs=17):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    scheduler = S.SequentialLR(optimizer, [S.LinearLR(optimizer, 0.2, 1.0, 5), make(optimizer)], [5])
    values = []
    for _ in range(epochs):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return values


result = {
    "script": here.name,
    "versions": {"python": sys.version.split()[0], "mpmath": mpmath.__version__, "numpy": np.__version__, "sklearn": sklearn.__version__, "torch": torch.__version__},
    "rules": rules,
    "warm_up_before": {name: warmed(make) for name, make in after.items()},
    "inverse_time": [0.5 / (1 + 0.3 * epoch) for epoch in range(15)],
}
here.with_suffix(".json").write_text("{" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in result.items()) + "}\n")
