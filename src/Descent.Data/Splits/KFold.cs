namespace Descent.Data;

/// <summary>Cross-validation: k splits in which every row is a test row exactly once.</summary>
public static partial class KFold
{
    /// <summary>Creates folds of the rows that have a target: by group if one is given, otherwise stratified by label for binary and
    /// multiclass tasks, stratified by all answers for multilabel tasks, and plain for others.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">The schema of the table.</param>
    /// <param name="folds">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    /// <param name="group">A column whose equal values stay in the same fold; by default none.</param>
    /// <param name="orderBy">A column of numbers or dates: every fold trains on the rows before its test rows (see
    /// <see cref="Forward"/>); by default none.</param>
    /// <returns>One split per fold, without validation rows.</returns>
    /// <exception cref="DataException">If there are fewer rows or groups than folds, or a row has no group.</exception>
    public static Split[] For(Table table, Schema schema, int folds = 5, ulong seed = 1, string? group = null, string? orderBy = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return For(table, schema, schema.RowsWithTargets(table), folds, seed, group, orderBy);
    }

    /// <summary>The same for the given rows.</summary>
    internal static Split[] For(Table table, Schema schema, int[] rows, int folds, ulong seed, string? group = null, string? orderBy = null)
    {
        RowOrder.RequireOne(group, orderBy);
        return orderBy is not null ? InOrder(schema.Read(table), schema, rows, orderBy, folds) : group is not null ? Grouped(rows, Groups.Of(schema.Read(table), group, rows), folds, seed) : schema.Task switch
        {
            TaskKind.Binary or TaskKind.Multiclass => Stratified(rows, schema.Classes(table, rows), folds, seed),
            TaskKind.Multilabel => Stratified(rows, schema.Answers(table, rows), folds, seed),
            _ => Plain(rows, folds, seed),
        };
    }

    /// <summary>Creates random folds whose sizes differ by at most one row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="folds">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    /// <returns>One split per fold, without validation rows.</returns>
    /// <exception cref="DataException">If there are fewer rows than folds.</exception>
    public static Split[] Plain(ReadOnlySpan<int> rows, int folds = 5, ulong seed = 1)
    {
        Require(rows.Length, folds);
        return Deal(rows, Strata.Shuffled(rows.Length, seed, 1), folds, []);
    }

    /// <summary>Creates folds whose sizes, and whose numbers of rows of each class, differ by at most one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">The class of each of these rows, from 0.</param>
    /// <param name="folds">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    /// <returns>One split per fold, without validation rows.</returns>
    /// <exception cref="DataException">If there are fewer rows than folds.</exception>
    public static Split[] Stratified(ReadOnlySpan<int> rows, ReadOnlySpan<int> classes, int folds = 5, ulong seed = 1)
    {
        Require(rows.Length, folds);
        int[][] strata = Strata.ByClass(rows.Length, classes, seed, 1);
        int small = strata.Count(stratum => stratum.Length < folds);
        Notice[] notices = small == 0 ? [] : [Notice.Warning($"{small} of {strata.Length} classes have fewer rows than the {folds} folds, so some folds cannot test them.", Remedy.FromAdvice("use fewer folds, or add rows"))];
        return Deal(rows, [.. strata.SelectMany(stratum => stratum)], folds, notices);
    }

    /// <summary>Creates folds of rows with several yes-or-no answers, each with its share of every answer (iterative stratification);
    /// their sizes differ by at most one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="answers">rows × questions (see <see cref="Schema.Answers"/>).</param>
    /// <param name="folds">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The seed of the random assignment.</param>
    /// <returns>One split per fold, without validation rows.</returns>
    /// <exception cref="DataException">If there are fewer rows than folds.</exception>
    public static Split[] Stratified(ReadOnlySpan<int> rows, bool[,] answers, int folds = 5, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(answers);
        Require(rows.Length, folds);
        Strata.RequireAnswers(rows.Length, answers);
        int count = rows.Length;
        int[] sizes = [.. Enumerable.Range(0, folds).Select(fold => (count / folds) + (fold < count % folds ? 1 : 0))];
        return Folds(rows, IterativeStratification.Assign(answers, sizes, Strata.Shuffled(count, seed, 1)), folds, []);
    }

    /// <summary>Creates folds that keep groups together: the largest group first, each into the fold with the fewest rows so far, as
    /// with scikit-learn's <c>GroupKFold</c>.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="groups">The group of each of these rows (see <see cref="Groups.Of"/>).</param>
    /// <param name="folds">The number of folds, from 2 to the number of groups.</param>
    /// <param name="seed">The seed of the random order among groups of equal size.</param>
    /// <returns>One split per fold, without validation rows.</returns>
    /// <exception cref="DataException">If there are fewer groups than folds.</exception>
    public static Split[] Grouped(ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, int folds = 5, ulong seed = 1)
    {
        int[][] members = Groups.Shuffled(rows.Length, groups, seed, 1);
        Require(members.Length, folds, "group");
        int[] parts = new int[rows.Length], sizes = new int[folds];
        foreach (int[] group in members.OrderByDescending(group => group.Length))
        {
            int lightest = Array.IndexOf(sizes, sizes.Min());
            sizes[lightest] += group.Length;
            foreach (int place in group)
            {
                parts[place] = lightest;
            }
        }

        return Folds(rows, parts, folds, [Notice.Information($"{members.Length} groups of rows stay together in {folds} folds of {sizes.Min()} to {sizes.Max()} rows.")]);
    }

    private static Split[] Folds(ReadOnlySpan<int> rows, int[] parts, int folds, Notice[] notices)
    {
        Split[] splits = new Split[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            splits[fold] = Split.Make(rows, [.. Places(own: false)], [], [.. Places(own: true)], notices);

            IEnumerable<int> Places(bool own) => Enumerable.Range(0, parts.Length).Where(place => (parts[place] == fold) == own);
        }

        return splits;
    }

    /// <summary>Deals the rows out in turn, so that with rows of one class next to each other, each fold gets its share.</summary>
    private static Split[] Deal(ReadOnlySpan<int> rows, int[] order, int folds, Notice[] notices)
    {
        Split[] splits = new Split[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            splits[fold] = Split.Make(rows, [.. order.Where((_, i) => i % folds != fold)], [], [.. order.Where((_, i) => i % folds == fold)], notices);
        }

        return splits;
    }

    private static void Require(int count, int folds, string unit = "row")
    {
        if (folds < 2 || folds > count)
        {
            throw new DataException($"{count} {unit}{(count == 1 ? "" : "s")} cannot be divided into {folds} folds. Use between 2 and as many folds as {unit}s.", new Remedy("CrossValidate"));
        }
    }
}
