"""Weights as PyTorch and NumPy store them, with what PyTorch predicts with them: weights/*.npz, weights/torch.safetensors, weights.json.

Needs torch and numpy. Keras is not needed: its layers are imitated by their names and the order of their matrices, [inputs, outputs].
"""

import json
import os
import struct

import numpy as np
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "weights")


def path(name):
    return os.path.join(FOLDER, name)


def safetensors(name, tensors):
    header, offset, data = {}, 0, b""
    for key, value in sorted(tensors.items()):
        raw = value.tobytes()
        kind = {np.dtype("<f2"): "F16", np.dtype("<f4"): "F32", np.dtype("<f8"): "F64", np.dtype("<i8"): "I64"}[value.dtype]
        header[key] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [offset, offset + len(raw)]}
        offset += len(raw)
        data += raw
    text = json.dumps(header).encode()
    with open(path(name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


torch.manual_seed(5)
model = nn.Sequential(nn.Linear(3, 4), nn.PReLU(4), nn.BatchNorm1d(4), nn.Linear(4, 4), nn.Tanh(), nn.LayerNorm(4), nn.Linear(4, 2), nn.Softmax(dim=1))
with torch.no_grad():
    for parameter in model.parameters():
        parameter.copy_(torch.randn_like(parameter) * 0.7)
    model[2].running_mean.copy_(torch.randn(4))
    model[2].running_var.copy_(torch.rand(4) + 0.5)
model.eval()
inputs = torch.randn(6, 3)
outputs = model(inputs).detach().numpy()
state = {key: value.numpy() for key, value in model.state_dict().items()}
np.savez(path("torch.npz"), **state)
safetensors("torch.safetensors", {f"net.{key}": value for key, value in state.items()})

names = {0: "dense", 1: "p_re_lu", 2: "batch_normalization", 3: "dense_1", 5: "layer_normalization", 6: "dense_2"}
roles = {
    0: [("weight", "kernel"), ("bias", "bias")],
    1: [("weight", "alpha")],
    2: [("weight", "gamma"), ("bias", "beta"), ("running_mean", "moving_mean"), ("running_var", "moving_variance")],
    3: [("weight", "kernel"), ("bias", "bias")],
    5: [("weight", "gamma"), ("bias", "beta")],
    6: [("weight", "kernel"), ("bias", "bias")],
}
keras = {}
for index, layer in names.items():
    for own, other in roles[index]:
        value = state[f"{index}.{own}"]
        keras[f"{layer}/{other}:0"] = value.T if value.ndim == 2 else value
np.savez_compressed(path("keras.npz"), **keras)
np.savez(path("get_weights.npz"), *keras.values())

array = np.array([[1.5, -2.25, 0.0], [1024.0, -0.125, 3.0]])
np.savez(
    path("types.npz"),
    half=array.astype("<f2"), single=array.astype("<f4"), double=array.astype("<f8"), big_half=array.astype(">f2"), big_single=array.astype(">f4"), big_double=array.astype(">f8"),
    fortran=np.asfortranarray(array), cube=np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)), scalar=np.float32(7), empty=np.zeros((0, 3)), vector=np.array([1.0, 2.0]))
np.savez(path("integers.npz"), whole=np.arange(3))

with open(os.path.join(HERE, "weights.json"), "w") as file:
    json.dump({"torch": torch.__version__, "numpy": np.__version__, "inputs": [float(x) for x in inputs.flatten()], "outputs": [float(x) for x in outputs.flatten()], "array": array.flatten().tolist()}, file, indent=1)
    file.write("\n")
