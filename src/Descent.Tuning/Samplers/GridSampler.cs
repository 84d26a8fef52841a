namespace Descent.Tuning;

/// <summary>
/// Tries every combination once: all choices, all values of a parameter that has few, and some of any other, evenly spaced from end to end.
/// The order is random, so that a part of the grid covers the space. A conditional parameter is combined only with the values with which it is active.
/// </summary>
/// <param name="Points">The number of values of a parameter that has more, at least 2; default 5.</param>
public sealed record GridSampler(int Points = 5) : Sampler
{
    /// <summary>The number of values of a parameter that has more.</summary>
    public int Points { get; init; } = Points >= 2 ? Points : throw new ArgumentOutOfRangeException(nameof(Points), Points, "Points must be at least 2.");

    /// <inheritdoc/>
    public override long? Limit(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return Grid(space).Count;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">If the grid has more than a million combinations.</exception>
    public override Suggestion Suggest(SamplingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        List<ParameterValues> grid = Grid(context.Space);
        int[] order = [.. Enumerable.Range(0, grid.Count)];
        (context with { Number = 0 }).Random(Purpose.Order).Shuffle(order.AsSpan());
        return new(grid[order[context.Number % grid.Count]]);
    }

    // Depth first: the values chosen so far, extended by every value of the next active parameter.
    private List<ParameterValues> Grid(SearchSpace space)
    {
        List<double>[] values = [.. space.Select(Values)];

        // Parameters without a condition are in every combination, so that most grids that are too large are seen at once.
        RequireFew(values.Where((_, i) => space[i].Condition is null).Aggregate(1.0, (product, own) => product * own.Count));
        List<ParameterValues> grid = [];
        List<(int Index, int Count)> digits = [];
        do
        {
            int used = 0;
            grid.Add(space.Assign(index =>
            {
                if (used == digits.Count)
                {
                    digits.Add((0, values[index].Count));
                }

                return values[index][digits[used++].Index];
            }));
            RequireFew(grid.Count);
            while (digits.Count > 0 && digits[^1].Index + 1 == digits[^1].Count)
            {
                digits.RemoveAt(digits.Count - 1);
            }

            if (digits.Count > 0)
            {
                digits[^1] = (digits[^1].Index + 1, digits[^1].Count);
            }
        }
        while (digits.Count > 0);
        return grid;
    }

    private static void RequireFew(double combinations)
    {
        if (combinations > 1_000_000)
        {
            throw new InvalidOperationException("The grid has more than a million combinations. Use fewer points or another sampler.");
        }
    }

    private List<double> Values(SearchParameter parameter) => parameter.Count is { } count && (count <= Points || parameter is ChoiceParameter)
        ? [.. Enumerable.Range(0, (int)count).Select(i => parameter is IntegerParameter { Log: true } integer ? integer.Low + i : parameter.FromUnit((i + 0.5) / count))]
        : [.. Enumerable.Range(0, Points).Select(i => Between(parameter, (double)i / (Points - 1))).Distinct()];

    // From the middle of the part of the first value to that of the last one.
    private static double Between(SearchParameter parameter, double fraction)
    {
        double low = parameter.ToUnit(parameter.FromUnit(0)), high = parameter.ToUnit(parameter.FromUnit(1));
        return parameter.FromUnit(low + (fraction * (high - low)));
    }
}
