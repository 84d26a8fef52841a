using System.Globalization;
using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>Trains and evaluates models on tables: schema, split, preprocessing, network, training, scores.</summary>
public static class TableTrainer
{
    /// <summary>Trains on a table and evaluates the model on rows that training never used.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="options">The options; null, the default, to derive all settings from the data.</param>
    /// <param name="cancellation">Ends training within one batch; the best weights so far are kept.</param>
    /// <returns>The model and its evaluation.</returns>
    /// <exception cref="DataException">If the table cannot be used for training; the message names the place and the fix.</exception>
    /// <exception cref="TrainingFailedException">If the loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">If several recipes are tried and training was canceled before there was any result.</exception>
    public static TableTraining Train(Table table, IReadOnlyList<string> targets, TableOptions? options = null, CancellationToken cancellation = default) =>
        Prepare(table, targets, options).Train(cancellation);

    /// <summary>Makes all decisions for training on a table, without training yet.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="options">The options; null, the default, to derive all settings from the data.</param>
    /// <returns>The plan, ready to train.</returns>
    /// <exception cref="DataException">If the table cannot be used for training; the message names the place and the fix.</exception>
    public static TablePlan Prepare(Table table, IReadOnlyList<string> targets, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new TableOptions();
        Schema schema = Schema.Infer(table, targets, options.SchemaForTask);
        int rows = schema.RowsWithTargets(table).Length;
        double validation = EffortPlan.For(options, rows) is null ? options.ValidationFraction ?? TableDefaults.ValidationFraction(rows, options) : 0;
        Split split = Split.For(table, schema, options.Test is null ? options.TestFraction : 0, validation, options.Seed, options.Schema.Group, options.Schema.SplitBy);
        return Prepare(table, schema, new Rows(split.Train, split.Validation, split.Test, split.Notices), options);
    }

    /// <summary>Gets the rows that <see cref="Train"/> may use for training and validation: those with targets, without the test rows that it would hold out. A search for good options that uses no others leaves the test rows unseen.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="options">The options; null for the defaults. The seed, the test fraction, the test table and the schema options decide which rows are test rows.</param>
    /// <returns>A table with these rows.</returns>
    /// <exception cref="DataException">If the table cannot be used for training; the message names the place and the fix.</exception>
    public static Table WithoutTestRows(Table table, IReadOnlyList<string> targets, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new TableOptions();
        Schema schema = Schema.Infer(table, targets, options.SchemaForTask);
        return table.Select(Split.For(table, schema, options.Test is null ? options.TestFraction : 0, 0, options.Seed, options.Schema.Group, options.Schema.SplitBy).Train);
    }

    /// <summary>Performs a cross-validation: trains once per fold, and evaluates every row exactly once, with a model that was not trained on it.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="folds">The number of folds, at least 2; default 5.</param>
    /// <param name="options">The options; null, the default, to derive all settings from the data. The test fraction and the test table are not used.</param>
    /// <param name="progress">Receives a report of every epoch, recipe and finished fold, on the threads of the folds, one at a time; default none.</param>
    /// <param name="cancellation">Ends the current folds within one batch, and then the cross-validation.</param>
    /// <returns>One training run per fold.</returns>
    /// <remarks>Folds are trained in parallel, with one thread each, on as many threads as the options allow, or by their <see cref="TableOptions.Runner"/>; the result is the same. With <see cref="TableOptions.Time"/> they are trained one after the other.</remarks>
    /// <exception cref="OperationCanceledException">If the cross-validation was canceled; a partial result is not returned.</exception>
    public static CrossValidation CrossValidate(Table table, IReadOnlyList<string> targets, int folds = 5, TableOptions? options = null, IProgress<FoldProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        TableOptions own = (options ?? new TableOptions()) with { Test = null };
        Schema schema = Schema.Infer(table, targets, own.SchemaForTask);
        Split[] splits = KFold.For(table, schema, folds, own.Seed, own.Schema.Group, own.Schema.SplitBy);
        Lock turn = new();
        int finished = 0;
        return new CrossValidation(SideBySide.Run(splits.Length, own.Time is null ? own.Threads : 1, own.Time is null ? own.Runner : null, (fold, isAlone) =>
        {
            TableOptions shared = own with
            {
                Threads = isAlone ? own.Threads : 1,
                MemberProgress = SideBySide.InTurn(own.MemberProgress, turn),
                Progress = new FoldReports<TrainingProgress>(own.Progress, turn, report => progress?.Report(new FoldProgress(fold + 1, finished, Training: report))),
                Trials = new FoldReports<RecipeProgress>(own.Trials, turn, report => progress?.Report(new FoldProgress(fold + 1, finished, Recipe: report))),
            };
            TableTraining training = Prepare(table, schema, splits[fold].Train, splits[fold].Test, splits[fold].Notices, shared).Train(cancellation);
            cancellation.ThrowIfCancellationRequested();
            lock (turn)
            {
                progress?.Report(new FoldProgress(fold + 1, ++finished));
            }

            return training;
        }));
    }

