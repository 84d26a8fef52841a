"""The corrections of conformalized quantile regression (Romano, Patterson and Candes 2019) by NumPy's quantiles: of n errors
max(lower - y, y - upper), the empirical quantile of level (1 - alpha)(1 + 1/n), as in Theorem 1 of the paper.
Writes conformal.json beside itself. Made with Python 3.11 and NumPy 1.24."""
import json
import os

import numpy as np

random = np.random.default_rng(11)


def case(rows, targets, levels, spread):
    """Quantile predictions that are too narrow or too wide by the factor spread."""
    x = random.uniform(-2, 2, (rows, targets))
    y = x + (0.3 + np.abs(x)) * random.standard_normal((rows, targets))
    z = np.array([np.quantile(random.standard_normal(100_000), level) for level in levels])
    said = x[:, :, None] + spread * (0.3 + np.abs(x))[:, :, None] * z + 0.1
    said, y = said.astype(np.float32), y.astype(np.float32)
    shifts = np.zeros((targets, len(levels)))
    for target in range(targets):
        for low in range(len(levels)):
            for high in range(low + 1, len(levels)):
                share = levels[high] - levels[low]
                if abs(levels[low] + levels[high] - 1) < 1e-9 and share * (1 + 1 / rows) <= 1:
                    errors = np.maximum(said[:, target, low] - y[:, target], y[:, target] - said[:, target, high])
                    q = np.quantile(errors, share * (1 + 1 / rows), method="inverted_cdf")
                    shifts[target, low], shifts[target, high] = -q, q
    return {"levels": levels, "predictions": said.reshape(rows, -1).tolist(), "targets": y.tolist(), "shifts": shifts.reshape(-1).tolist()}


cases = {
    "narrow": case(137, 1, [0.05, 0.5, 0.95], 0.5),
    "wide": case(211, 2, [0.1, 0.25, 0.6, 0.75, 0.9], 1.6),
    "few": case(17, 1, [0.025, 0.2, 0.8, 0.975], 1.0),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "conformal.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "cases": cases}, file)
    file.write("\n")
