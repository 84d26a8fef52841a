namespace Descent;

/// <summary>How much is computed for an answer. What is done follows from the table's size alone, so the result is the same on every machine.</summary>
public enum Effort
{
    /// <summary>One network.</summary>
    Quick,

    /// <summary>A few recipes, each on five folds of the training rows, three from 10,000 rows on; their networks are averaged. At most half a minute for 10,000 rows of 20 columns on two cores.</summary>
    Normal,

    /// <summary>Larger networks, eight folds: minutes.</summary>
    Best,
}
