namespace Descent.Tuning.Sqlite;

/// <summary>Thrown if a file of studies is damaged, or is not one. <see cref="SqliteStudyStorage.Repair"/> saves what can be read of it.</summary>
public sealed class DamagedStudyException : IOException
{
    internal DamagedStudyException(string path, string reason, Exception? inner = null)
        : base($"'{path}' cannot be used as a file of studies, because it is damaged or something else: {reason}. It was not changed.", inner) => FilePath = path;

    /// <summary>The path of the file.</summary>
    public string FilePath { get; }
}
