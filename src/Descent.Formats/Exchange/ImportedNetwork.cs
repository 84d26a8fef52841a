using Descent.Data;

namespace Descent.Formats;

/// <summary>A dense network that was read from a file of another program.</summary>
/// <param name="Model">The network with its weights.</param>
/// <param name="Labels">The labels of the classes, if the file has them; otherwise empty.</param>
public sealed record ImportedNetwork(Model<float> Model, IReadOnlyList<string> Labels)
{
    /// <summary>Makes a model for tables of the network. The columns enter the network as they are, and outputs that are not probabilities are predictions as they are: nothing is known about the preprocessing of another program.</summary>
    /// <remarks>Without labels, outputs are numbers, except for a sigmoid or a softmax at the end: one sigmoid is a target with the labels 0 and 1, several are a target each, and a softmax is a target with the labels 0, 1, 2 and so on. A cell without a value is an error.</remarks>
    /// <param name="columns">The names of the columns, one for each input; null, the default, for x1, x2 and so on.</param>
    /// <param name="targets">The names of the targets; null, the default, for y, or y1, y2 and so on.</param>
    /// <param name="labels">The labels of the classes: two for one output, otherwise as many as outputs; null, the default, for those of the file.</param>
    /// <returns>A model that predicts tables and can be saved.</returns>
    /// <exception cref="ArgumentException">If the number of names or labels does not fit the network, or a name occurs twice.</exception>
    public TableModel ToTableModel(IReadOnlyList<string>? columns = null, IReadOnlyList<string>? targets = null, IReadOnlyList<string>? labels = null)
    {
        (int inputs, int outputs) = (Model.Inputs, Model.Outputs);
        IReadOnlyList<string> names = Checked(columns ?? Numbered("x", inputs), inputs, "columns", "inputs");
        labels ??= Labels;
        OutputRange range = Model.Steps.Range;
        TaskKind task = outputs == 1 && (range == OutputRange.UnitInterval || labels.Count > 0) ? TaskKind.Binary
            : outputs > 1 && (range is OutputRange.Distribution or OutputRange.LogDistribution || labels.Count > 0) ? TaskKind.Multiclass
            : range == OutputRange.UnitInterval ? TaskKind.Multilabel : TaskKind.Regression;
        bool isOne = task is TaskKind.Binary or TaskKind.Multiclass;
        IReadOnlyList<string> answers = Checked(targets ?? (isOne || outputs == 1 ? ["y"] : Numbered("y", outputs)), isOne ? 1 : outputs, "targets", isOne ? "classification" : "outputs");
        int classes = task == TaskKind.Multiclass ? outputs : 2;
        labels = task == TaskKind.Regression ? [] : labels.Count == 0 ? [.. Enumerable.Range(0, classes).Select(label => $"{label}")] : Checked(labels, classes, "labels", "classes");
        return names.Concat(answers).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new ArgumentException($"\"{twice.Key}\" is the name of two columns. Every column and target needs its own name.", nameof(columns))
            : new TableModel(Model, Preprocessor.OfNumbers(names, answers, task, labels));
    }

    private static string[] Numbered(string name, int count) => [.. Enumerable.Range(1, count).Select(number => $"{name}{number}")];

    private static IReadOnlyList<string> Checked(IReadOnlyList<string> names, int count, string what, string of) => names.Count != count
        ? throw new ArgumentException($"There are {names.Count} {what}, but the network needs {count} for its {of}.", what)
        : names.Any(string.IsNullOrWhiteSpace) ? throw new ArgumentException($"A name among the {what} is empty.", what)
        : names.Distinct(StringComparer.Ordinal).Count() < count ? throw new ArgumentException($"A name among the {what} occurs twice.", what)
        : [.. names];
}
