using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>Describes what each column of a table means, which columns are targets, and the task.</summary>
/// <param name="Columns">All columns in the order of the table.</param>
/// <param name="TargetNames">The names of the targets, in the order in which they were given.</param>
/// <param name="Task">The task: what is predicted.</param>
/// <param name="TaskReason">Why it is this task, in plain words.</param>
/// <param name="Notices">Decisions made and possible problems, with ways to decide otherwise.</param>
public sealed record Schema(IReadOnlyList<ColumnSchema> Columns, IReadOnlyList<string> TargetNames, TaskKind Task, string TaskReason, IReadOnlyList<Notice> Notices)
{
    /// <summary>The columns that are inputs of the network, in the order of the table.</summary>
    [JsonIgnore]
    public IReadOnlyList<ColumnSchema> Features => [.. Columns.Where(column => column.IsFeature)];

    /// <summary>The column with the weights of the rows, or null if all rows have the same weight.</summary>
    [JsonIgnore]
    public ColumnSchema? Weight => Columns.FirstOrDefault(column => column.Kind == ColumnKind.Weight);

    /// <summary>The target columns, in the order in which they were given.</summary>
    [JsonIgnore]
    public IReadOnlyList<ColumnSchema> Targets => [.. TargetNames.Select(name => Columns.First(column => column.Name == name))];

    /// <summary>
    /// The words and numbers that mean "no value" in every column that has no list of its own (see
    /// <see cref="ColumnSchema.MissingWords"/>). For models saved without a list, the list used at that time: NA, N/A, NaN, null, None,
    /// ?.
    /// </summary>
    public IReadOnlyList<string> MissingWords { get => field ?? MissingWordList.First; init; }

    /// <summary>Whether the table was read from a file without a header, so that its columns are called column1, column2 and so
    /// on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsHeaderless { get; init; }

    /// <summary>Infers what the columns mean from all rows that have a value in every target and, if rows are weighted, a weight above
    /// 0.</summary>
    /// <param name="table">The table.</param>
    /// <param name="targets">The names of the columns to predict, at least one.</param>
    /// <param name="options">Decisions made by the user instead.</param>
    /// <returns>The schema, with the reason of each decision.</returns>
    /// <exception cref="DataException">If a name does not exist, a numeric column holds words or unusable numbers, or the targets
    /// cannot be learned.</exception>
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
        ColumnSchema[] columns = EachColumn.Do(table.Columns.Count, notices, (i, own) => Array.Find(targetColumns, target => target.Name == table.Columns[i])
            ?? FeatureInference.Infer(ColumnProfile.Of(table, i, rows), rows, options, own));

        if (!columns.Any(column => column.IsFeature))
        {
            throw new DataException($"{table.Source}: no column is left as a feature ({NameList.Of([.. columns.Select(column => $"\"{column.Name}\": {column.Reason}")])}). Add columns, or set the kind of some.", new Remedy(nameof(SchemaOptions.Kinds)));
        }

        LeakageCheck.Warn(table, columns.Where(column => column.IsFeature), targetColumns, rows, notices);
        for (int i = 0; i < columns.Length; i++)
        {
            IReadOnlyList<string> own = columns[i].MissingWords ?? table.MissingWordsOf(i);
            columns[i] = own.SequenceEqual(words, StringComparer.Ordinal) ? columns[i] : columns[i] with { MissingWords = own };
        }

        return new(columns, [.. targets], task, reason, notices) { MissingWords = words, IsHeaderless = table.IsHeaderless };
    }

    /// <summary>The rows that can be used for training and evaluation: those with a value in every target and, if rows are weighted, a
    /// weight above 0.</summary>
    /// <param name="table">A table with the target columns.</param>
    /// <returns>Row numbers in ascending order.</returns>
    /// <exception cref="DataException">If a target column is missing or a weight is invalid.</exception>
    public int[] RowsWithTargets(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Counted(table, CountedRows.All(table));
    }

    /// <summary>Those of the given rows that have a value in every target and a weight above 0, in the given order.</summary>
    internal int[] Counted(Table table, ReadOnlySpan<int> rows, ICollection<Notice>? notices = null)
    {
        table = Read(table);
        int[] counted = CountedRows.WithTargets(table, rows, [.. Targets.Select(target => (table.RequireColumn(target.Name), target.WordsAreMissing))], notices);
        return Weight is { } weight && table.IndexOf(weight.Name) >= 0 ? CountedRows.WithWeight(table, counted, weight, notices) : counted;
    }

    /// <summary>The index of each row's label among the target's labels, for stratified splits and class weights.</summary>
    /// <param name="table">A table with the target column.</param>
    /// <param name="rows">Row numbers, all with a target.</param>
    /// <returns>One index per row: 0 … labels − 1.</returns>
    /// <exception cref="DataException">If the task has no classes, or a label is not one of the schema's.</exception>
    public int[] Classes(Table table, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Task is not (TaskKind.Binary or TaskKind.Multiclass))
        {
            throw new DataException($"A {Task} task has no classes. Use a plain split and no class weights.");
        }

        LabelReader labels = new(table, Targets[0]);
        int[] classes = new int[rows.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = labels[rows[i]];
        }

        return classes;
    }

    /// <summary>For a multilabel task, whether each row has the second label ("yes") of each target; for stratified splits.</summary>
    /// <param name="table">A table with the target columns.</param>
    /// <param name="rows">Row numbers, all with a value in every target.</param>
    /// <returns>rows × targets.</returns>
    /// <exception cref="DataException">If the task is not multilabel, or a label is not one of the schema's.</exception>
    public bool[,] Answers(Table table, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Task != TaskKind.Multilabel)
        {
            throw new DataException($"A {Task} task does not have several yes-or-no targets. Use Classes for a task with classes, or a plain split.");
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
            throw new DataException("No target is given. Name at least one column to predict.");
        }

        if (options.MissingWords?.Any(word => word is null) == true || options.MissingWordsOf.Values.Any(words => words is null || words.Any(word => word is null)))
        {
            throw new DataException("A missing word is null. Missing words must be texts; an empty cell is always missing.");
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
            throw new DataException($"{table.Source}: no row has a value in {string.Join(" and ", targets.Select(name => $"\"{name}\""))}, so there is nothing to learn. Fill the target, or choose another one.");
        }

        return options.Weight is { } name ? CountedRows.WithWeight(table, rows, RowWeights.Column(ColumnProfile.Of(table, table.RequireColumn(name), rows), name), notices) : rows;
    }
}
