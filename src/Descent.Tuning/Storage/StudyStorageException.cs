namespace Descent.Tuning;

/// <summary>Thrown if a storage cannot be used, such as on a full disk, or because its server does not answer. It ends a run, and no trial is a failed one because of it: whoever continues the study computes the trials that ran.</summary>
public class StudyStorageException : IOException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="inner">The cause; null for none.</param>
    public StudyStorageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
