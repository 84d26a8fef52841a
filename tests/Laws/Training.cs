using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>Trains step by step, or by iterations over all rows, on made-up rows and hands back the parameters, padding included.</summary>
internal static class Training
{
    public static T[] Run<T>(Network network, TrainingOptions options, int rows, int steps, int laneBits, int threads = 1, int inputs = 4)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = network.Build<T>(inputs, 3, laneBits);
        if (options.Optimizer is FullBatchOptimizer)
        {
            Dataset<T> all = Rows<T>(model.Inputs, model.Outputs, options.Loss, rows);
            model.Fit(Dataset.Create(all.Inputs, all.InputColumns, all.Targets, all.TargetColumns, Weights<T>(rows)), options with { Epochs = steps, Threads = threads, ExceedProcessors = true, WarmStart = true });
            return model.Block.Span.ToArray();
        }

        AlignedBlock<T> parameters = model.Block.Copy();
        using Stepper<T> stepper = Stepper(model, options, rows, threads, parameters);
        int[] order = [.. Enumerable.Range(0, rows)];
        for (int step = 0, row = 0; step < steps; step++)
        {
            int count = Math.Min(options.BatchSize, rows - row);
            double loss = stepper.Step(order, row, count, new TrainingPosition(step, (rows + options.BatchSize - 1) / options.BatchSize));
            Assert.True(double.IsFinite(loss), $"{network}: loss {loss} at step {step}");
            row = row + count == rows ? 0 : row + count;
        }

        return parameters.Span.ToArray();
    }

    public static Stepper<T> Stepper<T>(Model<T> model, TrainingOptions options, int rows, int threads, AlignedBlock<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(new(model, options), Rows<T>(model.Inputs, model.Outputs, options.Loss, rows), Weights<T>(rows), options.BatchSize, threads, parameters);

    /// <summary>A network that a loss accepts, with the given hidden layer; without kinks at the end where possible, and not so steep that it diverges.</summary>
    public static Network NetworkFor(Loss loss, Activation hidden) => Subjects.Trainable.OrderBy(a => Subjects.Kinks(a).Count).ThenBy(a => a is Exponential)
        .Select(output => Network.Create([new Dense(5, hidden), Subjects.End(loss, output)])).First(n => GradientTests.Accepts(loss, n));

    public static Dataset<T> Rows<T>(int inputs, int outputs, Loss loss, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Dataset.Create<T>(Convert<T>(Samples.Targets("real", rows, inputs, 8)), inputs, Convert<T>(Samples.Targets(Samples.KindFor(loss), rows, outputs, 9)), outputs);

    private static T[] Weights<T>(int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Convert<T>(Samples.Weights(rows, 4));

    // Rounded to float in both types, so that both train on the same numbers.
    private static T[] Convert<T>(double[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. values.Select(v => T.CreateTruncating((float)v))];
}
