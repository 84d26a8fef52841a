namespace Descent;

/// <summary>How bad <see cref="CohenKappa"/> takes it to be to answer class j where class i was wanted.</summary>
public enum KappaWeighting
{
    /// <summary>All errors alike.</summary>
    None,

    /// <summary>By distance, |i − j|: for classes that are steps of a scale, in its order.</summary>
    Linear,

    /// <summary>By squared distance, (i − j)².</summary>
    Quadratic,
}
