using System.Globalization;
using Descent.Data.Schemas;
using Descent.Optimizers;
using Descent.Regularizers;
using Descent.Schedules;
using Descent.Training;

namespace Descent.Cli.Runs;

/// <summary>The words for values of enumerations, as options and JSON spell them.</summary>
internal static class Words
{
    public static string Of(TaskKind task) => task switch
    {
        TaskKind.Binary => "binary",
        TaskKind.Multiclass => "multiclass",
        TaskKind.Multilabel => "multilabel",
        TaskKind.Counts => "counts",
        _ => "regression",
    };

    public static string Of(ColumnKind kind) => kind switch
    {
        ColumnKind.Numeric => "numeric",
        ColumnKind.Categorical => "categorical",
        ColumnKind.Date => "date",
        ColumnKind.Weight => "weight",
        ColumnKind.Presence => "presence",
        ColumnKind.Target => "target",
        ColumnKind.Identifier => "identifier",
        ColumnKind.Constant => "constant",
        ColumnKind.Empty => "empty",
        _ => "ignored",
    };

    public static string Of(StopReason stop) => stop switch
    {
        StopReason.Completed => "completed",
        StopReason.EarlyStopping => "stopped early",
        StopReason.MaximumSteps => "reached the last step",
        StopReason.TargetReached => "reached what was asked for",
        StopReason.Diverged => "failed: its numbers became infinite or NaN",
        _ => "cancelled",
    };

    /// <summary>A penalty on weights, its strength rounded.</summary>
    public static string Of(Regularizer? penalty) => penalty switch
    {
        null => "none",
        L2 { Strength: ConstantSchedule strength } => string.Create(CultureInfo.InvariantCulture, $"l2 {strength.Value:G3}"),
        _ => Catalogue.ToText(penalty),
    };

    /// <summary>An optimizer and its learning rate, apart because that is what people look for.</summary>
    public static string Of(Optimizer optimizer) =>
        $"{Catalogue.ToText(optimizer with { LearningRate = ((Optimizer)Catalogue.Find(Catalogue.NameOf(optimizer))!.Example).LearningRate })}, learning rate {Catalogue.ToText(optimizer.LearningRate)}";
}
