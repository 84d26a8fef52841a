namespace Descent.Cli.Verbs;

/// <summary>The options that say which network is trained, and how.</summary>
internal sealed class TrainingOptionSet
{
    private const string LossName = "loss";

    private readonly Option<string?> ensemble = Choice.Text("--ensemble", "NAME[:OPTION=VALUE,…]|none", $"Train several networks as the other options describe them, and combine their predictions: {string.Join(", ", EnsembleMethod.ByName.Keys)}, with options such as bagging:count=20,rowFraction=0.5. The same may be written as bagging:20,0.5 or \"bagging(count=20, rowFraction=0.5)\". Options: descent explain NAME. Default: none, one network.");
    private readonly Option<string?> layers = Choice.Text("--layers", "LAYER,LAYER|none", "The hidden layers: a width is a dense layer, as in 64,32 or \"64, batch_normalization, relu, dropout 0.2, 32 tanh\"; none gives a linear or logistic model. Default: 64,64.");
    private readonly Option<string?> activation = Choice.Text("--activation", "NAME[:OPTION=VALUE]", "For hidden layers that have none of their own, such as tanh or leaky_relu:slope=0.2. Default: relu, for counts swish.");
    private readonly Option<string?> initializer = Choice.Text("--initializer", "NAME[:OPTION=VALUE]", "How the first weights are drawn, such as he_normal or orthogonal:gain=1.4. Default: what suits the activation.");
    private readonly Option<string?> loss = Choice.Text("--loss", "NAME[:OPTION=VALUE]", "What training minimizes, such as huber:delta=0.5. Default: follows from the task.");
    private readonly Option<string?> quantiles = Choice.Text("--quantiles", "Q[,Q]", "Predict quantiles of a target of numbers instead of its mean: with 0.1,0.5,0.9 a number that a tenth of the answers lies below, the median, and one that nine tenths lie below.");
    private readonly Option<string?> optimizer = Choice.Text("--optimizer", "NAME[:OPTION=VALUE]", "Such as adam, momentum:beta=0.95 or \"adam(learningRate=warm_up(0.01, epochs=3))\". Default: adam.");
    private readonly Option<string?> learningRate = Choice.Text("--learning-rate", "X|SCHEDULE", "Size of a step, a number above 0 or a schedule such as \"cosine(0.01)\". Default: the optimizer's own.");
    private readonly Option<string?> precision = Choice.Text("--precision", "single|double", "Numbers with which one network is trained: double takes lbfgs and levenberg_marquardt closer to the minimum, and is slower. The saved model keeps single precision: predictions differ by about one part in 10 million. Default: single.");
    private readonly Option<int?> epochs = Choice.Whole("--epochs", "The most passes through the training rows; 0 keeps the first weights. Default: 200.", 0);
    private readonly Option<int?> batchSize = Choice.Whole("--batch-size", "Rows per update. Default: 32 below 2,000 training rows, 64 below 20,000, else 128.", 1);
    private readonly Option<double?> l2 = Choice.Real("--l2", "Penalty on large weights; 0 means none. Default: 5 / training rows for classes, 1 / training rows for numbers, at least 0.0005: the fewer rows, the stronger.", "of at least 0", x => x >= 0);
    private readonly Option<string[]> augment = Choice.Texts("--augment", "NAME[,NAME]|none", "Change the training rows: noise and mixup vary them in every epoch, oversample, smote and undersample (for classes) even out how many rows classes have; with options such as mixup:alpha=0.4. May be repeated.");
    private readonly Option<string?> regularizer = Choice.Text("--regularizer", "NAME:OPTION=VALUE|none", "A penalty other than --l2, such as l1:0.001, elastic_net:0.001,quadratic=0.01 or max_norm:3.");
    private readonly Option<string?> clip = Choice.Text("--clip", "[FORM:]X|none", "Limit gradients to a norm of X, a number or a schedule; FORM is global_norm (default), tensor_norm or value. Default: no limit.");
    private readonly Option<string?> balance = Choice.Text(ClassBalanceText.Option, "[balanced|none|LABEL=X,LABEL=X]", "Give classes weights: alone, or with balanced, rows / (classes · rows of the class); or one for each label, as in yes=5, where other labels have 1. Labels with commas or equals signs are quoted. Default: none.");
    private readonly Option<double?> testFraction = Choice.Real("--test-fraction", "Fraction of the rows held out for the scores; 0 holds out none.", "from 0 up to, not including, 1", x => x is >= 0 and < 1, 0.2);
    private readonly Option<double?> validationFraction = Choice.Real("--validation-fraction", "Fraction of the rows that choose the best epoch. Default: none below 2,000 rows, where every row is worth more in training, else 0.1; also 0.1 where other options need them.", "from 0 up to, not including, 1", x => x is >= 0 and < 1);
    private readonly Option<int?> maximumCategories = Choice.Whole("--max-categories", "Categories of a column that get an input of their own; the others share one.", 1, otherwise: new PreprocessorOptions().MaximumCategories);
    private readonly Option<int?> minimumCategoryRows = Choice.Whole("--min-category-rows", "Rows that a category needs to get an input of its own. Default: a hundredth of the training rows, from 1 to 10.", 1);
    private readonly Option<int?> threads = Choice.Whole("--threads", "How many threads work, at most one per processor; 0 means as many as pay off. The result is the same.", 0, otherwise: 0, most: 1024);
    private readonly Option<string?> metric = Choice.Text("--metric", "NAME[:OPTION=VALUE]", "What chooses the best epoch, computed on the validation rows: accuracy, roc_auc, rmse, top_k_accuracy:k=3, … or loss. Default: loss.");
    private readonly Option<string?> until = Choice.Text("--until", "METRIC=X", "Stop after the first epoch in which a metric of the validation rows reaches X, as accuracy=0.95 or loss=0.1.");
    private readonly Option<int?> patience = Choice.Whole("--patience", "Stop after this many epochs without an improvement of --metric on the validation rows. Default: 20 where there are validation rows.", 1);
    private readonly Option<double?> minimumDelta = Choice.Real("--min-delta", "By how much --metric must get better to count for --patience. Default: 0.", "of at least 0", x => x >= 0);
    private readonly Option<bool> balanceValidation = Choice.Flag("--balance-validation", "Let the weights of --balance count in the validation loss, too.");

