namespace Descent.Data;

/// <summary>
/// Encodes tables as inputs and targets of a network, and decodes a network's outputs into labels and numbers. All its statistics come
/// from the training rows. Immutable, thread-safe, and saved with the model.
/// </summary>
/// <remarks>
/// Numbers: the median if missing (plus an input "x (missing)" if the training rows had any), then (x − mean) / standard deviation.
/// Extreme values are excluded from these statistics, and values far outside the range of the training rows are compressed to at most
/// twice that range (at least ten standard deviations). Dates: year, month, day, weekday, hour, days since the first date, sine and
/// cosine of year, week and day, if they vary. Text: one input per category "x=category"; see <see cref="PreprocessorOptions"/> for
/// rare ones. Targets: 0/1 for binary and multilabel (or −1/1, see <see cref="PreprocessorOptions.Labels"/>), one-hot for multiclass,
/// standardized for regression, divided by their mean for counts.
/// </remarks>
public sealed partial class Preprocessor
{
    private static readonly int[] s_firstRow = [0];

    private readonly ColumnEncoder[] inputs;
    private readonly int[] widths, featurePlaces;
    private readonly TargetEncoder[] targets;
    private readonly HashSet<string> knownColumns;

    private Preprocessor(Schema schema, ColumnEncoder[] inputs, TargetEncoder[] targets, IReadOnlyList<Notice> notices)
    {
        Schema = schema;
        Notices = notices;
        this.inputs = inputs;
        widths = Array.ConvertAll(inputs, input => input.InputNames.Count);
        featurePlaces = [.. Enumerable.Range(0, inputs.Length)];
        this.targets = targets;
        knownColumns = new(schema.Columns.Select(column => column.Name), StringComparer.Ordinal);
        InputNames = [.. inputs.SelectMany(input => input.InputNames)];
        OutputNames = [.. targets.SelectMany(target => target.OutputNames)];
    }

    /// <summary>The schema that was used for fitting.</summary>
    public Schema Schema { get; }

    /// <summary>The task: what is predicted.</summary>
    public TaskKind Task => Schema.Task;

    /// <summary>Decisions made while fitting, in addition to those of the schema.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>The encoders of the features, in the order of the inputs.</summary>
    internal IReadOnlyList<ColumnEncoder> Encoders => inputs;

    /// <summary>The encoders of the targets.</summary>
    internal IReadOnlyList<TargetEncoder> TargetEncoders => targets;

    /// <summary>Describes the columns that are inputs of the network.</summary>
    public IReadOnlyList<EncodedColumn> Features => [.. inputs.Select(input => new EncodedColumn(input.Name, input.InputNames, input.Values, input.WithoutValue)
    {
        IsCategory = input is CategoricalEncoder,
        Levels = input is CategoricalEncoder categories ? categories.Levels : [],
        Example = input.Example,
        Numbers = input is NumericEncoder numeric ? new EncodedNumbers(numeric.Scale, numeric.Minimum, numeric.Maximum) : null,
    })];

    /// <summary>Whether distributions are those of the features, one for each.</summary>
    internal bool Fits(IReadOnlyList<ColumnDistribution> distributions) => distributions.Count == inputs.Length && distributions.Zip(inputs).All(pair => pair.First is { Edges: not null, Counts: not null } own && own.Fits(pair.Second));

    /// <summary>One name per input of the network, such as "age", "age (missing)", "island=Dream".</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>One name per output of the network: the labels for multiclass, otherwise the target columns.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>The labels of a binary (negative first) or multiclass target; empty for other tasks.</summary>
    public IReadOnlyList<string> Labels => Task is TaskKind.Binary or TaskKind.Multiclass ? targets[0].Column.Labels : [];

    /// <summary>Fits the encoding of the columns to the given rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">The schema of the table.</param>
    /// <param name="rows">The training rows; those without a target or with weight 0 are left out.</param>
    /// <param name="options">How columns are encoded as inputs.</param>
    /// <returns>The preprocessor.</returns>
    /// <exception cref="DataException">If no row is left, or a cell cannot be used.</exception>
    public static Preprocessor Fit(Table table, Schema schema, ReadOnlySpan<int> rows, PreprocessorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        options ??= new();
        if (options.MaximumCategories < 1 || options.MinimumCategoryRows < 1)
        {
            throw new DataException($"MaximumCategories is {options.MaximumCategories} and MinimumCategoryRows is {options.MinimumCategoryRows}; both must be at least 1.");
        }

        table = schema.Read(table);
        int[] train = schema.Counted(table, rows);
        if (train.Length == 0)
        {
            throw new DataException($"{table.Source}: no training row has a target. Provide at least one row with a target.");
        }

        List<Notice> notices = [];
        IReadOnlyList<ColumnSchema> columns = schema.Features;
        ColumnEncoder[] features = EachColumn.Do(columns.Count, notices, (i, own) => FitColumn(table, columns[i], train, options, own));
        TargetEncoder[] encoders = [.. schema.Targets.Select(target => TargetEncoder.Fit(table, target, schema.Task, train, options.Labels))];
        return new(schema, features, encoders, notices);
    }

    /// <summary>An encoding that passes numbers on as they are, for a network that no table was fitted to. A cell without a value is an error.</summary>
    /// <param name="columns">The names of the features.</param>
    /// <param name="targetNames">The names of the targets.</param>
    /// <param name="task">The task.</param>
    /// <param name="labels">The labels of each target; empty for numbers.</param>
    internal static Preprocessor OfNumbers(IReadOnlyList<string> columns, IReadOnlyList<string> targetNames, TaskKind task, IReadOnlyList<string> labels)
    {
        ColumnSchema[] features = [.. columns.Select(name => new ColumnSchema(name, ColumnKind.Numeric, "an input of the network"))];
        ColumnSchema[] answers = [.. targetNames.Select(name => new ColumnSchema(name, ColumnKind.Target, "an output of the network") { Labels = labels })];
        Schema schema = new([.. features, .. answers], targetNames, task, "the outputs of the network", []) { MissingWords = MissingWordList.Usual };
        return new(
            schema,
            [.. columns.Select(name => new NumericEncoder(name, 0, 0, 1, double.MinValue, double.MaxValue, HasIndicator: false, WordsAreMissing: false) { RequiresValue = true })],
            [.. answers.Select(target => new TargetEncoder(target, task, 0, 1))],
            []);
    }

    /// <summary>The same encoding of inputs and targets, for a table with another schema. Its features must be those of this schema, in the same order.</summary>
    internal Preprocessor For(Schema schema) => new(schema, inputs, targets, Notices);

    /// <summary>The same encoding of inputs, with other targets, which are fitted to the given rows of a table.</summary>
    internal Preprocessor For(Schema schema, Table table, ReadOnlySpan<int> rows, LabelCoding labels)
    {
        table = schema.Read(table);
        int[] train = schema.Counted(table, rows);
        return train.Length == 0
            ? throw new DataException($"{table.Source}: no training row has a target. Provide at least one row with a target.")
            : new(schema, inputs, [.. schema.Targets.Select(target => TargetEncoder.Fit(table, target, schema.Task, train, labels))], Notices);
    }

    private static ColumnEncoder FitColumn(Table table, ColumnSchema column, int[] rows, PreprocessorOptions options, List<Notice> notices) => column.Kind switch
    {
        ColumnKind.Numeric => NumericEncoder.Fit(table, column, rows, notices),
        ColumnKind.Date => DateEncoder.Fit(table, column, rows, notices),
        ColumnKind.Categorical => CategoricalEncoder.Fit(table, column, rows, options, notices),
        _ => new PresenceEncoder(column.Name),
    };
}
