using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>What every column of a table means, which of them are to be predicted, and as what.</summary>
/// <param name="Columns">All columns in the order of the table.</param>
/// <param name="TargetNames">The names of the targets in the order asked for.</param>
/// <param name="Task">What is to be predicted.</param>
/// <param name="TaskReason">Why this task, in words.</param>
/// <param name="Notices">Every decision and doubt, and how to decide otherwise.</param>
public sealed record Schema(IReadOnlyList<ColumnSchema> Columns, IReadOnlyList<string> TargetNames, TaskKind Task, string TaskReason, IReadOnlyList<Notice> Notices)
{
    /// <summary>The columns that feed the network, in the order of the table.</summary>
    [JsonIgnore]
    public IReadOnlyList<ColumnSchema> Features => [.. Columns.Where(column => column.IsFeature)];

    /// <summary>The column that says how much each row counts, or null where all count alike.</summary>
    [JsonIgnore]
    public ColumnSchema? Weight => Columns.FirstOrDefault(column => column.Kind == ColumnKind.Weight);

    /// <summary>The columns to be predicted, in the order asked for.</summary>
    [JsonIgnore]
    public IReadOnlyList<ColumnSchema> Targets => [.. TargetNames.Select(name => Columns.First(column => column.Name == name))];

    /// <summary>
    /// The words and numbers that mean "no value" in every column that has no list of its own (see <see cref="ColumnSchema.MissingWords"/>).
    /// Models that were saved without a list have the one of their time: NA, N/A, NaN, null, None, ?.
    /// </summary>
    public IReadOnlyList<string> MissingWords { get => field ?? MissingWordList.First; init; }

    /// <summary>Whether the table was read from a file without a line of names, so that its columns are called column1, column2 and so on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsHeaderless { get; init; }

