using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Descent.Tuning.Sqlite;

// How rows are read of which some may be damaged, and written.
internal sealed partial class SqliteRepair
{
    private static readonly string[] s_numbers = ["uniform(", "log(", "int(", "int-log("];

    /// <summary>Reads rows whose values may be damaged; null if they are.</summary>
    private static IReadOnlyList<T>? Parsed<T>(Func<IReadOnlyList<T>> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is SqliteException or FormatException or ArgumentException or InvalidOperationException or InvalidCastException or OverflowException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Reads rows up to the first page that is damaged.</summary>
    private static (List<object[]> Rows, bool IsWhole) ReadRows(SqliteConnection source, string text, params (string Name, object? Value)[] values)
    {
        List<object[]> rows = [];
        try
        {
            using SqliteCommand command = SqliteCommands.Command(source, text, values);
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                object[] row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }

            // No text of a study has zeros: they are bytes that were overwritten.
            return (rows, rows.RemoveAll(row => row.Any(value => value is string text && text.Contains('\0', StringComparison.Ordinal))) == 0);
        }
        catch (SqliteException)
        {
            return (rows, false);
        }
    }

    /// <summary>Whether the values of a trial fit what can be read of the text of a search space: a line is a parameter, and of one that is damaged, its kind may be left.</summary>
    private static bool Fits(string? values, string? space)
    {
        ILookup<string, string> kinds = (space ?? "").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal)).ToLookup(line => line.Split('=')[0], line => line.Split(" if ")[0], StringComparer.Ordinal);
        return values is null || SqliteStudyStorage.NamesAndValues(values).All(pair => kinds[pair.Key].All(kind => IsOf(kind, pair.Value)));

        static bool IsOf(string kind, string value) => Parsed<SearchParameter>(() => [.. SearchSpace.Parse(kind)]) is [var parameter]
            ? Parsed<double>(() => [parameter.ValueOf(value)]) is not null
            : !s_numbers.Any(number => kind[(kind.IndexOf('=', StringComparison.Ordinal) + 1)..].StartsWith(number, StringComparison.Ordinal)) || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    private static void Insert(SqliteConnection target, string table, object[] values) =>
        target.Execute($"INSERT OR IGNORE INTO {table} VALUES ({string.Join(", ", values.Select((_, i) => $"@v{i}"))})", [.. values.Select((value, i) => ($"v{i}", (object?)value))]);

    // A column of names, and one of values.
    private static Dictionary<string, string> Map(List<object[]> rows, int name) => rows.ToDictionary(row => (string)row[name], row => (string)row[name + 1], StringComparer.Ordinal);
}
