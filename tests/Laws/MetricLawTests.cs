using System.Reflection;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Laws;

/// <summary>Laws of every metric of the catalogue, on every form of outcome that it judges.</summary>
public class MetricLawTests
{
    private const int Rows = 60;

    public static TheoryData<string> Metrics => [.. Catalogue.Of(CatalogueKind.Metric).Select(e => e.Name)];

    [Theory]
    [Proves(Proof.Law, Law.Order)]
    [MemberData(nameof(Metrics))]
    public void TheOrderOfRowsDoesNotMatter(string name) => Check(name, (metric, form) =>
    {
        (double[] targets, double[] outputs, double[] weights, int columns) = Rowwise(form);
        int[] order = [.. Enumerable.Range(0, Rows).OrderBy(row => row * 37 % Rows)];
        AssertClose(
            metric.Compute(new Outcome(form, targets, outputs, columns, weights)),
            metric.Compute(new Outcome(form, Pick(targets, order, columns), Pick(outputs, order, columns), columns, Pick(weights, order, 1))), 1e-12, $"{name} of {form}");
    });

    [Theory]
    [Proves(Proof.Law, Law.Weights)]
    [MemberData(nameof(Metrics))]
    public void AWeightOfTwoIsARowTwiceAndOfZeroNone(string name)
    {
        // By chance a form may give the same with and without these weights, but not all of them.
        bool matters = false;
        Check(name, (metric, form) => matters |= IsWeighted(metric, form));
        Assert.True(matters, $"Weights never change {name}.");
    }

    private static bool IsWeighted(Metric metric, OutcomeForm form)
    {
        (double[] targets, double[] outputs, _, int columns) = Rowwise(form);
        double[] weights = [.. Enumerable.Range(0, Rows).Select(row => (double)(row % 3))];
        int[] repeated = [.. Enumerable.Range(0, Rows).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        double weighted = metric.Compute(new Outcome(form, targets, outputs, columns, weights));
        AssertClose(metric.Compute(new Outcome(form, Pick(targets, repeated, columns), Pick(outputs, repeated, columns), columns)), weighted, 1e-12, $"{metric} of {form}");
        Assert.True(double.IsFinite(weighted));
        return metric.Compute(new Outcome(form, targets, outputs, columns)) != weighted;
    }

    [Theory]
    [Proves(Proof.Law, Law.Precision)]
    [MemberData(nameof(Metrics))]
    public void FloatFollowsDouble(string name) => Check(name, (metric, form) =>
    {
        (double[] targets, double[] outputs, double[] weights, int columns) = Rowwise(form);
        static float[] Narrow(double[] values) => [.. values.Select(v => (float)v)];
        AssertClose(
            metric.Compute(new Outcome(form, targets, outputs, columns, weights)),
            metric.Compute(Outcome.From<float>(form, Narrow(targets), Narrow(outputs), columns, Narrow(weights))), 2e-6, $"{name} of {form}");
    });

    [Theory]
    [Proves(Proof.Law, Law.Arguments)]
    [MemberData(nameof(Metrics))]
    public void BadArgumentsAreRefusedByName(string name)
    {
        Metric metric = Find(name);
        foreach (PropertyInfo option in SubjectsTests.Options(metric.GetType()))
        {
            object[] bad = option.PropertyType switch
            {
                { IsEnum: true } kind => [Enum.ToObject(kind, 99), Enum.ToObject(kind, -1)],
                { } number when number == typeof(double) => [double.NaN, double.PositiveInfinity, double.NegativeInfinity],
                { } count when count == typeof(int) => [-1, int.MinValue],
                _ => [],
            };
            foreach (object value in bad)
            {
                object copy = metric.GetType().GetMethod("<Clone>$")!.Invoke(metric, null)!;
                ArgumentException refusal = Assert.IsType<ArgumentException>(Assert.Throws<TargetInvocationException>(() => option.SetValue(copy, value)).InnerException, exactMatch: false);
                Assert.Contains(option.Name, refusal.Message, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    private static Metric Find(string name) => (Metric)Catalogue.Entries.Single(e => e.Name == name && e.Kind == CatalogueKind.Metric).Example;

    private static void Check(string name, Action<Metric, OutcomeForm> check)
    {
        Metric metric = Find(name);
        OutcomeForm[] forms = [.. Enum.GetValues<OutcomeForm>().Where(metric.Fits)];
        Assert.NotEmpty(forms);
        Assert.All(forms, form => check(metric, form));
    }

    /// <summary>Outputs that are often right and sometimes wrong, positive where they are numbers, and probabilities where classes are meant.</summary>
    private static (double[] Targets, double[] Outputs, double[] Weights, int Columns) Rowwise(OutcomeForm form)
    {
        int columns = form switch { OutcomeForm.Binary => 1, OutcomeForm.Multiclass => 3, _ => 2 };
        double[] targets = Samples.Targets(form switch { OutcomeForm.Regression or OutcomeForm.Counts => "positive", OutcomeForm.Multiclass => "one-hot", _ => "bit" }, Rows, columns, 3);
        double[] noise = Samples.Targets("fraction", Rows, columns, 5);
        double[] outputs = [.. targets.Zip(noise, (t, n) => form is OutcomeForm.Regression or OutcomeForm.Counts ? t + n + 0.25 : (0.2 * t) + (0.8 * n))];
        for (int row = 0; form == OutcomeForm.Multiclass && row < Rows; row++)
        {
            double sum = outputs[(3 * row)..(3 * (row + 1))].Sum();
            for (int column = 0; column < 3; column++)
            {
                outputs[(3 * row) + column] /= sum;
            }
        }

        return (targets, outputs, [.. Samples.Weights(Rows, 7)], columns);
    }

    private static double[] Pick(double[] values, int[] rows, int columns) => [.. rows.SelectMany(row => values[(row * columns)..((row + 1) * columns)])];

    private static void AssertClose(double expected, double actual, double tolerance, string what) => GoldenFile.AssertClose(expected, actual, tolerance, what);
}
