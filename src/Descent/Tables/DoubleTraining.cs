using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>Trains in double precision a network whose model keeps its weights in single precision.</summary>
internal static class DoubleTraining
{
    /// <summary>Trains a network in double precision and rounds its weights to those of a model in single precision, even if training fails.</summary>
    /// <param name="model">The model that gets the weights; training starts from those that its seed draws in double precision, or with <see cref="TrainingOptions.WarmStart"/> from its current ones.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="options">The training options.</param>
    /// <param name="cancellation">Ends training within one batch.</param>
    /// <returns>The history, computed in double precision.</returns>
    /// <exception cref="TrainingFailedException">If the loss became infinite or NaN, or a weight is too large for single precision.</exception>
    public static History Fit(Model<float> model, Dataset<double> rows, TrainingOptions options, CancellationToken cancellation)
    {
        Model<double> trained = Wide(model, options);
        try
        {
            History history = trained.Fit(rows, options, cancellation);
            Round(trained, model, history);
            return history;
        }
        catch (TrainingFailedException failure)
        {
            Round(trained, model, failure.History);
            throw;
        }
    }

    /// <summary>Builds the same network in double precision, with <see cref="TrainingOptions.WarmStart"/> with the weights of the model.</summary>
    public static Model<double> Wide(Model<float> model, TrainingOptions options)
    {
        Model<double> wide = model.Network.Build<double>(model.InputShape, model.Seed);
        if (options.WarmStart)
        {
            wide.SetParameters(model.GetParameters().ToDictionary(array => array.Key, array => Array.ConvertAll(array.Value, weight => (double)weight), StringComparer.Ordinal));
        }

        return wide;
    }

    private static void Round(Model<double> trained, Model<float> model, History history)
    {
        Dictionary<string, float[]> rounded = new(StringComparer.Ordinal);
        foreach ((string name, double[] weights) in trained.GetParameters())
        {
            rounded[name] = Array.ConvertAll(weights, weight => (float)weight);
            int over = Array.FindIndex(rounded[name], weight => !float.IsFinite(weight));
            if (over >= 0)
            {
                throw new TrainingFailedException(
                    string.Create(CultureInfo.InvariantCulture, $"{name}[{over}] became {weights[over]:G3}, which is too large for single precision, in which the model is saved. Use a smaller learning rate or a penalty on weights."),
                    history.BestEpoch, 0, name, double.NaN, history with { Stop = StopReason.Diverged });
            }
        }

        model.SetParameters(rounded);
    }
}
