namespace Descent.Tuning.Sqlite;

/// <summary>What <see cref="SqliteStudyStorage.Repair"/> did.</summary>
/// <param name="DamagedPath">The path under which the damaged file is kept; null if the file was whole, and nothing was changed.</param>
/// <param name="Studies">What was saved and lost, by study; empty if the file was whole.</param>
public sealed record StudyRepair(string? DamagedPath, IReadOnlyList<RepairedStudy> Studies);

/// <summary>What was saved and lost of a study in a damaged file.</summary>
/// <param name="Name">The name of the study.</param>
/// <param name="HasDefinition">Whether its search space, directions, seed and attributes were saved. If not, <see cref="DatabaseStudyStorage.Open"/> writes them again, with all saved trials.</param>
/// <param name="Saved">The number of finished trials that were saved.</param>
/// <param name="Incomplete">The numbers of finished trials of which some reported values or attributes were lost; they are among those saved.</param>
/// <param name="Lost">The numbers of trials that were lost, or that ran. They are computed by whoever continues the study.</param>
public sealed record RepairedStudy(string Name, bool HasDefinition, int Saved, IReadOnlyList<int> Incomplete, IReadOnlyList<int> Lost);
