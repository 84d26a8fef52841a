using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Descent.Tuning.Sqlite;

/// <summary>Saves what can be read of a damaged file in a new one.</summary>
/// <param name="path">The path of the file.</param>
/// <remarks>
/// Everything is read from a copy, and the new file is complete before the damaged one is renamed. Rows are looked up by their keys, one trial after another, so that a damaged page costs only the trials that are on it
/// or that are found through it. SQLite has no checksums: a value that was overwritten by another one of the same form is not noticed.
/// </remarks>
internal sealed partial class SqliteRepair(string path)
{
    // The bytes that SQLite locks for readers, which a connection in WAL mode does until it closes: https://www.sqlite.org/fileformat2.html#the_lock_byte_page
    private const long SharedFirst = 0x40000002, SharedSize = 510;

    // Where the header says for which change its number of pages is valid: https://www.sqlite.org/fileformat2.html#the_database_header
    private const int ValidFor = 92;

    // SQLite's default, which no file of studies changes.
    private const int PageSize = 4096;

    // A larger number is part of the damage.
    private const long MostTrials = 10_000_000;

    private static readonly string[] s_trialTables = ["trials", "reports", "attributes"];

    private readonly string copy = $"{path}.{Guid.NewGuid():N}.copy", fresh = $"{path}.{Guid.NewGuid():N}.new";

