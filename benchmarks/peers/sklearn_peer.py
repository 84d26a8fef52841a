"""scikit-learn's MLP on the same data. It knows neither prelu nor swish: W1 and W5a take relu and are marked as nearest."""

import os
import warnings

import shared

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
options = shared.arguments()

import numpy as np  # noqa: E402
import sklearn  # noqa: E402
from sklearn.neural_network import MLPClassifier, MLPRegressor  # noqa: E402

warnings.filterwarnings("ignore")


def prepare(work, dtype, threads):
    x, t = shared.data(work, dtype)
    exact = work["hidden"] == "relu"
    if work.get("predict") and work["batch"] == 1:
        fit_x, fit_t = np.vstack([x, x]), np.vstack([t, 1 - t])
    else:
        fit_x, fit_t = x, t
    y = fit_t.argmax(1) if work["targets"] == "classes" else fit_t.astype(int) if work["targets"] == "labels" else fit_t
    momentum = dict(solver="sgd", learning_rate_init=work["rate"] * 0.25, momentum=0.75, nesterovs_momentum=False)
    # Its epsilon is not divided by the root of the second moment's correction, which is about 0.05 in the steps compared.
    solver = dict(solver="adam", epsilon=5e-10) if work["optimizer"] == "adam" else momentum
    make = MLPRegressor if work["output"] == "linear" else MLPClassifier
    model = make(hidden_layer_sizes=work["widths"][1:-1], batch_size=min(work["batch"], len(fit_x)), shuffle=bool(work.get("epoch")), alpha=work["l2"] * work["batch"], **solver)
    classes = dict(classes=np.arange(work["widths"][-1])) if make is MLPClassifier else {}

    # The first call makes the arrays; then they get the weights that every peer starts from.
    model.partial_fit(fit_x[:2], y[:2], **classes)
    for into, w in zip(model.coefs_, shared.weights(work, dtype)):
        into[...] = w.T
    for into in model.intercepts_:
        into[...] = 0
    del model._optimizer
    batch = work["batch"]
    predict = lambda: (model.predict if make is MLPRegressor else model.predict_proba)(x)

    def check():
        # In double its epsilon can be told apart from any that does not change from step to step.
        if not exact or (dtype == "float64" and work["optimizer"] == "adam" and not work.get("predict")):
            return None
        if work.get("predict"):
            return float((predict().astype(np.float64) ** 2).mean())
        for done in range(0, work["proof"], work["batches"]):
            rows = min(work["proof"] - done, work["batches"]) * batch
            model.partial_fit(x[:rows], y[:rows])
        p = model.predict_proba(x[:batch]).astype(np.float64)
        return float(-np.log(p[t[:batch] > 0]).mean())

    note = None if exact else "relu"
    if work.get("predict"):
        return check, predict, 1, note
    return check, (lambda: model.partial_fit(x, y)), 1 if work.get("epoch") else work["batches"], note


shared.run("scikit-learn", sklearn.__version__, options, prepare)
