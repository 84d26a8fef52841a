using System.Numerics.Tensors;
using Descent.Data;

namespace Descent;

/// <summary>
/// A trained model, one network or the mean of several, together with the preprocessing it was trained behind: takes tables with the columns of the training
/// table, in any order, and answers in the original labels and units. Safe to use from many threads.
/// </summary>
public sealed class TableModel
{
    private readonly int outputs;

    /// <summary>Puts a model behind its preprocessing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="preprocessor">What turns tables into its inputs.</param>
    /// <param name="details">Facts about the training run to keep with the model, by name; default none.</param>
    /// <exception cref="ArgumentException">If the preprocessing gives other inputs or outputs than the model has.</exception>
    public TableModel(Model<float> model, Preprocessor preprocessor, IReadOnlyDictionary<string, string>? details = null)
        : this([new TableMember(model ?? throw new ArgumentNullException(nameof(model)))], preprocessor, details)
    {
    }

    /// <summary>Puts several models behind one preprocessing; they predict their weighted mean.</summary>
    /// <param name="members">The models, at least one, with shares that add up to 1.</param>
    /// <param name="preprocessor">What turns tables into numbers, before each member's own coding.</param>
    /// <param name="details">Facts about the training run to keep with the model, by name; default none.</param>
    /// <param name="quantiles">The levels of the quantiles that the networks give of each target, rising; default none: they give what the preprocessing calls outputs.</param>
    /// <exception cref="ArgumentException">If there is no member, if the shares do not add up to 1, if inputs or outputs of a member do not fit the preprocessing, or if levels do not rise or the answers are labels.</exception>
    public TableModel(IReadOnlyList<TableMember> members, Preprocessor preprocessor, IReadOnlyDictionary<string, string>? details = null, IReadOnlyList<double>? quantiles = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(preprocessor);
        Quantiles = quantiles is null ? [] : preprocessor.Task is TaskKind.Regression or TaskKind.Counts ? Descent.Quantiles.Checked(quantiles) : throw new ArgumentException("Labels have no quantiles.", nameof(quantiles));
        outputs = preprocessor.OutputNames.Count * Math.Max(1, Quantiles.Count);
        foreach (TableMember member in members)
        {
            int inputs = member.Coding?.Shape.Width ?? preprocessor.InputNames.Count;
            if (member.Model.Inputs != inputs || member.Model.Outputs != outputs)
            {
                throw new ArgumentException($"The network has {member.Model.Inputs} inputs and {member.Model.Outputs} outputs, but the preprocessing gives {inputs} and {outputs}. Build the network for these.", members.Count == 1 ? "model" : nameof(members));
            }
        }

        if (members.Count == 0 || Math.Abs(members.Sum(member => member.Weight) - 1) > 1e-6)
        {
            throw new ArgumentException($"The members' shares must add up to 1; those of these {members.Count} come to {members.Sum(member => member.Weight)}.", nameof(members));
        }

        Members = [.. members];
        Preprocessor = preprocessor;
        Details = details ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The networks whose predictions are averaged; one, where a single network was trained.</summary>
    public IReadOnlyList<TableMember> Members { get; }

    /// <summary>The network with its weights, of a model that is a single one.</summary>
    /// <exception cref="InvalidOperationException">If there are several: <see cref="Members"/> has them, <see cref="Member"/> takes one out.</exception>
    public Model<float> Model => Members.Count == 1 ? Members[0].Model : throw new InvalidOperationException($"The model is an average of {Members.Count} networks. Take one of Members, or make one of them a model with Member(i).");

    /// <summary>Learnable numbers of all members.</summary>
    public long ParameterCount => Members.Sum(member => member.Model.ParameterCount);

    /// <summary>What is done to the mean of the members' outputs; null for nothing.</summary>
    public OutputAdjustment? Adjustment { get; init; }

    /// <summary>How far answers lie from predictions of numbers; null where it is not known, as of a single network or of labels.</summary>
    public PredictionIntervals? Intervals { get; init; }

    /// <summary>The levels of the quantiles that are predicted of each target, rising; empty for other models.</summary>
    public IReadOnlyList<double> Quantiles { get; }

    /// <summary>What turns tables into numbers and back.</summary>
    public Preprocessor Preprocessor { get; }

    /// <summary>Facts about the training run, by name.</summary>
    public IReadOnlyDictionary<string, string> Details { get; }

    /// <summary>Whether the network's outputs are probabilities: those of a task with classes, unless a loss on scores, such as a hinge loss, wanted a linear last layer.</summary>
    public bool GivesProbabilities => Preprocessor.Task is TaskKind.Binary or TaskKind.Multiclass or TaskKind.Multilabel && Members[0].Model.Plan.OutputRange is OutputRange.UnitInterval or OutputRange.Distribution;

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

    /// <summary>The same model with other facts to keep.</summary>
    /// <param name="details">Facts about the training run, by name.</param>
    /// <returns>A model over the same networks.</returns>
    public TableModel With(IReadOnlyDictionary<string, string> details) => new(Members, Preprocessor, details ?? throw new ArgumentNullException(nameof(details)), Levels) { Decision = Decision, Training = Training, Adjustment = Adjustment, Intervals = Intervals };

    /// <summary>The same model with another decision.</summary>
    /// <param name="decision">The positive label and the threshold.</param>
    /// <returns>A model over the same network.</returns>
    /// <exception cref="ArgumentException">If the model is not binary, or the positive label is not one of its two.</exception>
    public TableModel With(BinaryDecision? decision) => new(Members, Preprocessor, Details, Levels) { Decision = decision, Training = Training, Adjustment = Adjustment, Intervals = Intervals };

    /// <summary>One of the members as a model of its own, without what was found out about the mean of all.</summary>
    /// <param name="index">Which one, from 0.</param>
    /// <returns>A model of a single network.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such member.</exception>
    public TableModel Member(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Members.Count);
        return new TableModel([Members[index] with { Weight = 1 }], Preprocessor, quantiles: Levels) { Decision = Decision, Training = Training };
    }

