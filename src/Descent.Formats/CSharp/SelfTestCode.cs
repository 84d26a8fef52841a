using System.Globalization;
using Descent.Data;

namespace Descent.Formats;

/// <summary>The method by which a class tests itself: five rows with the outputs of the library.</summary>
internal static class SelfTestCode
{
    private const int Rows = 5;

    /// <summary>The test of a network that takes numbers: rows between −1 and 1, and codes of categories.</summary>
    public static string Of(Model<float> model)
    {
        int numbers = model.InputShape.Numbers;
        IReadOnlyList<int> categories = model.InputShape.Categories;
        float[] inputs = new float[Rows * model.Inputs];
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < model.Inputs; i++)
            {
                // Multiples of an irrational number are spread evenly.
                inputs[(row * model.Inputs) + i] = i < numbers ? (float)((((((row * model.Inputs) + i) * 0.6180339887498949) % 1) * 2) - 1) : row % (categories[i - numbers] + 1);
            }
        }

        CodeText code = new();
        code.Array("private static readonly float[] s_testInputs = new float[]", [.. inputs.Select(CodeText.Of)]);
        code.Line();
        return Method(code, model.Predict(inputs), "Predict(s_testInputs, outputs);");
    }

    /// <summary>The test of a model of tables: rows whose numbers and dates lie between those of the training, with every category in turn, and one without values.</summary>
    public static string Of(TableModel model, RowCode type)
    {
        Preprocessor preprocessor = model.Preprocessor;
        string?[][] cells = [.. preprocessor.Encoders.Select(Cells)];
        Table table = Table.Create([.. preprocessor.Encoders.Select(encoder => encoder.Name)], [.. cells.Select(column => (IReadOnlyList<string?>)column)]);
        float[] expected = model.AllOutputs(preprocessor.TransformInputs<float>(table));
        CodeText code = new();
        code.Block("private static readonly Row[] s_testRows = new Row[]", body =>
        {
            for (int row = 0; row < Rows; row++)
            {
                int own = row;
                string[] values = [.. preprocessor.Encoders.Select((encoder, i) => Value(preprocessor, table, encoder, i, cells[i][own], own) is { } value ? $"{type.Names[i]} = {value}" : "").Where(value => value.Length > 0)];
                body.Line(values.Length == 0 ? "new Row()," : $"new Row {{ {string.Join(", ", values)} }},");
            }
        });
        string rows = code.ToString().TrimEnd('\n') + ";\n\n";
        return rows + Method(new(), expected, $"for (int row = 0; row < {Rows}; row++)\n{{\n    Encode(s_testRows[row], inputs.AsSpan(row * Inputs, Inputs));\n}}\n\nPredict(inputs, outputs);", "float[] inputs = new float[s_testRows.Length * Inputs];");
    }

    private static string Method(CodeText code, float[] expected, string predict, string? before = null)
    {
        code.Array("private static readonly float[] s_testOutputs = new float[]", [.. expected.Select(CodeText.Of)]);
        code.Line().Line("""
            /// <summary>Predicts five rows whose outputs are known from the library.</summary>
            /// <returns>The largest difference, relative to outputs above 1; it should be below 0.0001.</returns>
            """);
        code.Block("public static double SelfTest()", body =>
        {
            if (before is not null)
            {
                body.Line(before);
            }

            body.Line("float[] outputs = new float[s_testOutputs.Length];").Line(predict).Line("double largest = 0d;");
            body.Block("for (int i = 0; i < outputs.Length; i++)", loop => loop.Line("double difference = Math.Abs((double)outputs[i] - s_testOutputs[i]) / Math.Max(1d, Math.Abs(s_testOutputs[i]));\nlargest = difference <= largest ? largest : difference;"));
            body.Line().Line("return largest;");
        });
        return code.ToString();
    }

    /// <summary>The cells of a column; the last row has no value.</summary>
    private static string?[] Cells(ColumnEncoder encoder) => [.. Enumerable.Range(0, Rows).Select(row => row == Rows - 1 ? null : encoder switch
    {
        NumericEncoder numeric => Text(numeric, numeric.Minimum + ((numeric.Maximum - numeric.Minimum) * (((row * 2) + 1) / 8.0))),
        DateEncoder date => (date.Reference + ((date.Latest - date.Reference) * (row / 3.0))).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        CategoricalEncoder { Levels.Count: > 0 } category => category.Levels[row % category.Levels.Count],
        _ => "a value",
    })];

    // As the column is written in tables: with its decimal mark, and in percent.
    private static string Text(NumericEncoder numeric, double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return (numeric.Notation is { DecimalMark: ',' } ? text.Replace('.', ',') : text) + (numeric.Notation is { IsPercent: true } ? "%" : "");
    }

    private static string? Value(Preprocessor preprocessor, Table table, ColumnEncoder encoder, int column, string? cell, int row)
    {
        if (cell is null)
        {
            return null;
        }

        return encoder switch
        {
            NumericEncoder when preprocessor.NumbersOf(table, [row], column)[0] is var number => double.IsNaN(number) ? null : CodeText.Of(number),
            DateEncoder => $"new DateTime({DateTime.ParseExact(cell, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture).Ticks}L)",
            _ => CodeText.Of(cell),
        };
    }
}
