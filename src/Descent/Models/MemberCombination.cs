namespace Descent;

/// <summary>A way to combine the outputs of several networks other than their weighted mean.</summary>
/// <remarks>The combinations are <see cref="VoteCombination"/>, <see cref="SumCombination"/> and <see cref="StackCombination"/>.</remarks>
public abstract record MemberCombination
{
    private protected MemberCombination()
    {
    }

    /// <summary>The range of the combined outputs; null if it is that of the members' outputs.</summary>
    internal virtual OutputRange? Range => null;

    /// <summary>Combines the outputs of all members.</summary>
    /// <param name="outputs">The outputs of each member, row after row.</param>
    /// <param name="weights">The share of each member.</param>
    /// <param name="width">The number of outputs per row.</param>
    /// <param name="isExclusive">Whether the outputs of a row are those of mutually exclusive classes.</param>
    /// <returns>The combined outputs, row after row.</returns>
    internal abstract float[] Combine(IReadOnlyList<float[]> outputs, IReadOnlyList<double> weights, int width, bool isExclusive);

    /// <summary>The combination of a member alone; null if its outputs are used unchanged.</summary>
    internal virtual MemberCombination? Alone(TableMember member) => null;

    /// <summary>Rejects members that do not fit.</summary>
    /// <exception cref="ArgumentException">If they do not fit.</exception>
    internal abstract void Require(IReadOnlyList<TableMember> members, int width);
}
