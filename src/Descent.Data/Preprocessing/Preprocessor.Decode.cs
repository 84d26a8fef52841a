using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace Descent.Data;

public sealed partial class Preprocessor
{
    /// <summary>By how much, at most, a number differs from itself in float, as a share of it; a little more for the way there and back.</summary>
    private const double FloatRounding = 1.01 / (1 << 24), DoubleRounding = 1e-15;

    /// <summary>One row of network outputs as the words and numbers of the target columns.</summary>
    /// <remarks>Binary and multilabel: the second label from 0.5 on. Multiclass: the label with the largest output, the first of equals. Regression: y · scale + mean, written to round-trip.</remarks>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="outputs">As many numbers as <see cref="OutputNames"/>; probabilities, except for regression.</param>
    /// <returns>One text per target column.</returns>
    /// <exception cref="DataException">If the number of outputs does not fit.</exception>
    public string[] Decode<T>(ReadOnlySpan<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (outputs.Length != OutputNames.Count)
        {
            throw new DataException($"A row of outputs has {outputs.Length} numbers, but {OutputNames.Count} were expected ({NameList.Of([.. OutputNames])}). Use the model this preprocessing was made for.");
        }

        if (Task == TaskKind.Multiclass)
        {
            return [Labels[TensorPrimitives.IndexOfMax(outputs)]];
        }

        string[] decoded = new string[outputs.Length];
        for (int i = 0; i < decoded.Length; i++)
        {
            double output = double.CreateTruncating(outputs[i]);
            decoded[i] = Task is TaskKind.Regression or TaskKind.Counts
                ? Unscale(i, output).ToString("R", CultureInfo.InvariantCulture)
                : _targets[i].Column.Labels[Unscale(i, output) >= 0.5 ? 1 : 0];
        }

        return decoded;
    }

    /// <summary>An output in the units of its target column: y · scale + mean.</summary>
    /// <param name="target">The target's place in <see cref="OutputNames"/>.</param>
    /// <param name="output">The standardised output.</param>
    /// <returns>The value; for labels coded as 0 and 1 the output itself, for labels coded as −1 and 1 at least ½ where the second label is meant.</returns>
    public double Unscale(int target, double output) =>
        Task == TaskKind.Multiclass ? output : (output * _targets[target].Scale) + _targets[target].Mean;

    /// <summary>Targets as they are in a data set, back in their units; whole numbers come back whole, as float has taken them off by half a digit at most.</summary>
    internal double[] UnscaleTargets(ReadOnlySpan<float> values)
    {
        double[] targets = new double[values.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            int target = i % OutputNames.Count;
            double value = Unscale(target, values[i]), whole = Math.Round(value);
            double error = (Math.Abs(value - Unscale(target, 0)) * FloatRounding) + (Math.Abs(whole) * DoubleRounding);
            targets[i] = Math.Abs(value - whole) <= error ? whole : value;
        }

        return targets;
    }

    /// <summary>What a target of numbers was divided by, to turn errors into its units; 1 for labels.</summary>
    /// <param name="target">The target's place in <see cref="OutputNames"/>.</param>
    /// <returns>The population standard deviation over the training rows, for counts their mean, or 1 where that is zero.</returns>
    public double TargetScale(int target) => Task is TaskKind.Regression or TaskKind.Counts ? _targets[target].Scale : 1;
}
