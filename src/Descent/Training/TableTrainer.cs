using Descent.Data;
using Descent.Data.Preprocessing;
using Descent.Data.Schemas;
using Descent.Data.Splits;
using Descent.Data.Tables;
using Descent.Models;

namespace Descent.Training;

/// <summary>From a table to a trained and judged model: schema, split, preprocessing, network, training, scores.</summary>
public static class TableTrainer
{
    /// <summary>Trains on a table and judges on rows that training never saw.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">Names of the columns to predict.</param>
    /// <param name="options">How; default everything from the data.</param>
    /// <param name="cancellation">Ends training within one batch; the best weights so far are kept.</param>
    /// <returns>The model and how it did.</returns>
    /// <exception cref="DataException">If the table cannot be learnt from; the message names place and fix.</exception>
    /// <exception cref="TrainingFailedException">If the loss became infinite or NaN.</exception>
    public static TableTraining Train(Table table, IReadOnlyList<string> targets, TableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new TableOptions();
        Schema schema = Schema.Infer(table, targets, options.Schema);
        int rows = schema.RowsWithTargets(table).Length;
        double validation = options.ValidationFraction ?? TableDefaults.ValidationFraction(rows);
        Split split = Split.For(table, schema, options.Test is null ? options.TestFraction : 0, validation, options.Seed);
        return Train(table, schema, split, options, cancellation);
    }

    /// <summary>Trains and judges once per fold: every row is judged exactly once, by a model that never saw it.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">Names of the columns to predict.</param>
    /// <param name="folds">How many folds, at least 2.</param>
    /// <param name="options">How; default everything from the data. Test fraction and test table are not used.</param>
    /// <param name="cancellation">Ends the running fold within one batch, and then the whole.</param>
    /// <returns>One training per fold.</returns>
    /// <exception cref="OperationCanceledException">If it was cancelled: a part of the folds would be no answer.</exception>
    public static CrossValidation CrossValidate(Table table, IReadOnlyList<string> targets, int folds = 5, TableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new TableOptions();
        Schema schema = Schema.Infer(table, targets, options.Schema);
        List<TableTraining> trainings = [];
        foreach (Split fold in KFold.For(table, schema, folds, options.Seed))
        {
            double validation = options.ValidationFraction ?? TableDefaults.ValidationFraction(fold.Train.Length);
            (int[] train, int[] valid) = schema.Task is TaskKind.Binary or TaskKind.Multiclass
                ? Split.Stratified(fold.Train, schema.Classes(table, fold.Train), validation, 0, options.Seed)
                : Split.Plain(fold.Train, validation, 0, options.Seed);
            trainings.Add(Train(table, schema, new Rows(train, valid, fold.Test, fold.Notices), options with { Test = null }, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        return new CrossValidation(trainings);
    }

    private static TableTraining Train(Table table, Schema schema, Split split, TableOptions options, CancellationToken cancellation) =>
        Train(table, schema, new Rows(split.Train, split.Validation, split.Test, split.Notices), options, cancellation);

    private static TableTraining Train(Table table, Schema schema, Rows rows, TableOptions options, CancellationToken cancellation)
    {
        List<Notice> notices = [.. schema.Notices, .. rows.Notices];
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, rows.Train, options.Preprocessing);
        notices.AddRange(preprocessor.Notices);
        Dataset<float> train = preprocessor.Transform<float>(table, rows.Train);
        Dataset<float>? valid = rows.Validation.Length > 0 ? preprocessor.Transform<float>(table, rows.Validation) : null;

        Network network = TableDefaults.Network(schema.Task, preprocessor.OutputNames.Count, options);
        Model<float> model = network.Build<float>(preprocessor.InputNames.Count, options.Seed);
        TrainingOptions training = TableDefaults.Training(schema.Task, train.Rows, options) with
        {
            Validation = valid,
            EarlyStopping = valid is null ? null : TableDefaults.Stopping,
            ClassWeights = options.BalanceClasses ? Balanced(schema, table, rows.Train, preprocessor.OutputNames.Count) : null,
        };
        History history = model.Fit(train, training, cancellation);
        TableModel result = new(model, preprocessor);
        TableEvaluation? evaluation = options.Test is { } test ? TableEvaluation.Of(result, test, notices)
            : rows.Test.Length > 0 ? TableEvaluation.Of(result, preprocessor.Transform<float>(table, rows.Test, notices))
            : null;
        return new TableTraining(result, schema, training, history, evaluation, notices, train.Rows, valid?.Rows ?? 0);
    }

    /// <summary>n/(k·count) for every class, as scikit-learn's "balanced".</summary>
    private static double[] Balanced(Schema schema, Table table, int[] rows, int outputs) =>
        schema.Task is TaskKind.Binary or TaskKind.Multiclass
            ? ClassWeights.Balanced(schema.Classes(table, rows), Math.Max(2, outputs))
            : throw new DataException($"Balanced class weights need one class per row, but this is a {schema.Task} task. Leave them out.");

    private sealed record Rows(int[] Train, int[] Validation, int[] Test, IReadOnlyList<Notice> Notices);
}
