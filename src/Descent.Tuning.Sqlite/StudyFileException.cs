namespace Descent.Tuning.Sqlite;

/// <summary>Thrown if a file of studies cannot be used, such as on a full disk, or because it is damaged.</summary>
public sealed class StudyFileException : StudyStorageException
{
    internal StudyFileException(string path, string message, Exception? inner = null, bool isDamaged = false)
        : base(message, inner) => (FilePath, IsDamaged) = (path, isDamaged);

    /// <summary>The path of the file.</summary>
    public string FilePath { get; }

    /// <summary>Whether the file is damaged, or not one of studies. <see cref="SqliteStudyStorage.Repair"/> saves what can be read of it.</summary>
    public bool IsDamaged { get; }

    /// <summary>The pages of the file are whole, but not what is in them.</summary>
    internal static StudyFileException Unreadable(string path, string reason, Exception inner) =>
        new(path, $"'{path}' is damaged: {reason}.", inner, isDamaged: true);

    internal static StudyFileException Damaged(string path, string reason, Exception? inner = null) =>
        new(path, $"'{path}' cannot be used as a file of studies, because it is damaged or something else: {reason}. It was not changed.", inner, isDamaged: true);
}
