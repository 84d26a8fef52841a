using Descent.Data;
using Descent.Formats;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Descent.Sources.MLNet;

/// <summary>
/// A model of Descent as a step of an ML.NET pipeline. It adds the columns that ML.NET's evaluators read.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>task</term><description>columns</description></listheader>
/// <item><term>two labels</term><description><c>PredictedLabel</c> (Boolean, by the threshold of the model), <c>Probability</c> of the positive label, and its log-odds <c>Score</c></description></item>
/// <item><term>several labels</term><description><c>PredictedLabel</c> (key) and <c>Score</c>, the probabilities in the order of the keys</description></item>
/// <item><term>numbers, counts</term><description><c>Score</c></description></item>
/// </list>
/// The order of the keys is that of the label column of the rows that are predicted, if they have one, otherwise that of the training rows; a
/// model from a file has its own order then. Rows are predicted when they are read, many at once.
/// </remarks>
public sealed class DescentTransformer : ITransformer
{
    private readonly string[]? keys;

    /// <summary>Makes a step of a model, for example one that <c>descent train</c> has saved.</summary>
    /// <param name="model">The model, with a single target. Each of its columns must be in the data view under its name; <c>Features.size</c> is the element "size" of the vector "Features".</param>
    /// <exception cref="ArgumentException">If the model has several targets, or gives scores instead of probabilities.</exception>
    /// <example><code>DescentTransformer flowers = new(TableModel.Load("model.safetensors"));</code></example>
    public DescentTransformer(TableModel model)
        : this(model, null)
    {
    }

    internal DescentTransformer(TableModel model, string[]? keys)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<string> targets = model.Preprocessor.Schema.TargetNames;
        if (model.Preprocessor.Task is TaskKind.Binary or TaskKind.Multiclass && !model.GivesProbabilities)
        {
            throw new ArgumentException("The model gives scores, because its loss is a hinge, but ML.NET's evaluators need probabilities. Train it with another loss.", nameof(model));
        }

        Model = targets.Count == 1 ? model : throw new ArgumentException($"The model has {targets.Count} targets ({Wording.Names(targets)}), but ML.NET's evaluators know one. Predict with TableModel.Predict(view.ToTable()).", nameof(model));
        this.keys = keys;
    }

    /// <summary>The model.</summary>
    public TableModel Model { get; }

    /// <summary>The decisions and scores of the training; null for a model that was not trained by <see cref="DescentTrainer"/>.</summary>
    public TableTraining? Training { get; internal init; }

    /// <summary>True: each row is predicted for itself, so that a <see cref="PredictionEngine{TSrc, TDst}"/> can use the model.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>Saves the model as a file of Descent, for this class, <c>descent predict</c> and all other uses.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="ModelFileException">If it cannot be written; the message gives the reason.</exception>
    public void Save(string path) => Model.Save(path);

    /// <summary>Loads a model that <see cref="Save(string)"/> or <c>descent train</c> has saved.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model as a step of a pipeline.</returns>
    /// <exception cref="ModelFileException">If the file is damaged or not a model of Descent; the message says which.</exception>
    /// <exception cref="ArgumentException">If the model has several targets, or gives scores instead of probabilities.</exception>
    public static DescentTransformer Load(string path) => new(TableModel.Load(path));

    /// <summary>Adds the predictions to a data view.</summary>
    /// <param name="input">The rows; the label may be missing.</param>
    /// <returns>The columns of the input and those of the predictions. Rows are predicted when they are read.</returns>
    /// <exception cref="DataException">If a column of the model is missing.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new PredictionView(input, Mapper(input.Schema));
    }

    /// <summary>Says which columns the predictions have.</summary>
    /// <param name="inputSchema">The columns of the rows.</param>
    /// <returns>These columns and those of the predictions.</returns>
    /// <exception cref="DataException">If a column of the model is missing.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Mapper(inputSchema).OutputSchema;

    /// <summary>Predicts single rows.</summary>
    /// <param name="inputSchema">The columns of the rows.</param>
    /// <returns>What predicts a row.</returns>
    /// <exception cref="DataException">If a column of the model is missing.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Mapper(inputSchema);

    /// <summary>ML.NET's files can hold its own steps only.</summary>
    /// <param name="ctx">Where ML.NET would write the step.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("ML.NET's files can hold only steps that ML.NET itself can load. Save this one with DescentTransformer.Save(path), read it with DescentTransformer.Load(path), and save the steps before it as a pipeline of their own.");

    private PredictionMapper Mapper(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new PredictionMapper(Model, keys, schema);
    }
}
