using System.Collections.Concurrent;
using Descent.Data;

namespace Descent.Playground;

/// <summary>The losses that fit a task, found by trying them on a few rows.</summary>
internal static class SuitableLosses
{
    private static readonly ConcurrentDictionary<TaskKind, string[]> s_known = new();

    public static IReadOnlyList<string> Of(TaskKind task) => s_known.GetOrAdd(task, static task => [.. Catalogue.Of(CatalogueKind.Loss).Where(entry => Fits(task, (Loss)entry.Example)).Select(entry => entry.Name)]);

    private static bool Fits(TaskKind task, Loss loss)
    {
        if (loss is Quantiles or PerHead)
        {
            // They change what the outputs are, which the maps cannot show.
            return false;
        }

        string[] targets = task == TaskKind.Multilabel ? ["a", "b"] : ["a"];
        Table rows = Table.Create(
        [
            TableColumn.Of("x", Enumerable.Range(0, 24).Select(row => row * 0.37)),
            .. targets.Select((name, column) => task is TaskKind.Regression or TaskKind.Counts
                ? TableColumn.Of(name, Enumerable.Range(0, 24).Select(row => (double)(row % 5)))
                : TableColumn.Of(name, Enumerable.Range(0, 24).Select(row => task == TaskKind.Multiclass ? $"c{row % 3}" : (row + (column * (row / 4))) % 2 == 0 ? "no" : "yes"))),
        ]);
        try
        {
            TableTrainer.Prepare(rows, targets, new TableOptions { Effort = Effort.Quick, Layers = [2], Loss = loss, TestFraction = 0, ValidationFraction = 0.25, Schema = new SchemaOptions { Task = task } });
            return true;
        }
        catch (Exception fault) when (fault is DataException or ArgumentException)
        {
            return false;
        }
    }
}
