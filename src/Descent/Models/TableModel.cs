using System.Numerics.Tensors;
using Descent.Data;

namespace Descent;

/// <summary>
/// A trained model (one network, or the mean or another combination of several) together with its preprocessing. It accepts tables with the columns of the training
/// table, in any order, and predicts in the original labels and units. It is safe to use from many threads.
/// </summary>
public sealed class TableModel
{
    private readonly int outputs;

    /// <summary>Combines a model with its preprocessing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="preprocessor">The preprocessor that converts tables to the inputs of the model.</param>
    /// <param name="details">Facts about the training run to keep with the model, by name; default none.</param>
    /// <exception cref="ArgumentException">If the inputs or outputs of the preprocessing differ from those of the model.</exception>
    public TableModel(Model<float> model, Preprocessor preprocessor, IReadOnlyDictionary<string, string>? details = null)
        : this([new TableMember(model ?? throw new ArgumentNullException(nameof(model)))], preprocessor, details)
    {
    }

    /// <summary>Combines several models, whose weighted mean is predicted, with one preprocessing.</summary>
    /// <param name="members">The models, at least one, with shares that add up to 1.</param>
    /// <param name="preprocessor">The preprocessor that converts tables to numbers, before each member's own coding.</param>
    /// <param name="details">Facts about the training run to keep with the model, by name; default none.</param>
    /// <param name="quantiles">The levels of the quantiles that the networks predict of each target, in ascending order; null, the default, if they predict the outputs of the preprocessing.</param>
    /// <exception cref="ArgumentException">If there is no member, the shares do not add up to 1, the inputs or outputs of a member do not fit the preprocessing, the levels do not ascend, or there are levels but the targets are labels.</exception>
    public TableModel(IReadOnlyList<TableMember> members, Preprocessor preprocessor, IReadOnlyDictionary<string, string>? details = null, IReadOnlyList<double>? quantiles = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(preprocessor);
        Quantiles = quantiles is null ? [] : preprocessor.Task is TaskKind.Regression or TaskKind.Counts ? Descent.Quantiles.Checked(quantiles) : throw new ArgumentException("Quantiles need numeric targets, but the targets are labels.", nameof(quantiles));
        outputs = preprocessor.OutputNames.Count * Math.Max(1, Quantiles.Count);
        foreach (TableMember member in members)
        {
            int inputs = member.Coding?.Shape.Width ?? preprocessor.InputNames.Count;
            if (member.Model.Inputs != inputs || member.Model.Outputs != outputs)
            {
                throw new ArgumentException($"The network has {member.Model.Inputs} inputs and {member.Model.Outputs} outputs, but the preprocessing has {inputs} and {outputs}. Build the network with these.", members.Count == 1 ? "model" : nameof(members));
            }
        }

        if (members.Count == 0 || Math.Abs(members.Sum(member => member.Weight) - 1) > 1e-6)
        {
            throw new ArgumentException($"The shares of the members must add up to 1, but those of the {members.Count} members add up to {members.Sum(member => member.Weight)}.", nameof(members));
        }

        Members = [.. members];
        Preprocessor = preprocessor;
        Details = details ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The networks whose predictions are averaged or combined in another way; one if a single network was trained.</summary>
    public IReadOnlyList<TableMember> Members { get; }

    /// <summary>The network with its weights, if there is a single one.</summary>
    /// <exception cref="InvalidOperationException">If there are several; use <see cref="Members"/> or <see cref="Member"/> then.</exception>
    public Model<float> Model => Members.Count == 1 ? Members[0].Model : throw new InvalidOperationException($"The model is {(Combination is null ? "an average" : "a combination")} of {Members.Count} networks. Use Members to get the networks, or Member(i) to get one of them as a model.");

    /// <summary>The number of trainable values of all members.</summary>
    public long ParameterCount => Members.Sum(member => member.Model.ParameterCount);

    /// <summary>The combination of the members' outputs; null for their weighted mean.</summary>
    /// <exception cref="ArgumentException">If the members do not fit the combination.</exception>
    public MemberCombination? Combination
    {
        get;
        init
        {
            value?.Require(Members, outputs);
            field = value;
        }
    }

    /// <summary>The adjustment of the combined outputs; null for none.</summary>
    public OutputAdjustment? Adjustment { get; init; }

    /// <summary>The prediction intervals; null if they are not known, as for a single network or for labels.</summary>
    public PredictionIntervals? Intervals { get; init; }

    /// <summary>The levels of the quantiles that are predicted of each target, in ascending order; empty for other models.</summary>
    public IReadOnlyList<double> Quantiles { get; }

    /// <summary>The preprocessor, which converts tables to numbers and outputs back to predictions.</summary>
    public Preprocessor Preprocessor { get; }

    /// <summary>Facts about the training run, by name.</summary>
    public IReadOnlyDictionary<string, string> Details { get; }

    /// <summary>Whether the network's outputs are probabilities. This is so for a task with classes, unless a loss on scores, such as a hinge loss, required a linear last layer.</summary>
    public bool GivesProbabilities => Preprocessor.Task is TaskKind.Binary or TaskKind.Multiclass or TaskKind.Multilabel && (Combination?.Range ?? Members[0].Model.Plan.OutputRange) is OutputRange.UnitInterval or OutputRange.Distribution;

    /// <summary>The decision rule of a binary model; by default the second label is the positive one, with a threshold of 0.5. Null for other tasks.</summary>
    /// <exception cref="ArgumentException">If the model is not binary, or the positive label is not one of its two.</exception>
    public BinaryDecision? Decision
    {
        get => field ?? (Preprocessor.Task == TaskKind.Binary ? new BinaryDecision(Preprocessor.Labels[1]) : null);
        init => field = value is null || (Preprocessor.Task == TaskKind.Binary && Preprocessor.Labels.Contains(value.PositiveLabel, StringComparer.Ordinal))
            ? value
            : throw new ArgumentException($"\"{value.PositiveLabel}\" cannot be the positive label: {(Preprocessor.Task == TaskKind.Binary ? $"the labels are \"{Preprocessor.Labels[0]}\" and \"{Preprocessor.Labels[1]}\"" : $"a {Preprocessor.Task} model has none")}.", nameof(value));
    }

