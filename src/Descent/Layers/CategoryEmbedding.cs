namespace Descent;

/// <summary>
/// What stands for the categories among the network's inputs, behind the numbers so far: for each category column the row of a learnt table that its code names,
/// or, where the column has few values, a 1 at the place of the value and zeros elsewhere.
/// </summary>
/// <remarks>
/// <para>Guo and Berkhahn, "Entity embeddings of categorical variables", 2016. Which inputs are categories, and how many values each has, says the
/// <see cref="InputShape"/> that the network is built for; without any, the layer has nothing to do. Code 0, a missing or unknown value, has a row of its own in a table,
/// and is all zeros otherwise.</para>
/// <para>The table of category column i, counted from 0 among the categories, is called <c>table_i</c>, has values + 1 rows, drawn from N(0, 1), and is trained; weight penalties and
/// decay apply to it. Size and threshold are those of RealMLP (Holzmüller, Grinsztajn and Steinwart, 2024), which stretches the ones and zeros as it does numbers.</para>
/// </remarks>
/// <example><c>Model&lt;float&gt; model = Network.Create([new CategoryEmbedding(), new Dense(1)]).Build&lt;float&gt;(new InputShape(3, [40, 2]));</c></example>
/// <param name="Size">Numbers that stand for a value in a table, at least 1; default 8.</param>
/// <param name="OneHot">Up to how many values a column gets ones and zeros instead of a table, at least 0; default 8.</param>
/// <param name="SignedPairs">Whether a column of two values that gets no table is one number instead of two: 1 for code 1, −1 for code 2 and 0 for code 0, as in RealMLP; default no.</param>
public sealed record CategoryEmbedding(int Size = 8, int OneHot = 8, bool SignedPairs = false) : Layer
{
    /// <summary>Numbers that stand for a value in a table.</summary>
    public int Size { get; init => field = Check.AtLeast(value, 1, nameof(Size)); } = Check.AtLeast(Size, 1);

    /// <summary>Up to how many values a column gets ones and zeros instead of a table.</summary>
    public int OneHot { get; init => field = Check.AtLeast(value, 0, nameof(OneHot)); } = Check.AtLeast(OneHot, 0);

    internal override void Write(StepBuilder steps)
    {
        if (steps.HasCategories)
        {
            steps.LookUp(Size, OneHot, SignedPairs, new RandomNormal(1));
        }
    }
}
