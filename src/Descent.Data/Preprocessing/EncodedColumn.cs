namespace Descent.Data;

/// <summary>What a column becomes for the network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InputNames">The inputs that it becomes, such as "age" and "age (missing)".</param>
/// <param name="Values">The values that the training rows had, in words, such as "0.42 … 80".</param>
/// <param name="WithoutValue">What a cell without a value counts as, in words, such as "the median, 28".</param>
public sealed record EncodedColumn(string Name, IReadOnlyList<string> InputNames, string Values, string WithoutValue)
{
    /// <summary>Whether it is a text column whose levels became ones and zeros, of which at most one is 1.</summary>
    public bool IsCategory { get; init; }
}
