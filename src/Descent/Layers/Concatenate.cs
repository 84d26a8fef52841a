namespace Descent;

/// <summary>Parallel branches with the same input, whose outputs are concatenated: <c>y = (f₁(x), f₂(x), …)</c>.</summary>
/// <remarks>
/// At the end of a network the branches are heads, each with its own activation. If a branch ends in a computation, nothing is copied:
/// its results are written directly into their part of y. Each layer of a branch has its own index in the network, after the index of this layer.
/// </remarks>
/// <example><c>Network network = [new Dense(32, new Relu()), new Concatenate([[new Dense(1, new Sigmoid())], [new Dense(2)]])];</c></example>
/// <param name="Branches">At least two branches of at least one layer each; <see cref="Linear"/> passes the input through unchanged.</param>
public sealed record Concatenate([Option("two or more lists of layers")] IReadOnlyList<IReadOnlyList<Layer>> Branches) : Layer
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
