using System.Globalization;
using Descent.Data;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>The laws of an optimizer.</summary>
internal static class OptimizerLaws
{
    public static IEnumerable<NamedLaw> Of(Optimizer optimizer)
    {
        Trial trial = TrialOf(optimizer);
        bool isStepwise = optimizer is not FullBatchOptimizer;
        if (isStepwise)
        {
            yield return new("slots", () => Slots(trial));
        }

        yield return new("descent", () => Descent(optimizer));

        // An optimizer that learns its rate rejects a schedule of it.
        if (isStepwise && optimizer is not Hypergradient)
        {
            yield return new("rate", () => Rate(optimizer));
        }

        foreach (NamedLaw law in SameBits.Of(() => [trial]))
        {
            yield return law;
        }

        if (isStepwise)
        {
            yield return new("allocation", () => AllocationLaw.OfUpdates(trial));
        }
    }

    private static Trial TrialOf(Optimizer optimizer) => Trial.Of([new Dense(6, new Tanh()), new Dense(3)], 4, 3, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = optimizer }) with { Course = optimizer is FullBatchOptimizer ? Course.Fit : Course.Updates };

    /// <summary>Checks that a rule that writes to more slots than it declares is rejected before the first update, in both
    /// types.</summary>
    private static string? Slots(Trial trial)
    {
        trial.Numbers<double>(LaneWidth.Current, 1, updates: 1);
        trial.Numbers<float>(LaneWidth.Current, 1, updates: 1);
        return null;
    }

    /// <summary>Checks that the loss decreases. The targets are a linear function of the inputs, so the loss is a quadratic whose
    /// minimum is 0.</summary>
    private static string? Descent(Optimizer optimizer)
    {
        const int rows = 64, steps = 500;
        double[] inputs = TargetValues.Of("real", rows, 3, 11);
        double[] targets = [.. inputs.Chunk(3).Select(x => (0.5 * x[0]) - (0.8 * x[1]) + (0.3 * x[2]) + 0.2)];
        Network network = [new Dense(1)];
        Model<double> model = network.Build<double>(3, 2);
        Dataset<double> data = Dataset.Create(inputs, 3, targets, 1);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = optimizer, BatchSize = rows, Threads = 1, Epochs = steps, WarmStart = true };
        double before = model.Loss(data, options.Loss);
        if (optimizer is FullBatchOptimizer)
        {
            model.Fit(data, options);
        }
        else
        {
            using UpdateLoop<double> loop = new(model, data, options);
            for (int i = 0; i < steps; i++)
            {
                loop.Step();
            }
        }

        double after = model.Loss(data, options.Loss);
        return after < before ? null : string.Create(CultureInfo.InvariantCulture, $"In {steps} steps the loss of a linear model, a quadratic, went from {before:G6} to {after:G6}.");
    }

    private static string? Rate(Optimizer optimizer)
    {
        const int jump = 5;

        // An epoch has three batches, so step 5 is at two thirds of the second epoch.
        double start = optimizer.LearningRate.At(new TrainingPosition(0, 3));
        Trial steady = With(100), jumping = With(jump / 3.0);
        foreach (int updates in (int[])[jump, jump + 1])
        {
            bool isSame = steady.Numbers<double>(LaneWidth.Current, 1, updates).AsSpan().SequenceEqual(jumping.Numbers<double>(LaneWidth.Current, 1, updates));
            if (isSame != updates <= jump)
            {
                return string.Create(CultureInfo.InvariantCulture, $"The learning rate changes at step {jump}, but update {updates} {(isSame ? "does not change with it" : "has changed already")}. Take it from Rate(position) at every step.");
            }
        }

        // A factor of one half is exact: the same rates give the same numbers, up to the order in which a rule multiplies.
        const double half = 0.5;
        double rate = start > 0 ? start : 0.01;
        Trial whole = TrialOf(optimizer with { LearningRate = rate }), halved = TrialOf(optimizer with { LearningRate = rate * half });
        Trial group = whole with { Options = whole.Options with { Groups = [new ParameterGroup("*", LearningRateFactor: half)] } };
        (double[] expected, double[] actual) = (Numbers(halved), Numbers(group));
        double size = expected.Max(Math.Abs);
        int wrong = Enumerable.Range(0, expected.Length).FirstOrDefault(i => !(Math.Abs(expected[i] - actual[i]) <= 1e-9 * size), -1);
        return wrong < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"In a group of parameters with half the learning rate, {group.Place(wrong)} becomes {actual[wrong]:G9}, but {expected[wrong]:G9} with half the learning rate for all. Take the rate from Rate(position), not from LearningRate.");

        static double[] Numbers(Trial trial) => trial.Numbers<double>(LaneWidth.Current, 1, jump);

        Trial With(double milestone) => TrialOf(optimizer with { LearningRate = new MultiStepSchedule(start > 0 ? start : 0.01, [milestone], 0.01) });
    }
}
