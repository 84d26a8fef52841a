using System.CommandLine;
using System.Globalization;
using Descent.Activations;
using Descent.Augmentations;
using Descent.Data.Preprocessing;
using Descent.Optimizers;
using Descent.Regularizers;
using Descent.Training;

namespace Descent.Cli.Verbs;

/// <summary>The options that say which network is trained, and how.</summary>
internal sealed class TrainingOptionSet
{
    private const string PerRows = "Default: follows from the number of rows.";

    private readonly Option<string?> layers = Choice.Text("--layers", "N,N|none", "Widths of the hidden layers; none makes a linear or logistic model. Default: chosen and said.");
    private readonly Option<string?> activation = Choice.Text("--activation", "NAME[:OPTION=VALUE]", "Of the hidden layers, such as tanh or leaky_relu:slope=0.2. Default: relu.");
    private readonly Option<string?> optimizer = Choice.Text("--optimizer", "NAME[:OPTION=VALUE]", "Such as adam or momentum:beta=0.95. Default: adam.");
    private readonly Option<double?> learningRate = Choice.Real("--learning-rate", "Size of a step. Default: the optimizer's own.", "above 0", x => x > 0);
    private readonly Option<int?> epochs = Choice.Whole("--epochs", "Passes through the training rows at most. Default: chosen and said.", 0);
    private readonly Option<int?> batchSize = Choice.Whole("--batch-size", $"Rows per update. {PerRows}", 1);
    private readonly Option<double?> l2 = Choice.Real("--l2", "Penalty on large weights; 0 means none. Default: a light one.", "of at least 0", x => x >= 0);
    private readonly Option<string[]> augment = Choice.Texts("--augment", "NAME[,NAME]", "Make more, or other, training rows: noise, mixup, oversample, smote, undersample, with options as mixup:alpha=0.4. May be repeated.");
    private readonly Option<bool> balance = Choice.Flag("--balance", "Give rare classes a larger weight: n/(k·count).");
    private readonly Option<double?> testFraction = Choice.Real("--test-fraction", "Share of the rows kept for the scores; 0 keeps none.", "from 0 up to, not including, 1", x => x is >= 0 and < 1, 0.2);
    private readonly Option<double?> validationFraction = Choice.Real("--validation-fraction", $"Share of the rows that choose the best epoch. {PerRows}", "from 0 up to, not including, 1", x => x is >= 0 and < 1);
    private readonly Option<int?> maximumCategories = Choice.Whole("--max-categories", "Categories of a column that get an input of their own; the others share one.", 1, otherwise: new PreprocessorOptions().MaximumCategories);
    private readonly Option<int?> minimumCategoryRows = Choice.Whole("--min-category-rows", $"Rows that a category needs to get an input of its own. {PerRows}", 1);
    private readonly Option<int?> threads = Choice.Whole("--threads", "How many threads work; 0 means as many as pay off. The result is the same.", 0, otherwise: 0);

    private bool keepsTest = true;

    /// <summary>Gives the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="holdsOut">Whether the verb may keep a share of the rows for the scores.</param>
    public void AddTo(Verb verb, bool holdsOut = true)
    {
        keepsTest = holdsOut;
        foreach (Option option in (Option[])[layers, activation, optimizer, learningRate, epochs, batchSize, l2, balance, augment, .. holdsOut ? [testFraction] : Array.Empty<Option>(), validationFraction, maximumCategories, minimumCategoryRows, threads])
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>The decisions, without those about columns.</summary>
    public TableOptions Options(Call call) => UsageException.Checked(() => new TableOptions
    {
        Layers = call.Value(layers) is { } widths ? Widths(widths) : null,
        Activation = call.Value(activation) is { } function ? Catalogue.Parse<Activation>(function) : null,
        Optimizer = call.Value(optimizer) is { } rule ? Catalogue.Parse<Optimizer>(rule) : null,
        LearningRate = call.Value(learningRate),
        Epochs = call.Value(epochs),
        BatchSize = call.Value(batchSize),
        Regularizer = call.Value(l2) is { } strength ? new L2(strength) : null,
        BalanceClasses = call.Value(balance),
        Augmentations = Augmentations(call.Value(augment)),
        TestFraction = keepsTest ? call.Value(testFraction)!.Value : new TableOptions().TestFraction,
        ValidationFraction = call.Value(validationFraction),
        Threads = call.Value(threads)!.Value,
        Seed = call.Seed,
        Preprocessing = new PreprocessorOptions { MaximumCategories = call.Value(maximumCategories)!.Value, MinimumCategoryRows = call.Value(minimumCategoryRows) },
    });

    /// <summary>A comma begins another name, unless what follows is an option of the one before: smote:neighbors=3,ratio=0.5,noise.</summary>
    private static Augmentation[]? Augmentations(string[]? texts)
    {
        List<string> items = [];
        foreach (string part in (texts ?? []).SelectMany(text => text.Split(',')))
        {
            if (part.Contains('=', StringComparison.Ordinal) && !part.Contains(':', StringComparison.Ordinal) && items.Count > 0 && items[^1].Contains(':', StringComparison.Ordinal))
            {
                items[^1] += $",{part}";
            }
            else
            {
                items.Add(part.Trim());
            }
        }

        string? twice = items.GroupBy(item => item.Split(':')[0], StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1)?.Key;
        return twice is not null ? throw new UsageException($"--augment names {twice} more than once; name each once.")
            : items.Count == 0 ? null
            : [.. items.Select(Catalogue.Parse<Augmentation>)];
    }

    private static int[] Widths(string text) => text == "none"
        ? []
        : [.. text.Split(',').Select(part => int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width > 0
            ? width
            : throw new UsageException($"--layers must be widths such as 64,64, or none, but is '{text}'."))];
}
