using System.Globalization;
using System.Numerics;
using Descent.Data;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>Writes models as the content of ONNX files.</summary>
internal static class OnnxExport
{
    private const int MachineLearningVersion = 2;

    /// <summary>Writes a network: an input and an output of type float, with a row per sample.</summary>
    public static ModelProto Of<T>(Model<T> model, int opset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        GraphBuilder graph = new(OnnxOptions.Checked(opset));
        string input = graph.Input("input", TensorProto.Types.DataType.Float, model.Inputs, $"the inputs of a sample: {model.InputShape}");
        graph.Output(new NetworkExport<T>(graph, model, "", doubles: false).Write(input), "output", TensorProto.Types.DataType.Float, model.Outputs, "the outputs of the network");
        return File(graph, "network", $"A dense network of {model.ParameterCount.ToString(CultureInfo.InvariantCulture)} parameters.");
    }

    /// <summary>Writes a model for tables: an input for each column, and the predictions.</summary>
    public static ModelProto Of(TableModel model, OnnxOptions options)
    {
        GraphBuilder graph = new(options.Opset);
        string rows = new ColumnExport(graph, model.Preprocessor, options.DoubleNumbers).Write();
        List<string> outputs = [];
        InputCoding? coding = null;
        string inputs = rows;
        foreach ((int number, TableMember member) in model.Members.Index())
        {
            // Consecutive networks of one recipe share their coding.
            if (member.Coding != coding)
            {
                coding = member.Coding;
                inputs = coding is null ? rows : new CodingExport(graph, coding, model.Preprocessor, options.DoubleNumbers).Write(rows);
            }

            outputs.Add(new NetworkExport<float>(graph, member.Model, model.Members.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"member_{number}/"), options.DoubleNumbers).Write(inputs));
        }

        IntervalEnds? intervals = IntervalEnds.Of(model, options.IntervalLevel);
        new OutputExport(graph, model, intervals, options.DoubleNumbers).Write(new CombinationExport(graph, model).Write(outputs));
        IReadOnlyList<string> targets = model.Preprocessor.Schema.TargetNames;
        ModelProto file = File(graph, "table_model", $"Predicts {string.Join(", ", targets)} from the columns of a table, one input per column, with a row per sample.");
        Note(file, "task", model.Preprocessor.Task.ToString());
        Note(file, "targets", string.Join('\n', targets));
        if (intervals is not null)
        {
            Note(file, "interval_level", intervals.Level.ToString(CultureInfo.InvariantCulture));
        }

        if (model.Decision is { } decision)
        {
            Note(file, "positive_label", decision.PositiveLabel);
            Note(file, "threshold", decision.Threshold.ToString(CultureInfo.InvariantCulture));
        }

        foreach (TargetEncoder target in model.Preprocessor.TargetEncoders.Where(target => target.Column.Labels.Count > 0))
        {
            Note(file, $"labels.{target.Column.Name}", string.Join('\n', target.Column.Labels));
        }

        return file;
    }

    private static ModelProto File(GraphBuilder graph, string name, string description)
    {
        string version = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3);
        ModelProto file = new()
        {
            // The format of the file that belongs to the operators, as in the table of versions of the standard.
            IrVersion = graph.Opset switch { < 15 => 7, < 19 => 8, < 21 => 9, _ => 10 },
            ProducerName = "Descent",
            ProducerVersion = version,
            DocString = description,
            Graph = graph.Finish(name, description),
        };
        file.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = graph.Opset });
        if (graph.UsesMachineLearning)
        {
            file.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = MachineLearningVersion });
        }

        Note(file, "made_by", $"Descent {version}");
        return file;
    }

    private static void Note(ModelProto file, string key, string value) => file.MetadataProps.Add(new StringStringEntryProto { Key = $"descent.{key}", Value = value });
}
