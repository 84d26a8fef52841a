using static Descent.Tests.Engine.ReferenceEngine;
using static Descent.Tests.Engine.ReferenceMatrix;

namespace Descent.Tests.Engine;

/// <summary>A loss: its value for outputs and targets, and ∂L/∂output.</summary>
/// <param name="outputs">One row per sample.</param>
/// <param name="targets">The same shape.</param>
/// <param name="weights">A weight per element of the outputs, or null for 1 everywhere.</param>
/// <param name="divisor">What the weighted sum is divided by, or null for the loss's own mean.</param>
internal delegate (double Value, double[,] Gradient) ReferenceLoss(double[,] outputs, double[,] targets, double[,]? weights = null, double? divisor = null);

/// <summary>The losses of the reference engine, on outputs or, fused with the activation before them, on its inputs.</summary>
internal static class ReferenceLosses
{
    /// <summary>(ŷ − y)², mean over the elements.</summary>
    public static ReferenceLoss MeanSquaredError { get; } = OverElements((o, t) => (o - t) * (o - t), (o, t) => 2 * (o - t));

    /// <summary>−y ln ŷ − (1 − y) ln(1 − ŷ), mean over the elements.</summary>
    public static ReferenceLoss BinaryCrossEntropy { get; } = OverElements(
        (o, t) => -(t * Math.Log(o)) - ((1 - t) * Math.Log(1 - o)), (o, t) => (o - t) / (o * (1 - o)));

    /// <summary>The same of ŷ = σ(z), by z: max(z, 0) − z·y + ln(1 + e^−|z|), whose derivative is σ(z) − y.</summary>
    public static ReferenceLoss SigmoidBinaryCrossEntropy { get; } = OverElements(
        (z, t) => Math.Max(z, 0) - (z * t) + LogOnePlus(Math.Exp(-Math.Abs(z))), (z, t) => Logistic(z) - t);

    /// <summary>−Σ y ln ŷ over the classes, mean over the samples. A weight belongs to a whole row: its first element counts.</summary>
    public static ReferenceLoss CategoricalCrossEntropy { get; } = OverRows(
        (o, t) => (-Sum(o.Length, j => t[j] == 0 ? 0 : t[j] * Math.Log(o[j])), j => t[j] == 0 ? 0 : -t[j] / o[j]));

    /// <summary>The same of ŷ = softmax(z), by z: Σ y·(ln Σ e^z − z), whose derivative is ŷ·Σy − y.</summary>
    public static ReferenceLoss SoftmaxCategoricalCrossEntropy { get; } = OverRows((z, t) =>
    {
        double max = z.Max(), sum = z.Sum(v => Math.Exp(v - max)), total = t.Sum();
        return (Sum(z.Length, j => t[j] == 0 ? 0 : t[j] * (max - z[j] + Math.Log(sum))), j => (total * Math.Exp(z[j] - max) / sum) - t[j]);
    });

    /// <summary>strength · Σ w² over all tensors, and 2·strength·w: ½λ, λ or λ/(2m) as the notes have it.</summary>
    public static (double Value, Tensors Gradient) SquaredNorm(Tensors parameters, double strength) =>
        (strength * parameters.Values.Sum(w => w.Cast<double>().Sum(v => v * v)), parameters.Map(v => 2 * strength * v));

    private static ReferenceLoss OverElements(Func<double, double, double> value, Func<double, double, double> derivative) => (outputs, targets, weights, divisor) =>
    {
        double n = divisor ?? outputs.Length;
        double Weight(int i, int j) => (weights?[i, j] ?? 1) / n;
        return (
            Sum(outputs.Rows(), i => Sum(outputs.Columns(), j => Weight(i, j) * value(outputs[i, j], targets[i, j]))),
            Matrix(outputs.Rows(), outputs.Columns(), (i, j) => Weight(i, j) * derivative(outputs[i, j], targets[i, j])));
    };

    private static ReferenceLoss OverRows(Func<double[], double[], (double Value, Func<int, double> Derivative)> row) => (outputs, targets, weights, divisor) =>
    {
        double n = divisor ?? outputs.Rows();
        double Weight(int i) => (weights?[i, 0] ?? 1) / n;
        double[] Row(double[,] a, int i) => [.. Enumerable.Range(0, a.Columns()).Select(j => a[i, j])];
        (double Value, Func<int, double> Derivative)[] rows = [.. Enumerable.Range(0, outputs.Rows()).Select(i => row(Row(outputs, i), Row(targets, i)))];
        return (Sum(rows.Length, i => Weight(i) * rows[i].Value), Matrix(rows.Length, outputs.Columns(), (i, j) => Weight(i) * rows[i].Derivative(j)));
    };

    // ln(1 + x) for 0 ≤ x ≤ 1 without losing a small x (Kahan's correction of the rounded sum).
    private static double LogOnePlus(double x) => 1 + x == 1 ? x : Math.Log(1 + x) * x / (1 + x - 1);
}
