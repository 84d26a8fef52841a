namespace Descent;

/// <summary>Epochs at which something changes.</summary>
internal static class RisingEpochs
{
    /// <summary>A copy of rising epochs above 0, at least one.</summary>
    /// <param name="epochs">The epochs.</param>
    /// <param name="name">The option's name.</param>
    /// <exception cref="ArgumentException">If they are something else.</exception>
    public static double[] Of(IReadOnlyList<double> epochs, string name)
    {
        ArgumentNullException.ThrowIfNull(epochs, name);
        double[] own = [.. epochs];
        for (int i = 0; i < own.Length; i++)
        {
            if (!(double.IsFinite(own[i]) && own[i] > (i > 0 ? own[i - 1] : 0)))
            {
                throw new ArgumentException($"{name} must be rising epochs above 0, but number {i + 1} is {own[i]}.", name);
            }
        }

        return own.Length > 0 ? own : throw new ArgumentException($"{name} must be at least one epoch. Write the plain number if nothing should change.", name);
    }

    /// <summary>How many of them are over.</summary>
    /// <param name="epochs">Rising epochs.</param>
    /// <param name="now">The moment.</param>
    /// <param name="keeps">Whether an epoch is over only after its moment, as in Keras, instead of at it.</param>
    public static int Reached(IReadOnlyList<double> epochs, double now, bool keeps)
    {
        int reached = 0;
        while (reached < epochs.Count && (keeps ? now > epochs[reached] : now >= epochs[reached]))
        {
            reached++;
        }

        return reached;
    }
}
