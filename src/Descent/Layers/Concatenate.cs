namespace Descent;

/// <summary>Branches side by side: each gets the same numbers, and what they give stands one after the other, <c>y = (f₁(x), f₂(x), …)</c>.</summary>
/// <remarks>
/// At the end of a network the branches are heads, each with an activation of its own. Nothing is copied where a branch ends in a computation:
/// its results are written into their part of y at once. A layer of a branch counts as a layer of the network of its own, behind this one.
/// </remarks>
/// <example><c>Network network = [new Dense(32, new Relu()), new Concatenate([[new Dense(1, new Sigmoid())], [new Dense(2)]])];</c></example>
/// <param name="Branches">At least two, each of at least one layer; <see cref="Linear"/> passes the numbers on.</param>
public sealed record Concatenate(IReadOnlyList<IReadOnlyList<Layer>> Branches) : Layer
{
    /// <summary>The branches.</summary>
    public IReadOnlyList<IReadOnlyList<Layer>> Branches { get; init => field = Checked(value); } = Checked(Branches);

    internal override Layer WithInner(Func<IReadOnlyList<Layer>, IReadOnlyList<Layer>> change) => this with { Branches = [.. Branches.Select(change)] };

    internal override void Write(StepBuilder steps)
    {
        int own = steps.LayerIndex;
        Value start = steps.Current;
        List<Value> ends = [];
        foreach (IReadOnlyList<Layer> branch in Branches)
        {
            steps.Current = start;
            steps.Write(branch);
            ends.Add(steps.Current);
        }

        steps.Concatenate(own, ends);
    }

    /// <summary>Whether the branches are equal, layer by layer.</summary>
    /// <param name="other">Another one.</param>
    /// <returns>Whether it is equal.</returns>
    public bool Equals(Concatenate? other) =>
        other is not null && Branches.Count == other.Branches.Count && Branches.Zip(other.Branches, (own, its) => own.SequenceEqual(its)).All(isEqual => isEqual);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (IReadOnlyList<Layer> branch in Branches)
        {
            hash.Add(LayerList.Hash(branch));
        }

        return hash.ToHashCode();
    }

    /// <summary>The branches.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => $"Concatenate {{ Branches = [{string.Join(", ", Branches.Select(LayerList.Text))}] }}";

    private static IReadOnlyList<Layer>[] Checked(IReadOnlyList<IReadOnlyList<Layer>> branches)
    {
        ArgumentNullException.ThrowIfNull(branches, nameof(Branches));
        return branches.Count >= 2
            ? [.. branches.Select(branch => LayerList.Of(branch, nameof(Branches)))]
            : throw new ArgumentException("Concatenate needs at least two branches, such as [[new Dense(1, new Sigmoid())], [new Dense(2)]].", nameof(Branches));
    }
}
