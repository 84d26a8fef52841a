namespace Descent;

/// <summary>
/// A weighted mean of squares, stored with the power of two by which the numbers were multiplied before squaring, so that the squares of very
/// small or very large numbers neither underflow nor overflow. Multiplication by a power of two is exact, so ordinary numbers give the same bits as without it.
/// </summary>
/// <param name="Scaled">The mean of the squares of the scaled numbers; NaN if a number was not finite.</param>
/// <param name="Factor">The factor by which they were scaled.</param>
internal readonly record struct MeanSquare(double Scaled, double Factor)
{
    // The square of any scaled double is far from both ends of the range.
    private const int MostExponent = 1000;

    /// <summary>The square root of the mean.</summary>
    public double Root => Math.Sqrt(Scaled) / Factor;

    /// <summary>The mean itself; NaN if it is outside the range of double.</summary>
    public double Value => Scaled / Factor / Factor is var value && (value == 0 && Scaled > 0 || double.IsInfinity(value)) ? double.NaN : value;

    /// <summary>Divides this mean by another.</summary>
    public double Over(MeanSquare other)
    {
        double ratio = other.Factor / Factor;
        return Scaled / other.Scaled * ratio * ratio;
    }

    /// <summary>Gets the power of two for numbers up to a given size; NaN if the size is not finite.</summary>
    public static double FactorFor(double largest) => double.IsFinite(largest) ? largest == 0 ? 1 : Math.ScaleB(1, -Math.Clamp(Math.ILogB(largest), -MostExponent, MostExponent)) : double.NaN;

    /// <summary>Computes Σ w (ŷ − y)² / Σ w for each column.</summary>
    public static MeanSquare[] OfErrors(in Outcome outcome)
    {
        MeanSquare[] means = new MeanSquare[outcome.Columns];
        ReadOnlySpan<double> targets = outcome.Targets.Span, outputs = outcome.Outputs.Span;
        for (int column = 0; column < means.Length; column++)
        {
            double factor = FactorFor(Largest(outcome, column)), sum = 0;
            for (int row = 0, i = column; row < outcome.Rows; row++, i += outcome.Columns)
            {
                double error = (outputs[i] - targets[i]) * factor;
                sum += outcome.Weight(row) * (error * error);
            }

            means[column] = new(sum / outcome.TotalWeight, factor);
        }

        return means;
    }

    /// <summary>Computes Σ w (y − ȳ)² / Σ w for each column.</summary>
    public static MeanSquare[] OfTargets(in Outcome outcome)
    {
        MeanSquare[] means = new MeanSquare[outcome.Columns];
        for (int column = 0; column < means.Length; column++)
        {
            means[column] = OfTargets(outcome, column);
        }

        return means;
    }

    /// <summary>Returns why there is no variation to explain, or null if the targets of every column vary.</summary>
    public static string? WhyNoSpread(in Outcome outcome, IReadOnlyList<string>? outputNames) =>
        Array.FindIndex(OfTargets(outcome), mean => mean.Scaled == 0) is var column and >= 0
            ? outcome.Columns == 1 ? "all targets are equal" : $"all targets of {(outputNames is null ? $"column {column}" : $"\"{outputNames[column]}\"")} are equal"
            : null;

    private static MeanSquare OfTargets(in Outcome outcome, int column)
    {
        // Measured from the first target, the deviations of a constant column are exactly zero, and large numbers do not cancel.
        ReadOnlySpan<double> targets = outcome.Targets.Span;
        double first = targets[column], farthest = 0, mean = 0, sum = 0;
        for (int i = column; i < targets.Length; i += outcome.Columns)
        {
            farthest = Math.Max(farthest, Math.Abs(targets[i] - first));
        }

        double factor = FactorFor(farthest);
        for (int row = 0, i = column; row < outcome.Rows; row++, i += outcome.Columns)
        {
            mean += outcome.Weight(row) * ((targets[i] - first) * factor) / outcome.TotalWeight;
        }

        for (int row = 0, i = column; row < outcome.Rows; row++, i += outcome.Columns)
        {
            double deviation = ((targets[i] - first) * factor) - mean;
            sum += outcome.Weight(row) * deviation * deviation;
        }

        return new(sum / outcome.TotalWeight, factor);
    }

    private static double Largest(in Outcome outcome, int column)
    {
        ReadOnlySpan<double> targets = outcome.Targets.Span, outputs = outcome.Outputs.Span;
        double largest = 0;
        for (int row = 0, i = column; row < outcome.Rows; row++, i += outcome.Columns)
        {
            // A row of weight 0 must not determine the scale of the others.
            largest = outcome.Weight(row) > 0 ? Math.Max(largest, Math.Abs(outputs[i] - targets[i])) : largest;
        }

        return largest;
    }
}
