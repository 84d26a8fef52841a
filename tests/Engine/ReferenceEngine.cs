using static Descent.Tests.Engine.ReferenceMatrix;

namespace Descent.Tests.Engine;

/// <summary>Named parameters, or their gradients: "weight" is [outputs, inputs]; "bias", "slope" and "beta" are one row.</summary>
internal sealed class Tensors : SortedDictionary<string, double[,]>
{
    public Tensors()
        : base(StringComparer.Ordinal)
    {
    }

    public Tensors(IEnumerable<(string Name, double[,] Value)> entries)
        : this()
    {
        foreach ((string name, double[,] value) in entries)
        {
            Add(name, value);
        }
    }

    /// <summary>The entries whose names begin with a prefix, without it.</summary>
    public Tensors Under(string prefix) => new(this.Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(e => (e.Key[prefix.Length..], e.Value)));

    /// <summary>The same entries, every name with a prefix.</summary>
    public IEnumerable<(string Name, double[,] Value)> Below(string prefix) => this.Select(e => (prefix + e.Key, e.Value));

    /// <summary>f of each entry and its twin.</summary>
    public Tensors Map(Tensors other, Func<double, double, double> f) => new(this.Select(e => (e.Key, e.Value.Map(other[e.Key], f))));

    /// <summary>f of each entry.</summary>
    public Tensors Map(Func<double, double> f) => new(this.Select(e => (e.Key, e.Value.Map(f))));
}

/// <summary>Given ∂L/∂output: ∂L/∂input, and ∂L/∂parameter for each of the layer's parameters.</summary>
internal delegate (double[,] Input, Tensors Parameters) Pullback(double[,] outputGradient);

/// <summary>A layer: its output for a batch (one row per sample), and the backward pass.</summary>
internal delegate (double[,] Output, Pullback Pullback) ReferenceLayer(Tensors parameters, double[,] input);

/// <summary>
/// Neural networks as one writes them on paper: slow, transparent, in double precision. It shares no code with the
/// library, agrees with PyTorch (see ReferenceEngineTests), and is what the fast engine is held against.
/// </summary>
internal static class ReferenceEngine
{
    public static ReferenceLayer Linear => Elementwise(x => x, _ => 1);

    public static ReferenceLayer Sigmoid => Elementwise(Logistic, x => Logistic(x) * Logistic(-x));

    public static ReferenceLayer Tanh => Elementwise(Math.Tanh, x => 1 - (Math.Tanh(x) * Math.Tanh(x)));

    public static ReferenceLayer Relu => LeakyRelu(0);

    /// <summary>Y = X·Wᵀ + b.</summary>
    public static ReferenceLayer Dense => (p, x) =>
    {
        double[,] w = p["weight"], b = p["bias"], product = x.Times(w.Transposed());
        double[,] y = Matrix(product.Rows(), product.Columns(), (i, j) => product[i, j] + b[0, j]);
        return (y, dy => (dy.Times(w), new([("weight", dy.Transposed().Times(x)), ("bias", dy.ColumnSums())])));
    };

    /// <summary>x above zero, slope·x elsewhere; one learnable slope per column.</summary>
    public static ReferenceLayer PRelu => PerColumn("slope", (x, a) => x > 0 ? x : a * x, (x, a) => x > 0 ? 1 : a, (x, _) => x > 0 ? 0 : x);

    /// <summary>x·σ(βx), one learnable β per column.</summary>
    public static ReferenceLayer LearnableSwish => PerColumn("beta", SwishValue, SwishDerivative, (x, b) => x * x * Logistic(b * x) * Logistic(-b * x));

    /// <summary>e^x / Σ e^x over each row, shifted by the row's maximum; the pullback is the full Jacobian p_j(δ_jk − p_k).</summary>
    public static ReferenceLayer Softmax => (_, x) =>
    {
        double[] max = [.. Enumerable.Range(0, x.Rows()).Select(i => Enumerable.Range(0, x.Columns()).Max(j => x[i, j]))];
        double[] sum = [.. max.Select((m, i) => Sum(x.Columns(), j => Math.Exp(x[i, j] - m)))];
        double[,] p = Matrix(x.Rows(), x.Columns(), (i, j) => Math.Exp(x[i, j] - max[i]) / sum[i]);
        return (p, dp => (Matrix(x.Rows(), x.Columns(), (i, j) => p[i, j] * (dp[i, j] - Sum(x.Columns(), k => p[i, k] * dp[i, k]))), []));
    };

    public static ReferenceLayer LeakyRelu(double slope) => Elementwise(x => x > 0 ? x : slope * x, x => x > 0 ? 1 : slope);

    public static ReferenceLayer Swish(double beta) => Elementwise(x => SwishValue(x, beta), x => SwishDerivative(x, beta));

    /// <summary>Layers one after another; layer i's parameters are named "layers.i.…".</summary>
    public static ReferenceLayer Network(params IReadOnlyList<ReferenceLayer> layers) => (parameters, input) =>
    {
        Stack<(string Prefix, Pullback Pullback)> way = new();
        double[,] x = input;
        for (int i = 0; i < layers.Count; i++)
        {
            string prefix = $"layers.{i}.";
            (x, Pullback pullback) = layers[i](parameters.Under(prefix), x);
            way.Push((prefix, pullback));
        }

        (double[,], Tensors) Back(double[,] gradient)
        {
            Tensors gradients = [];
            foreach ((string prefix, Pullback pullback) in way)
            {
                (gradient, Tensors own) = pullback(gradient);
                foreach ((string name, double[,] value) in own.Below(prefix))
                {
                    gradients.Add(name, value);
                }
            }

            return (gradient, gradients);
        }

        return (x, Back);
    };

    /// <summary>σ(x) = 1/(1 + e^−x), without overflow on either side.</summary>
    public static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double SwishValue(double x, double beta) => x * Logistic(beta * x);

    private static double SwishDerivative(double x, double beta) => Logistic(beta * x) * (1 + (beta * x * Logistic(-beta * x)));

    private static ReferenceLayer Elementwise(Func<double, double> value, Func<double, double> derivative) =>
        (_, x) => (x.Map(value), dy => (x.Map(dy, (v, d) => d * derivative(v)), []));

    private static ReferenceLayer PerColumn(string name, Func<double, double, double> value, Func<double, double, double> byInput, Func<double, double, double> byParameter) => (p, x) =>
    {
        double[,] a = Matrix(x.Rows(), x.Columns(), (_, j) => p[name][0, j]);
        return (x.Map(a, value), dy => (x.Map(a, byInput).Map(dy, (d, g) => d * g), new([(name, x.Map(a, byParameter).Map(dy, (d, g) => d * g).ColumnSums())])));
    };
}
