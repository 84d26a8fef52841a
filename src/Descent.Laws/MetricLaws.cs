using System.Globalization;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>The laws of a metric, checked for every form of outcome that it supports.</summary>
internal static class MetricLaws
{
    private const int Rows = 60;
    private const double Tolerance = 1e-9;

    public static IEnumerable<NamedLaw> Of(Metric metric) =>
    [
        Law("pure", metric, outcome => Difference(metric.Compute(outcome.All()), metric.Compute(outcome.All()), 0, "when computed again")),
        Law("order", metric, outcome => Difference(metric.Compute(outcome.All()), metric.Compute(outcome.Of([.. Enumerable.Range(0, Rows).OrderBy(row => row * 37 % Rows)])), Tolerance, "with the same rows in another order")),
        Law("weights", metric, outcome => Weights(metric, outcome)),
        Law("best", metric, outcome => Best(metric, outcome)),
    ];

    private static NamedLaw Law(string name, Metric metric, Func<Judged, string?> failure) => new(name, () =>
    {
        OutcomeForm[] forms = [.. Enum.GetValues<OutcomeForm>().Where(metric.Fits)];
        return forms.Length == 0
            ? "It supports no form of outcome."
            : forms.Select(form => failure(Judged.Of(form)) is { } found ? $"{found} The form is {form}." : null).FirstOrDefault(found => found is not null);
    });

    private static string? Weights(Metric metric, Judged judged)
    {
        double[] weights = [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 3))];
        int[] repeated = [.. Enumerable.Range(0, Rows).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        return Difference(metric.Compute(judged.Of(repeated, isWeighted: false)), metric.Compute((judged with { Weights = weights }).All()), Tolerance, "with weights 0, 1 and 2 instead of zero, one and two rows");
    }

    private static string? Best(Metric metric, Judged judged)
    {
        double perfect = metric.Compute((judged with { Outputs = judged.Targets }).All()), usual = metric.Compute(judged.All());
        return Difference(metric.Best, perfect, Tolerance, "for a perfect outcome")
            ?? ((metric.HigherIsBetter ? usual <= metric.Best + Tolerance : usual >= metric.Best - Tolerance) ? null
            : string.Create(CultureInfo.InvariantCulture, $"For an outcome with mistakes it is {usual:R}, which is better than its declared best, {metric.Best:R}."));
    }

    private static string? Difference(double expected, double actual, double tolerance, string when) =>
        double.IsNaN(expected) || double.IsNaN(actual) ? "It is NaN for an outcome with finite numbers and positive weights. A metric must be a number then; if it is undefined for a form of outcome, Fits must be false."
        : Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)) ? null : string.Create(CultureInfo.InvariantCulture, $"It is {expected:R}, but {when} {actual:R}.");

    /// <summary>Outputs with some mistakes: positive for numbers, probabilities for classes.</summary>
    private sealed record Judged(OutcomeForm Form, int Columns, double[] Targets, double[] Outputs, double[] Weights)
    {
        public static Judged Of(OutcomeForm form)
        {
            bool isNumber = form is OutcomeForm.Regression or OutcomeForm.Counts;
            int columns = form switch { OutcomeForm.Binary => 1, OutcomeForm.Multiclass => 3, _ => 2 };
            double[] targets = TargetValues.Of(form switch { OutcomeForm.Regression => "positive", OutcomeForm.Counts => "count", OutcomeForm.Multiclass => "one-hot", _ => "bit" }, Rows, columns, 3);
            double[] noise = TargetValues.Of("fraction", Rows, columns, 5);
            double[] outputs = [.. targets.Zip(noise, (target, other) => isNumber ? target + other + 0.25 : (0.2 * target) + (0.8 * other))];
            CounterRandom random = new(7, 5);
            return new(form, columns, targets, form == OutcomeForm.Multiclass ? [.. outputs.Chunk(columns).SelectMany(row => row.Select(value => value / row.Sum()))] : outputs, [.. Enumerable.Range(0, Rows).Select(row => random.Uniform((ulong)row, 0.2, 3))]);
        }

        public Outcome All() => Of([.. Enumerable.Range(0, Rows)]);

        public Outcome Of(int[] rows, bool isWeighted = true) => new(Form, Pick(Targets, rows, Columns), Pick(Outputs, rows, Columns), Columns, isWeighted ? Pick(Weights, rows, 1) : default);

        private static double[] Pick(double[] values, int[] rows, int columns) => [.. rows.SelectMany(row => values[(row * columns)..((row + 1) * columns)])];
    }
}