    /// <summary>The summary of the training rows; null if the model was saved without it.</summary>
    public TrainingSummary? Training { get; init; }

    /// <summary>The names of the columns of predictions.</summary>
    internal PredictionColumns PredictionColumns => field ??= PredictionColumns.Of(this);

    /// <summary>Whether the positive label is the first of the two, whose probability is one minus the network's output.</summary>
    internal bool PositiveIsFirst => Decision is { } decision && decision.PositiveLabel == Preprocessor.Labels[0];

    /// <summary>Returns the same model with other details.</summary>
    /// <param name="details">Facts about the training run, by name.</param>
    /// <returns>A model over the same networks.</returns>
    public TableModel With(IReadOnlyDictionary<string, string> details) => new(Members, Preprocessor, details ?? throw new ArgumentNullException(nameof(details)), Levels) { Decision = Decision, Training = Training, Combination = Combination, Adjustment = Adjustment, Intervals = Intervals };

    /// <summary>Returns the same model with another decision rule.</summary>
    /// <param name="decision">The positive label and the threshold.</param>
    /// <returns>A model over the same network.</returns>
    /// <exception cref="ArgumentException">If the model is not binary, or the positive label is not one of its two.</exception>
    public TableModel With(BinaryDecision? decision) => new(Members, Preprocessor, Details, Levels) { Decision = decision, Training = Training, Combination = Combination, Adjustment = Adjustment, Intervals = Intervals };

