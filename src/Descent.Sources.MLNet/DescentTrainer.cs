using Descent.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Descent.Sources.MLNet;

/// <summary>
/// Trains a model of Descent as a step of an ML.NET pipeline: everything that <see cref="TableTrainer"/> does, on all rows that it is given, for
/// ML.NET divides the rows itself. Texts, keys, dates and missing values need no steps before it.
/// </summary>
/// <example>
/// <code>
/// MLContext context = new(seed: 1);
/// var pipeline = context.Transforms.Conversion.MapValueToKey("species")
///     .Append(context.MulticlassClassification.Trainers.Descent("species", ["sepal_length", "petal_length"]))
///     .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
/// var metrics = context.MulticlassClassification.Evaluate(pipeline.Fit(train).Transform(test), "species");
/// </code>
/// </example>
public sealed class DescentTrainer : IEstimator<DescentTransformer>
{
    private readonly TaskKind task;
    private readonly string label;
    private readonly string[] features;
    private readonly string? weight;
    private readonly TableOptions options;

    internal DescentTrainer(TaskKind task, string label, IReadOnlyList<string>? features, string? weight, TableOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        this.task = task;
        this.label = label;
        this.features = features is null ? ["Features"] : [.. features];
        this.weight = weight;
        this.options = options ?? new TableOptions();
    }

    /// <summary>Trains a model.</summary>
    /// <param name="input">The training rows.</param>
    /// <returns>The trained model as a step of a pipeline.</returns>
    /// <exception cref="DataException">If the data view lacks a column or cannot be used for training; the message names the place and the fix.</exception>
    /// <exception cref="TrainingFailedException">If the loss became infinite or NaN.</exception>
    public DescentTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column target = DataViewTable.Named(input.Schema, label);
        RequireLabel(target.Type is KeyDataViewType, target.Type is BooleanDataViewType, target.Type is NumberDataViewType, target.Type.ToString()!);
        DataViewSchema.Column[] columns = [.. features.Select(name => DataViewTable.Named(input.Schema, name))];
        Table table = input.ToTable([.. features, label, .. weight is null ? Array.Empty<string>() : [weight]]);
        Dictionary<string, ColumnKind> kinds = new(options.Schema.Kinds, StringComparer.Ordinal);
        foreach (string name in columns.Where(column => column.Type is KeyDataViewType).Select(column => column.Name))
        {
            // Keys without values are numbers in the table, but only names of categories.
            _ = kinds.TryAdd(name, ColumnKind.Categorical);
        }

        TableTraining training = TableTrainer.Train(table, [label], options with
        {
            Test = null,
            TestFraction = 0,
            PositiveLabel = task == TaskKind.Binary ? "true" : null,
            Schema = options.Schema with { Task = task == TaskKind.Regression && options.Schema.PrefersCounts ? null : task, Weight = weight ?? options.Schema.Weight, Kinds = kinds },
        });
        return new DescentTransformer(training.Model, RowCells.KeysOf(target)) { Training = training };
    }

    /// <summary>Says which columns a trained model adds, without training.</summary>
    /// <param name="inputSchema">The columns before this step.</param>
    /// <returns>These columns and those of the predictions.</returns>
    /// <exception cref="DataException">If a column is missing, or the label is not of the type that the task needs.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (string name in (string[])[.. features, label, .. weight is null ? Array.Empty<string>() : [weight]])
        {
            if (!inputSchema.Any(column => column.Name == name))
            {
                throw new DataException($"The pipeline has no column \"{name}\" before the trainer. Its columns are {Wording.Names([.. inputSchema.Select(column => column.Name)])}.");
            }
        }

        SchemaShape.Column target = inputSchema.Single(column => column.Name == label);
        RequireLabel(target.IsKey, target.ItemType is BooleanDataViewType, target.ItemType is NumberDataViewType && !target.IsKey, target.ItemType.ToString()!);
        return PredictionShape.Of(inputSchema, task);
    }

    private void RequireLabel(bool isKey, bool isTruth, bool isNumber, string type)
    {
        (bool fits, string expected) = task switch
        {
            TaskKind.Binary => (isTruth, "a Boolean. Convert it, for example with Conversion.ConvertType or Conversion.MapValue"),
            TaskKind.Multiclass => (isKey, "a key. Convert it with Conversion.MapValueToKey"),
            _ => (isNumber, "a number. Convert it with Conversion.ConvertType"),
        };
        if (!fits)
        {
            throw new DataException($"The label \"{label}\" has the type {type}, but this task needs {expected}.");
        }
    }
}
