using System.Numerics;

namespace Descent.Data;

/// <summary>Fills a data set row by row; everything is computed in double, so float data are the double data, rounded.</summary>
internal static class SyntheticRows
{
    public delegate void Fill(int row, Span<double> inputs, Span<double> targets);

    public static SyntheticData<T> Make<T>(TaskKind task, string[] inputs, string[] outputs, int rows, double noise, Fill fill)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows < 1)
        {
            throw new DataException($"The number of rows must be at least 1, but is {rows}.");
        }

        if (!(noise >= 0) || !double.IsFinite(noise))
        {
            throw new DataException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The noise must be finite and not negative, but is {noise}."));
        }

        double[] x = new double[checked(rows * inputs.Length)], y = new double[checked(rows * outputs.Length)];
        for (int row = 0; row < rows; row++)
        {
            fill(row, x.AsSpan(row * inputs.Length, inputs.Length), y.AsSpan(row * outputs.Length, outputs.Length));
        }

        return new(task, inputs, outputs, Dataset.Create<double>(x, inputs.Length, y, outputs.Length).As<T>());
    }
}
