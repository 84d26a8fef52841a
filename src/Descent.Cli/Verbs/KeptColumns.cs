using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>The columns of a table that are written beside what is predicted.</summary>
internal static class KeptColumns
{
    /// <summary>The numbers of the columns that the texts name, each once, in the order named.</summary>
    /// <param name="table">The table.</param>
    /// <param name="texts">Lists of names, or all.</param>
    /// <param name="taken">The names of the predictions; no kept column may have one of them, or a reader could not tell them apart.</param>
    public static int[] Of(Table table, string[] texts, IReadOnlyList<string> taken)
    {
        int[] columns = [.. texts.SelectMany(text => text == "all" ? table.Columns : ColumnOptionSet.Names(table, text, "--keep")).Select(name => Find(table, name)).Distinct()];
        return columns.Where(column => taken.Contains(table.Columns[column], StringComparer.Ordinal)).Select(column => table.Columns[column]).FirstOrDefault() is { } twice
            ? throw new UsageException($"--keep: column \"{twice}\" of {table.Source} has the name of a column of predictions. Rename it, or name the columns to keep without it.")
            : columns;
    }

    private static int Find(Table table, string name) => table.IndexOf(name) is >= 0 and var column
        ? column
        : throw new UsageException($"--keep: {table.Source} has no column \"{name}\". {Wording.Hint(name, table.Columns)}");
}
