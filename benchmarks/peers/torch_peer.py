"""The same training steps in PyTorch, as its documentation advises: fused losses, foreach optimizers, gradients set to None."""

import shared

options = shared.arguments()

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402


class LearnedSwish(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.beta = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.sigmoid(self.beta * x)


HIDDEN = {
    "relu": lambda width: nn.ReLU(), "leaky": lambda width: nn.LeakyReLU(0.01),
    "prelu": lambda width: nn.PReLU(width), "swish": LearnedSwish,
}
OUTPUT = {"softmax": nn.Softmax(1), "sigmoid": nn.Sigmoid(), "linear": nn.Identity()}
LOSS = {"softmax": nn.CrossEntropyLoss(), "sigmoid": nn.BCEWithLogitsLoss(), "linear": nn.MSELoss()}


def build(work, dtype):
    layers = []
    for i, w in enumerate(shared.weights(work, dtype)):
        if i:
            if work.get("normalized"):
                layers.append(nn.BatchNorm1d(w.shape[1]))
            layers.append(HIDDEN[work["hidden"]](w.shape[1]))
            if work.get("dropout"):
                layers.append(nn.Dropout(work["dropout"]))
        layer = nn.Linear(w.shape[1], w.shape[0])
        layer.weight.data, layer.bias.data = torch.from_numpy(w), torch.zeros(w.shape[0])
        layers.append(layer)
    return nn.Sequential(*layers).to(getattr(torch, dtype))


def optimizer_of(work, network):
    if work["optimizer"] == "adam":
        return torch.optim.Adam(network.parameters(), lr=work["rate"], foreach=True)
    weights = [p for p in network.parameters() if p.ndim == 2]
    others = [p for p in network.parameters() if p.ndim != 2]
    if work["optimizer"] == "adamw":
        groups = [dict(params=weights, weight_decay=0.01), dict(params=others, weight_decay=0.0)]
        return torch.optim.AdamW(groups, lr=work["rate"], foreach=True)
    groups = [dict(params=weights, weight_decay=work["l2"]), dict(params=others)]
    optimizer = torch.optim.SGD(groups, lr=work["rate"], momentum=work["beta"], dampening=work["beta"], foreach=True)
    # PyTorch starts the average with the first gradient itself; a buffer that is there already makes it start at zero.
    for p in network.parameters():
        optimizer.state[p]["momentum_buffer"] = torch.zeros_like(p)
    return optimizer


def prepare(work, dtype, threads):
    torch.set_num_threads(threads)
    network = build(work, dtype)
    x, t = (torch.from_numpy(a) for a in shared.data(work, dtype))
    given, batch, at = t, work["batch"], [0]
    if work["output"] == "softmax":
        t = t.argmax(1)  # PyTorch is faster with class numbers than with one-hot rows.
    criterion, optimizer = LOSS[work["output"]], optimizer_of(work, network)
    predictor = nn.Sequential(network, OUTPUT[work["output"]])

    def update(inputs, targets):
        optimizer.zero_grad(set_to_none=True)
        criterion(network(inputs), targets).backward()
        optimizer.step()

    def step():
        start = at[0] * batch
        update(x[start:start + batch], t[start:start + batch])
        at[0] = (at[0] + 1) % work["batches"]

    def epoch():
        for rows in torch.randperm(len(x)).split(batch):
            update(x[rows], t[rows])

    @torch.inference_mode()
    def predict():
        return predictor(x)

    def check():
        if work.get("predict"):
            return float((predict().double() ** 2).mean())
        if work.get("dropout"):
            return None
        for _ in range(work["proof"]):
            step()
        with torch.no_grad():
            return shared.loss(work, network(x[:batch]).numpy(), given[:batch].numpy())

    if work.get("epoch"):
        return (lambda: None), epoch, 1, None
    return check, (predict if work.get("predict") else step), 1, None


shared.run("torch", torch.__version__, options, prepare, tuple(shared.WORKLOADS))
