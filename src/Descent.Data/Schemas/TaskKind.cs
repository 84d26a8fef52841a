namespace Descent.Data;

/// <summary>The kinds of prediction tasks.</summary>
public enum TaskKind
{
    /// <summary>One of two labels: a single target, 0 or 1.</summary>
    Binary,

    /// <summary>One of several labels: as many targets as labels, of which one is 1.</summary>
    Multiclass,

    /// <summary>Several yes-or-no columns at once: one target, 0 or 1, per column.</summary>
    Multilabel,

    /// <summary>Numbers: one standardized target per column.</summary>
    Regression,

    /// <summary>Counts of events, which are numbers of at least 0 whose variance grows with their mean: one target per column, divided
    /// by its mean.</summary>
    Counts,
}
