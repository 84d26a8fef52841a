using System.Diagnostics;
using Descent.Data;

namespace Descent;

/// <summary>
/// Grants work to recipes by the time that is left and the speed of this machine, which is measured. Only what it grants depends on either: the plan that comes of it
/// says how much that was, and repeats the training without a clock.
/// </summary>
/// <param name="time">The time for all recipes.</param>
internal sealed class TimeBudget(TimeSpan time)
{
    /// <summary>So long updates are measured; the first ones warm up.</summary>
    private static readonly TimeSpan s_measured = TimeSpan.FromMilliseconds(40);

    /// <summary>A part of the time goes to validation, predictions and the end of the last networks, when a thread has nothing left to do.</summary>
    private const double Updates = 0.7;

    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>The operations that a recipe may cost, or null if the time does not suffice for a few epochs of it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="preprocessor">What made the rows.</param>
    /// <param name="rows">The rows and their folds.</param>
    /// <param name="common">What does not depend on the recipe.</param>
    /// <param name="waiting">How many recipes are to share the time that is left, this one included.</param>
    public double? Grant(Recipe recipe, Preprocessor preprocessor, FoldRows rows, RecipeCommon common, int waiting)
    {
        TimeSpan left = time - clock.Elapsed;
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        InputCoding coding = InputCoding.Fit(preprocessor, rows.Data, recipe.Numbers, recipe.Codes);
        Dataset<float> train = coding.Apply(rows.Data).Select(rows.Folds[0].Train);
        (Network network, TrainingOptions options) = recipe.For(new RecipeSubject(train.Rows, train.TargetColumns, common.Fit.Last, common.Fit.Loss, coding.Shape.Numbers > 0));
        Model<float> model = network.Build<float>(coding.Shape, common.Seed);
        double perSample = FoldTraining.OperationsPerSample(model);
        double granted = Speed(model, train, options, perSample) * Math.Min(common.Threads > 0 ? common.Threads : Environment.ProcessorCount, rows.Folds.Count) * Updates * left.TotalSeconds / waiting;
        return granted >= FoldTraining.FewestEpochs * perSample * train.Rows * rows.Folds.Count ? granted : null;
    }

    /// <summary>Operations per second of one thread.</summary>
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
