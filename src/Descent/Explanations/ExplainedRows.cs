using Descent.Data;

namespace Descent;

/// <summary>Rows as the preprocessing makes them, whose columns can be exchanged, and what the model answers to them.</summary>
/// <remarks>A column of the table is a range of inputs: all that was made of it, such as the categories of a text, or year, month and weekday of a date.</remarks>
internal sealed class ExplainedRows
{
    /// <summary>What copying and coding an input costs, in multiplications and additions.</summary>
    private const double OperationsPerInput = 50;

    /// <summary>With fewer rows that training did not have those of the training are taken, too.</summary>
    private const int FewestNewRows = 30;

    /// <summary>So many rows at least are answered together where there are several variants of few.</summary>
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

    /// <summary>The table that they are rows of.</summary>
    public Table Table { get; }

    /// <summary>Which rows of the table they are.</summary>
    public int[] Places { get; }

    /// <summary>Inputs, targets and weights.</summary>
    public Dataset<float> Data { get; }

    /// <summary>How many there are.</summary>
    public int Count => Places.Length;

    /// <summary>Numbers per row.</summary>
    public int Width => Data.InputColumns;

    /// <summary>The inputs of each column: from, up to before.</summary>
    public (int From, int To)[] Ranges { get; }

    /// <summary>All rows of a table that have a target with a known label, if there are enough of them those that training did not have; at least one.</summary>
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
                throw new DataException($"{table.Source} has no row whose label training saw, so there is nothing to explain.");
            }
        }

        int[] others = withTraining || model.Training?.Rows is not { } trained ? known : [.. known.Where(row => !trained.Contains(answered.Hashes[row]))];
        if (others.Length < known.Length)
        {
            bool enough = others.Length >= FewestNewRows;
            string then = enough
                ? $"left out: what matters is measured on the {Amount.Of(others.Length, "row")} that training did not have"
                : "taken nevertheless, as there are few others: what matters there is what the model has learnt, which may be more than what holds for new rows";
            string text = Amount.Part(known.Length - others.Length, known.Length, "row", "is a training row, and", "are training rows, and");
            notices?.Add(enough ? Notice.Information($"{text} {then}.") : Notice.Warning($"{text} {then}.", Remedy.FromAdvice("give rows that training did not have")));
            known = enough ? others : known;
        }

        all = known.Length < places.Length ? all.Select(known) : all;
        return all;
    }

    /// <summary>At most so many of them, evenly spaced.</summary>
    public ExplainedRows AtMost(int most) => most >= Count ? this : Select([.. Enumerable.Range(0, most).Select(i => (int)((long)i * Count / most))]);

    /// <summary>Their inputs, one row after the other, to be changed.</summary>
    public float[] Inputs() => Data.Inputs.ToArray();

    /// <summary>Puts the columns of one row into another.</summary>
    public void Copy(int from, Span<float> into, (int From, int To) range) =>
        Data.Inputs.Span[((from * Width) + range.From)..((from * Width) + range.To)].CopyTo(into[range.From..range.To]);

    /// <summary>Answers and outputs for these rows with other inputs.</summary>
    public Outcome Judge(float[] inputs)
    {
        double[] targets = numbers.Length > 0 ? (double[])numbers.Clone() : model.Preprocessor.UnscaleTargets(Data.Targets.Span);
        return TableEvaluation.OutcomeOf(model, Data, targets, model.Outputs(inputs));
    }

    /// <summary>What the model says to rows of inputs: probabilities, of two classes that of the positive one, or numbers in the target's unit.</summary>
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

    /// <summary>What <see cref="Answers"/> are of: the positive label, the labels, or the targets.</summary>
    public static IReadOnlyList<string> OutputNames(TableModel model) => model.Decision is { } decision ? [decision.PositiveLabel] : model.Preprocessor.OutputNames;

    /// <summary>Multiplications and additions that the answer to one row costs.</summary>
    public static double OperationsPerRow(TableModel model) =>
        model.Members.Sum(member => 2.0 * member.Model.Steps.MultiplyAdds) + (OperationsPerInput * model.Preprocessor.InputNames.Count);

    private ExplainedRows Select(int[] rows)
    {
        int columns = numbers.Length / Math.Max(1, Count);
        return new ExplainedRows(model, Table, [.. rows.Select(row => Places[row])], Data.Select(rows), [.. rows.SelectMany(row => numbers.AsSpan(row * columns, columns).ToArray())]);
    }
}
