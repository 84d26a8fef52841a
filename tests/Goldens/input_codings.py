"""Smooth clipping after robust scaling (RealMLP, by its formula in NumPy) and ranks as normal quantiles (scikit-learn's QuantileTransformer).
Writes input_codings.json beside itself. Made with Python 3.11, NumPy 1.24 and scikit-learn 1.2 (SciPy 1.10)."""
import json
import os

import numpy as np
import sklearn
from scipy.stats import norm
from sklearn.preprocessing import QuantileTransformer

random = np.random.default_rng(7)
train = np.concatenate([np.round(random.gamma(2.0, 1.5, 280), 1), np.full(20, 4.0)]).astype(np.float32).astype(np.float64)
other = np.concatenate([train[:40], [-50.0, 0.05, 4.0, 4.05, 1000.0]]).astype(np.float32).astype(np.float64)

quartiles = np.quantile(train, [0.25, 0.5, 0.75])
z = (other - quartiles[1]) / (quartiles[2] - quartiles[0])
smooth = z / np.sqrt(1 + (z / 3) ** 2)

transformer = QuantileTransformer(n_quantiles=10, output_distribution="uniform", subsample=10**9)
transformer.fit(train[:, None])
ranks = transformer.transform(other[:, None])[:, 0]
normal = norm.ppf(np.clip(ranks, 1e-3, 1 - 1e-3))
wide = QuantileTransformer(n_quantiles=10, output_distribution="normal", subsample=10**9).fit(train[:, None]).transform(other[:, None])[:, 0]

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "input_codings.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "scikit-learn": sklearn.__version__, "train": list(train), "other": list(other), "smooth_clip": list(smooth), "quantile_normal": list(normal), "quantile_normal_wide": list(wide)}, file)
    file.write("\n")
