namespace Descent.Serve;

/// <summary>What a served model accepts, and how it is kept up to date.</summary>
public sealed class DescentModelOptions
{
    /// <summary>The largest number of rows in a request; 10,000 by default.</summary>
    public int RowsLimit { get; set; } = 10_000;

    /// <summary>The largest number of rows that are predicted at the same time; further requests are refused with status 503. 100,000
    /// by default.</summary>
    public int ConcurrentRowsLimit { get; set; } = 100_000;

    /// <summary>The largest number of bytes in the body of a request; 16 MiB by default.</summary>
    public int BodyLimit { get; set; } = 16 << 20;

    /// <summary>How long the body of a request may take to arrive; 30 seconds by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to check whether the model file was replaced; one second by default, zero for never. A new file is loaded once
    /// two successive checks find it unchanged, so that no incomplete file is loaded.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The probability with which the interval around a predicted number contains the target, if the model has intervals; 0.9 by default.
    /// If the largest level that the model allows is lower, that one is used.</summary>
    public double IntervalLevel { get; set; } = 0.9;

    /// <summary>Whether a category that did not occur in training is an error instead of a notice; false by default.</summary>
    public bool Strict { get; set; }

    /// <summary>The number of rows after which the monitor of the inputs begins a new window (see
    /// <see cref="Descent.Data.DriftMonitor"/>); 10,000 by default.</summary>
    public int DriftWindow { get; set; } = 10_000;

    /// <summary>Throws if an option is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">If an option is out of range; the message names it.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(RowsLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ConcurrentRowsLimit, RowsLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(BodyLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReloadInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(DriftWindow, 1);
        if (!(IntervalLevel is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(IntervalLevel), IntervalLevel, "The level must be between 0 and 1.");
        }
    }
}