    /// <summary>Makes all decisions for the folds of a cross-validation, one fold after the other.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="folds">The number of folds, at least 2; default 5.</param>
    /// <param name="options">The options; null, the default, to derive all settings from the data. The test fraction and the test table are not used.</param>
    /// <returns>One plan per fold, created when it is enumerated.</returns>
    /// <exception cref="DataException">If the table cannot be used for training; the message names the place and the fix.</exception>
    public static IEnumerable<TablePlan> PrepareFolds(Table table, IReadOnlyList<string> targets, int folds = 5, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        TableOptions own = (options ?? new TableOptions()) with { Test = null };
        Schema schema = Schema.Infer(table, targets, own.SchemaForTask);
        return KFold.For(table, schema, folds, own.Seed, own.Schema.Group, own.Schema.SplitBy).Select(fold => Prepare(table, schema, fold.Train, fold.Test, fold.Notices, own));
    }

    /// <summary>Plans training on some rows, of which a part may choose the best epoch, and an evaluation on others.</summary>
    internal static TablePlan Prepare(Table table, Schema schema, int[] rows, int[] test, IReadOnlyList<Notice> notices, TableOptions options)
    {
        double validation = EffortPlan.For(options, rows.Length) is null ? options.ValidationFraction ?? TableDefaults.ValidationFraction(rows.Length, options) : 0;
        (int[] train, int[] valid) = Split.For(table, schema, rows, validation, 0, options.Seed, options.Schema.Group, options.Schema.SplitBy);
        return Prepare(table, schema, new Rows(train, valid, test, notices), options);
    }

