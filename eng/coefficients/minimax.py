"""Near-minimax coefficients of the lane functions (Chebyshev interpolation in 60 digits, then rounding).

Run with any Python that has mpmath; prints C# literals for Exponential.cs, Logarithm.cs and NormalDistribution.cs and the error reached.
"""
from mpmath import mp, mpf, exp, log, sqrt, cos, pi, erfc, matrix, lu_solve

mp.dps = 60


def fit(f, degree, low, high):
    nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * degree + 2)) for i in range(degree + 1)]
    a = matrix(degree + 1, degree + 1)
    b = matrix(degree + 1, 1)
    for i, x in enumerate(nodes):
        b[i] = f(x)
        for j in range(degree + 1):
            a[i, j] = x ** j
    return list(lu_solve(a, b))


def value(c, x):
    return sum(k * x ** i for i, k in enumerate(c))


half = log(mpf(2)) / 2 * mpf("1.001")
for name, degree in (("float", 4), ("double", 9)):
    h = lambda r: (exp(r) - 1 - r) / r ** 2 if abs(r) > mpf(10) ** -15 else mpf(1) / 2
    c = fit(h, degree, -half, half)
    worst = max(abs(r + r * r * value(c, r) - (exp(r) - 1)) / exp(r) for r in [half * i / 500 for i in range(-500, 501)])
    print("exp", name, [mp.nstr(k, 18) for k in c], "worst", mp.nstr(worst, 3))

top = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.001")
for name, degree in (("float", 3), ("double", 6)):
    # ln((1+s)/(1-s)) = 2s + s·R(s²)
    g = lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z if z > mpf(10) ** -20 else mpf(2) / 3
    c = fit(g, degree, mpf(0), top)
    worst = max(abs(z * sqrt(z) * (value(c, z) - g(z))) / log((1 + sqrt(z)) / (1 - sqrt(z))) for z in [top * i / 500 for i in range(1, 501)])
    print("log", name, [mp.nstr(k, 18) for k in c], "worst", mp.nstr(worst, 3))

for name, degree in (("float", 3), ("double", 9)):
    # The same quotient on 0 ≤ s ≤ 1/3, for ln(1 + a) with a = 2s/(1 - s) in [0, 1]
    c = fit(g, degree, mpf(0), mpf(1) / 9)
    worst = max(abs(z * sqrt(z) * (value(c, z) - g(z))) / log((1 + sqrt(z)) / (1 - sqrt(z))) for z in [mpf(i) / 4500 for i in range(1, 501)])
    print("log1p", name, [mp.nstr(k, 18) for k in c], "worst", mp.nstr(worst, 3))

for name, top, degree in (("float", mpf("13.3"), 9), ("double", mpf("37.7"), 22)):
    # The scaled left tail of the normal distribution: Φ(−a) = e^(−a²/2)·s·P(1 − 2s) with s = 1/(1 + a/4); P falls gently from 1/2 to about 1/10
    def scaled(t):
        s = (1 - t) / 2
        a = 4 / s - 4
        return exp(a * a / 2) * erfc(a / sqrt(mpf(2))) / 2 / s
    high = 1 - 2 / (1 + top / 4)
    c = fit(scaled, degree, mpf(-1), high)
    worst = max(abs(value(c, t) / scaled(t) - 1) for t in [(high + 1) * i / 500 - 1 for i in range(501)])
    print("normal", name, [mp.nstr(k, 18) for k in c], "worst", mp.nstr(worst, 3))
