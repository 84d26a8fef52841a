using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace Descent.Data;

public sealed partial class Preprocessor
{
    /// <summary>The largest relative error of rounding to float or double, including some tolerance for scaling and
    /// unscaling.</summary>
    private const double FloatRounding = 1.01 / (1 << 24), DoubleRounding = 1e-15;

    /// <summary>Decodes one row of network outputs into labels or numbers, one per target column.</summary>
    /// <remarks>Binary and multilabel: the second label from 0.5 on. Multiclass: the label with the largest output; among equal ones,
    /// the first. Regression: y · scale + mean, formatted to round-trip.</remarks>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="outputs">One value per name in <see cref="OutputNames"/>; probabilities, except for regression.</param>
    /// <returns>One text per target column.</returns>
    /// <exception cref="DataException">If the number of outputs does not match.</exception>
    public string[] Decode<T>(ReadOnlySpan<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (outputs.Length != OutputNames.Count)
        {
            throw new DataException($"A row of outputs has {outputs.Length} values, but {OutputNames.Count} were expected ({NameList.Of([.. OutputNames])}). Use the model that belongs to this preprocessor.");
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
                : targets[i].Column.Labels[Unscale(i, output) >= 0.5 ? 1 : 0];
        }

        return decoded;
    }

    /// <summary>Converts an output to the units of its target column: y · scale + mean.</summary>
    /// <param name="target">The target's index in <see cref="OutputNames"/>.</param>
    /// <param name="output">The standardized output.</param>
    /// <returns>The value. For labels coded as 0 and 1, the output itself; for labels coded as −1 and 1, at least ½ if the second label
    /// is predicted.</returns>
    public double Unscale(int target, double output) =>
        Task == TaskKind.Multiclass ? output : (output * targets[target].Scale) + targets[target].Mean;

    /// <summary>Converts the targets of a data set back to their units; integers are restored exactly if they are off by no more than
    /// the rounding to float.</summary>
    internal double[] UnscaleTargets(ReadOnlySpan<float> values)
    {
        double[] decoded = new double[values.Length];
        for (int i = 0; i < decoded.Length; i++)
        {
            int target = i % OutputNames.Count;
            double value = Unscale(target, values[i]), whole = Math.Round(value);
            double error = (Math.Abs(value - Unscale(target, 0)) * FloatRounding) + (Math.Abs(whole) * DoubleRounding);
            decoded[i] = Math.Abs(value - whole) <= error ? whole : value;
        }

        return decoded;
    }

    /// <summary>The scale by which a numeric target was divided, to convert errors to its units; 1 for labels.</summary>
    /// <param name="target">The target's index in <see cref="OutputNames"/>.</param>
    /// <returns>The population standard deviation over the training rows, for counts their mean; 1 if that is zero.</returns>
    public double TargetScale(int target) => Task is TaskKind.Regression or TaskKind.Counts ? targets[target].Scale : 1;
}
