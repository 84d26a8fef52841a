using System.CommandLine;
using System.Globalization;

namespace Descent.Cli.Verbs;

/// <summary>The options that watch the validation rows: what chooses the best epoch, and when training ends before the last.</summary>
internal sealed class WatchingOptionSet
{
    private const string LossName = "loss";

    private readonly Option<string?> metric = Choice.Text("--metric", "NAME[:OPTION=VALUE]", "What chooses the best epoch, computed on the validation rows: accuracy, roc_auc, rmse, top_k_accuracy:k=3, … or loss. Default: loss.");
    private readonly Option<string?> until = Choice.Text("--until", "METRIC=X", "Stop after the first epoch in which a metric of the validation rows reaches X, as accuracy=0.95 or loss=0.1.");
    private readonly Option<int?> patience = Choice.Whole("--patience", "Stop after this many epochs without an improvement of --metric on the validation rows. Default: 20 where there are validation rows.", 1);
    private readonly Option<double?> minimumDelta = Choice.Real("--min-delta", "By how much --metric must get better to count for --patience. Default: 0.", "of at least 0", x => x >= 0);
    private readonly Option<bool> balanceValidation = Choice.Flag("--balance-validation", "Let the weights of --balance count in the validation loss, too.");

    /// <summary>All of them; models judged on the same rows may differ in each.</summary>
    public IReadOnlyList<Option> All => [metric, until, patience, minimumDelta, balanceValidation];

    /// <summary>Options of a training with these decisions added.</summary>
    public TableOptions Applied(Call call, TableOptions options) => options with
    {
        Monitor = call.Value(metric) is { } name ? MetricOf(metric, name) : null,
        Until = call.Value(until) is { } text ? Goal(text) : null,
        // To choose by the loss is to watch the validation rows, too, although nothing but the loss is computed.
        EarlyStopping = call.Value(patience) is null && call.Value(minimumDelta) is null && !(call.Value(metric) is { } asked && Catalogue.AreSame(asked, LossName)) ? null : TableOptions.DefaultStopping with
        {
            Patience = call.Value(patience) ?? TableOptions.DefaultStopping.Patience,
            MinimumDelta = call.Value(minimumDelta) ?? 0,
        },
        BalanceValidation = call.Value(balanceValidation),
    };

    private MetricGoal Goal(string text)
    {
        int equals = text.LastIndexOf('=');
        return equals > 0 && double.TryParse(text[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? new MetricGoal(value, MetricOf(until, text[..equals].Trim()))
            : throw new UsageException($"{until.Name} must be a metric and a number, as accuracy=0.95, but is '{text}'.");
    }

    /// <summary>The metric that a text describes; null for the loss.</summary>
    private static Metric? MetricOf(Option option, string text) => Catalogue.AreSame(text, LossName) ? null : TrainingOptionSet.Named(option, text, Catalogue.Parse<Metric>);
}
