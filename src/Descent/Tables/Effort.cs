namespace Descent;

/// <summary>The amount of computation for training on a table. It depends only on the size of the table, so the result is the same on every machine.</summary>
public enum Effort
{
    /// <summary>One network.</summary>
    Quick,

    /// <summary>A few recipes, each trained on five folds of the training rows, or on three if there are 10,000 rows or more; their networks are averaged. It takes at most half a minute for 10,000 rows of 20 columns on two cores.</summary>
    Normal,

    /// <summary>Larger networks as well, and eight folds, which takes minutes. Below 500 training rows, where these predict worse, it is the same as <see cref="Normal"/>.</summary>
    Best,
}
