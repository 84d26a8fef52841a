using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using Descent.Data.Schemas;

namespace Descent.Data.Preprocessing;

public sealed partial class Preprocessor
{
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
            throw new DataException($"A row of outputs has {outputs.Length} numbers, but {OutputNames.Count} were expected ({string.Join(", ", OutputNames)}). Use the model this preprocessing was made for.");
        }

        if (Task == TaskKind.Multiclass)
        {
            return [Labels[TensorPrimitives.IndexOfMax(outputs)]];
        }

        string[] decoded = new string[outputs.Length];
        for (int i = 0; i < decoded.Length; i++)
        {
            double output = double.CreateTruncating(outputs[i]);
            decoded[i] = Task == TaskKind.Regression
                ? Unscale(i, output).ToString("R", CultureInfo.InvariantCulture)
                : _targets[i].Column.Labels[output >= 0.5 ? 1 : 0];
        }

        return decoded;
    }

    /// <summary>A regression output in the units of its target column: y · scale + mean.</summary>
    /// <param name="target">The target's place in <see cref="OutputNames"/>.</param>
    /// <param name="output">The standardised output.</param>
    /// <returns>The value; for tasks with labels the output itself.</returns>
    public double Unscale(int target, double output) =>
        Task == TaskKind.Regression ? (output * _targets[target].Scale) + _targets[target].Mean : output;

    /// <summary>The spread that a regression target was divided by, to turn errors into its units; 1 for labels.</summary>
    /// <param name="target">The target's place in <see cref="OutputNames"/>.</param>
    /// <returns>The population standard deviation over the training rows, or 1 where it is zero.</returns>
    public double TargetScale(int target) => Task == TaskKind.Regression ? _targets[target].Scale : 1;
}
