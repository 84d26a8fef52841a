using Descent.Cli.Demos;
using Descent.Cli.Reproductions;

namespace Descent.Tests.Cli.Reproductions;

public class NoteZeroTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryFigureLiesInItsBand()
    {
        List<string> reports = [];
        PrintedFigure[] figures = [.. NoteZero.Figures(Faithful, 1, reports.Add, Cancellation)];
        Assert.Equal(11, figures.Length);
        Assert.Equal(11, figures.Select(figure => figure.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(figures, figure => Assert.True(figure.Holds, figure.ToString()));
        Assert.All(figures, figure => Assert.NotNull(figure.Band));
        Assert.Equal(9, reports.Count);
        Assert.Equal("Training multiclass with seed 3 …", reports[5]);
    }

    [Fact]
    public void FiguresAreMeansOverThreeSeeds()
    {
        double[] single = [.. Enumerable.Range(1, 3).Select(seed => Run("multilabel", (ulong)seed).AccuracyPerOutput[1])];
        PrintedFigure figure = NoteZero.Figures(Faithful, 1, _ => { }, Cancellation).ElementAt(1);
        Assert.Equal("multilabel: output 2, % right", figure.Name);
        Assert.Equal(94.13, figure.Expected);
        Assert.Equal(100 * single.Average(), figure.Obtained, 1e-10);
    }

    // Were a band so wide that anything lies in it, these would show it.
    [Fact]
    public void HalfLearnedDemosMissEveryBand() =>
        Assert.All(Figures(demo => demo with { Training = demo.Training with { MaximumSteps = 50 } }), figure => Assert.False(figure.Holds, figure.ToString()));

    [Fact]
    public void ATenthOfTheRateMissesBandsOfEveryDemo()
    {
        string[] missed = Missed(demo => demo with { Training = demo.Training with { Optimizer = new Momentum(demo.Training.Optimizer.Rate(default) / 10, 0.75) } });
        Assert.All(["multilabel: output 1, % right", "multilabel: output 3, % right", "multiclass: all samples, % right", "regression: RMSE, unseen rows"], name => Assert.Contains(name, missed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void LessNoiseThanTheNotesRowsHaveMissesTheErrorsBand(double noise) =>
        Assert.Contains("regression: RMSE, unseen rows", Missed(demo => demo with { Noise = noise }));

    // The note prints no RMSE; 2.16 is that of the rows it prints.
    [Fact]
    public void TheNotesOwnRowsGiveWhatIsExpected()
    {
        Assert.Equal("2.16", new PrintedFigure("", "", 0, 2, null, 0).Text(Math.Sqrt(new MeanSquaredErrorMetric().Compute(PrintedRows.Regression.Outcome))));
        Assert.Equal(45, 48 * new AccuracyPerOutput().Compute(PrintedRows.Multilabel.Outcome), 1e-9);
        Assert.Equal(44, 48 * new AccuracyPerOutput().Compute(PrintedRows.Multiclass.Outcome), 1e-9);
        PrintedRows[] all = [PrintedRows.Multilabel, PrintedRows.Multiclass, PrintedRows.Regression];
        Assert.All(all, rows => Assert.Equal((64, 48, 48), (rows.Inputs.Count, rows.Expected.Count, rows.Predicted.Count)));
        // First and last number of a row in the middle, typed from the note by hand.
        Assert.Equal((-5.5640, 3.4250, 1.499), (PrintedRows.Regression.Expected[0], PrintedRows.Regression.Predicted[2], PrintedRows.Regression.Inputs[3]));
    }

    // Noise of ± 0.5 makes about 1.9 of it in so few rows, noise of ± 0.2 only 0.8.
    [Fact]
    public void TheNotesRegressionRowsHaveMoreNoiseThanItSays()
    {
        double sum = 0;
        for (int row = 0; row < 16; row++)
        {
            (double i1, double i2, double i3, double i4) = (Input(0), Input(1), Input(2), Input(3));
            double[] clean = [(i1 * i4) + (5 * i2) + (2 * i1 * i3) + i4, (4 * i1) + (2 * i2 * i3) + (0.4 * i4 * i2) + (3 * i3), i1 + (0.3 * i2) + (2 * i3 * i2) + (2 * i4)];
            sum += clean.Select((value, output) => Math.Pow(value - PrintedRows.Regression.Expected[(3 * row) + output], 2)).Sum();

            double Input(int column) => PrintedRows.Regression.Inputs[(4 * row) + column];
        }

        Assert.Equal(2.1566, Math.Sqrt(sum / 48), 1e-4);
    }

    [Theory]
    [InlineData(93.0, 1.5, 94.5, true)]
    [InlineData(93.0, 1.5, 94.6, false)]
    [InlineData(93.0, 1.5, 91.4, false)]
    [InlineData(93.0, 1.5, double.NaN, false)]
    [InlineData(0.2500, null, 0.25004, true)]
    [InlineData(0.2500, null, 0.25006, false)]
    [InlineData(0.2500, null, double.NaN, false)]
    public void AFigureHoldsToItsDigitsOrInItsBand(double expected, double? band, double obtained, bool holds) =>
        Assert.Equal(holds, new PrintedFigure("n", "name", expected, 4, band, obtained).Holds);

    private static Demo Faithful(string name) => Demo.Of(name, faithful: true);

    private static DemoRun Run(string name, ulong seed) => DemoRun.Of(Faithful(name), 40_000, Faithful(name).Noise, seed, Cancellation);

    private static IEnumerable<PrintedFigure> Figures(Func<Demo, Demo> change) => NoteZero.Figures(name => change(Faithful(name)), 1, _ => { }, Cancellation);

    private static string[] Missed(Func<Demo, Demo> change) => [.. Figures(change).Where(figure => !figure.Holds).Select(figure => figure.Name)];
}