    private static TablePlan Prepare(Table table, Schema schema, Rows rows, TableOptions options)
    {
        TransferStart? start = options.Transfer is { } transfer ? TransferStart.Of(table, schema, transfer, options.Schema.Kinds) : null;
        schema = start?.Schema ?? schema;
        List<Notice> notices = [.. schema.Notices, .. rows.Notices];
        QuantileRules.Require(schema, options);
        LossFit fit = LossFit.Of(schema.Task, options.ChosenLoss);
        EnsembleMethod? method = options.Ensemble?.For(schema.Task);
        if (method is not null)
        {
            EnsembleRules.Require(method, schema.Task, fit, options);
        }

        IReadOnlyList<double>? levels = (fit.Loss as Quantiles)?.Levels;
        if (schema.Task is TaskKind.Binary or TaskKind.Multiclass or TaskKind.Multilabel && fit.Last is not (Sigmoid or Softmax))
        {
            notices.Add(Notice.Information($"A network trained with {fit.Loss.GetType().Name} predicts scores instead of probabilities, so metrics that need probabilities, such as the log loss, are not computed.", new Remedy(nameof(TableOptions.Loss))));
        }

        Preprocessor preprocessor = start?.Preprocessor(table, rows.Train, fit.Labels) ?? Preprocessor.Fit(table, schema, rows.Train, options.Preprocessing with { Labels = fit.Labels });
        notices.AddRange(start is null ? preprocessor.Notices : []);
        EnsemblePlan? plan = EffortPlan.For(options, rows.Train.Length);
        notices.AddRange(EffortPlan.OnSettings(options, rows.Train.Length));
        int outputs = preprocessor.OutputNames.Count * (levels?.Count ?? 1);
        Model<float>? begun = start?.Model(fit.Last, outputs, options.Seed);
        Network network = begun?.Network ?? TableDefaults.CreateNetwork(method?.LastOf(fit) ?? fit.Last, outputs, options with { Layers = options.Layers ?? method?.UsualLayers });
        notices.AddRange(begun is null ? TableDefaults.Doubts(network) : [start!.Notice(begun)]);
        long weights = checked(FitChecks.Memory(network, preprocessor.InputNames.Count) * (method?.Networks ?? 1));
        preprocessor.RequireMemory(table, (long)rows.Train.Length + rows.Validation.Length + (options.Test?.Rows ?? rows.Test.Length), options.Precision == NumericPrecision.Double ? sizeof(double) + sizeof(float) : sizeof(float), weights);
        (Dataset once, Dataset encoded, Dataset? valid) = options.Precision == NumericPrecision.Double ? Encoded<double>(preprocessor, table, rows, levels, start is null ? null : notices) : Encoded<float>(preprocessor, table, rows, levels, start is null ? null : notices);
        Dataset<float> train = encoded.As<float>();

        // Checked now rather than after hours of training, because a test table may lack a column.
        AnsweredRows? test = options.Test is { } other ? AnsweredRows.Of(preprocessor, other, notices, options.Strict)
            : rows.Test.Length > 0 ? AnsweredRows.Of(preprocessor, table, rows.Test, notices, strict: false)
            : null;
        RowFingerprints trained = new(RowHashes.Of(table, schema, rows.Train));
        ulong[] validationHashes = RowHashes.Of(table, schema, rows.Validation);
        notices.AddRange(Repeated(trained, validationHashes));

        BinaryDecision? decision = PositiveClass.Decide(schema, table, options, notices);
        ClassBalance? classes = ClassBalance.Of(schema, table, rows.Train, options, notices);
        Model<float> model = begun ?? network.Build<float>(preprocessor.InputNames.Count, options.Seed);
        if (valid is null && (options.EarlyStopping is not null || options.Monitor is not null || options.Until is not null))
        {
            throw new DataException("Early stopping, the monitored metric and the goal need validation rows, but none are held out.", new Remedy(nameof(TableOptions.ValidationFraction)));
        }

        if ((options.Threshold is not null || options.ThresholdMetric is not null) && fit.Last is not (Sigmoid or Softmax))
        {
            throw new DataException("A threshold needs probabilities, but with this loss the network predicts scores. Remove the threshold, or use another loss.", new Remedy(nameof(TableOptions.Loss)));
        }

        ThresholdTask? threshold = ThresholdTask.Of(options, plan is not null, valid is not null, () => Folds(table, schema, rows.Train, options.Schema.SplitBy is null ? ThresholdTask.MostFolds : 1, options), notices);
        bool positiveIsFirst = decision is not null && decision.PositiveLabel == preprocessor.Labels[0];
        TrainingOptions training = TableDefaults.Training(preprocessor, fit.Loss, train.Rows, options) with
        {
            Validation = valid,
            Augmentations = options.Augmentations,
            EarlyStopping = valid is null ? null : options.EarlyStopping ?? TableOptions.DefaultStopping,
            ClassWeights = classes?.Weights,
            WeightValidation = options.BalanceValidation,
            Form = TableEvaluation.FormOf(schema.Task),
            PositiveIsFirst = positiveIsFirst,
            Monitor = PositiveClass.Follow(options.Monitor, decision, positiveIsFirst),
            Until = options.Until is { } until ? until with { Metric = PositiveClass.Follow(until.Metric, decision, positiveIsFirst)! } : null,
        };
        training = start?.With(training, model) ?? training;

        // A loss that does not fit the last layer or the targets is rejected now, not when training begins.
        FitChecks.Loss(model, method?.LossOf(fit) ?? training.Loss, train);
        FitChecks.Watching(model, training);
        return new TablePlan(schema, preprocessor, model, train, training, test, notices)
        {
            ClassFactors = classes?.Factors,
            DoubleRows = encoded as Dataset<double>,
            Recorder = options.Recorder,
            Quantiles = levels,
            Decision = decision,
            Threshold = threshold,
            Kept = options.Test is { } given ? (given, [.. Enumerable.Range(0, given.Rows)]) : (table, rows.Test),
            ValidationHashes = validationHashes,
            Summary = TrainingSummary.Of(preprocessor, once == encoded ? train : once.As<float>(), preprocessor.Numbers(table, rows.Train), levels) with { Rows = trained, Features = ColumnDistribution.Of(preprocessor, table, rows.Train) },
            Method = method,
            Members = method is null ? null : new MemberSource(network, preprocessor, train, training, fit, levels)
            {
                Progress = options.MemberProgress,
                Folds = method.FoldCount > 0 ? new FoldRows(train, [Folds(table, schema, rows.Train, method.FoldCount, options)]) : null,
            },
            Ensemble = plan is null ? null : new EnsembleTask(
                plan,
                new FoldRows(train, [.. Enumerable.Range(0, plan.Divisions).Select(division => Folds(table, schema, rows.Train, plan.Folds, options with { Seed = options.Seed + (ulong)division }))]),
                new RecipeCommon(fit, training.Form!.Value, classes?.Weights, options.BalanceValidation, options.Seed, options.Threads, options.Runner),
                options.Trials)
            {
                Time = options.Time,
                First = EffortPlan.FirstByTime,
            },
        };
    }

