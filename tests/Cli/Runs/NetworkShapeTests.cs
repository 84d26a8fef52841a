using System.Xml.Linq;
using Descent.Cli.Reports;
using Descent.Cli.Runs;

namespace Descent.Tests.Cli.Runs;

/// <summary>Networks of several parts, as drawings, tables of layers and summaries show them.</summary>
public class NetworkShapeTests
{
    /// <summary>An activation belongs to the dense layer whose results go into it, not to the one that is listed before it.</summary>
    [Fact]
    public void AnActivationAtTheStartOfABranchIsOneOfItsOwn()
    {
        Assert.Equal("2 inputs → 3 linear → 3 residual → 3 relu → 3 tanh → 1 linear", Drawn([new Dense(3), new Residual([new Relu(), new Dense(3), new Tanh()]), new Dense(1)]));
        Assert.Equal("2 inputs → 7 concatenate → 5 linear → 2 relu → 2 tanh → 1 linear", Drawn([new Concatenate([[new Dense(5)], [new Relu(), new Dense(2, new Tanh())]]), new Dense(1)]));
        Assert.Equal("2 inputs → 2 residual → 2 linear → 2 relu", Drawn([new Residual([new Dense(2)]), new Relu()]));
        Assert.Equal("2 inputs → 3 relu → 3 linear → 3 dropout → 3 relu", Drawn([new Dense(3), new Relu(), new Dense(3), new Dropout(0.5), new Relu()]));
    }

    private static string Drawn(Network network) => NetworkDrawing.Text(NetworkShape.Columns(network.Build<float>(2)), int.MaxValue);

    [Fact]
    public void EmbeddingsAndMembersAreShown()
    {
        Network network = [new PeriodicBias(4, 3), new CategoryEmbedding(2, 3), new Members(3, [new Dense(5, new Relu()), new Dense(2, new Softmax())])];
        Model<float> model = network.Build<float>(new InputShape(2, [7, 3]));
        IReadOnlyList<NetworkColumn> columns = NetworkShape.Columns(model);
        Assert.Equal("4 inputs → 6 periodic_bias → 11 category_embedding → 5 relu, 3 times → 2 softmax, 3 times → 2 members", NetworkDrawing.Text(columns, int.MaxValue));
        XElement drawing = XElement.Parse(NetworkDrawing.Render(columns));
        Assert.Equal(["4", "6", "11", "5", "2", "2"], drawing.Elements("text").Where(text => text.Attribute("class")?.Value == "units").Select(text => text.Value));
        Assert.Equal(
            [("periodic_bias", "4 → 6", 36), ("category_embedding", "6 → 11", 16), ("dense, relu, 3 times", "11 → 5", 118), ("dense, softmax, 3 times", "5 → 2", 36), ("members", "2 → 2", 0)],
            NetworkShape.Rows(model).Select(row => (row.Name, row.Shape, row.Parameters)));
        Assert.Equal(model.ParameterCount, NetworkShape.Rows(model).Sum(row => row.Parameters));
        string[] summary = [.. model.Summary().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Equal("0 PeriodicBias 6 8 + 8 + 4×4 + 4 36 144", summary[1]);
        Assert.Equal("1 CategoryEmbedding 11 8×2 16 64", summary[2]);
        Assert.Equal("2 Members 2 0 0", summary[3]);
        Assert.Equal("3 Dense 3 × 5 33 + 5×11 + 15 + 15 118 472", summary[4]);
        Assert.Equal("4 inputs (2 numbers, 2 categories (7, 3)), 2 outputs, 206 parameters of type float, 824 bytes", summary[8]);
    }
}
