namespace Descent.Cli.Explanations;

internal sealed record MetricExample(OutcomeForm Form, IReadOnlyList<(string Wanted, string Given)> Rows, double Value, bool HigherIsBetter)
{
    private static readonly (OutcomeForm Form, int Columns, double[] Wanted, double[] Given)[] s_tables =
    [
        (OutcomeForm.Binary, 1, [1, 0, 1, 1, 0, 0], [0.9, 0.2, 0.4, 0.7, 0.6, 0.1]),
        (OutcomeForm.Multiclass, 3, [1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], [0.7, 0.2, 0.1, 0.3, 0.5, 0.2, 0.1, 0.8, 0.1, 0.2, 0.2, 0.6]),
        (OutcomeForm.Multilabel, 2, [1, 0, 1, 1, 0, 1, 0, 0], [0.8, 0.3, 0.6, 0.9, 0.2, 0.4, 0.1, 0.2]),
        (OutcomeForm.Regression, 1, [3, 5, 2, 7], [2.5, 5, 3, 8]),
    ];

    /// <summary>The metric for a table of the kind for which it is mostly used; null if it is no metric.</summary>
    public static MetricExample? Of(object thing)
    {
        if (thing is not Metric metric)
        {
            return null;
        }

        // Errors of numbers fit probabilities as well, but are meant for numbers.
        (OutcomeForm form, int columns, double[] wanted, double[] given) = s_tables.OrderByDescending(table => table.Form == Usual(metric)).First(table => metric.Fits(table.Form));
        return new MetricExample(
            form, [.. wanted.Chunk(columns).Select(Text).Zip(given.Chunk(columns).Select(Text))], metric.Compute(new Outcome(form, wanted, given, columns)), metric.HigherIsBetter);
    }

    /// <summary>The result with as many decimals as can be checked by hand.</summary>
    public string Result => Value.ToString("0.####", CultureInfo.InvariantCulture);

    private static OutcomeForm Usual(Metric metric) => metric switch
    {
        ExactMatch or AccuracyPerOutput => OutcomeForm.Multilabel,
        _ when metric.Fits(OutcomeForm.Regression) && !metric.HigherIsBetter => OutcomeForm.Regression,
        R2 or PoissonD2 => OutcomeForm.Regression,
        _ => OutcomeForm.Binary,
    };

    private static string Text(double[] numbers) => string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
