namespace Descent;

/// <content>Embeddings of inputs, and the rows that belong to each input.</content>
internal sealed partial class StepBuilder
{
    private readonly Dictionary<int, IReadOnlyList<int>> chunks = [];

    /// <summary>The number of rows of <see cref="Current"/> that are numbers: all, unless it is the inputs of the network, which end with the category codes.</summary>
    public int Numbers => Current == input ? inputs.Numbers : Width;

    /// <summary>The number of rows of <see cref="Current"/> that belong to each input of the network, in order; null if they are mixed.</summary>
    public IReadOnlyList<int>? Chunks => ChunksOf(Current);

    /// <summary>Whether the inputs of the network have category columns.</summary>
    public bool HasCategories => inputs.Categories.Count > 0;

    /// <summary>Appends the sum of an affine map of every number and a linear map of its piecewise-linear encoding, which starts at 0.</summary>
    /// <param name="bins">The number of bins per input.</param>
    /// <param name="units">The number of outputs per input.</param>
    /// <param name="initializer">The initializer of the affine map.</param>
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

    /// <summary>Appends the piecewise-linear encoding of every number.</summary>
    public void PiecewiseLinear(int bins)
    {
        RequireBeforeMembers();
        Parameter edges = AddEdges(bins);
        Chunk(bins);
        Add(new PiecewiseLinearStep(LayerIndex, Current, Give(Rows((long)Numbers * bins)), edges));
    }

    /// <summary>Appends an affine map of periodic functions of every number.</summary>
    /// <param name="frequencies">The number of frequencies per input.</param>
    /// <param name="frequency">The initializer of the frequencies.</param>
    /// <param name="phase">The initializer of the phases; null for cosines and sines without phases.</param>
    /// <param name="units">The number of outputs per input.</param>
    /// <param name="initializer">The initializer of the affine map.</param>
    /// <param name="raw">Whether the number itself follows its outputs.</param>
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

    /// <summary>Appends the encoding of the category codes to the numbers.</summary>
    /// <param name="size">The width of a table.</param>
    /// <param name="oneHot">The greatest number of values of a column without a table.</param>
    /// <param name="signedPairs">Whether such a column of two values is a single number, 1 or −1.</param>
    /// <param name="initializer">The initializer of the tables.</param>
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

    /// <summary>Throws if the network uses category codes as numbers, or does not use them at all.</summary>
    private void RequireCodesLookedUp()
    {
        if (!HasCategories)
        {
            return;
        }

        if (steps.FirstOrDefault(step => !step.TakesNumbersOnly && step.Inputs.Contains(input)) is { } step)
        {
            throw new ArgumentException($"{layers[step.Layer].Layer.GetType().Name} would use the codes of {inputs.Categories.Count} category columns as numbers. Put a CategoryEmbedding before it.");
        }

        if (!steps.OfType<LookUpStep>().Any())
        {
            throw new ArgumentException($"No layer uses the {inputs.Categories.Count} category columns. Add a CategoryEmbedding at the beginning, or after the embedding of the numbers.");
        }
    }

    private Parameter AddEdges(int bins) => AddParameter("edges", Numbers, Rows(bins + 1L), isVector: false, decays: false, new NormalEdges(), trains: false);

    private void RequireBeforeMembers()
    {
        if (Members is not null)
        {
            throw new ArgumentException($"{layers[LayerIndex].Layer.GetType().Name} embeds the inputs of a network, which all members share. Put it before Members.");
        }
    }

    private IReadOnlyList<int>? ChunksOf(Value value) => value == input ? [.. Enumerable.Repeat(1, inputs.Numbers)] : chunks.GetValueOrDefault(value.Number);

    /// <summary>Records that the next result has <paramref name="factor"/> rows for each row of <see cref="Current"/>.</summary>
    private void Chunk(int factor)
    {
        if (ChunksOf(Current) is { } own)
        {
            chunks[values] = [.. own.Select(count => count * factor)];
        }
    }
}
