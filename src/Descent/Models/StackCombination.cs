namespace Descent;

/// <summary>A linear model of the predictions of several groups of networks; the mean of its group represents a network.</summary>
/// <remarks>The inputs are the scores of the means: numbers as they are, logits of probabilities with one output, logarithms of other probabilities and of counts. A link turns the linear combinations into outputs.</remarks>
/// <param name="Sizes">The number of networks of each group, in the order of the members.</param>
/// <param name="Weights">For each output, a weight for each output of the first group, then for those of the next.</param>
/// <param name="Intercepts">The constant of each output.</param>
/// <param name="Link">The function that turns the combinations into outputs.</param>
public sealed record StackCombination(IReadOnlyList<int> Sizes, IReadOnlyList<IReadOnlyList<float>> Weights, IReadOnlyList<float> Intercepts, ScoreLink Link) : MemberCombination
{
    /// <summary>The number of networks of each group.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = Sizes is { Count: > 0 } && Sizes.All(size => size > 0) ? [.. Sizes] : throw new ArgumentException("A stack needs at least one group, and each group at least one network.", nameof(Sizes));

    /// <summary>For each output, a weight for each output of each group.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Weights { get; init; } = Weights is not null && Weights.All(row => row is not null && row.All(float.IsFinite)) ? [.. Weights.Select(row => (float[])[.. row])] : throw new ArgumentException("The weights must be finite.", nameof(Weights));

    /// <summary>The constant of each output.</summary>
    public IReadOnlyList<float> Intercepts { get; init; } = Intercepts is not null && Intercepts.All(float.IsFinite) ? [.. Intercepts] : throw new ArgumentException("The intercepts must be finite.", nameof(Intercepts));

    /// <summary>The function that turns the combinations into outputs.</summary>
    public ScoreLink Link { get; init => field = Check.Defined(value); } = Check.Defined(Link);

    /// <inheritdoc/>
    internal override OutputRange? Range => ScoreLinks.RangeOf(Link);

    /// <inheritdoc/>
    internal override float[] Combine(IReadOnlyList<float[]> outputs, IReadOnlyList<double> weights, int width, bool isExclusive)
    {
        float[][] means = new float[Sizes.Count][];
        int first = 0;
        for (int group = 0; group < means.Length; group++)
        {
            float[] mean = new float[outputs[0].Length];
            for (int i = 0; i < mean.Length; i++)
            {
                double sum = 0;
                for (int number = first; number < first + Sizes[group]; number++)
                {
                    sum += outputs[number][i];
                }

                mean[i] = (float)(sum / Sizes[group]);
            }

            means[group] = mean;
            first += Sizes[group];
        }

        return OfGroups(means, width);
    }

    /// <summary>Combines the predictions of the groups.</summary>
    internal float[] OfGroups(IReadOnlyList<float[]> means, int width)
    {
        float[] inputs = ScoresOf(means, Link, width), combined = new float[means[0].Length];
        int columns = means.Count * width;
        double[] scores = new double[width];
        for (int row = 0; row < combined.Length / width; row++)
        {
            ReadOnlySpan<float> own = inputs.AsSpan(row * columns, columns);
            for (int i = 0; i < width; i++)
            {
                double sum = Intercepts[i];
                for (int column = 0; column < columns; column++)
                {
                    sum += (double)Weights[i][column] * own[column];
                }

                scores[i] = sum;
            }

            Link.Apply(scores);
            for (int i = 0; i < width; i++)
            {
                combined[(row * width) + i] = (float)scores[i];
            }
        }

        return combined;
    }

    /// <inheritdoc/>
    internal override void Require(IReadOnlyList<TableMember> members, int width)
    {
        if (Sizes.Sum() != members.Count || Intercepts.Count != width || Weights.Count != width || Weights.Any(row => row.Count != width * Sizes.Count))
        {
            throw new ArgumentException($"The stack is for {Sizes.Sum()} networks with {Intercepts.Count} outputs and {Weights.Count} rows of weights, but there are {members.Count} networks with {width} outputs.", nameof(members));
        }
    }

    /// <summary>Whether sizes, weights, intercepts and link are equal.</summary>
    /// <param name="other">Another stack.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(StackCombination? other) => other is not null && Link == other.Link && Sizes.SequenceEqual(other.Sizes) && Intercepts.SequenceEqual(other.Intercepts) && Weights.Count == other.Weights.Count && Weights.Zip(other.Weights).All(rows => rows.First.SequenceEqual(rows.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Link, Sizes.Count, Intercepts.Count);

    /// <summary>Computes the inputs of the linear model: for each row, the scores of the first group, then those of the next.</summary>
    internal static float[] ScoresOf(IReadOnlyList<float[]> predictions, ScoreLink link, int width)
    {
        int columns = predictions.Count * width;
        float[] inputs = new float[predictions.Count * predictions[0].Length];
        for (int group = 0; group < predictions.Count; group++)
        {
            for (int i = 0; i < predictions[group].Length; i++)
            {
                inputs[(i / width * columns) + (group * width) + (i % width)] = (float)link.ScoreOf(predictions[group][i]);
            }
        }

        return inputs;
    }
}
