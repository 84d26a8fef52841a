using Descent.Data;
using Descent.Data.Preprocessing;
using Descent.Data.Schemas;
using Descent.Data.Tables;
using Descent.Engine;

namespace Descent.Models;

/// <summary>
/// A trained model together with the preprocessing it was trained behind: takes tables with the columns of the training
/// table, in any order, and answers in the original labels and units. Safe to use from many threads.
/// </summary>
public sealed class TableModel
{
    /// <summary>Puts a model behind its preprocessing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="preprocessor">What turns tables into its inputs.</param>
    /// <param name="details">Facts about the training run to keep with the model, by name; default none.</param>
    /// <exception cref="ArgumentException">If the preprocessing gives other inputs or outputs than the model has.</exception>
    public TableModel(Model<float> model, Preprocessor preprocessor, IReadOnlyDictionary<string, string>? details = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(preprocessor);
        if (model.Inputs != preprocessor.InputNames.Count || model.Outputs != preprocessor.OutputNames.Count)
        {
            throw new ArgumentException($"The network has {model.Inputs} inputs and {model.Outputs} outputs, but the preprocessing gives {preprocessor.InputNames.Count} and {preprocessor.OutputNames.Count}. Build the network for these.", nameof(model));
        }

        Model = model;
        Preprocessor = preprocessor;
        Details = details ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The network with its weights.</summary>
    public Model<float> Model { get; }

    /// <summary>What turns tables into numbers and back.</summary>
    public Preprocessor Preprocessor { get; }

    /// <summary>Facts about the training run, by name.</summary>
    public IReadOnlyDictionary<string, string> Details { get; }

    /// <summary>Whether the network's outputs are probabilities: those of a task with classes, unless a loss on scores, such as a hinge loss, wanted a linear last layer.</summary>
    public bool GivesProbabilities => Preprocessor.Task is TaskKind.Binary or TaskKind.Multiclass or TaskKind.Multilabel && Model.Plan.OutputRange is OutputRange.UnitInterval or OutputRange.Distribution;

    /// <summary>Predicts every row of a table.</summary>
    /// <param name="table">The rows; columns are matched by name, the target may be missing.</param>
    /// <param name="notices">Receives what is worth knowing: extra columns, unseen categories, values far outside the training data.</param>
    /// <param name="strict">Whether an unseen category is an error instead.</param>
    /// <returns>The predictions.</returns>
    /// <exception cref="DataException">If a column is missing or a cell cannot be read; the message says which.</exception>
    public TablePrediction Predict(Table table, ICollection<Notice>? notices = null, bool strict = false)
    {
        float[] inputs = Preprocessor.TransformInputs<float>(table, notices, strict);
        float[] outputs = Model.Predict(inputs);
        int unusable = outputs.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        return unusable < 0 ? new TablePrediction(Preprocessor, outputs, GivesProbabilities) : throw Preprocessor.NotFinite<float>(table, unusable / Model.Outputs);
    }
}