    /// <summary>Returns one of the members as a separate model, without the adjustment and intervals of all of them.</summary>
    /// <param name="index">The index of the member, from 0.</param>
    /// <returns>A model of a single network.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such member.</exception>
    public TableModel Member(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Members.Count);
        return new TableModel([Members[index] with { Weight = 1 }], Preprocessor, quantiles: Levels) { Decision = Decision, Training = Training, Combination = Combination?.Alone(Members[index]) };
    }

    private IReadOnlyList<double>? Levels => Quantiles.Count == 0 ? null : Quantiles;

    /// <summary>Computes one output per output name for preprocessed rows; if quantiles are predicted, it is the median.</summary>
    internal float[] Outputs(ReadOnlySpan<float> inputs) => Answers(AllOutputs(inputs));

    /// <summary>Reduces all outputs to one per output name; if quantiles are predicted, it is the median.</summary>
    internal float[] Answers(float[] all) => Quantiles.Count == 0 ? all : QuantileColumns.Middle(all, Quantiles);

    /// <summary>Converts quantiles to the targets' units.</summary>
    internal double[] Unscaled(ReadOnlySpan<float> quantiles)
    {
        double[] numbers = new double[quantiles.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Preprocessor.Unscale(i % outputs / Quantiles.Count, quantiles[i]);
        }

        return numbers;
    }

    /// <summary>Computes all outputs for preprocessed rows: the adjusted combination of the members, with quantiles in order.</summary>
    internal float[] AllOutputs(ReadOnlySpan<float> inputs)
    {
        if (Combination is { } combination)
        {
            return Finished(combination.Combine(MemberOutputs(inputs), [.. Members.Select(member => member.Weight)], outputs, Preprocessor.Task == TaskKind.Multiclass));
        }

        float[] own = new float[inputs.Length / Preprocessor.InputNames.Count * outputs];
        double[] sums = Members.Count == 1 ? [] : new double[own.Length];
        Predict(inputs, _ => own, (_, weight) =>
        {
            // In double, so that the mean is as exact as a float can be.
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += weight * own[i];
            }
        });
        if (sums.Length > 0)
        {
            TensorPrimitives.ConvertTruncating<double, float>(sums, own);
        }

        return Finished(own);
    }

    /// <summary>Computes the outputs of each member for preprocessed rows.</summary>
    internal float[][] MemberOutputs(ReadOnlySpan<float> inputs)
    {
        float[][] all = new float[Members.Count][];
        int size = inputs.Length / Preprocessor.InputNames.Count * outputs;
        Predict(inputs, number => all[number] = new float[size], (_, _) => { });
        return all;
    }

    /// <summary>Predicts with one member after the other.</summary>
    /// <param name="inputs">The preprocessed rows.</param>
    /// <param name="place">Gets the array for the outputs of a member.</param>
    /// <param name="take">Called with the number and the share of a member when its outputs are there.</param>
    private void Predict(ReadOnlySpan<float> inputs, Func<int, float[]> place, Action<int, double> take)
    {
        // Consecutive networks of one recipe share their coding.
        InputCoding? coding = null;
        ReadOnlySpan<float> coded = inputs;
        foreach ((int number, TableMember member) in Members.Index())
        {
            if (member.Coding != coding)
            {
                coding = member.Coding;
                coded = coding is null ? inputs : coding.Apply(inputs, Preprocessor.InputNames.Count);
            }

            member.Model.Predict(coded, place(number));
            take(number, member.Weight);
        }
    }

    /// <summary>The number of outputs of the network for a row.</summary>
    internal int OutputCount => outputs;

    /// <summary>Adjusts combined outputs in place and puts quantiles in order.</summary>
    internal float[] Finished(float[] combined)
    {
        Adjustment?.Apply(combined, outputs);
        if (Quantiles.Count > 0)
        {
            if (Preprocessor.Task == TaskKind.Counts)
            {
                // A conformal shift may move the lower quantile of a count below 0.
                TensorPrimitives.Max(combined, 0, combined);
            }

            QuantileColumns.Sort(combined, Quantiles.Count);
        }

        return combined;
    }

    /// <summary>Predicts every row of a table.</summary>
    /// <param name="table">The rows; columns are matched by name, and the target may be missing.</param>
    /// <param name="notices">Receives notices, such as extra columns, unseen categories and values far outside the training data.</param>
    /// <param name="strict">Whether an unseen category is an error instead of a notice.</param>
    /// <returns>The predictions.</returns>
    /// <exception cref="DataException">If a column is missing or a cell cannot be read; the message says which.</exception>
    public TablePrediction Predict(Table table, ICollection<Notice>? notices = null, bool strict = false) => Predict(Preprocessor.TransformInputs<float>(table, notices, strict), () => table);

    /// <summary>Predicts rows that were appended cell by cell, like a table with these cells.</summary>
    /// <param name="rows">The complete rows, created with the preprocessor of this model.</param>
    /// <param name="notices">Receives notices, as for a table.</param>
    /// <param name="strict">Whether an unseen category is an error instead of a notice.</param>
    /// <returns>The predictions, which do not change when the rows are cleared.</returns>
    /// <exception cref="DataException">If a cell cannot be read; the message says which.</exception>
    public TablePrediction Predict(RowTable rows, ICollection<Notice>? notices = null, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Predict(Preprocessor.TransformInputs<float>(rows, notices, strict), () => rows.Table);
    }

    private TablePrediction Predict(float[] inputs, Func<Table> table)
    {
        float[] all = AllOutputs(inputs);
        int unusable = all.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        return unusable < 0 ? new TablePrediction(this, all) : throw Preprocessor.NotFinite<float>(table(), unusable / outputs);
    }
}
