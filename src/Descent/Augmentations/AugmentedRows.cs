using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>The rows of an epoch, open to be changed, beside those that they come from.</summary>
internal readonly ref struct AugmentedRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows as they are given.</summary>
    public required Dataset<T> Source { get; init; }

    /// <summary>Their weights, or nothing.</summary>
    public required ReadOnlySpan<T> SourceWeights { get; init; }

    /// <summary>The inputs to change, row after row.</summary>
    public required Span<T> Inputs { get; init; }

    /// <summary>The targets to change, row after row.</summary>
    public required Span<T> Targets { get; init; }

    /// <summary>The weights to change, or nothing.</summary>
    public required Span<T> Weights { get; init; }

    /// <summary>For each input column whether it has at most two different values.</summary>
    public required ReadOnlySpan<bool> TwoValued { get; init; }

    /// <summary>Room for one number per row.</summary>
    public required Span<int> Room { get; init; }
}
