"""The same training steps in NumPy: buffers made once, products into them, one flat block for the update."""

import os

import shared

# A waiting OpenBLAS thread should not take the core from the one that computes.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
options = shared.arguments()

import numpy as np  # noqa: E402


class Network:
    def __init__(self, work, dtype):
        self.work, self.t = work, 0
        self.hidden, self.output = work["hidden"], work["output"]
        first = shared.weights(work, dtype)
        widths = work["widths"][1:]
        slopes = {"prelu": 0.25, "swish": 1.0}.get(self.hidden)
        arrays = first + [np.zeros(w, dtype) for w in widths]
        if slopes is not None:
            arrays += [np.full(w, slopes, dtype) for w in widths[:-1]]
        # Weights first: they alone are penalized.
        self.flat = np.concatenate([a.ravel() for a in arrays])
        self.gradient, self.m, self.v, self.s = (np.zeros_like(self.flat) for _ in range(4))
        self.penalized = sum(a.size for a in first)
        views, gradients, offset = [], [], 0
        for a in arrays:
            views.append(self.flat[offset:offset + a.size].reshape(a.shape))
            gradients.append(self.gradient[offset:offset + a.size].reshape(a.shape))
            offset += a.size
        n = len(widths)
        self.w, self.b, self.slope = views[:n], views[n:2 * n], views[2 * n:]
        self.dw, self.db, self.dslope = gradients[:n], gradients[n:2 * n], gradients[2 * n:]
        buffers = lambda: [np.empty((work["batch"], w), dtype) for w in widths]
        self.z, self.a, self.d, self.x = buffers(), buffers(), buffers(), buffers()

    def forward(self, x):
        """Leaves the numbers before the last activation in z[-1]."""
        for i, (w, b, z, a, e) in enumerate(zip(self.w, self.b, self.z, self.a, self.x)):
            np.matmul(x, w.T, out=z)
            z += b
            if i == len(self.w) - 1:
                return z
            if self.hidden == "relu":
                np.maximum(z, 0, out=a)
            elif self.hidden == "leaky":
                np.multiply(z, 0.01, out=e)
                np.maximum(z, e, out=a)
            elif self.hidden == "prelu":
                np.minimum(z, 0, out=e)
                np.multiply(e, self.slope[i], out=a)
                a += np.maximum(z, 0)
            else:
                np.multiply(z, -self.slope[i], out=e)
                np.exp(e, out=e)
                e += 1
                np.reciprocal(e, out=e)
                np.multiply(z, e, out=a)
            x = a

    def activate(self, z):
        if self.output == "softmax":
            z -= z.max(axis=1, keepdims=True)
            np.exp(z, out=z)
            z /= z.sum(axis=1, keepdims=True)
        elif self.output == "sigmoid":
            np.negative(z, out=z)
            np.exp(z, out=z)
            z += 1
            np.reciprocal(z, out=z)
        return z

    def step(self, x, t):
        z = self.forward(x)
        d = self.d[-1]
        np.subtract(self.activate(z), t, out=d)
        d *= {"softmax": 1 / len(t), "sigmoid": 1 / t.size, "linear": 2 / t.size}[self.output]
        for i in range(len(self.w) - 1, -1, -1):
            np.matmul(d.T, self.a[i - 1] if i else x, out=self.dw[i])
            np.sum(d, axis=0, out=self.db[i])
            if i:
                below, z, e = self.d[i - 1], self.z[i - 1], self.x[i - 1]
                np.matmul(d, self.w[i], out=below)
                d = self.backward(i - 1, below, z, e)
        self.update()

    def backward(self, i, d, z, e):
        if self.hidden == "relu":
            d *= z > 0
        elif self.hidden == "leaky":
            d *= np.where(z > 0, d.dtype.type(1), d.dtype.type(0.01))
        elif self.hidden == "prelu":
            np.sum(np.multiply(d, e, out=e), axis=0, out=self.dslope[i])
            d *= np.where(z > 0, d.dtype.type(1), self.slope[i])
        else:
            rest = self.a[i] * (1 - e)
            np.sum(d * z * rest, axis=0, out=self.dslope[i])
            rest *= self.slope[i]
            rest += e
            d *= rest
        return d

    def update(self):
        g, w, s = self.gradient, self.work, self.s
        if w["l2"] > 0:
            g[:self.penalized] += w["l2"] * self.flat[:self.penalized]
        if w["optimizer"] == "momentum":
            self.m *= w["beta"]
            g *= 1 - w["beta"]
            self.m += g
            np.multiply(self.m, w["rate"], out=s)
        else:
            self.t += 1
            self.m *= 0.9
            np.multiply(g, 0.1, out=s)
            self.m += s
            self.v *= 0.999
            g *= g
            g *= 0.001
            self.v += g
            np.sqrt(self.v, out=s)
            s *= 1 / (1 - 0.999**self.t) ** 0.5
            s += 1e-8
            np.divide(self.m, s, out=s)
            s *= w["rate"] / (1 - 0.9**self.t)
        self.flat -= s


def prepare(work, dtype, threads):
    network = Network(work, dtype)
    x, t = shared.data(work, dtype)
    batch, at = work["batch"], [0]

    def step():
        start = at[0] * batch
        network.step(x[start:start + batch], t[start:start + batch])
        at[0] = (at[0] + 1) % work["batches"]

    def epoch():
        order = generator.permutation(len(x))
        for start in range(0, len(x), batch):
            rows = order[start:start + batch]
            network.step(x[rows], t[rows])

    def predict():
        return network.activate(network.forward(x))

    def check():
        if work.get("predict"):
            return float((predict().astype(np.float64) ** 2).mean())
        for _ in range(work["proof"]):
            step()
        return shared.loss(work, network.forward(x[:batch]), t[:batch])

    generator = np.random.default_rng(1)
    if work.get("epoch"):
        return (lambda: None), epoch, 1, None
    return check, (predict if work.get("predict") else step), 1, None


shared.run("numpy", np.__version__, options, prepare)
