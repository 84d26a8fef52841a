using Descent.Data;

namespace Descent.Playground;

/// <summary>What is to be learned: a table and its targets.</summary>
/// <param name="Title">Its name on the page.</param>
/// <param name="Table">The rows; null for a recording, which has only numbers made of them.</param>
/// <param name="Targets">The columns to predict.</param>
/// <param name="Schema">What is known about the columns.</param>
/// <param name="Ceiling">The best score that is possible; empty if it is not known.</param>
internal sealed record PlayProblem(string Title, Table? Table, IReadOnlyList<string> Targets, SchemaOptions Schema, string Ceiling)
{
    /// <summary>How far the maps reach from 0 in the unit of the columns; null for as far as the rows reach.</summary>
    public double? Reach { get; init; }

    /// <summary>The most rows of a table that are used; the page is for looking.</summary>
    public const int MostRows = 20_000;

    /// <summary>Finds or makes the problem of a checked state.</summary>
    /// <exception cref="DataException">If there is no such table, or it cannot be used.</exception>
    public static PlayProblem Of(ProblemState state, TableStore tables)
    {
        switch (state.Kind)
        {
            case "points":
                return ToyProblem.OfPoints(state.Points!);
            case "table":
                (string name, Table table) = tables.Find(state.Table!) ?? throw new DataException("The table of this link is not here, because it never leaves the machine where it was dropped. Drop the file on the page.");
                string[] targets = [.. state.Targets!.Select(target => target!).Where(target => table.Columns.Contains(target, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];
                return new PlayProblem(name, table, targets.Length > 0 ? targets : [table.Columns[^1]], new SchemaOptions(), "");
            default:
                return ToyProblem.Find(state.Kind!)!.Problem((int)state.Rows!, (ulong)state.Seed!, state.Noise!.Value);
        }
    }
}
