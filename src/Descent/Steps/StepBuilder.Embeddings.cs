namespace Descent;

/// <content>What embeds inputs, and which rows belong to which of them.</content>
internal sealed partial class StepBuilder
{
    private readonly Dictionary<int, IReadOnlyList<int>> chunks = [];

    /// <summary>How many rows of <see cref="Current"/> are numbers: all, unless it is the inputs with codes behind them.</summary>
    public int Numbers => Current == input ? inputs.Numbers : Width;

    /// <summary>How many rows of <see cref="Current"/> belong to each input of the network, in order; null once they are mixed.</summary>
    public IReadOnlyList<int>? Chunks => ChunksOf(Current);

    /// <summary>Whether the network's inputs have category columns.</summary>
    public bool HasCategories => inputs.Categories.Count > 0;

    /// <summary>An affine map of every number, and one of its piecewise-linear encoding, which begins at 0.</summary>
    /// <param name="bins">Bins per number.</param>
    /// <param name="units">Results per number.</param>
    /// <param name="initializer">How the map of the number is drawn.</param>
    public void PiecewiseAffine(int bins, int units, Initializer initializer)
    {
        RequireBeforeMembers();
        int rows = Rows((long)Numbers * units);
        Parameter linear = AddParameter("linear", rows, 1, isVector: false, decays: false, initializer);
        Parameter bias = AddParameter("bias", 1, rows, isVector: true, decays: false, initializer);
        Parameter edges = AddEdges(bins), weight = AddParameter("weight", rows, bins, isVector: false, decays: true, new Zeros());
        Chunk(units);
        Add(new PiecewiseAffineStep(LayerIndex, Current, Give(rows), edges, linear, bias, weight));
    }

    /// <summary>Piecewise-linear encoding of every number.</summary>
    public void PiecewiseLinear(int bins)
    {
        RequireBeforeMembers();
        Parameter edges = AddEdges(bins);
        Chunk(bins);
        Add(new PiecewiseLinearStep(LayerIndex, Current, Give(Rows((long)Numbers * bins)), edges));
    }

    /// <summary>An affine map of periodic functions of every number.</summary>
    /// <param name="frequencies">Frequencies per number.</param>
    /// <param name="frequency">How they are drawn.</param>
    /// <param name="phase">How phases are drawn; null for cosines and sines without.</param>
    /// <param name="units">Results per number.</param>
    /// <param name="initializer">How the map is drawn.</param>
    /// <param name="raw">Whether the number itself stands behind its results.</param>
    public void PeriodicAffine(int frequencies, Initializer frequency, Initializer? phase, int units, Initializer initializer, bool raw = false)
    {
        RequireBeforeMembers();
        int features = Numbers, all = Rows((long)features * frequencies), rows = Rows((long)features * units), stride = units + (raw ? 1 : 0);
        Parameter w = AddParameter("frequency", 1, all, isVector: true, decays: false, frequency);
        Parameter? p = phase is null ? null : AddParameter("phase", 1, all, isVector: true, decays: false, phase);
        Parameter weight = AddParameter("weight", rows, Rows((long)frequencies * (phase is null ? 2 : 1)), isVector: false, decays: true, initializer);
        Parameter bias = AddParameter("bias", 1, rows, isVector: true, decays: false, initializer);
        Chunk(stride);
        Add(new PeriodicAffineStep(LayerIndex, Current, Give(Rows((long)features * stride)), features, w, p, weight, bias, raw));
    }

    /// <summary>What stands for the codes of the category columns, behind the numbers so far.</summary>
    /// <param name="size">Columns of a table.</param>
    /// <param name="oneHot">Up to how many values a column needs no table.</param>
    /// <param name="signedPairs">Whether such a column of two values is one number, 1 or −1.</param>
    /// <param name="initializer">How tables are drawn.</param>
    public void LookUp(int size, int oneHot, bool signedPairs, Initializer initializer)
    {
        RequireBeforeMembers();
        LookUpColumn[] columns = [.. inputs.Categories.Select((count, index) => new LookUpColumn(
            count, count <= oneHot ? null : AddParameter($"table_{index}", count + 1, size, isVector: false, decays: true, initializer), signedPairs && count == 2 && count <= oneHot))];
        int[] widths = [.. columns.Select(column => column.Width)];
        if (ChunksOf(Current) is { } own)
        {
            chunks[values] = [.. own, .. widths];
        }

        Add(new LookUpStep(LayerIndex, Current, Numbers, input, columns, Give(Rows(Numbers + widths.Sum(width => (long)width)))));
    }

    /// <summary>Refuses a network that takes codes for numbers, or does not look at them.</summary>
    private void RequireCodesLookedUp()
    {
        if (!HasCategories)
        {
            return;
        }

        if (steps.FirstOrDefault(step => !step.TakesNumbersOnly && step.Inputs.Contains(input)) is { } step)
        {
            throw new ArgumentException($"{layers[step.Layer].Layer.GetType().Name} would take the codes of {inputs.Categories.Count} category columns for numbers. Put a CategoryEmbedding before it.");
        }

        if (!steps.OfType<LookUpStep>().Any())
        {
            throw new ArgumentException($"No layer looks at the {inputs.Categories.Count} category columns. Put a CategoryEmbedding in, at the beginning or behind the embedding of the numbers.");
        }
    }

    private Parameter AddEdges(int bins) => AddParameter("edges", Numbers, Rows(bins + 1L), isVector: false, decays: false, new NormalEdges(), trains: false);

    private void RequireBeforeMembers()
    {
        if (Members is not null)
        {
            throw new ArgumentException($"{layers[LayerIndex].Layer.GetType().Name} embeds what goes into a network, which members share. Put it before Members.");
        }
    }

    private IReadOnlyList<int>? ChunksOf(Value value) => value == input ? [.. Enumerable.Repeat(1, inputs.Numbers)] : chunks.GetValueOrDefault(value.Number);

    /// <summary>The next result has so many rows for each row of <see cref="Current"/>.</summary>
    private void Chunk(int factor)
    {
        if (ChunksOf(Current) is { } own)
        {
            chunks[values] = [.. own.Select(count => count * factor)];
        }
    }
}
