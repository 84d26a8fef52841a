using Descent.Data;

namespace Descent.Tests.Data.Preprocessing;

public class PreprocessorJsonTests
{
    [Fact]
    public void JsonKeepsEveryBit()
    {
        (Preprocessor preprocessor, Table table) = PreprocessorTests.Fitted();
        string json = preprocessor.ToJson();
        Preprocessor again = Preprocessor.FromJson(json);
        Assert.Equal(json, again.ToJson());
        Assert.Equal(preprocessor.TransformInputs<double>(table), again.TransformInputs<double>(table));
        Assert.Equal(preprocessor.InputNames, again.InputNames);
        Assert.Equal(preprocessor.Labels, again.Labels);
        Assert.Equal(preprocessor.Schema.Notices, again.Schema.Notices);
    }

    [Fact]
    public void ANoticeOfVersion01KeepsItsAdvice()
    {
        (Preprocessor preprocessor, _) = PreprocessorTests.Fitted();
        string json = preprocessor.ToJson(), marker = "\"notices\":[";
        int at = json.LastIndexOf(marker, StringComparison.Ordinal) + marker.Length;
        string former = """{"severity":"Warning","text":"Old.","howToOverride":"--ignore a"}""" + (json[at] == ']' ? "" : ",");

        Notice notice = Preprocessor.FromJson(json.Insert(at, former)).Notices[0];

        Assert.Equal("warning: Old. (--ignore a)", notice.ToString());
    }

    [Fact]
    public void EveryTaskAndEncoderSurvives()
    {
        string[] x = [.. Enumerable.Range(0, 40).Select(i => i < 30 ? $"C{i}" : "")], z = [.. Enumerable.Range(0, 40).Select(i => $"{i / 3.0}")];
        Table table = Table.Create(["x", "z", "y"], [x, [.. z.Reverse()], z]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [.. Enumerable.Range(0, 40)]);
        Assert.Equal(["x (missing)", "z"], preprocessor.InputNames);
        Preprocessor again = Preprocessor.FromJson(preprocessor.ToJson());
        Assert.Equal(preprocessor.Decode<double>([0.123456789]), again.Decode<double>([0.123456789]));
    }

    [Fact]
    public void DamagedJsonIsRefused()
    {
        string json = PreprocessorTests.Fitted().Preprocessor.ToJson();
        string[] damaged =
        [
            "", "null", "[]", "{}", json[..^5],
            json.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal),
            json.Replace("\"encoder\":\"numeric\"", "\"encoder\":\"System.String\"", StringComparison.Ordinal),
            json.Replace("\"scale\":", "\"scale\":-", StringComparison.Ordinal),
            json.Replace("\"scale\":", "\"scales\":", StringComparison.Ordinal),
            json.Replace("\"task\":\"Binary\"", "\"task\":\"Regression\"", StringComparison.Ordinal),
            json.Replace("\"levels\":[", "\"levels\":[\"Dream\",", StringComparison.Ordinal),
            json.Replace("\"levels\":[", "\"levels\":[null,", StringComparison.Ordinal),
            json.Replace("\"labels\":[\"a\",\"b\"]", "\"labels\":[\"a\"]", StringComparison.Ordinal),
            json.Replace("\"kind\":\"Categorical\"", "\"kind\":\"Ignored\"", StringComparison.Ordinal),
            json.Replace("\"targetNames\":[\"y\"]", "\"targetNames\":[\"q\"]", StringComparison.Ordinal),
            new string('[', 100_000),
        ];
        Assert.All(damaged, text => Assert.Throws<DataException>(() => Preprocessor.FromJson(text)));
        Assert.All(damaged[5..^1], text => Assert.NotEqual(json, text));
    }
}
