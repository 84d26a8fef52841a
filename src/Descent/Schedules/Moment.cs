namespace Descent.Schedules;

/// <summary>A point in training.</summary>
/// <param name="Step">Updates made so far: 0 before the first.</param>
/// <param name="StepsPerEpoch">Updates per pass through the data, at least 1.</param>
public readonly record struct Moment(long Step, int StepsPerEpoch)
{
    /// <summary>Passes through the data so far, with their fraction.</summary>
    public double Epoch => (double)Step / StepsPerEpoch;
}
