using System.Globalization;
using System.Text;
using Descent.Data;
using Descent.Formats;
using Descent.Formats.Onnx;

namespace Descent.Playground;

/// <summary>What can be taken from the page: the trained model as a file or as source, the rows, and how to train the same with the tool or in C#.</summary>
internal static class Exports
{
    /// <summary>Makes an export.</summary>
    /// <param name="format">Which one.</param>
    /// <param name="setup">The network and its rows.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="commandLine">Writes the command that trains the same; null if there is none.</param>
    /// <returns>A document, or null for an unknown format.</returns>
    public static object? Make(string? format, TrainingSetup setup, Model<float> weights, Func<PlaygroundRun, string>? commandLine)
    {
        string name = CSharpOptions.ClassOf(setup.Problem.Title.Split('.')[0]);
        string file = FileName(setup);
        return format switch
        {
            "model" => new FileDocument($"{file}.safetensors", Saved(Table(setup, weights))),
            "onnx" => new FileDocument($"{file}.onnx", Table(setup, weights).ToOnnx()),
            "csharp" => new TextDocument($"{name}.cs", CSharpSource.Of(Table(setup, weights), new CSharpOptions { Class = name }).Code),
            "data" when setup.Problem.Table is { } table => new FileDocument($"{file}.csv", Csv(table)),
            "command" when commandLine is not null && setup.Problem.Table is not null => new TextDocument("command", commandLine(RunOf(setup))),
            "lines" when setup.Problem.Table is not null => new TextDocument("Program.cs", Lines(setup)),
            _ => null,
        };
    }

    /// <summary>What was trained, and how.</summary>
    private static PlaygroundRun RunOf(TrainingSetup setup)
    {
        NetworkState state = setup.State;
        bool isWhole = setup.Options.Optimizer is FullBatchOptimizer;
        Schedule rate = setup.Options.Optimizer.LearningRate;
        return new PlaygroundRun($"{FileName(setup)}.csv", setup.Problem.Targets)
        {
            Layers = Layers(state),
            Loss = state.Loss!,
            Optimizer = state.Optimizer!,
            LearningRate = isWhole ? "" : rate is ConstantSchedule ? Number(state.Rate) : Catalogue.ToText(rate),
            Regularizer = state.Regularizer!,
            Initializer = state.Initializer!,
            Clipping = state.Clipping > 0 ? Number(state.Clipping) : "",
            Epochs = (int)state.Epochs!,
            BatchSize = isWhole ? null : (int)state.Batch!,
            Seed = (ulong)state.Seed!,
        };
    }

    /// <summary>A program that trains the same network on the same rows.</summary>
    private static string Lines(TrainingSetup setup)
    {
        NetworkState state = setup.State;
        string schedule = setup.Options.Optimizer is FullBatchOptimizer ? "" : setup.Options.Optimizer.LearningRate is ConstantSchedule ? $", LearningRate = {Number(state.Rate)}" : $", LearningRate = Catalogue.Parse<Schedule>({Text(Catalogue.ToText(setup.Options.Optimizer.LearningRate))})";
        string loss = state.Loss!.Length > 0 ? $"\n    Loss = Catalogue.Parse<Loss>({Text(state.Loss)})," : "";
        string penalty = state.Regularizer!.Length > 0 ? $"Catalogue.Parse<Regularizer>({Text(state.Regularizer)})" : "new L2(0)";
        string layers = state.Layers!.Count == 0 ? "[]" : $"Catalogue.ParseList<Layer>({Text(Layers(state))})";
        string batch = setup.Options.Optimizer is FullBatchOptimizer ? "" : $", BatchSize = {Number(state.Batch)}";
        return $$"""
            using Descent;
            using Descent.Data;

            Table table = Table.Read({{Text($"{FileName(setup)}.csv")}});
            TableTraining training = TableTrainer.Train(table, [{{string.Join(", ", setup.Problem.Targets.Select(Text))}}], new TableOptions
            {
                Effort = Effort.Quick, HiddenLayers = {{layers}},{{loss}}
                Optimizer = Catalogue.Parse<Optimizer>({{Text(state.Optimizer!)}}){{schedule}},
                Regularizer = {{penalty}}, Epochs = {{Number(state.Epochs)}}{{batch}}, Seed = {{Number(state.Seed)}},
            });
            Console.WriteLine(training.Evaluation);

            """;
    }

    /// <summary>The hidden layers in the text form.</summary>
    public static string Layers(NetworkState state) => state.Layers!.Count == 0 ? "none" : string.Join(", ", state.Layers.Select(layer =>
        layer!.Normalization!.Length > 0
            ? $"{Number(layer.Units)}, {layer.Normalization}, {layer.Activation}{Dropout(layer)}"
            : $"{Number(layer.Units)} {Inner(layer.Activation!)}{Dropout(layer)}"));

    private static string Dropout(LayerState layer) => layer.Dropout > 0 ? $", dropout {Number(layer.Dropout)}" : "";

    // Inside other options, options are in parentheses.
    private static string Inner(string text) => text.Contains(':', StringComparison.Ordinal) ? $"{text.Replace(":", "(", StringComparison.Ordinal)})" : text;

    private static TableModel Table(TrainingSetup setup, Model<float> weights) => new(weights, setup.Preprocessor);

    private static byte[] Saved(TableModel model)
    {
        using MemoryStream stream = new();
        ModelFile.Save(stream, model);
        return stream.ToArray();
    }

    private static byte[] Csv(Table table)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        CsvTextWriter writer = new(text);
        foreach (string column in table.Columns)
        {
            writer.Write(column);
        }

        writer.EndRow();
        for (int row = 0; row < table.Rows; row++)
        {
            for (int column = 0; column < table.Columns.Count; column++)
            {
                writer.Write(table[row, column]);
            }

            writer.EndRow();
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string FileName(TrainingSetup setup)
    {
        string name = string.Concat(setup.Problem.Title.Split('.')[0].Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? char.ToLowerInvariant(letter) : '-')).Trim('-');
        return name.Length is 0 or > 60 ? "data" : name;
    }

    private static string Number(double? value) => (value ?? 0).ToString("R", CultureInfo.InvariantCulture);

    private static string Text(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
