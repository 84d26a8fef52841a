namespace Descent.Cluster;

/// <summary>Thrown if a cluster cannot be used: nobody answers, another version or processor would change bits, or a job cannot run on any worker.</summary>
public sealed class ClusterException : JobRunnerException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="inner">The cause; null for none.</param>
    public ClusterException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
