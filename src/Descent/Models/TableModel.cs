using Descent.Data;

namespace Descent;

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

    /// <summary>How a binary model's probability becomes an answer; by default the second label is the positive one, from 0.5 on. Null for other tasks.</summary>
    /// <exception cref="ArgumentException">If the model is not binary, or the positive label is not one of its two.</exception>
    public BinaryDecision? Decision
    {
        get => field ?? (Preprocessor.Task == TaskKind.Binary ? new BinaryDecision(Preprocessor.Labels[1]) : null);
        init => field = value is null || (Preprocessor.Task == TaskKind.Binary && Preprocessor.Labels.Contains(value.PositiveLabel, StringComparer.Ordinal))
            ? value
            : throw new ArgumentException($"\"{value.PositiveLabel}\" cannot be the positive label: {(Preprocessor.Task == TaskKind.Binary ? $"the labels are \"{Preprocessor.Labels[0]}\" and \"{Preprocessor.Labels[1]}\"" : $"a {Preprocessor.Task} model has none")}.", nameof(value));
    }

    /// <summary>What the model remembers of the rows it was trained on; null if it was saved without.</summary>
    public TrainingSummary? Training { get; init; }

    /// <summary>Whether the positive label is the first of the two, whose probability is one minus the network's output.</summary>
    internal bool PositiveIsFirst => Decision is { } decision && decision.PositiveLabel == Preprocessor.Labels[0];

    /// <summary>The same model with another decision.</summary>
    /// <param name="decision">The positive label and the threshold.</param>
    /// <returns>A model over the same network.</returns>
    /// <exception cref="ArgumentException">If the model is not binary, or the positive label is not one of its two.</exception>
    public TableModel With(BinaryDecision? decision) => new(Model, Preprocessor, Details) { Decision = decision, Training = Training };

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
        return unusable < 0 ? new TablePrediction(this, outputs) : throw Preprocessor.NotFinite<float>(table, unusable / Model.Outputs);
    }
}