    public StudyRepair Run()
    {
        // A log without its file is read as that of a file without bytes, which keeps its name meanwhile.
        bool isMissing = !File.Exists(path) && SqliteFile.HasLog(path), isReplaced = false;
        using FileStream held = new(path, isMissing ? FileMode.OpenOrCreate : FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RequireAlone(held);
        if (held.Length == 0 && !File.Exists(Log(path)))
        {
            throw new StudyFileException(path, $"No study can be read from '{path}': the file has no bytes.");
        }

        try
        {
            Copy(held);
            if (IsWhole())
            {
                return new StudyRepair(null, []);
            }

            SqliteFile target = new(fresh, keepsConnections: false);
            target.Prepare();
            List<RepairedStudy> all = target.Write(Save);
            RepairedStudy[] studies = [.. all.Where(IsKept)];
            if (studies.Length == 0)
            {
                throw new StudyFileException(path, $"No study can be read from '{path}'. It was not changed.");
            }

            string kept = Replace();
            isReplaced = true;
            return new StudyRepair(kept, studies) { Dropped = [.. all.Where(study => !IsKept(study)).Select(study => study.Name)] };
        }
        finally
        {
            if (isMissing && !isReplaced && held.Length == 0)
            {
                File.Delete(path);
            }

            foreach (string file in (string[])[copy, fresh])
            {
                Array.ForEach([file, Log(file), Shared(file)], File.Delete);
            }
        }
    }

    // Nobody can continue a study under a name that is damaged: all that is there of it are numbers of trials.
    private static bool IsKept(RepairedStudy study) => study.HasDefinition || study.Saved > 0;

    private static string Log(string file) => $"{file}-wal";

    private static string Shared(string file) => $"{file}-shm";

    private void RequireAlone(FileStream held)
    {
        // .NET has no locks of parts of files there.
        if (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() || OperatingSystem.IsFreeBSD())
        {
            return;
        }

        try
        {
            held.Lock(SharedFirst, SharedSize);
        }
        catch (IOException fault)
        {
            throw new StudyFileException(path, $"'{path}' is used by another process. Repair it when none uses it.", fault);
        }

        // With the lock, no other repair runs: these belong to one that was killed.
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{Path.GetFileName(path)}.*").Where(file => Left().IsMatch(file)))
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"\.[0-9a-f]{32}\.(copy|new)(-wal|-shm)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Left();

    // Every page, every row, and every number up to the last one.
    private bool IsWhole()
    {
        try
        {
            using SqliteStudyStorage storage = new(copy, isReadOnly: true);
            return storage.Studies().All(study => !storage.Trials(study.Name).Where((trial, i) => trial.Number != i).Any());
        }
        catch (StudyFileException fault) when (fault.IsDamaged)
        {
            return false;
        }
        catch (StudyFileException fault) when (fault.FilePath == copy)
        {
            // The user knows the file by its own name.
            throw new StudyFileException(path, fault.Message.Replace(copy, path, StringComparison.Ordinal), fault);
        }
    }

    // Through the stream that holds the lock: closing another one of the same file would end the lock.
    private void Copy(FileStream held)
    {
        using (FileStream target = File.Create(copy))
        {
            held.CopyTo(target);
        }

        if (File.Exists(Log(path)))
        {
            File.Copy(Log(path), Log(copy));
        }
    }

    // Into the tables of a new file.
    private List<RepairedStudy> Save(SqliteConnection target)
    {
        using (FileStream pages = new(copy, FileMode.Open, FileAccess.Write))
        {
            // SQLite would fill up a part of a page with zeros, and take them for values.
            pages.SetLength(pages.Length / PageSize * PageSize);
        }

        // SQLite would delete the log of a file without bytes.
        if (new FileInfo(copy).Length == 0 || !HasTables())
        {
            ReplaceFirstPage();
        }

        using SqliteConnection source = Open();
        Dictionary<string, int> studies = Studies(source);
        return [.. studies.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Save(source, target, pair.Key, pair.Value))];
    }

    private SqliteConnection Open()
    {
        SqliteConnection source = new SqliteFile(copy, keepsConnections: false).Connect();

        // Reads a file that is shorter than its header says, and one whose schema has errors.
        source.Execute("PRAGMA writable_schema = ON");
        return source;
    }

    private bool HasTables()
    {
        using SqliteConnection source = Open();
        return ReadRows(source, "SELECT name FROM sqlite_schema WHERE type = 'table'") is { IsWhole: true, Rows.Count: 5 };
    }

    // The first page has the header and the schema, which are the same for all files, so that the tables begin at the same pages.
    private void ReplaceFirstPage()
    {
        using FileStream whole = new(fresh, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] page = new byte[PageSize];
        whole.ReadExactly(page);

        // Not valid, so that the length of the file counts.
        page.AsSpan(ValidFor, 4).Clear();
        using FileStream target = new(copy, FileMode.Open, FileAccess.Write);
        target.Write(page);
    }

    /// <summary>The names of the studies, each with the largest number of a trial of which anything can be read; -1 for none.</summary>
    private static Dictionary<string, int> Studies(SqliteConnection source)
    {
        Dictionary<string, int> studies = new(StringComparer.Ordinal);

        // From both ends, up to the first damaged page.
        foreach (string order in (string[])["", "DESC"])
        {
            foreach (object[] row in ReadRows(source, $"SELECT name FROM studies ORDER BY name {order}").Rows)
            {
                Add(row[0], -1L);
            }

            foreach (string table in s_trialTables)
            {
                foreach (object[] row in ReadRows(source, $"SELECT study, number FROM {table} ORDER BY study {order}, number {order}").Rows)
                {
                    Add(row[0], row[1]);
                }
            }
        }

        return studies;

        void Add(object name, object number)
        {
            if (name is string study && number is long last and >= -1 and < MostTrials)
            {
                studies[study] = Math.Max(studies.GetValueOrDefault(study, -1), (int)last);
            }
        }
    }

    private static RepairedStudy Save(SqliteConnection source, SqliteConnection target, string study, int last)
    {
        StudyDefinition? definition = null;
        (List<object[]> Rows, bool IsWhole) row = ReadRows(source, "SELECT * FROM studies WHERE name = @study", ("study", study)), attributes = ReadRows(source, "SELECT * FROM study_attributes WHERE study = @study", ("study", study));
        if (attributes.IsWhole && Parsed(() => source.Rows(SqliteStudyStorage.DefinitionQuery, values => SqliteStudyStorage.DefinitionOf(values) with { Attributes = Map(attributes.Rows, 1) }, ("name", study))) is [StudyDefinition found])
        {
            definition = found;
            row.Rows.ForEach(values => Insert(target, "studies", values));
            attributes.Rows.ForEach(values => Insert(target, "study_attributes", values));
        }

        List<int> incomplete = [], lost = [];
        for (int number = 0; number <= last; number++)
        {
            (string, object?)[] key = [("study", study), ("number", number)];
            (List<object[]> Rows, bool IsWhole)[] tables = [.. s_trialTables.Select(table => ReadRows(source, $"SELECT * FROM {table} WHERE study = @study AND number = @number", key))];
            if (!IsFinished(source, definition, row.Rows is [object[] left] ? left[1] as string : null, key, tables[2].Rows))
            {
                // The state of a trial that was released: it keeps its values, if they can be read, and is the next one to be claimed.
                Insert(target, "trials", [study, number, 0L, ValuesOf(source, definition, key), DBNull.Value, "", DBNull.Value, 1L, 0L, DBNull.Value, "", 0L]);
                lost.Add(number);
                continue;
            }

            if (tables.Any(table => !table.IsWhole))
            {
                incomplete.Add(number);
            }

            foreach ((string table, List<object[]> rows) in s_trialTables.Zip(tables, (table, read) => (table, read.Rows)))
            {
                rows.ForEach(values => Insert(target, table, values));
            }
        }

        RepairedStudy saved = new(study, definition is not null, last + 1 - lost.Count, incomplete, lost)
        {
            // The key of the last trial is found through the end of the table.
            IsEndKnown = Parsed(() => source.Rows("SELECT max(number) FROM trials WHERE study = @study", _ => true, ("study", study))) is not null,
        };
        if (!IsKept(saved))
        {
            target.Execute("DELETE FROM trials WHERE study = @study", ("study", study));
        }

        return saved;
    }

    // With the definition of the study, all values must have a meaning; without it, as much as is left of its search space says.
    private static bool IsFinished(SqliteConnection source, StudyDefinition? definition, string? space, (string, object?)[] key, List<object[]> attributes) =>
        Parsed(() => source.Rows($"SELECT number, state, {(definition is null ? "NULL" : "parameters")}, note, objectives, error, attempt, start, end FROM trials WHERE study = @study AND number = @number", row => SqliteStudyStorage.Check(definition, SqliteStudyStorage.TrialOf(definition?.Space!, row) with { Attributes = Map(attributes, 2) }), key))
            is [{ State: TrialState.Completed or TrialState.Pruned or TrialState.Failed, End: not null } trial]
        && (definition is not null || (trial.State == TrialState.Completed == trial.Values.Count > 0 && Parsed(() => source.Rows("SELECT parameters FROM trials WHERE study = @study AND number = @number", row => Fits(row.IsDBNull(0) ? null : row.GetString(0), space), key)) is [true]));

    private static object ValuesOf(SqliteConnection source, StudyDefinition? definition, (string, object?)[] key) =>
        definition is not null && Parsed(() => source.Rows("SELECT number, 0, parameters, NULL, '', NULL, 1, 0, NULL FROM trials WHERE study = @study AND number = @number", row => (SqliteStudyStorage.TrialOf(definition.Space, row), Text: row.IsDBNull(2) ? null : row.GetString(2)), key)) is [(_, { } text)]
            ? text : DBNull.Value;

    /// <summary>Gives the new file its name, and the damaged one another.</summary>
    /// <returns>The other name.</returns>
    private string Replace()
    {
        string kept = Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? $"{path}.damaged" : $"{path}.damaged-{i}").First(name => !File.Exists(name) && !File.Exists(Log(name)));
        if (File.Exists(Log(path)))
        {
            // First: SQLite would take it for the log of the new file.
            File.Move(Log(path), Log(kept));
        }

        File.Delete(Shared(path));
        File.Move(path, kept);
        File.Move(fresh, path);
        return kept;
    }
}
