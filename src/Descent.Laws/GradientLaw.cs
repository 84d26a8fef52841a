using System.Globalization;
using Descent.Data;

namespace Descent.Laws;

/// <summary>Checks gradients against finite differences, in double.</summary>
internal static class GradientLaw
{
    // At most this many values of each parameter are checked, spread over it.
    private const int Most = 12;

    /// <summary>Checks the gradients of a network with respect to every parameter and input.</summary>
    /// <param name="trial">The network.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="weighted">Whether the rows are weighted.</param>
    /// <param name="updates">The number of updates before the check, which move every parameter away from its initial value.</param>
    public static string? Of(Trial trial, int rows = 7, bool weighted = false, int updates = 0)
    {
        Model<double> model = trial.Build<double>();
        Move(model, trial, updates);
        Dataset<double> batch = trial.Rows(rows, weighted);
        BatchGradients<double> gradients = model.Gradients(batch, trial.Options.Loss);
        double size = Math.Abs(gradients.Loss);
        Differences differences = new(gradients.Parameters.Values.SelectMany(values => values).Concat(gradients.Inputs.Cast<double>()).Max(Math.Abs));
        foreach ((string name, double[] gradient) in gradients.Parameters)
        {
            double[] values = model.GetParameter(name);
            foreach (int i in Places(values.Length))
            {
                double kept = values[i];
                string? failure = differences.FindFailure($"{name}[{i.ToString(CultureInfo.InvariantCulture)}]", gradient[i], size, distance =>
                {
                    values[i] = kept + distance;
                    model.SetParameter(name, values);
                    return model.Gradients(batch, trial.Options.Loss).Loss;
                });
                values[i] = kept;
                model.SetParameter(name, values);
                if (failure is not null)
                {
                    return $"{failure} {trial}";
                }
            }
        }

        double[] inputs = batch.Inputs.ToArray();
        int width = batch.InputColumns;
        foreach (int i in Places(inputs.Length).Where(i => i % width < trial.Shape.Numbers))
        {
            double kept = inputs[i];
            string? failure = differences.FindFailure(string.Create(CultureInfo.InvariantCulture, $"input {i % width} of row {i / width}"), gradients.Inputs[i / width, i % width], size, distance =>
            {
                inputs[i] = kept + distance;
                return model.Gradients(Dataset.Create(inputs, width, batch.Targets, batch.TargetColumns, batch.Weights), trial.Options.Loss).Loss;
            });
            inputs[i] = kept;
            if (failure is not null)
            {
                return $"{failure} {trial}";
            }
        }

        return differences.Unsettled is { } unsettled ? $"{unsettled} {trial}" : null;
    }

    /// <summary>Checks an activation as a function of one number, from −6 to 6.</summary>
    public static string? OnALine(Activation activation)
    {
        const int points = 401;
        Network network = [activation];
        Model<double> model = network.Build<double>(1, 1);

        // Slightly off every round number, because kinks are often at round numbers.
        double[] places = [.. Enumerable.Range(0, points).Select(i => -6 + (12 * (i + 0.37) / points))];
        double[,] slopes = model.Gradients(Dataset.Create(places, 1, new double[points], 1), new OutputSum()).Inputs;
        Differences differences = new(0.1);
        for (int i = 0; i < points; i++)
        {
            double place = places[i];
            if (differences.FindFailure(string.Create(CultureInfo.InvariantCulture, $"x at x = {place:G6}"), slopes[i, 0], Math.Abs(Value(place)), distance => Value(place + distance)) is { } failure)
            {
                return failure;
            }
        }

        return differences.Unsettled;

        double Value(double x) => model.Predict([x])[0];
    }

    // Adam moves all parameters by about its learning rate, regardless of their gradients, and keeps them within their bounds.
    private static void Move(Model<double> model, Trial trial, int updates)
    {
        if (updates == 0)
        {
            return;
        }

        using UpdateLoop<double> loop = new(model, trial.Rows(), trial.Options with { Optimizer = new Adam(0.1), Threads = 1 });
        for (int i = 0; i < updates; i++)
        {
            loop.Step();
        }
    }

    private static IEnumerable<int> Places(int count)
    {
        int stride = (count + Most - 1) / Most;
        return Enumerable.Range(0, count).Where(i => i % stride == 0);
    }
}
