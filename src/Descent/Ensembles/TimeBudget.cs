using System.Diagnostics;
using Descent.Data;

namespace Descent;

/// <summary>
/// Grants work to recipes by the remaining time and the measured speed of this machine. Only the granted work depends on them: the resulting plan
/// records it, and repeats the training without a clock.
/// </summary>
/// <param name="time">The time for all recipes.</param>
internal sealed class TimeBudget(TimeSpan time)
{
    /// <summary>The duration of the measurement; the first updates, which warm up the code, are not measured.</summary>
    private static readonly TimeSpan s_measured = TimeSpan.FromMilliseconds(40);

    /// <summary>The share of the time for updates. The rest is for validation, predictions and threads that are idle while the last networks are trained.</summary>
    private const double Updates = 0.7;

    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>Computes the operations granted to a recipe; null if the time is not enough for a few of its epochs.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="preprocessor">The preprocessor that produced the rows.</param>
    /// <param name="rows">The rows and their folds.</param>
    /// <param name="common">The settings that do not depend on the recipe.</param>
    /// <param name="waiting">The number of recipes that share the remaining time, including this one.</param>
    public double? Grant(Recipe recipe, Preprocessor preprocessor, FoldRows rows, RecipeCommon common, int waiting)
    {
        TimeSpan left = time - clock.Elapsed;
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        InputCoding coding = InputCoding.Fit(preprocessor, rows.Data, recipe.NumbersOf(preprocessor.Features, rows.Data.Rows), recipe.Codes);
        Dataset<float> train = coding.Apply(rows.Data).Select(rows.Folds[0].Train);
        (Network network, TrainingOptions options) = recipe.For(new RecipeSubject(train.Rows, train.TargetColumns, common.Fit.Last, common.Fit.Loss, coding.Shape.Numbers > 0));
        Model<float> model = network.Build<float>(coding.Shape, common.Seed);
        double perSample = FoldTraining.OperationsPerSample(model);
        double granted = Speed(model, train, options, perSample) * Math.Min(common.Threads > 0 ? common.Threads : Environment.ProcessorCount, rows.Folds.Count) * Updates * left.TotalSeconds / waiting;
        return granted >= FoldTraining.FewestEpochs * perSample * train.Rows * rows.Folds.Count ? granted : null;
    }

    /// <summary>Measures the operations per second of one thread.</summary>
    private static double Speed(Model<float> model, Dataset<float> train, TrainingOptions options, double perSample)
    {
        using UpdateLoop<float> loop = new(model, train, options with { Threads = 1 });
        for (int i = 0; i < 3; i++)
        {
            loop.Step();
        }

        long before = loop.Steps, begun = Stopwatch.GetTimestamp();
        do
        {
            loop.Step();
        }
        while (Stopwatch.GetElapsedTime(begun) < s_measured);

        return (loop.Steps - before) * Math.Min(options.BatchSize, train.Rows) * perSample / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
