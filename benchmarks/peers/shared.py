"""What every peer needs: the workloads, the numbers they start from, the clock, and one JSON line per workload.

Import this before NumPy or PyTorch: the number of threads is read from the environment when they are loaded.
"""

import argparse
import json
import os
import time

W1 = dict(widths=[4, 12, 12, 3], optimizer="momentum", rate=0.06, beta=0.75, l2=1e-4, batch=64, batches=64, proof=100)
W2 = dict(widths=[784, 128, 64, 10], hidden="relu", output="softmax", targets="classes", optimizer="adam", rate=0.001, l2=0.0, batch=64, batches=32, proof=8)

WORKLOADS = {
    "W1a": dict(W1, hidden="prelu", output="sigmoid", targets="labels"),
    "W1b": dict(W1, hidden="swish", output="softmax", targets="classes"),
    "W1c": dict(W1, hidden="prelu", output="linear", targets="numbers"),
    "W1leaky": dict(W1, hidden="leaky", output="sigmoid", targets="labels", l2=0.0),
    "W2": W2,
    "W2b32": dict(W2, batch=32, batches=64),
    "W3": dict(W2, widths=[784, 1024, 1024, 10], batch=256, batches=4),
}
# Batch normalization, relu and dropout after every layer but the last; masks are each peer's own, so there is no number to compare.
WORKLOADS["W4"] = dict(
    widths=[64, 256, 256, 256, 1], hidden="relu", output="sigmoid", targets="labels", optimizer="adamw", rate=0.001, l2=0.0,
    batch=256, batches=16, proof=8, normalized=True, dropout=0.1)
WORKLOADS["W4b"] = dict(WORKLOADS["W4"], dropout=0.0)
WORKLOADS["W1epoch"] = dict(WORKLOADS["W1a"], epoch=True, batches=625)
WORKLOADS["W5a"] = dict(WORKLOADS["W1a"], predict=True, batch=1)
WORKLOADS["W5b"] = dict(WORKLOADS["W2"], predict=True, batch=1)
WORKLOADS["W5c"] = dict(WORKLOADS["W3"], predict=True, batch=1024)

WINDOW = 0.01
LEAST_WINDOWS = 5


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--workload", default="all")
    parser.add_argument("--type", choices=["float", "double"], default="float")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--check", action="store_true", help="compute the check number only, measure nothing")
    options = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)
    return options


def uniform(stream, count):
    """SplitMix64, as in SharedNumbers.cs."""
    import numpy as np

    with np.errstate(over="ignore"):
        z = np.uint64(stream << 40) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def data(work, dtype):
    """Samples and targets, one row each."""
    import numpy as np

    rows = work["batch"] if work.get("predict") else work["batch"] * work["batches"]
    inputs, outputs = work["widths"][0], work["widths"][-1]
    x = (2 * uniform(1, rows * inputs) - 1).reshape(rows, inputs).astype(dtype)
    if work["targets"] == "classes":
        t = np.eye(outputs)[(uniform(2, rows) * outputs).astype(int)]
    elif work["targets"] == "labels":
        t = (uniform(2, rows * outputs) >= 0.5).reshape(rows, outputs)
    else:
        t = (2 * uniform(2, rows * outputs) - 1).reshape(rows, outputs)
    return x, np.ascontiguousarray(t.astype(dtype))


def weights(work, dtype):
    """One matrix per layer, outputs x inputs."""
    import numpy as np

    pairs = list(zip(work["widths"], work["widths"][1:]))
    return [
        ((2 * uniform(10 + i, a * b) - 1) * np.sqrt(6.0 / (a + b))).reshape(b, a).astype(dtype)
        for i, (a, b) in enumerate(pairs)
    ]


def multiply_adds(work):
    """Of one step: forward, and in training the gradients of weights and of inputs except the first layer's."""
    products = [a * b for a, b in zip(work["widths"], work["widths"][1:])]
    if work.get("predict"):
        return work["batch"] * sum(products)
    steps = work["batches"] if work.get("epoch") else 1
    return work["batch"] * steps * (3 * sum(products) - products[0])


def loss(work, z, t):
    """The mean loss of the numbers z before the last activation, in double."""
    import numpy as np

    z, t = z.astype(np.float64), t.astype(np.float64)
    if work["output"] == "softmax":
        m = z.max(axis=1, keepdims=True)
        return float(-(t * (z - m - np.log(np.exp(z - m).sum(axis=1, keepdims=True)))).sum(axis=1).mean())
    if work["output"] == "sigmoid":
        return float((np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z)))).mean())
    return float(((z - t) ** 2).mean())


def measure(step, seconds, steps_per_call=1):
    """Microseconds per step over many short windows, sorted, after half the time of warming up."""
    def window(calls):
        start = time.perf_counter()
        for _ in range(calls):
            step()
        return time.perf_counter() - start

    calls, fastest, began = 1, float("inf"), time.perf_counter()
    while True:
        elapsed = window(calls)
        fastest = min(fastest, elapsed / calls)
        if elapsed < WINDOW / 2:
            calls *= 2
        if time.perf_counter() - began >= seconds / 2:
            break
    calls = max(1, int(WINDOW / fastest))
    times, began = [], time.perf_counter()
    while len(times) < LEAST_WINDOWS or time.perf_counter() - began < seconds:
        times.append(window(calls) / calls / steps_per_call * 1e6)
    return sorted(times)


def percentile(times, share):
    place = share * (len(times) - 1)
    below = int(place)
    return times[below] if below + 1 == len(times) else times[below] + (place - below) * (times[below + 1] - times[below])


def run(peer, version, options, prepare, supported=tuple(name for name, work in WORKLOADS.items() if not work.get("normalized"))):
    """prepare(work, dtype, threads) -> (check() -> number or None, step(), steps per call, note or None)."""
    names = [name for word in options.workload.split(",") for name in (WORKLOADS if word == "all" else [word])]
    dtype = "float32" if options.type == "float" else "float64"
    for name in (name for name in names if name in supported):
        work = WORKLOADS[name]
        check, step, steps_per_call, note = prepare(work, dtype, options.threads)
        line = dict(peer=peer, version=version, workload=name, type=options.type, threads=options.threads, check=check())
        if not options.check:
            times = measure(step, options.seconds, steps_per_call)
            middle = percentile(times, 0.5)
            samples = work["batch"] * (work["batches"] if work.get("epoch") else 1)
            line.update(
                laneBits=None, microsecondsPerStep=middle, minimumMicroseconds=times[0],
                percentile5Microseconds=percentile(times, 0.05), percentile95Microseconds=percentile(times, 0.95),
                windows=len(times), samplesPerSecond=samples / middle * 1e6, multiplyAddsPerStep=multiply_adds(work),
                gflops=2 * multiply_adds(work) / middle * 1e-3, fmaPeakGflops=None, bytesPerStep=None, finalWeightsHash=None)
        if note:
            line["note"] = note
        print(json.dumps(line), flush=True)
