using Descent.Data.Schemas;
using Descent.Data.Tables;

namespace Descent.Data.Splits;

/// <summary>Cross-validation: k splits in which every row is a test row exactly once.</summary>
public static class KFold
{
    /// <summary>Folds of the rows that have a target: by label for binary and multiclass tasks, plain for others.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">What its columns mean.</param>
    /// <param name="folds">Number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">Chooses the rows.</param>
    /// <returns>One split per fold, without validation rows.</returns>
    /// <exception cref="DataException">If there are fewer rows than folds.</exception>
    public static Split[] For(Table table, Schema schema, int folds = 5, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(schema);
        int[] rows = schema.RowsWithTargets(table);
        return schema.Task is TaskKind.Binary or TaskKind.Multiclass
            ? Stratified(rows, schema.Classes(table, rows), folds, seed)
            : Plain(rows, folds, seed);
    }

    /// <summary>Folds by chance alone; their sizes differ by one row at most.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="folds">Number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">Chooses the rows.</param>
    /// <returns>One split per fold, without validation rows.</returns>
    /// <exception cref="DataException">If there are fewer rows than folds.</exception>
    public static Split[] Plain(ReadOnlySpan<int> rows, int folds = 5, ulong seed = 1)
    {
        Require(rows.Length, folds);
        return Deal(rows, Strata.Shuffled(rows.Length, seed, 1), folds, []);
    }

    /// <summary>Folds whose sizes, and whose numbers of rows of each class, differ by one at most.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">The class of each of these rows, from 0.</param>
    /// <param name="folds">Number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">Chooses the rows.</param>
    /// <returns>One split per fold, without validation rows.</returns>
    /// <exception cref="DataException">If there are fewer rows than folds.</exception>
    public static Split[] Stratified(ReadOnlySpan<int> rows, ReadOnlySpan<int> classes, int folds = 5, ulong seed = 1)
    {
        Require(rows.Length, folds);
        int[][] strata = Strata.ByClass(rows.Length, classes, seed, 1);
        int small = strata.Count(stratum => stratum.Length < folds);
        Notice[] notices = small == 0 ? [] : [Notice.Warning($"{small} of {strata.Length} classes have fewer rows than the {folds} folds, so some folds cannot judge them.", "use fewer folds, or add rows")];
        return Deal(rows, [.. strata.SelectMany(stratum => stratum)], folds, notices);
    }

    /// <summary>Deals the rows out like cards: with rows of one class side by side, each fold gets its fair number.</summary>
    private static Split[] Deal(ReadOnlySpan<int> rows, int[] order, int folds, Notice[] notices)
    {
        Split[] splits = new Split[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            splits[fold] = Split.Make(rows, [.. order.Where((_, i) => i % folds != fold)], [], [.. order.Where((_, i) => i % folds == fold)], notices);
        }

        return splits;
    }

    private static void Require(int rows, int folds)
    {
        if (folds < 2 || folds > rows)
        {
            throw new DataException($"{rows} {(rows == 1 ? "row" : "rows")} cannot be divided into {folds} folds. Use between 2 and as many folds as rows.");
        }
    }
}
