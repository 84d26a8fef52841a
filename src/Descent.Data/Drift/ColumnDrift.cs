namespace Descent.Data;

/// <summary>How a column of predicted rows differs from the training rows.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Rows">The number of predicted rows.</param>
/// <param name="Missing">How many have no value.</param>
/// <param name="Unseen">How many have a category that did not occur in training.</param>
/// <param name="Outside">How many have a number or date outside the range of the training rows.</param>
public sealed record ColumnDrift(string Name, long Rows, long Missing, long Unseen, long Outside)
{
    /// <summary>The share of training rows without a value; null if the model does not keep it.</summary>
    public double? MissingInTraining { get; init; }

    /// <summary>The population stability index against the training rows, with missing and unseen values as parts of their own; null
    /// if the model does not keep the distribution, or there are no rows.</summary>
    public double? StabilityIndex { get; init; }

    /// <summary>The index that chance alone exceeds in one of a thousand comparisons (see
    /// <see cref="PopulationStability.ChanceLimit"/>); null without an index.</summary>
    public double? ChanceLimit { get; init; }

    /// <summary>Whether the column has changed: the index is at least 0.1 and more than chance explains. Null without an
    /// index.</summary>
    public bool? HasDrifted => StabilityIndex is { } index ? index >= 0.1 && index > ChanceLimit : null;
}
