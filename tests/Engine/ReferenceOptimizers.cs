namespace Descent.Tests.Engine;

/// <summary>One step: the new parameters from the old ones and their gradients. The rule keeps its own state.</summary>
internal delegate Tensors ReferenceOptimizer(Tensors parameters, Tensors gradients);

/// <summary>The optimizers of the reference engine, as their rules are printed.</summary>
internal static class ReferenceOptimizers
{
    /// <summary>w ← w − ηg.</summary>
    public static ReferenceOptimizer GradientDescent(double rate) => (w, g) => w.Map(g, (wi, gi) => wi - (rate * gi));

    /// <summary>v ← βv + (1 − β)g; w ← w − ηv.</summary>
    public static ReferenceOptimizer EmaMomentum(double rate, double beta) => Velocity(rate, (v, g) => (beta * v) + ((1 - beta) * g));

    /// <summary>v ← βv + g; w ← w − ηv (PyTorch, Keras).</summary>
    public static ReferenceOptimizer HeavyBallMomentum(double rate, double beta) => Velocity(rate, (v, g) => (beta * v) + g);

    /// <summary>m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).</summary>
    public static ReferenceOptimizer Adam(double rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        Tensors? m = null, v = null;
        int t = 0;
        return (w, g) =>
        {
            t++;
            m = (m ?? w.Map(_ => 0)).Map(g, (mi, gi) => (beta1 * mi) + ((1 - beta1) * gi));
            v = (v ?? w.Map(_ => 0)).Map(g, (vi, gi) => (beta2 * vi) + ((1 - beta2) * gi * gi));
            double first = 1 - Math.Pow(beta1, t), second = 1 - Math.Pow(beta2, t);
            return w.Map(m.Map(v, (mi, vi) => mi / first / (Math.Sqrt(vi / second) + epsilon)), (wi, step) => wi - (rate * step));
        };
    }

    private static ReferenceOptimizer Velocity(double rate, Func<double, double, double> next)
    {
        Tensors? velocity = null;
        return (w, g) =>
        {
            velocity = (velocity ?? w.Map(_ => 0)).Map(g, next);
            return w.Map(velocity, (wi, vi) => wi - (rate * vi));
        };
    }
}