    private IReadOnlyList<double>? Levels => Quantiles.Count == 0 ? null : Quantiles;

    /// <summary>The outputs for rows of the preprocessing, as many as it has names for: where quantiles are predicted, the one in the middle.</summary>
    internal float[] Outputs(ReadOnlySpan<float> inputs) => Answers(AllOutputs(inputs));

    /// <summary>One output per name of the preprocessing: where quantiles are predicted, the one in the middle.</summary>
    internal float[] Answers(float[] all) => Quantiles.Count == 0 ? all : QuantileColumns.Middle(all, Quantiles);

    /// <summary>Outputs of quantiles in the targets' units.</summary>
    internal double[] Unscaled(ReadOnlySpan<float> quantiles)
    {
        double[] numbers = new double[quantiles.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Preprocessor.Unscale(i % outputs / Quantiles.Count, quantiles[i]);
        }

        return numbers;
    }

    /// <summary>All outputs for rows of the preprocessing: the members' mean, adjusted, quantiles in order.</summary>
    internal float[] AllOutputs(ReadOnlySpan<float> inputs)
    {
        int width = Preprocessor.InputNames.Count;
        float[] mean = new float[inputs.Length / width * outputs], own = Members.Count == 1 ? mean : new float[mean.Length];

        // The networks of a recipe take their inputs alike, one after the other.
        InputCoding? coding = null;
        ReadOnlySpan<float> coded = inputs;
        foreach (TableMember member in Members)
        {
            if (member.Coding != coding)
            {
                coding = member.Coding;
                coded = coding is null ? inputs : coding.Apply(inputs, width);
            }

            member.Model.Predict(coded, own);
            if (own != mean)
            {
                TensorPrimitives.MultiplyAdd(own, (float)member.Weight, mean, mean);
            }
        }

        Adjustment?.Apply(mean, outputs);
        if (Quantiles.Count > 0)
        {
            QuantileColumns.Sort(mean, Quantiles.Count);
        }

        return mean;
    }

    /// <summary>Predicts every row of a table.</summary>
    /// <param name="table">The rows; columns are matched by name, the target may be missing.</param>
    /// <param name="notices">Receives what is worth knowing: extra columns, unseen categories, values far outside the training data.</param>
    /// <param name="strict">Whether an unseen category is an error instead.</param>
    /// <returns>The predictions.</returns>
    /// <exception cref="DataException">If a column is missing or a cell cannot be read; the message says which.</exception>
    public TablePrediction Predict(Table table, ICollection<Notice>? notices = null, bool strict = false)
    {
        float[] inputs = Preprocessor.TransformInputs<float>(table, notices, strict);
        float[] all = AllOutputs(inputs);
        int unusable = all.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        return unusable < 0 ? new TablePrediction(this, all) : throw Preprocessor.NotFinite<float>(table, unusable / outputs);
    }
}
