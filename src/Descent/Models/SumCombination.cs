namespace Descent;

/// <summary>A sum of scores: a constant for each output, to which the outputs of all networks are added, each with its own factor; a link turns the sum into outputs.</summary>
/// <param name="Start">The constant of each output.</param>
/// <param name="Scale">The number by which the shares of the members are multiplied to get their factors, above 0.</param>
/// <param name="Link">The function that turns the sum into outputs.</param>
public sealed record SumCombination(IReadOnlyList<double> Start, double Scale, ScoreLink Link) : MemberCombination
{
    /// <summary>The constant of each output.</summary>
    public IReadOnlyList<double> Start { get; init; } = Start is not null && Start.All(double.IsFinite) ? [.. Start] : throw new ArgumentException("The start must have a finite number for each output.", nameof(Start));

    /// <summary>The number by which the shares are multiplied.</summary>
    public double Scale { get; init => field = Check.Positive(value, nameof(Scale)); } = Check.Positive(Scale);

    /// <summary>The function that turns the sum into outputs.</summary>
    public ScoreLink Link { get; init => field = Check.Defined(value); } = Check.Defined(Link);

    /// <inheritdoc/>
    internal override OutputRange? Range => ScoreLinks.RangeOf(Link);

    /// <inheritdoc/>
    internal override float[] Combine(IReadOnlyList<float[]> outputs, IReadOnlyList<double> weights, int width, bool isExclusive)
    {
        float[] combined = new float[outputs[0].Length];
        double[] scores = new double[width];
        for (int start = 0; start < combined.Length; start += width)
        {
            for (int i = 0; i < width; i++)
            {
                double sum = 0;
                for (int number = 0; number < outputs.Count; number++)
                {
                    sum += weights[number] * outputs[number][start + i];
                }

                scores[i] = Start[i] + (Scale * sum);
            }

            Link.Apply(scores);
            for (int i = 0; i < width; i++)
            {
                combined[start + i] = (float)scores[i];
            }
        }

        return combined;
    }

    /// <inheritdoc/>
    internal override MemberCombination Alone(TableMember member) => this with { Scale = Scale * member.Weight };

    /// <inheritdoc/>
    internal override void Require(IReadOnlyList<TableMember> members, int width)
    {
        if (Start.Count != width)
        {
            throw new ArgumentException($"The start has {Start.Count} numbers, but there are {width} outputs.", nameof(members));
        }
    }

    /// <summary>Whether start, scale and link are equal.</summary>
    /// <param name="other">Another sum.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(SumCombination? other) => other is not null && Scale.Equals(other.Scale) && Link == other.Link && Start.SequenceEqual(other.Start);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scale, Link, Start.Count);
}
