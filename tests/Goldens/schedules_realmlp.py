"""RealMLP's schedules coslog4 and flat_cos by the formulas of its paper (Holzmueller, Grinsztajn and Steinwart 2024), in NumPy.
Writes schedules_realmlp.json beside itself. Made with Python 3.11 and NumPy 1.24."""
import json
import os

import numpy as np

shares = np.linspace(0, 1, 41)
coslog4 = 0.5 * (1 - np.cos(2 * np.pi * np.log2(1 + 15 * shares)))
flat_cos = np.where(shares < 0.5, 1.0, 0.5 * (1 + np.cos(np.pi * (shares - 0.5) / 0.5)))
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schedules_realmlp.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump({"python": "3.11", "numpy": np.__version__, "logarithmic_cosine": list(0.04 * coslog4), "flat_cosine": list(0.15 * flat_cos)}, file, indent=1)
    file.write("\n")
