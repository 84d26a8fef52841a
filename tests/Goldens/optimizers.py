"""Writes optimizers.json: ten steps of every rule on given gradients, clipped gradients, and schedules, by PyTorch in double.

    python3 optimizers.py        (needs numpy and torch; the file records their versions)

Starts and gradients are multiples of 2^-10. Look-ahead Nesterov is PyTorch's Nesterov with the momentum put back:
theta = p + rate * beta * buffer. NAdam runs with foreach=True: in torch 1.13 the other path multiplies mu twice.
"""
import json
import pathlib
import sys

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.default_rng(20261120)
STEPS, WIDTH = 10, 11


def grid(values):
    return np.round(values * 1024) / 1024


start = grid(rng.normal(size=WIDTH))
gradients = grid(rng.normal(size=(STEPS, WIDTH)) * np.logspace(-2, 1.5, WIDTH))
gradients[:, 3] = 0.0
gradients[0, 5] = 0.0
gradients[4:, 6] = 0.0

RULES = {
    "gradient_descent": lambda p: torch.optim.SGD(p, lr=0.1),
    "heavy_ball": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "nesterov_look_ahead": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-3),
    "adagrad_start": lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-3, initial_accumulator_value=0.25),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3),
    "rmsprop_momentum": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3, momentum=0.8),
    "rmsprop_centered": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3, centered=True),
    "rmsprop_both": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3, momentum=0.8, centered=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3),
    "adam_amsgrad": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3, amsgrad=True),
    "adadelta": lambda p: torch.optim.Adadelta(p, lr=0.5, rho=0.9, eps=1e-4),
    "adamax": lambda p: torch.optim.Adamax(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3),
    "nadam": lambda p: torch.optim.NAdam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3, momentum_decay=0.01, foreach=True),
}


def walk(name):
    p = torch.tensor(start, requires_grad=True)
    optimizer = RULES[name]([p])
    places = []
    for g in gradients:
        p.grad = torch.tensor(g)
        optimizer.step()
        place = p.detach().clone()
        if name == "nesterov_look_ahead":
            place += 0.1 * 0.9 * optimizer.state[p]["momentum_buffer"]
        places.append(place.tolist())
    return places


def clipped(how):
    tensors = [torch.zeros(4, requires_grad=True), torch.zeros((2, 3), requires_grad=True)]
    for tensor, numbers in zip(tensors, (gradients[1, :4], gradients[1, 4:10].reshape(2, 3))):
        tensor.grad = torch.tensor(numbers)
    how(tensors)
    return [t.grad.ravel().tolist() for t in tensors]


def rates(make, epochs, after=None):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    scheduler = make(optimizer)
    values = []
    for epoch in range(epochs):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step(*([after[epoch]] if after else []))
    return values


losses = [1, 0.8, 0.7, 0.7, 0.71, 0.69999, 0.72, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.55, 0.55, 0.6, 0.56, 0.58, 0.59, 0.6, 0.6, 0.6]
S = torch.optim.lr_scheduler
schedules = {
    "step": rates(lambda o: S.StepLR(o, 4, 0.3), 15),
    "multi_step": rates(lambda o: S.MultiStepLR(o, [3, 5, 11], 0.3), 15),
    "exponential": rates(lambda o: S.ExponentialLR(o, 0.9), 15),
    "polynomial": rates(lambda o: S.PolynomialLR(o, 10, 2.0), 15),
    "cosine": rates(lambda o: S.CosineAnnealingLR(o, 12, 0.05), 13),
    "cosine_restarts": rates(lambda o: S.CosineAnnealingWarmRestarts(o, 3, 2, 0.05), 25),
    "warm_up": rates(lambda o: S.SequentialLR(o, [S.LinearLR(o, 0.2, 1.0, 5), S.ExponentialLR(o, 0.9)], [5]), 15),
    "one_cycle": rates(lambda o: S.OneCycleLR(o, 0.5, total_steps=40, pct_start=0.3, div_factor=20, final_div_factor=100), 40 - 1),
    "plateau": rates(lambda o: S.ReduceLROnPlateau(o, factor=0.5, patience=2, threshold=1e-4, cooldown=1, min_lr=0.1), len(losses), losses),
}

result = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
    "start": start.tolist(),
    "gradients": gradients.tolist(),
    "rules": {name: walk(name) for name in RULES},
    "clipping": {
        "global_norm": clipped(lambda t: torch.nn.utils.clip_grad_norm_(t, 0.5)),
        "tensor_norm": clipped(lambda t: [torch.nn.utils.clip_grad_norm_([x], 0.5) for x in t]),
        "value": clipped(lambda t: torch.nn.utils.clip_grad_value_(t, 0.25)),
        "untouched": clipped(lambda t: torch.nn.utils.clip_grad_norm_(t, 1000)),
    },
    "losses": losses,
    "schedules": schedules,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("{" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in result.items()) + "}\n")
