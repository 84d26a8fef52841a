using Descent.Data;

namespace Descent.Tests.Data.Schemas;

/// <summary>Texts that differ only in case are separate, and that is said.</summary>
public class AlikeTextsTests
{
    private static readonly string[] s_numbers = [.. Enumerable.Range(0, 60).Select(i => $"{i % 7}.5")];

    private static Notice[] Warnings(string[] column, string[] target, SchemaOptions? options = null) =>
        [.. Schema.Infer(Table.Create(["n", "x", "y"], [s_numbers, column, target]), ["y"], options).Notices.Where(notice => notice.Text.Contains("differ only in", StringComparison.Ordinal))];

    private static string[] Cells(params string[] texts) => [.. Enumerable.Range(0, 60).Select(i => texts[i % texts.Length])];

    [Fact]
    public void CategoriesAreNamedAndStaySeparate()
    {
        Notice notice = Assert.Single(Warnings(Cells("no", "yes", "No", "NO", "Yes", "no"), Cells("p", "q")));
        Message.Mentions(notice.Text, "Column \"x\"", "\"no\"", "\"NO\"", "category", "3 more");
        Assert.Equal((Severity.Warning, "write equal categories the same way"), (notice.Severity, notice.Remedies[0].Advice));
    }

    [Fact]
    public void LabelsAreNamedAndStaySeparate()
    {
        Notice notice = Assert.Single(Warnings(Cells("a", "b"), Cells("yes", "no", "Yes")));
        Message.Mentions(notice.Text, "Target \"y\"", "\"Yes\"", "\"yes\"", "label");
    }

    [Fact]
    public void DifferentTextsAndLeftOutColumnsAreNot() =>
        Assert.Empty(Warnings(Cells("a", "b"), Cells("p", "q")).Concat(Warnings(Cells("a", "A"), Cells("p", "q"), new() { Ignore = ["x"] })));

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void OnlyOneWordOrTwoAreSuggestedAsMissing(int words, bool expected)
    {
        string[] x = [.. Enumerable.Range(0, 60).Select(i => i % 4 == 0 ? $"gone{i / 4 % words}" : $"{i}.5")];
        Notice notice = Schema.Infer(Table.Create(["n", "x", "y"], [s_numbers, x, Cells("p", "q")]), ["y"]).Notices.Single(notice => notice.Text.Contains("values are numbers", StringComparison.Ordinal));
        Assert.Equal(expected, notice.Remedies[0].Setting == nameof(SchemaOptions.MissingWordsOf));
        Assert.Contains(notice.Remedies, remedy => remedy.Setting == nameof(SchemaOptions.WordsAsMissing));
        if (expected)
        {
            Assert.Equal(words == 1 ? "gone0" : "gone0,gone1", notice.Remedies[0].Value);
        }
    }

    [Fact]
    public void NumbersInSentencesHaveSixDigits()
    {
        double[] values = [0, 0.1 + 0.7, 0.002996005782201938, 4.3, 231932.4, -9e36, 1.23456789e-7];
        Assert.Equal(["0", "0.8", "0.00299601", "4.3", "231932", "-9e+36", "1.23457e-7"], values.Select(Rounded.Text));
    }

    [Fact]
    public void MissingColumnsAreSaidToLeaveTheMedian()
    {
        Table table = Table.Create(["n", "y"], [s_numbers, Cells("p", "q")]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [.. Enumerable.Range(0, 60)]);
        string message = Assert.Throws<DataException>(() => preprocessor.TransformInputs<float>(Table.Create(["m"], [s_numbers]))).Message;
        Message.Mentions(message, "\"n\"", "median");
    }
}
