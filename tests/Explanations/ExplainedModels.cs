using System.Globalization;
using System.Text.Json;
using Descent.Data;
using Descent.Tests.Goldens;

namespace Descent.Tests.Explanations;

/// <summary>Models whose weights are given rather than learned, with tables for them.</summary>
internal static class ExplainedModels
{
    public static JsonElement Golden { get; } = GoldenFile.Read("explanations.json");

    /// <summary>The network of explanations.py and its rows; the numbers there are standardized already.</summary>
    public static (TableModel Model, Table Table) Given()
    {
        double[][] x = [.. Golden.GetProperty("x").EnumerateArray().Select(GoldenFile.Numbers)];
        Table table = Of([("x0", x[0]), ("x1", x[1]), ("x2", x[2]), ("x3", x[3]), ("y", GoldenFile.Numbers(Golden.GetProperty("y")))]);
        (Network Network, float[][] Weights) network = ([new Dense(5, new Tanh()), new Dense(1)], [.. ((string[])["w1", "b1", "w2", "b2"]).Select(name => Floats(Golden.GetProperty(name)))]);
        return (Model(table, network.Network, network.Weights), table);
    }

    /// <summary>A linear model: the bias is 0, and the weights are those of the standardized columns.</summary>
    public static TableModel Linear(Table table, params float[] weights) => Model(table, [new Dense(1)], [weights, [0]]);

    public static TableModel Model(Table table, Network network, float[][] parameters)
    {
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        Schema schema = Schema.Infer(table, ["y"], new SchemaOptions { Kinds = table.Columns.Where(name => name.StartsWith('x')).ToDictionary(name => name, _ => ColumnKind.Numeric) });
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, rows);
        Model<float> model = network.Build<float>(preprocessor.InputNames.Count, seed: 1);
        foreach ((int i, Parameter parameter) in model.Parameters.Index())
        {
            model.SetParameter(parameter.Name, parameters[i]);
        }

        return new TableModel(model, preprocessor);
    }

    public static Table Of(params (string Name, double[] Values)[] columns) =>
        Table.Create([.. columns.Select(column => column.Name)], [.. columns.Select(column => column.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)).ToArray())]);

    public static double[] Column(Table table, string name) => [.. Enumerable.Range(0, table.Rows).Select(row => double.Parse(table[row, name], CultureInfo.InvariantCulture))];

    public static double[] Normal(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    private static float[] Floats(JsonElement array) => [.. GoldenFile.Numbers(array).Select(value => (float)value)];
}
