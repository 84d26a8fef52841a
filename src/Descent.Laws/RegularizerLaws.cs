using System.Globalization;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>The laws of a penalty.</summary>
internal static class RegularizerLaws
{
    private static readonly Network s_network = [new Dense(6, new PRelu(0.3)), new Dense(3)];

    public static IEnumerable<NamedLaw> Of(Regularizer regularizer)
    {
        Trial trial = TrialOf(new Adam(), regularizer);
        return
        [
            new("penalty", () => Penalty(regularizer)),
            new("gradient", () => Gradient(regularizer)),
            .. SameBits.Of(() => [trial]),
            new("allocation", () => AllocationLaw.OfUpdates(trial)),
        ];
    }

    private static Trial TrialOf(Optimizer optimizer, Regularizer? regularizer) =>
        Trial.Of(s_network, 4, 3, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = optimizer, Regularizer = regularizer });

    private static string? Penalty(Regularizer regularizer)
    {
        Model<double> model = Model();
        foreach ((int batch, int epoch) in ((int[])[1, 32]).SelectMany(batch => ((int[])[0, 1, 50]).Select(epoch => (batch, epoch))))
        {
            if (model.Penalty(regularizer, batch, new TrainingPosition(epoch, 1) { RunEpochs = 50 }) is var penalty && !(double.IsFinite(penalty) && penalty >= 0))
            {
                return string.Create(CultureInfo.InvariantCulture, $"In epoch {epoch} with batches of {batch} rows the penalty is {penalty:R}, but it must be finite and not negative.");
            }
        }

        return null;
    }

    /// <summary>Checks that the additional change of each parameter in one update of gradient descent is the derivative of the
    /// penalty.</summary>
    private static string? Gradient(Regularizer regularizer)
    {
        const double rate = 1e-3;
        const int rows = 17;

        // A limit on norms is not a penalty, so it is set out of reach.
        Regularizer penalty = regularizer is MaxNorm limit ? limit with { Limit = 1e6 } : regularizer;
        IReadOnlyDictionary<string, double[]> plain = Updated(null), penalized = Updated(penalty);
        Model<double> model = Model();
        double size = model.Penalty(penalty, rows);
        Differences differences = new(0.1 * size);
        foreach (Parameter parameter in model.Parameters)
        {
            double[] values = model.GetParameter(parameter.Name);
            for (int i = 0; i < values.Length; i++)
            {
                double kept = values[i];
                string? failure = differences.FindFailure($"{parameter.Name}[{i.ToString(CultureInfo.InvariantCulture)}]", (plain[parameter.Name][i] - penalized[parameter.Name][i]) / rate, Math.Max(1, size), distance =>
                {
                    values[i] = kept + distance;
                    model.SetParameter(parameter.Name, values);
                    return model.Penalty(penalty, rows);
                });
                values[i] = kept;
                model.SetParameter(parameter.Name, values);
                if (failure is not null)
                {
                    return failure;
                }
            }
        }

        return differences.Unsettled;

        IReadOnlyDictionary<string, double[]> Updated(Regularizer? added)
        {
            Trial trial = TrialOf(new GradientDescent(rate), added);
            Model<double> own = Model();
            using (UpdateLoop<double> loop = new(own, trial.Rows(rows), trial.Options with { BatchSize = rows, Threads = 1 }))
            {
                loop.Step();
            }

            return own.GetParameters();
        }
    }

    /// <summary>A model whose parameters have both signs, with none near 0, where a penalty may have a kink.</summary>
    private static Model<double> Model()
    {
        Model<double> model = s_network.Build<double>(4, 1);
        CounterRandom random = new(1, 4);
        ulong draw = 0;
        foreach (Parameter parameter in model.Parameters)
        {
            model.SetParameter(parameter.Name, [.. Enumerable.Range(0, parameter.Count).Select(_ => random.Uniform(draw++, 0.2, 0.6) * (random.Bits(draw) % 2 == 0 ? 1 : -1))]);
        }

        return model;
    }
}
