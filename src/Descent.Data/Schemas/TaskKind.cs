namespace Descent.Data;

/// <summary>What is to be predicted.</summary>
public enum TaskKind
{
    /// <summary>One of two labels: a single target, 0 or 1.</summary>
    Binary,

    /// <summary>One of several labels: as many targets as labels, of which one is 1.</summary>
    Multiclass,

    /// <summary>Several yes-or-no columns at once: one target, 0 or 1, per column.</summary>
    Multilabel,

    /// <summary>Numbers: one standardised target per column.</summary>
    Regression,

    /// <summary>Counts of events, numbers of at least 0 whose scatter grows with them: one target per column, divided by its mean.</summary>
    Counts,
}
