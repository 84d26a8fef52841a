namespace Descent;

/// <summary>Epochs at which a value changes, in increasing order.</summary>
internal static class RisingEpochs
{
    /// <summary>Checks and copies a list of increasing epochs above 0, at least one.</summary>
    /// <param name="epochs">The epochs.</param>
    /// <param name="name">The option's name.</param>
    /// <exception cref="ArgumentException">If the list is empty, or the epochs are not above 0 and in increasing order.</exception>
    public static double[] Of(IReadOnlyList<double> epochs, string name)
    {
        ArgumentNullException.ThrowIfNull(epochs, name);
        double[] own = [.. epochs];
        for (int i = 0; i < own.Length; i++)
        {
            if (!(double.IsFinite(own[i]) && own[i] > (i > 0 ? own[i - 1] : 0)))
            {
                throw new ArgumentException($"{name} must be epochs above 0 in increasing order, but number {i + 1} is {own[i]}.", name);
            }
        }

        return own.Length > 0 ? own : throw new ArgumentException($"{name} must contain at least one epoch. For a constant value, use a plain number.", name);
    }

    /// <summary>Counts the epochs that have been reached.</summary>
    /// <param name="epochs">The epochs, in increasing order.</param>
    /// <param name="now">The current epoch, including its fraction.</param>
    /// <param name="keeps">Whether an epoch is reached only after it, as in Keras, and not exactly at it.</param>
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
