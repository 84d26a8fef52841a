using System.Diagnostics;

namespace Descent.Cli.Runs;

/// <summary>The words for values of enumerations, as options and JSON spell them.</summary>
internal static class Words
{
    public static string Of(TaskKind task) => $"{task}".ToLowerInvariant();

    /// <summary>A task in full.</summary>
    public static string Titled(TaskKind task) => task is TaskKind.Binary or TaskKind.Multiclass or TaskKind.Multilabel ? $"{Of(task)} classification" : Of(task);

    /// <summary>How a network scales numbers.</summary>
    public static string Of(NumberCoding coding) => coding switch
    {
        NumberCoding.SmoothClip => "by quartiles, extremes smoothly clipped",
        NumberCoding.CommonScale => "minus their means, divided by one scale for all columns",
        NumberCoding.QuantileNormal or NumberCoding.QuantileNormalWide => "by rank",
        _ => "standardized",
    };

    public static string Of(AssociationMeasure measure) => measure switch
    {
        AssociationMeasure.Spearman => "rank correlation",
        AssociationMeasure.CramersV => "Cramér's V",
        _ => "correlation ratio",
    };

    /// <summary>The epoch whose weights a model has.</summary>
    public static string Kept(int epoch, int epochs) => epoch == 0 ? "the beginning, before any training" : $"epoch {epoch}{(epoch == epochs ? " (the last)" : "")}";

    /// <summary>What chose the epoch on the validation rows: the name of the metric, and its value in that epoch; null without validation rows or a finished epoch.</summary>
    public static (string Name, double Value)? ChosenBy(TrainingOptions options, History history) =>
        options.Validation is null || history.Epochs.FirstOrDefault(epoch => epoch.Epoch == history.BestEpoch) is not { } best ? null
        : options.Monitor is { } monitor ? (monitor.Name, best.Metrics.GetValueOrDefault(monitor.Name, double.NaN))
        : ("loss", best.ValidationLoss ?? double.NaN);

    /// <summary>The same, and why that epoch, unless it was chosen by the validation loss as usual.</summary>
    public static string Kept(int epoch, int epochs, TrainingOptions options, double? value = null) => Kept(epoch, epochs)
        + (options.Monitor is { } monitor ? $", the best by {monitor.Name} on the validation rows{(value is { } number ? $", {Screens.Fixed.Text(number)}" : "")}" : options.Validation is null ? ", as there are no validation rows" : "");

    /// <summary>Columns that are treated in the same way for the same reason, if there are at least three; each of the others alone.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="missing">Whether they must also lack equally many values.</param>
    public static IEnumerable<ColumnSchema[]> Alike(IEnumerable<ColumnSchema> columns, bool missing) => columns
        .GroupBy(column => (column.Kind, column.Reason, missing ? column.Missing : 0))
        .SelectMany(group => group.Count() > 2 ? [[.. group]] : group.Select(column => (ColumnSchema[])[column]));

    public static string Of(ColumnKind kind) => $"{kind}".ToLowerInvariant();

    /// <summary>The kind of a column; null for one that nothing can be learned from.</summary>
    public static string OfColumn(ColumnKind? kind) => kind is { } known ? Of(known) : "unusable";

    /// <summary>How the outputs of members are combined; null for their mean.</summary>
    public static string? Of(MemberCombination? combination) => combination switch
    {
        null => null,
        VoteCombination => "each network votes for its most probable label; (votes + 1) / (networks + labels) is the probability",
        SumCombination sum => $"the sum of a constant and of the outputs of all networks, times their weights and {Screens.Fixed.Text(sum.Scale)}{Of(sum.Link)}",
        StackCombination stack => $"a linear model of {stack.Sizes.Count} predictions, each the mean of the networks of a recipe{Of(stack.Link)}",
        _ => throw new UnreachableException(),
    };

    private static string Of(ScoreLink link) => link switch
    {
        ScoreLink.Logistic => "; its logistic function is the probability",
        ScoreLink.Softmax => "; its softmax are the probabilities",
        ScoreLink.Exponential => "; its exponential is the number",
        _ => "",
    };

    public static string Of(StopReason stop) => stop switch
    {
        StopReason.Completed => "completed",
        StopReason.EarlyStopping => "stopped early",
        StopReason.MaximumSteps => "reached the last step",
        StopReason.TargetReached => "reached what was asked for",
        StopReason.Converged => "converged",
        StopReason.Diverged => "failed: its numbers became infinite or NaN",
        _ => "canceled",
    };

    /// <summary>A baseline, as the head of a column.</summary>
    public static string Of(Baseline baseline) => OfBaseline(baseline.Name);

    /// <summary>A baseline of that name, as the head of a column.</summary>
    public static string OfBaseline(string name) => name == "prior" ? "baseline" : $"baseline {name}";

    /// <summary>A class; of several targets with two labels each, the target with the label that its scores are computed for, such as "sex = male".</summary>
    public static string Of(TableEvaluation evaluation, ClassReport report) =>
        evaluation.YesLabels.Count == 0 ? report.Label : $"{report.Label} = {evaluation.YesLabels[evaluation.Classes.Index().First(pair => pair.Item == report).Index]}";

    public static string Of(FitVerdict verdict) => verdict switch
    {
        FitVerdict.StillImproving => "stopped too early",
        _ => $"{verdict}".ToLowerInvariant(),
    };

    /// <summary>Which weights are kept; null for those of the best epoch by the validation loss, as usual.</summary>
    public static string? EpochChoice(TrainingOptions options) =>
        options.Monitor is { } monitor ? $"those of the best epoch by {monitor.Name} on the validation rows"
        : options.Validation is null ? "those of the last epoch (no validation rows)"
        : null;

    /// <summary>A penalty on weights, its strength rounded.</summary>
    public static string Of(Regularizer? penalty) => penalty switch
    {
        null => "none",
        L2 { Strength: ConstantSchedule strength } => $"l2 {Screens.Fixed.Number(strength.Value, 3)}",
        _ => Catalogue.ToText(penalty),
    };

    /// <summary>An optimizer, followed by its learning rate.</summary>
    public static string Of(Optimizer optimizer) => optimizer is FullBatchOptimizer
        ? Catalogue.ToText(optimizer)
        : $"{Catalogue.ToText(optimizer with { LearningRate = ((Optimizer)Catalogue.Find(Catalogue.NameOf(optimizer))!.Example).LearningRate })}, learning rate {Catalogue.ToText(optimizer.LearningRate)}";
}
