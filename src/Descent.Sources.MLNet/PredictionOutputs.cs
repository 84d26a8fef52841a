using Descent.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Descent.Sources.MLNet;

/// <summary>The columns of predictions, as ML.NET's evaluators expect them.</summary>
internal sealed class PredictionOutputs
{
    private readonly TaskKind task;
    private readonly int positive;
    private readonly Dictionary<string, int> keyOf;
    private readonly string[] labels;

    /// <summary>Chooses the columns.</summary>
    /// <param name="model">The model.</param>
    /// <param name="keys">The labels in the order of the keys; those of the model that are not among them follow.</param>
    public PredictionOutputs(TableModel model, IReadOnlyList<string> keys)
    {
        task = model.Preprocessor.Task;
        labels = [.. model.Preprocessor.Labels];
        positive = model.Decision is { } decision ? Array.IndexOf(labels, decision.PositiveLabel) : -1;
        keyOf = keys.Concat(labels).Distinct(StringComparer.Ordinal).Index().ToDictionary(key => key.Item, key => key.Index, StringComparer.Ordinal);
        string[] all = [.. keyOf.Keys];
        Columns = task switch
        {
            TaskKind.Binary => [new("PredictedLabel", BooleanDataViewType.Instance), new("Score", NumberDataViewType.Single), new("Probability", NumberDataViewType.Single)],
            TaskKind.Multiclass =>
            [
                new("PredictedLabel", new KeyDataViewType(typeof(uint), all.Length), Texts("KeyValues", all)),
                new("Score", new VectorDataViewType(NumberDataViewType.Single, all.Length), Texts("SlotNames", all)),
            ],
            _ => [new("Score", NumberDataViewType.Single)],
        };
    }

    public IReadOnlyList<DataViewSchema.DetachedColumn> Columns { get; }

    /// <summary>What gets the value of a column.</summary>
    /// <param name="column">The number of the column among <see cref="Columns"/>.</param>
    /// <param name="current">The predictions and the current row among them.</param>
    public Delegate Getter(int column, Func<(TablePrediction Predictions, int Row)> current)
    {
        return (task, Columns[column].Name) switch
        {
            (TaskKind.Binary, "PredictedLabel") => Value((predictions, row) => predictions.Label(row) == labels[positive]),
            (TaskKind.Binary, "Probability") => Value((predictions, row) => (float)predictions.Probabilities(row)[positive]),
            (TaskKind.Binary, _) => Value((predictions, row) => LogOdds(predictions.Probabilities(row)[positive])),
            (TaskKind.Multiclass, "PredictedLabel") => Value((predictions, row) => (uint)keyOf[predictions.Label(row)] + 1),
            (TaskKind.Multiclass, _) => new ValueGetter<VBuffer<float>>(Probabilities),
            _ => Value((predictions, row) => (float)predictions.Number(row)),
        };

        ValueGetter<T> Value<T>(Func<TablePrediction, int, T> of) => (ref T value) =>
        {
            (TablePrediction predictions, int row) = current();
            value = of(predictions, row);
        };

        void Probabilities(ref VBuffer<float> value)
        {
            (TablePrediction predictions, int row) = current();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, keyOf.Count);
            editor.Values.Clear();
            foreach ((int label, double probability) in predictions.Probabilities(row).Index())
            {
                editor.Values[keyOf[labels[label]]] = (float)probability;
            }

            value = editor.Commit();
        }
    }

    // Finite for the probabilities 0 and 1, too, from which the evaluator would otherwise compute NaN.
    private static float LogOdds(double probability)
    {
        double inside = Math.Clamp(probability, float.Epsilon, MathF.BitDecrement(1));
        return (float)Math.Log(inside / (1 - inside));
    }

    private static DataViewSchema.Annotations Texts(string kind, string[] texts)
    {
        VBuffer<ReadOnlyMemory<char>> values = new(texts.Length, [.. texts.Select(text => text.AsMemory())]);
        DataViewSchema.Annotations.Builder builder = new();
        builder.Add(kind, new VectorDataViewType(TextDataViewType.Instance, texts.Length), (ref VBuffer<ReadOnlyMemory<char>> value) => values.CopyTo(ref value));
        return builder.ToAnnotations();
    }
}
