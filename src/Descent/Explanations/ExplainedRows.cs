using Descent.Data;

namespace Descent;

/// <summary>Preprocessed rows, whose columns can be exchanged, with the predictions of the model for them.</summary>
/// <remarks>A column of the table corresponds to a range of inputs, such as the categories of a text, or year, month and weekday of a date.</remarks>
internal sealed class ExplainedRows
{
    /// <summary>The cost of copying and coding an input, in multiplications and additions.</summary>
    private const double OperationsPerInput = 50;

    /// <summary>The number of new rows below which training rows are used as well.</summary>
    private const int FewestNewRows = 30;

    /// <summary>The number of rows that are predicted together if there are several variants of a few rows.</summary>
    public const int Batch = 1024;

    private readonly TableModel model;
    private readonly double[] numbers;

    private ExplainedRows(TableModel model, Table table, int[] places, Dataset<float> data, double[] numbers)
    {
        this.model = model;
        this.numbers = numbers;
        Table = table;
        Places = places;
        Data = data;
        int start = 0;
        Ranges = [.. model.Preprocessor.Features.Select(feature => (start, start += feature.InputNames.Count))];
    }

    /// <summary>The table that contains the rows.</summary>
    public Table Table { get; }

    /// <summary>The numbers of the rows in the table.</summary>
    public int[] Places { get; }

    /// <summary>Inputs, targets and weights.</summary>
    public Dataset<float> Data { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Places.Length;

    /// <summary>The number of inputs per row.</summary>
    public int Width => Data.InputColumns;

    /// <summary>The range of the inputs of each column; the upper end is exclusive.</summary>
    public (int From, int To)[] Ranges { get; }

    /// <summary>Selects the rows of a table that have a target with a known label, without training rows if there are enough others. There must be at least one.</summary>
    public static ExplainedRows Of(TableModel model, Table table, bool withTraining, ICollection<Notice>? notices)
    {
        AnsweredRows answered = AnsweredRows.Of(model.Preprocessor, table, notices, strict: false);
        int[] places = model.Preprocessor.Schema.RowsWithTargets(table);
        ExplainedRows all = new(model, table, places, answered.Data, answered.Numbers);
        int[] known = [.. Enumerable.Range(0, places.Length).Except(answered.Unknown.Select(label => label.Row))];
        if (known.Length < places.Length)
        {
            notices?.Add(Notice.Warning($"{Amount.Part(places.Length - known.Length, places.Length, "row", "has a label that training never saw and is", "have labels that training never saw and are")} left out."));
            if (known.Length == 0)
            {
                throw new DataException($"{table.Source} has no row with a label known from training, so it cannot be used for an explanation.");
            }
        }

        int[] others = withTraining || model.Training?.Rows is not { } trained ? known : [.. known.Where(row => !trained.Contains(answered.Hashes[row]))];
        if (others.Length < known.Length)
        {
            bool enough = others.Length >= FewestNewRows;
            string then = enough
                ? $"left out; the explanation uses the {Amount.Of(others.Length, "row")} that training did not use"
                : "used nevertheless, because there are few others. The explanation shows what the model has learned, which may not hold for new rows";
            string text = Amount.Part(known.Length - others.Length, known.Length, "row", "is a training row, and", "are training rows, and");
            notices?.Add(enough ? Notice.Information($"{text} {then}.") : Notice.Warning($"{text} {then}.", Remedy.FromAdvice("use rows that were not used in training")));
            known = enough ? others : known;
        }

        all = known.Length < places.Length ? all.Select(known) : all;
        return all;
    }

    /// <summary>Selects evenly spaced rows, up to a number.</summary>
    public ExplainedRows AtMost(int most) => most >= Count ? this : Select([.. Enumerable.Range(0, most).Select(i => (int)((long)i * Count / most))]);

    /// <summary>Gets a copy of the inputs, one row after the other, which may be changed.</summary>
    public float[] Inputs() => Data.Inputs.ToArray();

    /// <summary>Copies a range of inputs from one row into another.</summary>
    public void Copy(int from, Span<float> into, (int From, int To) range) =>
        Data.Inputs.Span[((from * Width) + range.From)..((from * Width) + range.To)].CopyTo(into[range.From..range.To]);

    /// <summary>Computes the outcome (targets and outputs) of these rows with other inputs.</summary>
    public Outcome Judge(float[] inputs)
    {
        double[] targets = numbers.Length > 0 ? (double[])numbers.Clone() : model.Preprocessor.UnscaleTargets(Data.Targets.Span);
        return TableEvaluation.OutcomeOf(model, Data, targets, model.Outputs(inputs));
    }

    /// <summary>Computes the predictions for rows of inputs: probabilities (for two classes, that of the positive one), or numbers in the target's unit.</summary>
    public static double[] Answers(TableModel model, ReadOnlySpan<float> inputs)
    {
        float[] predicted = model.Outputs(inputs);
        int columns = model.Preprocessor.OutputNames.Count;
        double[] answers = new double[predicted.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            double answer = model.Preprocessor.Unscale(i % columns, predicted[i]);
            answers[i] = model.PositiveIsFirst ? 1 - answer : answer;
        }

        return answers;
    }

    /// <summary>Gets the names of the outputs of <see cref="Answers"/>: the positive label, the labels, or the targets.</summary>
    public static IReadOnlyList<string> OutputNames(TableModel model) => model.Decision is { } decision ? [decision.PositiveLabel] : model.Preprocessor.OutputNames;

    /// <summary>Computes the number of multiplications and additions for the prediction of one row.</summary>
    public static double OperationsPerRow(TableModel model) =>
        model.Members.Sum(member => 2.0 * member.Model.Steps.MultiplyAdds) + (OperationsPerInput * model.Preprocessor.InputNames.Count);

    private ExplainedRows Select(int[] rows)
    {
        int columns = numbers.Length / Math.Max(1, Count);
        return new ExplainedRows(model, Table, [.. rows.Select(row => Places[row])], Data.Select(rows), [.. rows.SelectMany(row => numbers.AsSpan(row * columns, columns).ToArray())]);
    }
}