    /// <summary>The options that may differ between models judged on the same rows.</summary>
    public IReadOnlyList<Option> OfModels =>
    [
        layers, activation, initializer, loss, optimizer, learningRate, epochs, batchSize, precision, l2, regularizer, clip, balance, augment, ensemble, maximumCategories, minimumCategoryRows, .. Watching,
    ];

    /// <summary>Those that watch the validation rows: what chooses the best epoch, and when training ends before the last.</summary>
    private IReadOnlyList<Option> Watching => [metric, until, patience, minimumDelta, balanceValidation];

    /// <summary>The options of a verb.</summary>
    /// <param name="holdsOut">Whether the verb may hold out a fraction of the rows for the scores.</param>
    /// <param name="trains">Whether the verb trains to the end, so that there are epochs to choose from, and takes a learning rate.</param>
    public IEnumerable<Option> All(bool holdsOut, bool trains) =>
        [.. trains ? OfModels : OfModels.Except([learningRate, ensemble, .. Watching]), quantiles, .. holdsOut ? [testFraction] : Array.Empty<Option>(), validationFraction, threads];

    /// <summary>Whether an ensemble of networks is asked for.</summary>
    public bool TrainsSeveral(Call call) => call.Value(ensemble) is { } method && method != "none";

    /// <summary>Refuses a fraction of rows for the scores beside another option that says which rows are judged.</summary>
    public void RequireNoFraction(Call call, Option other) =>
        UsageException.ThrowIf(call.IsGiven(testFraction) && call.IsGiven(other), $"{other.Name} and {testFraction.Name} exclude each other: both say which rows are judged. Leave one of them out.");

    /// <summary>The decisions, without those about columns.</summary>
    public TableOptions Options(Call call) => UsageException.Checked(() => new TableOptions
    {
        // Verbs that compare networks train single ones; train says otherwise.
        Effort = Effort.Quick,
        Ensemble = call.Read(ensemble, text => text == "none" ? null : Catalogue.Parse<EnsembleMethod>(text)),
        HiddenLayers = call.Read(layers, text => text == "none" ? [] : Catalogue.ParseList<Layer>(text)),
        Activation = call.Read(activation, Catalogue.Parse<Activation>),
        Initializer = call.Read(initializer, Catalogue.Parse<Initializer>),
        Loss = call.Read(loss, Catalogue.Parse<Loss>),
        Quantiles = call.Read(quantiles, Levels),
        Optimizer = call.Read(optimizer, text => WithoutRate(call, Catalogue.Parse<Optimizer>(text))),
        LearningRate = call.Read(learningRate, LearningRate),
        Precision = call.Value(precision) is { } digits ? PrecisionOf(digits) : NumericPrecision.Single,
        Epochs = call.Value(epochs),
        BatchSize = call.Value(batchSize),
        Regularizer = Penalty(call),
        Clipping = call.Read(clip, text => text == "none" ? null : Catalogue.Parse<GradientClipping>(text)),
        BalanceClasses = ClassBalanceText.IsBalanced(call.Value(balance)),
        ClassWeights = call.Read(balance, ClassBalanceText.Weights),
        Augmentations = Augmentations(call.Value(augment)),
        TestFraction = call.Value(testFraction) ?? new TableOptions().TestFraction,
        ValidationFraction = call.Value(validationFraction),
        Threads = call.Value(threads)!.Value,
        Seed = call.Seed,
        Preprocessing = new PreprocessorOptions { MaximumCategories = call.Value(maximumCategories)!.Value, MinimumCategoryRows = call.Value(minimumCategoryRows) },
        Monitor = call.Value(metric) is { } name ? MetricOf(metric, name) : null,
        Until = call.Value(until) is { } text ? Goal(text) : null,
        // Choosing by the loss needs validation rows, too, although no metric is computed.
        EarlyStopping = call.Value(patience) is null && call.Value(minimumDelta) is null && !(call.Value(metric) is { } wanted && Catalogue.AreSame(wanted, LossName))
            ? null
            : TableOptions.DefaultStopping with { Patience = call.Value(patience) ?? TableOptions.DefaultStopping.Patience, MinimumDelta = call.Value(minimumDelta) ?? 0 },
        BalanceValidation = call.Value(balanceValidation),
    });

