using System.Numerics;
using Descent.Data;
using Descent.Models;

namespace Descent.Training;

/// <summary>Fits models to data.</summary>
public static class Trainer
{
    /// <summary>
    /// Trains a model. It starts from fresh weights (drawn from the model's seed) unless <see cref="TrainingOptions.WarmStart"/>
    /// is set; however it ends, the model has its best weights so far: those of the epoch with the lowest validation loss,
    /// or without validation rows the last good ones.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model; it can predict with its old weights meanwhile.</param>
    /// <param name="data">Training rows; they are read in place and must not change meanwhile.</param>
    /// <param name="options">How to train.</param>
    /// <param name="cancellation">Ends training within one batch; not an error: <see cref="History.Stop"/> says so.</param>
    /// <returns>The course of training.</returns>
    /// <exception cref="ArgumentException">If data, options and model do not fit each other; the message says what would.</exception>
    /// <exception cref="InvalidOperationException">If the model is being trained already, or memory would not suffice.</exception>
    /// <exception cref="TrainingFailedException">If the loss became infinite or NaN.</exception>
    public static History Fit<T>(this Model<T> model, Dataset data, TrainingOptions options, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        model.BeginTraining();
        try
        {
            FitChecks.Shapes(model, data, "training");
            FitChecks.Targets(options.Loss, data.As<T>(), "training");
            if (options.Validation is { } validation)
            {
                FitChecks.Shapes(model, validation, "validation");
                FitChecks.Targets(options.Loss, validation.As<T>(), "validation");
            }
            else if (options.EarlyStopping is not null)
            {
                throw new ArgumentException("EarlyStopping watches the validation loss, but there are no validation rows. Set Validation, or leave EarlyStopping out.", nameof(options));
            }

            using Run<T> run = new(model, data.As<T>(), options);
            return run.Train(cancellation);
        }
        finally
        {
            model.EndTraining();
        }
    }
}
