namespace Descent.Tuning.Sqlite;

/// <summary>What <see cref="SqliteStudyStorage.Repair"/> did.</summary>
/// <param name="DamagedPath">The path under which the damaged file is kept; null if the file was whole, and nothing was changed.</param>
/// <param name="Studies">What was saved and lost, by study; empty if the file was whole.</param>
public sealed record StudyRepair(string? DamagedPath, IReadOnlyList<RepairedStudy> Studies)
{
    /// <summary>Names of studies of which neither the settings nor a finished trial can be read, so that nobody could continue them: names that are damaged themselves, for the most part. They are not in the new file; default none.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];
}

/// <summary>What was saved and lost of a study in a damaged file.</summary>
/// <param name="Name">The name of the study.</param>
/// <param name="HasDefinition">Whether its search space, directions, seed and attributes were saved. If not, <see cref="DatabaseStudyStorage.Open"/> writes them again, and has the saved trials computed again whose values do not fit.</param>
/// <param name="Saved">The number of finished trials that were saved.</param>
/// <param name="Incomplete">The numbers of finished trials of which some reported values or attributes were lost; they are among those saved.</param>
/// <param name="Lost">The numbers of trials that were lost, or that ran. They are computed by whoever continues the study.</param>
public sealed record RepairedStudy(string Name, bool HasDefinition, int Saved, IReadOnlyList<int> Incomplete, IReadOnlyList<int> Lost)
{
    /// <summary>Whether the last trial of the study is known. If not, the end of the table of trials is damaged, and any number of trials after those that are saved and listed may be lost; default yes.</summary>
    public bool IsEndKnown { get; init; } = true;
}
