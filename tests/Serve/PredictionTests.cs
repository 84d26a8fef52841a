using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Descent.Data;
using Descent.Tests.Cli;

namespace Descent.Tests.Serve;

/// <summary>What is served is what <c>descent predict</c> writes, digit by digit.</summary>
public sealed class PredictionTests : IDisposable
{
    private static readonly string[] s_inputs = ["size", "weight kg", "color", "day"];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. TinyModels.Names];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryTaskIsPredictedAsByTheTool(string name)
    {
        string model = TinyModels.Save(folder, name), rows = folder.Write("rows.csv", TinyModels.Csv);
        bool hasInterval = name.StartsWith("regression", StringComparison.Ordinal);
        Table expected = Table.Parse(ToolRun.Of(["predict", model, rows, .. hasInterval ? ["--interval", "0.9"] : Array.Empty<string>()]).EndsWith(0).Output);
        await using RunningServer server = await RunningServer.Start(model);
        Table table = Table.Parse(TinyModels.Csv);
        string json = "[" + string.Join(',', Enumerable.Range(0, table.Rows).Select(row => Json(table, row))) + "]";
        Answer answer = await server.Post(json), ofTable = await server.Post(TinyModels.Csv, "text/csv; charset=utf-8");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(answer.Text, ofTable.Text);
        JsonElement[] predictions = [.. answer.Json.GetProperty("predictions").EnumerateArray()];
        Assert.Equal(40, predictions.Length);
        for (int row = 0; row < predictions.Length; row++)
        {
            Assert.Equal(Enumerable.Range(0, expected.Columns.Count).Select(column => expected[row, column]), Flat(predictions[row]));
        }

        // The answer for a single row is the same object, without an array around it.
        Answer single = await server.Post(Json(table, 7));
        Assert.Equal(predictions[7].GetRawText(), single.Text);
    }

    [Fact]
    public async Task WhatIsUnusualIsSaidAsByTheTool()
    {
        string model = TinyModels.Save(folder, "binary"), rows = folder.Write("rows.csv", "size,weight kg,color,day,shape\n1e6,,gelb,2024-02-01,round\n");
        ToolRun tool = ToolRun.Of("predict", model, rows).EndsWith(0);
        await using RunningServer server = await RunningServer.Start(model);
        Answer answer = await server.Post("""{"shape": {"not": ["read"]}, "day": "2024-02-01", "color": "gelb", "weight kg": null, "size": 1e6, "price": 3}""");
        Assert.Equal(tool.Output.Split('\n')[1].TrimEnd(), string.Join(',', Flat(answer.Json)));
        string[] notices = [.. answer.Json.GetProperty("notices").EnumerateArray().Select(notice => notice.GetString()!)];
        Assert.Equal(3, notices.Length);
        Assert.Equal("request: \"shape\" was not in the training table and is ignored.", notices[0]);
        Message.Mentions(notices[1], "1 of 1 value", "0 … 14.43", "1e6 in row 1");
        Assert.Contains("(\"gelb\" in row 1); it counts as unknown", notices[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"size":"1.5","weight kg":"NA","color":"gr\u00fcn","day":"2024-03-05"}""", "1.5,NA,grün,2024-03-05")]
    [InlineData("""{ "c\u006flor" : "blau", "size" : -0.5e1, "day" : "2024-03-05", "weight kg" : 12 }""", "-5,12,blau,2024-03-05")]
    [InlineData("""{"size":null,"weight kg":null,"color":null,"day":null}""", ",,,")]
    [InlineData("""{"size":1,"weight kg":2,"color":true,"day":"2024-03-05 12:30"}""", "1,2,true,2024-03-05 12:30")]
    public async Task ValuesCountAsCellsOfATable(string json, string cells)
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"));
        Answer row = await server.Post(json, "application/vnd.rows+json"), table = await server.Post($"size,weight kg,color,day\n{cells}\n", "text/csv");
        Assert.Equal(HttpStatusCode.OK, row.Status);
        Assert.Equal(table.Json.GetProperty("predictions")[0].GetRawText(), WithoutNotices(row));
    }

    private static string WithoutNotices(Answer answer)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            writer.WriteStartObject();
            foreach (JsonProperty member in answer.Json.EnumerateObject().Where(member => member.Name != "notices"))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The texts of an answer in the order of the columns of predict: predictions, quantiles, ends of intervals, probabilities.</summary>
    private static IEnumerable<string> Flat(JsonElement row) => ((string[])["prediction", "quantiles", "interval", "probabilities"])
        .Where(name => row.TryGetProperty(name, out _)).SelectMany(name => Values(row.GetProperty(name)));

    private static IEnumerable<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Where(member => member.Name != "level").SelectMany(member => Values(member.Value)),
        JsonValueKind.String => [value.GetString()!],
        _ => [value.GetRawText()],
    };

    private static string Json(Table table, int row) => "{" + string.Join(',', s_inputs.Select(name => $"\"{name}\":{(table[row, name] is var cell && cell.Length == 0 ? "null" : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? cell : $"\"{cell}\"")}")) + "}";
}