    /// <summary>Decides what the columns mean by looking at all rows that have a value in every target and, where rows have weights, one above 0.</summary>
    /// <param name="table">The table.</param>
    /// <param name="targets">Names of the columns to predict, at least one.</param>
    /// <param name="options">Decisions that the user takes.</param>
    /// <returns>The schema with its reasons.</returns>
    /// <exception cref="DataException">If a name does not exist, a column of numbers holds words or unusable numbers, or the targets cannot be learnt.</exception>
    public static Schema Infer(Table table, IReadOnlyList<string> targets, SchemaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new();
        RequireNames(table, targets, options);
        List<Notice> notices = [.. table.Notices];
        IReadOnlyList<string> words = options.MissingWords ?? MissingWordList.Usual;
        table = MissingInTargets.Decide(Read(table, options), targets, options, notices);
        int[] rows = Usable(table, targets, options, notices);
        (TaskKind task, string reason, ColumnSchema[] targetColumns) = TargetInference.Infer(table, targets, rows, options, notices);
        ColumnSchema[] columns = new ColumnSchema[table.Columns.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = Array.Find(targetColumns, target => target.Name == table.Columns[i])
                ?? FeatureInference.Infer(ColumnProfile.Of(table, i, rows), rows, options, notices);
        }

        if (!columns.Any(column => column.IsFeature))
        {
            throw new DataException($"{table.Source}: no column is left to learn from ({NameList.Of([.. columns.Select(column => $"\"{column.Name}\": {column.Reason}")])}). Add columns, or say what some of them are.", new Remedy(nameof(SchemaOptions.Kinds)));
        }

        LeakageCheck.Warn(table, columns.Where(column => column.IsFeature), targetColumns, rows, notices);
        for (int i = 0; i < columns.Length; i++)
        {
            IReadOnlyList<string> own = columns[i].MissingWords ?? table.MissingWordsOf(i);
            columns[i] = own.SequenceEqual(words, StringComparer.Ordinal) ? columns[i] : columns[i] with { MissingWords = own };
        }

        return new(columns, [.. targets], task, reason, notices) { MissingWords = words, IsHeaderless = table.IsHeaderless };
    }

    /// <summary>The rows with a value in every target, and where rows have weights, one above 0: those that can be learnt from and judged by.</summary>
    /// <param name="table">A table with the target columns.</param>
    /// <returns>Row numbers, rising.</returns>
    /// <exception cref="DataException">If a target column is missing, or a weight is none.</exception>
    public int[] RowsWithTargets(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Counted(table, CountedRows.All(table));
    }

    /// <summary>Those of the given rows that have a value in every target and a weight above 0, in the order given.</summary>
    internal int[] Counted(Table table, ReadOnlySpan<int> rows, ICollection<Notice>? notices = null)
    {
        table = Read(table);
        int[] counted = CountedRows.WithTargets(table, rows, [.. Targets.Select(target => (table.RequireColumn(target.Name), target.WordsAreMissing))], notices);
        return Weight is { } weight && table.IndexOf(weight.Name) >= 0 ? CountedRows.WithWeight(table, counted, weight, notices) : counted;
    }

    /// <summary>The place of each row's label in the target's labels; for stratified splits and class weights.</summary>
    /// <param name="table">A table with the target column.</param>
    /// <param name="rows">Row numbers, all with a target.</param>
    /// <returns>One number per row: 0 … labels − 1.</returns>
    /// <exception cref="DataException">If the task has no classes, or a label is not one of the schema's.</exception>
    public int[] Classes(Table table, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Task is not (TaskKind.Binary or TaskKind.Multiclass))
        {
            throw new DataException($"A {Task} task has no classes. Split its rows plainly, and leave class weights out.");
        }

        LabelReader labels = new(table, Targets[0]);
        int[] classes = new int[rows.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = labels[rows[i]];
        }

        return classes;
    }

    /// <summary>Which targets of a multilabel task each row answers with their second label ("yes"); for stratified splits.</summary>
    /// <param name="table">A table with the target columns.</param>
    /// <param name="rows">Row numbers, all with every target.</param>
    /// <returns>rows × targets.</returns>
    /// <exception cref="DataException">If the task is another one, or a label is not one of the schema's.</exception>
    public bool[,] Answers(Table table, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Task != TaskKind.Multilabel)
        {
            throw new DataException($"A {Task} task does not answer yes or no to several questions. Use Classes for a task with classes, or split its rows plainly.");
        }

        bool[,] answers = new bool[rows.Length, TargetNames.Count];
        IReadOnlyList<ColumnSchema> targets = Targets;
        for (int column = 0; column < targets.Count; column++)
        {
            LabelReader labels = new(table, targets[column]);
            for (int i = 0; i < rows.Length; i++)
            {
                answers[i, column] = labels[rows[i]] == 1;
            }
        }

        return answers;
    }

    /// <summary>The same table, read with the missing words of this schema.</summary>
    internal Table Read(Table table) => table.WithMissingWords(MissingWords, Columns.Where(column => column.MissingWords is not null).Select(column => (column.Name, column.MissingWords!)));

    /// <summary>The same table, read with the missing words that the user has chosen.</summary>
    internal static Table Read(Table table, SchemaOptions options) =>
        table.WithMissingWords(options.MissingWords ?? MissingWordList.Usual, options.MissingWordsOf.Select(column => (column.Key, column.Value)));

    private static void RequireNames(Table table, IReadOnlyList<string> targets, SchemaOptions options)
    {
        if (targets.Count == 0)
        {
            throw new DataException("No target is named. Name at least one column to predict.");
        }

        if (options.MissingWords?.Any(word => word is null) == true || options.MissingWordsOf.Values.Any(words => words is null || words.Any(word => word is null)))
        {
            throw new DataException("A missing word is null. Give texts; an empty cell is missing in any case.");
        }

        ColumnRoles.Check(table, targets, options);
    }

    private static int[] Usable(Table table, IReadOnlyList<string> targets, SchemaOptions options, List<Notice> notices)
    {
        if (table.Rows == 0)
        {
            throw new DataException($"{table.Source} has no rows; expected at least one row below the header.");
        }

        (int, bool)[] columns = [.. targets.Select(name => (table.RequireColumn(name), options.WordsAsMissing.Contains(name, StringComparer.Ordinal)))];
        int[] rows = CountedRows.WithTargets(table, CountedRows.All(table), columns, notices);
        if (rows.Length == 0)
        {
            throw new DataException($"{table.Source}: no row has a value in {string.Join(" and ", targets.Select(name => $"\"{name}\""))}, so there is nothing to learn. Fill the target, or name another one.");
        }

        return options.Weight is { } name ? CountedRows.WithWeight(table, rows, RowWeights.Column(ColumnProfile.Of(table, table.RequireColumn(name), rows), name), notices) : rows;
    }
}
