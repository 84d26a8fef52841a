namespace Descent.Data;

/// <summary>Describes how a column is encoded for the network.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="InputNames">The names of its inputs, such as "age" and "age (missing)".</param>
/// <param name="Values">A description of the values in the training rows, such as "0.42 … 80".</param>
/// <param name="WithoutValue">A description of how a missing cell is encoded, such as "the median, 28".</param>
public sealed record EncodedColumn(string Name, IReadOnlyList<string> InputNames, string Values, string WithoutValue)
{
    /// <summary>Whether the column is categorical, so that at most one of its inputs is 1 and the others are 0.</summary>
    public bool IsCategory { get; init; }

    /// <summary>For a categorical column, the levels that have an input of their own; empty for other columns.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>An ordinary value, written as a cell: the median of numbers and dates, the first level, or any text.</summary>
    public string Example { get; init; } = "";

    /// <summary>For a numeric column, the statistics of its training rows; null for other columns.</summary>
    public EncodedNumbers? Numbers { get; init; }
}

/// <summary>Statistics of a numeric column in the training rows, without extreme values and in the unit of the column.</summary>
/// <param name="Scale">The standard deviation, by which deviations from the mean are divided; 1 for a column of equal values.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
public sealed record EncodedNumbers(double Scale, double Minimum, double Maximum);