    private Augmentation[]? Augmentations(string[]? texts)
    {
        if (texts is null or [] or ["none"])
        {
            return null;
        }

        Augmentation[] all = [.. texts.SelectMany(text => Call.Parse(augment, text, Catalogue.ParseList<Augmentation>))];
        string? twice = all.GroupBy(Catalogue.NameOf, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;
        return twice is null ? all : throw new UsageException($"{augment.Name} names {twice} more than once; name each once.");
    }

    /// <summary>The optimizer; a learning rate in it beside --learning-rate is refused, because only one of them could be used.</summary>
    private Optimizer WithoutRate(Call call, Optimizer own) => call.Value(learningRate) is null || !HasRate(own)
            ? own
            : throw new UsageException($"{learningRate.Name} and the learning rate in {optimizer.Name} exclude each other. Give it once.");

    private static bool HasRate(Optimizer own) => !(Catalogue.Entries.First(entry => entry.Type == own.GetType()).Example is Optimizer usual && own.LearningRate.Equals(usual.LearningRate));

    /// <summary>Whether --optimizer sets a learning rate.</summary>
    public static bool NamesRate(TableOptions options) => options.Optimizer is { } own && HasRate(own);

    private static Schedule LearningRate(string text) => Choice.CommaHint(text) is { Length: > 0 } hint ? throw new FormatException($"'{text}' is no learning rate.{hint}")
        : Catalogue.Parse<Schedule>(text) is var rate && rate is ConstantSchedule { Value: <= 0 }
        ? throw new FormatException($"A learning rate is above 0, but this is {text}.")
        : rate;

    private NumericPrecision PrecisionOf(string text) => text switch
    {
        "single" => NumericPrecision.Single,
        "double" => NumericPrecision.Double,
        _ => throw new UsageException($"{precision.Name} is single or double, but is '{text}'."),
    };

    private Regularizer? Penalty(Call call)
    {
        double? strength = call.Value(l2);
        UsageException.ThrowIf(strength is not null && call.Value(regularizer) is not null, "--l2 and --regularizer exclude each other. For both penalties at once use --regularizer elastic_net:absolute=0.001,quadratic=0.001.");

        // None at all, rather than the default.
        return strength is { } own ? new L2(own) : call.Read(regularizer, text => text == "none" ? new L2(0) : Catalogue.Parse<Regularizer>(text));
    }

    private static double[] Levels(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        double[] levels = [.. parts.Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double level) ? level : double.NaN)];
        return levels.Length == 0 || levels.Any(level => level is not (> 0 and < 1)) ? throw new FormatException($"Quantiles are numbers above 0 and below 1, such as 0.1,0.5,0.9, but this is '{text}'.")
            : levels.Distinct().Count() < levels.Length ? throw new FormatException($"Each quantile is named once, but in '{text}' one stands twice.")
            : levels;
    }

    private MetricGoal Goal(string text)
    {
        int equals = text.LastIndexOf('=');
        return equals > 0 && double.TryParse(text[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? new MetricGoal(value, MetricOf(until, text[..equals].Trim()))
            : throw new UsageException($"{until.Name} must be a metric and a number, as accuracy=0.95, but is '{text}'.{Choice.CommaHint(text[(equals + 1)..])}");
    }

    /// <summary>The metric that a text describes; null for the loss.</summary>
    private static Metric? MetricOf(Option option, string text) => Catalogue.AreSame(text, LossName) ? null : Call.Parse(option, text, Catalogue.Parse<Metric>);
}
