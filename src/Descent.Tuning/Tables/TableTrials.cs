using System.Globalization;

namespace Descent.Tuning;

/// <summary>What the trials of a table train, and what becomes of the best.</summary>
internal abstract class TableTrials
{
    /// <summary>The decisions that all trials share.</summary>
    public abstract TablePlan Plan { get; }

    /// <summary>The number of trainings of a trial.</summary>
    public abstract int Folds { get; }

    /// <summary>Trains with some values on every fold.</summary>
    /// <param name="values">The values.</param>
    /// <param name="onEpoch">A method that is called after every epoch of the first training, and may end all with an exception; null for none.</param>
    /// <param name="onFold">Receives the result of every fold, in their order, and may end the trial with an exception.</param>
    /// <param name="cancellation">Ends training within a batch.</param>
    public abstract void Compute(ParameterValues values, Action<TableEpoch>? onEpoch, Action<FoldResult> onFold, CancellationToken cancellation);

    /// <summary>The largest number of epochs of a training with the values of a search space.</summary>
    public abstract int MostEpochs(SearchSpace space);

    /// <summary>The step of an epoch, at which trials are compared.</summary>
    /// <param name="values">The values of the trial.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="steps">The number of steps of a fold.</param>
    public virtual int StepOf(ParameterValues values, TableEpoch epoch, int steps) => epoch.Record.Epoch;

    /// <summary>Trains on all rows but the test rows, with what the completed trials found; the best comes first.</summary>
    public abstract FinishedTrials Finish(IReadOnlyList<Trial> best);

    /// <summary>The options of a training with some values.</summary>
    public abstract TableOptions OptionsOf(ParameterValues values);

    /// <summary>The largest value of a parameter of whole numbers; null if the space has none of the name.</summary>
    protected static int? Largest(SearchSpace space, string name) => space.FirstOrDefault(parameter => parameter.Name == name) switch
    {
        ChoiceParameter choice => choice.Choices.Max(text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : 0),
        { } number => (int)Math.Min(number.FromUnit(1), int.MaxValue / 1_000),
        null => null,
    };
}

/// <summary>What became of the best trials.</summary>
/// <param name="Options">The options that repeat the training.</param>
/// <param name="Training">The model to use.</param>
/// <param name="Best">The model of the best trial alone; the same if that is the one to use.</param>
/// <param name="Average">The trials from which the average was chosen.</param>
/// <param name="Scores">The first score of the average on each fold; empty without one.</param>
internal sealed record FinishedTrials(TableOptions Options, TableTraining Training, TableTraining Best, IReadOnlyList<AveragedTrial> Average, IReadOnlyList<double> Scores);

/// <summary>The result of a training on a fold.</summary>
/// <param name="Evaluation">The evaluation on the held-out rows.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="Parameters">The number of trainable values.</param>
internal sealed record FoldResult(TableEvaluation Evaluation, int Epochs, long Parameters);
