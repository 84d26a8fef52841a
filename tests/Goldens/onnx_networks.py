"""Dense networks of other programs as ONNX files, with their inputs and outputs.

Needs numpy, torch (1.13), scikit-learn (1.2) and onnx (1.12); writes the folder onnx and onnx_networks.json next to itself.
- PyTorch writes its files itself. Its outputs are those of the network in evaluation mode.
- scikit-learn has no ONNX export of its own: the graphs are built here, node by node, in the form in which skl2onnx writes multilayer perceptrons and standard
  scalers (MatMul and Add for each layer, ArgMax, ArrayFeatureExtractor and ZipMap for labels). The outputs are those of predict_proba and predict.
- The graph of Keras has the names and operators of tf2onnx (MatMul and Add, statistics of a batch normalization folded into Mul and Add). Its outputs are computed with NumPy in double.
"""
import json
import pathlib
import warnings

import numpy as np
import onnx
import sklearn
import torch
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_iris
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "onnx"
CASES = {}


def add(name, inputs, outputs, labels=None):
    CASES[name] = {"inputs": np.asarray(inputs, np.float64).round(6).tolist(), "outputs": np.asarray(outputs, np.float64).tolist(), "labels": labels or []}


def torch_case(name, layers, inputs=5, opset=14, rank=2):
    torch.manual_seed(len(CASES) + 1)
    net = torch.nn.Sequential(*layers)
    # Statistics and slopes that are not those of the beginning.
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm1d):
            module.running_mean.uniform_(-1, 1)
            module.running_var.uniform_(0.5, 2)
        if isinstance(module, (torch.nn.BatchNorm1d, torch.nn.LayerNorm)):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.bias, -0.5, 0.5)
        if isinstance(module, torch.nn.PReLU):
            torch.nn.init.uniform_(module.weight, -0.5, 0.5)
    net.eval()
    x = torch.round(torch.randn(7, inputs) * 1.5 * 1e4) / 1e4
    shaped = x.reshape(7, 1, -1) if rank == 3 else x
    torch.onnx.export(net, shaped, FOLDER / f"{name}.onnx", opset_version=opset, input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
    with torch.no_grad():
        add(name, x.numpy(), net(shaped).numpy())


def save(name, nodes, constants, inputs, outputs, opset=15):
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info(inputs[0], TensorProto.FLOAT, [None, inputs[1]])],
        [helper.make_tensor_value_info(output, kind, None) for output, kind in outputs], [numpy_helper.from_array(value, key) for key, value in constants.items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", 1)], producer_name="skl2onnx"), FOLDER / f"{name}.onnx")


def sklearn_case(name, net, scaler, x, classes=None):
    """The pipeline of a StandardScaler and a perceptron, as skl2onnx writes it."""
    nodes = [helper.make_node("Scaler", ["X"], ["variable"], "Scaler", domain="ai.onnx.ml", offset=scaler.mean_.astype(np.float32), scale=(1 / scaler.scale_).astype(np.float32)),
             helper.make_node("Cast", ["variable"], ["cast_input"], "Cast", to=TensorProto.FLOAT)]
    constants, last = {}, "cast_input"
    operators = {"relu": "Relu", "tanh": "Tanh", "logistic": "Sigmoid", "identity": "Identity", "softmax": "Softmax"}
    for i, (weights, bias) in enumerate(zip(net.coefs_, net.intercepts_)):
        suffix = "" if i == 0 else str(i)
        constants[f"coefficient{suffix}"], constants[f"intercepts{suffix}"] = weights.astype(np.float32), bias.astype(np.float32).reshape(1, -1)
        nodes += [helper.make_node("MatMul", [last, f"coefficient{suffix}"], [f"mul_result{suffix}"], f"MatMul{suffix}"),
                  helper.make_node("Add", [f"mul_result{suffix}", f"intercepts{suffix}"], [f"add_result{suffix}"], f"Add{suffix}")]
        is_last = i == len(net.coefs_) - 1
        operator = operators[net.out_activation_ if is_last else net.activation]
        options = {"axis": 1} if operator == "Softmax" else {}
        last = "out_activations_result" if is_last else f"next_activations{suffix}"
        nodes.append(helper.make_node(operator, [f"add_result{suffix}"], [last], f"{operator}_of_{i}", **options))
    if classes is None:
        constants["shape_tensor"] = np.array([-1, net.n_outputs_])
        nodes.append(helper.make_node("Reshape", [last, "shape_tensor"], ["variable1"], "Reshape"))
        save(name, nodes, constants, ("X", x.shape[1]), [("variable1", TensorProto.FLOAT)])
        add(name, x, net.predict(scaler.transform(x)).reshape(len(x), -1))
        return

    if net.n_outputs_ == 1:
        constants["unity"] = np.array(1, np.float32)
        nodes += [helper.make_node("Sub", ["unity", last], ["negative_class_proba"], "Sub"), helper.make_node("Concat", ["negative_class_proba", last], ["probabilities"], "Concat", axis=1)]
    else:
        nodes.append(helper.make_node("Identity", [last], ["probabilities"], "Identity"))
    texts = isinstance(classes[0], str)
    constants["classes"] = np.array(classes, dtype=object if texts else np.int32)
    nodes += [helper.make_node("ArgMax", ["probabilities"], ["argmax_output"], "ArgMax", axis=1),
              helper.make_node("ArrayFeatureExtractor", ["classes", "argmax_output"], ["array_feature_extractor_result"], "ArrayFeatureExtractor", domain="ai.onnx.ml")]
    constants["shape_tensor"] = np.array([-1])
    nodes += [helper.make_node("Reshape", ["array_feature_extractor_result", "shape_tensor"], ["output_label"], "Reshape1"),
              helper.make_node("ZipMap", ["probabilities"], ["output_probability"], "ZipMap", domain="ai.onnx.ml", **({"classlabels_strings": classes} if texts else {"classlabels_int64s": classes}))]
    save(name, nodes, constants, ("X", x.shape[1]), [("output_label", TensorProto.STRING if texts else TensorProto.INT64), ("output_probability", TensorProto.FLOAT)])
    probabilities = net.predict_proba(scaler.transform(x))
    add(name, x, probabilities[:, 1:] if net.n_outputs_ == 1 else probabilities, [str(label) for label in classes])


def keras_case():
    random = np.random.default_rng(5)
    w0, w1, w2 = (random.normal(size=shape).astype(np.float32) * 0.5 for shape in [(4, 8), (8, 6), (6, 2)])
    b0, b1, b2, scale, shift = (random.normal(size=size).astype(np.float32) for size in [8, 6, 2, 8, 8])
    prefix = "StatefulPartitionedCall/sequential"
    nodes = [helper.make_node("MatMul", ["dense_input", f"{prefix}/dense/MatMul/ReadVariableOp:0"], [f"{prefix}/dense/MatMul:0"], f"{prefix}/dense/MatMul"),
             helper.make_node("Add", [f"{prefix}/dense/MatMul:0", f"{prefix}/dense/BiasAdd/ReadVariableOp:0"], [f"{prefix}/dense/BiasAdd:0"], f"{prefix}/dense/BiasAdd"),
             helper.make_node("LeakyRelu", [f"{prefix}/dense/BiasAdd:0"], [f"{prefix}/leaky_re_lu/LeakyRelu:0"], f"{prefix}/leaky_re_lu/LeakyRelu", alpha=0.3),
             helper.make_node("Mul", [f"{prefix}/leaky_re_lu/LeakyRelu:0", f"{prefix}/batch_normalization/batchnorm/mul:0"], [f"{prefix}/batch_normalization/batchnorm/mul_1:0"], f"{prefix}/batch_normalization/batchnorm/mul_1"),
             helper.make_node("Add", [f"{prefix}/batch_normalization/batchnorm/mul_1:0", f"{prefix}/batch_normalization/batchnorm/sub:0"], [f"{prefix}/batch_normalization/batchnorm/add_1:0"], f"{prefix}/batch_normalization/batchnorm/add_1"),
             helper.make_node("MatMul", [f"{prefix}/batch_normalization/batchnorm/add_1:0", "w1"], ["p1"], f"{prefix}/dense_1/MatMul"), helper.make_node("Add", ["p1", "b1"], ["s1"], f"{prefix}/dense_1/BiasAdd"),
             helper.make_node("Elu", ["s1"], ["e1"], f"{prefix}/dense_1/Elu"), helper.make_node("MatMul", ["e1", "w2"], ["p2"], f"{prefix}/dense_2/MatMul"),
             helper.make_node("Add", ["p2", "b2"], ["s2"], f"{prefix}/dense_2/BiasAdd"), helper.make_node("Identity", ["s2"], ["dense_2"], "Identity")]
    save("keras", nodes, {
        f"{prefix}/dense/MatMul/ReadVariableOp:0": w0, f"{prefix}/dense/BiasAdd/ReadVariableOp:0": b0, f"{prefix}/batch_normalization/batchnorm/mul:0": scale,
        f"{prefix}/batch_normalization/batchnorm/sub:0": shift, "w1": w1, "b1": b1, "w2": w2, "b2": b2}, ("dense_input", 4), [("dense_2", TensorProto.FLOAT)])
    x = random.normal(size=(7, 4)).round(4)
    h = x @ w0.astype(float) + b0
    h = np.where(h > 0, h, 0.3 * h) * scale + shift
    h = h @ w1.astype(float) + b1
    add("keras", x, np.where(h > 0, h, np.expm1(h)) @ w2.astype(float) + b2)


def main():
    FOLDER.mkdir(exist_ok=True)
    nn = torch.nn
    torch_case("torch_activations", [nn.Linear(5, 6), nn.ReLU(), nn.Linear(6, 6), nn.LeakyReLU(0.2), nn.Linear(6, 6), nn.PReLU(6), nn.Linear(6, 6), nn.PReLU(), nn.Linear(6, 6), nn.ELU(0.7), nn.Linear(6, 6), nn.SELU(), nn.Linear(6, 6), nn.Sigmoid(), nn.Linear(6, 6), nn.Tanh(), nn.Linear(6, 3)])
    torch_case("torch_gates", [nn.Linear(5, 6), nn.GELU(), nn.Linear(6, 6), nn.SiLU(), nn.Linear(6, 6), nn.Mish(), nn.Linear(6, 6), nn.Hardswish(), nn.Linear(6, 6), nn.Hardsigmoid(), nn.Linear(6, 6), nn.Softplus(), nn.Linear(6, 6), nn.Softsign(), nn.Linear(6, 3), nn.Softmax(dim=1)])
    torch_case("torch_normalizations", [nn.BatchNorm1d(5), nn.Linear(5, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.3), nn.Linear(8, 6, bias=False), nn.BatchNorm1d(6), nn.Tanh(), nn.Linear(6, 4), nn.LogSoftmax(dim=1)])
    torch_case("torch_layer_normalization", [nn.Linear(5, 8), nn.LayerNorm(8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid()], opset=17)
    torch_case("torch_flatten", [nn.Flatten(), nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 2)], rank=3)
    x, y = load_iris(return_X_y=True)
    names = load_iris().target_names.tolist()
    few = x[::16]
    scaler = StandardScaler().fit(x)
    z = scaler.transform(x)
    options = {"max_iter": 60, "random_state": 1}
    sklearn_case("sklearn_classes", MLPClassifier((8, 6), "relu", **options).fit(z, np.array(names)[y]), scaler, few, sorted(names))
    sklearn_case("sklearn_two_classes", MLPClassifier((6,), "tanh", **options).fit(z, (y == 1).astype(int)), scaler, few, [0, 1])
    sklearn_case("sklearn_number", MLPRegressor((6,), "logistic", **options).fit(z, x[:, 2]), scaler, few)
    keras_case()
    versions = {"numpy": np.__version__, "torch": torch.__version__, "sklearn": sklearn.__version__, "onnx": onnx.__version__}
    (HERE / "onnx_networks.json").write_text(json.dumps({"versions": versions, "cases": CASES}, separators=(",", ":")) + "\n")


main()
