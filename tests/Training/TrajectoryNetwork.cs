using System.Numerics;
using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Engine;

namespace Descent.Tests.Training;

/// <summary>The networks of Goldens/trajectories.json as descriptions.</summary>
internal static class TrajectoryNetwork
{
    public static Model<T> Build<T>(Trajectory golden, int laneBits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Activation hidden = golden.Activation switch { "prelu" => new PRelu(), "swish" => new Swish(Learnable: true), var other => throw new InvalidDataException(other) };
        Activation output = golden.Output switch { "sigmoid" => new Sigmoid(), "softmax" => new Softmax(), "linear" => new Linear(), var other => throw new InvalidDataException(other) };
        Network network = [new Dense(12, hidden), new Dense(12, hidden), new Dense(3, output)];
        Model<T> model = network.Build<T>(4, 0, laneBits);
        foreach ((string name, double[,] values) in golden.Initial)
        {
            model.SetParameter(name, [.. values.Cast<double>().Select(T.CreateTruncating)]);
        }

        return model;
    }

    public static Dataset<T> Data<T>(Trajectory golden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Dataset.Create(Stack<T>(golden.Batches.Select(b => b.Inputs)), Stack<T>(golden.Batches.Select(b => b.Targets)));

    /// <summary>The batches are the rows in order; only the last one is smaller.</summary>
    public static TrainingOptions Options(Trajectory golden, TrajectoryRun run, int threads) => new()
    {
        Loss = golden.Output switch { "sigmoid" => new BinaryCrossEntropy(), "softmax" => new CategoricalCrossEntropy(), _ => new MeanSquaredError() },
        Optimizer = Read(run.Optimizer),
        Regularizer = run.L2 > 0 ? new L2(run.L2, AllParameters: true) : null,
        BatchSize = golden.Batches[0].Inputs.GetLength(0),
        Epochs = 1,
        Shuffle = false,
        WarmStart = true,
        Threads = threads,
    };

    /// <summary>Steps through all batches and returns the loss before each step.</summary>
    public static double[] Step<T>(Model<T> model, Trajectory golden, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dataset<T> data = Data<T>(golden);
        AlignedBlock<T> parameters = model.Block.Copy();
        using Stepper<T> stepper = new(new(model, options), data, default, options.BatchSize, options.Threads, parameters);
        int[] order = [.. Enumerable.Range(0, data.Rows)];
        List<double> losses = [];
        for (int row = 0; row < data.Rows; row += options.BatchSize)
        {
            losses.Add(stepper.Step(order, row, Math.Min(options.BatchSize, data.Rows - row), new TrainingPosition(losses.Count, 20)));
        }

        model.Block = parameters;
        return [.. losses];
    }

    private static Optimizer Read(JsonElement optimizer)
    {
        double Number(string name) => optimizer.GetProperty(name).GetDouble();
        return optimizer.GetProperty("type").GetString() switch
        {
            "gradient_descent" => new GradientDescent(Number("rate")),
            "momentum_ema" => new Momentum(Number("rate"), Number("beta")),
            "momentum_heavy_ball" => new Momentum(Number("rate"), Number("beta"), MomentumForm.HeavyBall),
            "adam" => new Adam(Number("rate"), Number("beta1"), Number("beta2"), Number("epsilon")),
            var other => throw new InvalidDataException(other),
        };
    }

    private static T[,] Stack<T>(IEnumerable<double[,]> parts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[][,] all = [.. parts];
        T[,] stacked = new T[all.Sum(p => p.GetLength(0)), all[0].GetLength(1)];
        int row = 0;
        foreach (double[,] part in all)
        {
            for (int i = 0; i < part.GetLength(0); i++, row++)
            {
                for (int j = 0; j < part.GetLength(1); j++)
                {
                    stacked[row, j] = T.CreateTruncating(part[i, j]);
                }
            }
        }

        return stacked;
    }
}
