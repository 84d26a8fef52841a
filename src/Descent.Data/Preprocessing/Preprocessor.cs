namespace Descent.Data;

/// <summary>
/// Turns tables into numbers for a network and a network's outputs back into labels and numbers. All its statistics come
/// from the training rows. Immutable, safe from many threads, saved with the model.
/// </summary>
/// <remarks>
/// Numbers: the median where missing (plus an input "x (missing)" if training had any), then (x − mean) / standard deviation. Extreme values do not
/// count for these, and what lies far outside the training rows is drawn in to at most twice their range (at least ten deviations).
/// Dates: year, month, day, weekday, hour, days since the first, sine and cosine of year, week and day, as far as they vary.
/// Text: one input per category "x=category"; see <see cref="PreprocessorOptions"/> for rare ones. Targets: 0/1 for binary and
/// multilabel (or −1/1, see <see cref="PreprocessorOptions.Labels"/>), one-hot for multiclass, standardised for regression, divided by their
/// mean for counts.
/// </remarks>
public sealed partial class Preprocessor
{
    private readonly ColumnEncoder[] _inputs;
    private readonly int[] _widths;
    private readonly TargetEncoder[] _targets;
    private readonly HashSet<string> _knownColumns;

    private Preprocessor(Schema schema, ColumnEncoder[] inputs, TargetEncoder[] targets, IReadOnlyList<Notice> notices)
    {
        Schema = schema;
        Notices = notices;
        _inputs = inputs;
        _widths = Array.ConvertAll(inputs, input => input.InputNames.Count);
        _targets = targets;
        _knownColumns = new(schema.Columns.Select(column => column.Name), StringComparer.Ordinal);
        InputNames = [.. inputs.SelectMany(input => input.InputNames)];
        OutputNames = [.. targets.SelectMany(target => target.OutputNames)];
    }

    /// <summary>The schema it was fitted with.</summary>
    public Schema Schema { get; }

    /// <summary>What is predicted.</summary>
    public TaskKind Task => Schema.Task;

    /// <summary>What was decided while fitting, beside the schema's own decisions.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>The columns that go into the network, in words.</summary>
    public IReadOnlyList<EncodedColumn> Features => [.. _inputs.Select(input => new EncodedColumn(input.Name, input.InputNames, input.Values, input.WithoutValue) { IsCategory = input is CategoricalEncoder })];

    /// <summary>One name per input of the network, such as "age", "age (missing)", "island=Dream".</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>One name per output of the network: the labels for multiclass, otherwise the target columns.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>The labels of a binary (negative first) or multiclass target; empty for other tasks.</summary>
    public IReadOnlyList<string> Labels => Task is TaskKind.Binary or TaskKind.Multiclass ? _targets[0].Column.Labels : [];

    /// <summary>Learns from the given rows of a table how to encode its columns.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">What its columns mean.</param>
    /// <param name="rows">The training rows; those without a target or of weight 0 are left out.</param>
    /// <param name="options">How columns are turned into inputs.</param>
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
            throw new DataException($"{table.Source}: no training row has a target. Give at least one row to learn from.");
        }

        List<Notice> notices = [];
        ColumnEncoder[] inputs = [.. schema.Features.Select(column => FitColumn(table, column, train, options, notices))];
        TargetEncoder[] targets = [.. schema.Targets.Select(target => TargetEncoder.Fit(table, target, schema.Task, train, options.Labels))];
        return new(schema, inputs, targets, notices);
    }

    private static ColumnEncoder FitColumn(Table table, ColumnSchema column, int[] rows, PreprocessorOptions options, List<Notice> notices) => column.Kind switch
    {
        ColumnKind.Numeric => NumericEncoder.Fit(table, column, rows, notices),
        ColumnKind.Date => DateEncoder.Fit(table, column, rows, notices),
        ColumnKind.Categorical => CategoricalEncoder.Fit(table, column, rows, options, notices),
        _ => new PresenceEncoder(column.Name),
    };
}
