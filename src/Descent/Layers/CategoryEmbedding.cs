namespace Descent;

/// <summary>
/// Encodes the category columns of the network's inputs and appends them to the numbers: for each category column, the row of a learned table that belongs to its code
/// or, if the column has few values, a one-hot vector.
/// </summary>
/// <remarks>
/// <para>Guo and Berkhahn, "Entity embeddings of categorical variables", 2016. The <see cref="InputShape"/> of the network determines which inputs are categories,
/// and how many values each has; without categories, the layer does nothing. Code 0, a missing or unknown value, has its own row in a table;
/// in a one-hot vector it is all zeros.</para>
/// <para>The table of category column i, counted from 0 among the categories, is named <c>table_i</c>. It has values + 1 rows, initially drawn from N(0, 1), and is trained; weight penalties and
/// decay apply to it. Size and threshold are those of RealMLP (Holzmüller, Grinsztajn and Steinwart, 2024), which scales the ones and zeros like numbers.</para>
/// </remarks>
/// <example><c>Model&lt;float&gt; model = Network.Create([new CategoryEmbedding(), new Dense(1)]).Build&lt;float&gt;(new InputShape(3, [40, 2]));</c></example>
/// <param name="Size">The width of a table: the number of outputs per column, at least 1; default 8.</param>
/// <param name="OneHot">The greatest number of values for which a column is one-hot instead of using a table, at least 0; default 8.</param>
/// <param name="SignedPairs">Whether a column of two values without a table becomes one number instead of two: 1 for code 1, −1 for code 2 and 0 for code 0, as in RealMLP; default false.</param>
public sealed record CategoryEmbedding([Option(AtLeast = 1)] int Size = 8, [Option("columns with up to this many values are one-hot", AtLeast = 0)] int OneHot = 8, [Option("if true, columns of two values that are one-hot become 1 and −1")] bool SignedPairs = false) : Layer
{
    /// <summary>The width of a table: the number of outputs per column.</summary>
    public int Size { get; init => field = Check.AtLeast(value, 1, nameof(Size)); } = Check.AtLeast(Size, 1);

    /// <summary>The greatest number of values for which a column is one-hot instead of using a table.</summary>
    public int OneHot { get; init => field = Check.AtLeast(value, 0, nameof(OneHot)); } = Check.AtLeast(OneHot, 0);

    internal override void Write(StepBuilder steps)
    {
        if (steps.HasCategories)
        {
            steps.LookUp(Size, OneHot, SignedPairs, new RandomNormal(1));
        }
    }
}