    /// <summary>Converts rows to numbers, with weights that are 1 on average over the training rows: the training rows, the same with their targets repeated for every quantile, and so the validation rows.</summary>
    private static (Dataset Once, Dataset Train, Dataset? Validation) Encoded<T>(Preprocessor preprocessor, Table table, Rows rows, IReadOnlyList<double>? levels, ICollection<Notice>? notices)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dataset<T> train = preprocessor.Transform<T>(table, rows.Train, notices);
        T scale = WeightScale.Of(train);
        train = WeightScale.Divided(train, scale);
        Dataset<T>? validation = rows.Validation.Length > 0 ? WeightScale.Divided(preprocessor.Transform<T>(table, rows.Validation), scale) : null;
        return levels is null
            ? (train, train, validation)
            : (train, QuantileColumns.Repeated(train, levels.Count), validation is null ? null : QuantileColumns.Repeated(validation, levels.Count));
    }

    /// <summary>Creates the folds of the training rows, as positions among those that have a target; a single fold holds out a fifth of them to choose the epoch.</summary>
    private static (int[] Train, int[] Test)[] Folds(Table table, Schema schema, int[] rows, int folds, TableOptions options)
    {
        int[] counted = schema.Counted(schema.Read(table), rows);
        Dictionary<int, int> places = counted.Index().ToDictionary(row => row.Item, row => row.Index);
        return folds > 1
            ? [.. Divided().Select(fold => (Places(fold.Train), Places(fold.Test)))]
            : [Split.For(table, schema, counted, 0.2, 0, options.Seed, options.Schema.Group, options.Schema.SplitBy) is var split ? (Places(split.Train), Places(split.Test)) : default];

        int[] Places(int[] own) => Array.ConvertAll(own, row => places[row]);

        IReadOnlyList<Split> Divided()
        {
            try
            {
                return KFold.For(table, schema, counted, folds, options.Seed, options.Schema.Group);
            }
            catch (DataException fault) when (fault.Remedies.Any(remedy => remedy.Setting == nameof(CrossValidate)))
            {
                // These folds are not those of a cross-validation, but of what is trained; nobody chose their number.
                string reason = fault.Explanation[..(fault.Explanation.IndexOf('.', StringComparison.Ordinal) + 1)];
                throw options.Ensemble is StackingEnsemble ? new DataException($"{reason} A stack is fitted to predictions of other folds.", new Remedy(nameof(TableOptions.Ensemble), value: "\"stacking(folds=2)\""))
                    : options.ThresholdMetric is not null ? new DataException($"{reason} The threshold is chosen by predictions of other folds of the training rows. Give a number, or more rows.", new Remedy(nameof(TableOptions.Threshold), value: "0.5"))
                    : new DataException($"{reason} Each network of an average is trained without one of the folds. Train a single network.", new Remedy(nameof(TableOptions.Effort), value: "quick"));
            }
        }
    }

    /// <summary>Creates a notice about validation rows that are equal to training rows, because they favor an epoch that has memorized them.</summary>
    private static IEnumerable<Notice> Repeated(RowFingerprints trained, ulong[] validation)
    {
        int seen = validation.Count(trained.Contains);
        if (seen > 0)
        {
            yield return new Notice(seen > 0.05 * validation.Length ? Severity.Warning : Severity.Information, string.Create(CultureInfo.InvariantCulture, $"{seen:#,0} of {validation.Length:#,0} validation rows {(seen == 1 ? "is" : "are")} equal to a training row in every column that the model uses, so they favor an epoch that has memorized them."), RepeatedRows.Remedies);
        }
    }

    /// <summary>Passes the reports of a fold on, one at a time.</summary>
    private sealed class FoldReports<T>(IProgress<T>? receiver, Lock turn, Action<T> report) : IProgress<T>
    {
        public void Report(T value)
        {
            lock (turn)
            {
                receiver?.Report(value);
                report(value);
            }
        }
    }

    private sealed record Rows(int[] Train, int[] Validation, int[] Test, IReadOnlyList<Notice> Notices);
}
