using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public class NotationTests
{
    [Theory]
    [InlineData("$1,234.50", "$950.00", "$2,000", 1234.5, 950, 2000)]
    [InlineData("12%", "-3.5%", "100%", 0.12, -0.035, 1)]
    [InlineData("\u22120.5", "0.25", "1", -0.5, 0.25, 1)]
    [InlineData("1\u00A0250", "950", "12\u00A0000", 1250, 950, 12000)]
    [InlineData("1.234,50 EUR", "950 EUR", "2.000,00 EUR", 1234.5, 950, 2000)]
    public void WrittenNumbersAreReadSaidSavedAndPredicted(string a, string b, string c, double first, double second, double third)
    {
        Table table = Table.Create(["x", "y"], [[a, b, c], ["p", "q", "p"]]);
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal((ColumnKind.Numeric, Math.Min(first, second), Math.Max(first, third)), (schema.Features[0].Kind, schema.Features[0].Minimum, schema.Features[0].Maximum));
        Assert.Contains(schema.Notices, notice => notice.Text.Contains($"Column \"x\": numbers such as \"{a}\" are read as", StringComparison.Ordinal));

        Preprocessor preprocessor = Preprocessor.FromJson(Preprocessor.Fit(table, schema, [0, 1, 2]).ToJson());
        double mean = (first + second + third) / 3, scale = Math.Sqrt((Math.Pow(first - mean, 2) + Math.Pow(second - mean, 2) + Math.Pow(third - mean, 2)) / 3);
        double[] inputs = preprocessor.TransformInputs<double>(Table.Create(["x"], [[a, c]]));
        Assert.Equal([(first - mean) / scale, (third - mean) / scale], inputs, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void Fault07_ADecimalCommaIsReadAsOneAndNeverAsAThousandsMark()
    {
        Table table = Table.Parse("x;z;y\n1,5;2.000;a\n2,5;950;b\n3,5;3.000;a\n");
        Assert.Contains(table.Notices, notice => notice.Text.Contains("numbers have a decimal comma, such as 1,5", StringComparison.Ordinal));
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal((1.5, 3.5), (schema.Features[0].Minimum, schema.Features[0].Maximum));
        Assert.Equal((950d, 3000d), (schema.Features[1].Minimum, schema.Features[1].Maximum));

        // Even where a later table gives no hint of its own, the column is read as it was in training; a mark that is given decides otherwise.
        Preprocessor preprocessor = Preprocessor.FromJson(Preprocessor.Fit(table, schema, [0, 1, 2]).ToJson());
        double[] expected = preprocessor.TransformInputs<double>(Table.Parse("x;z\n2,5;2000\n"));
        Assert.Equal(expected, preprocessor.TransformInputs<double>(Table.Parse("x;z\n2,5;2.000\n")));
        Assert.Equal(expected, preprocessor.TransformInputs<double>(Table.Create(["x", "z"], [["2,5"], ["2.000"]])));
        Assert.Equal(expected, preprocessor.TransformInputs<double>(Table.Parse("x;z\n2.5;2,000\n", options: new() { DecimalMark = '.' })));
    }

    [Fact]
    public void Fault07_AGivenDecimalMarkIsNotGuessedAnew()
    {
        Table table = Table.Parse("x;y\n1.5;a\n2.5;b\n", options: new() { DecimalMark = ',' });
        Assert.Contains("line 2, column \"x\": \"1.5\"", Assert.Throws<DataException>(() => Schema.Infer(table, ["y"])).Message, StringComparison.Ordinal);
        Table other = Table.Parse("x;y\n1,5;a\n2,5;b\n", options: new() { DecimalMark = '.' });
        Assert.Contains("line 2, column \"x\": \"1,5\"", Assert.Throws<DataException>(() => Schema.Infer(other, ["y"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault07_OneNumberWithTheOtherMarkAmongManyIsNamed()
    {
        Table table = Table.Parse("x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}.5,{(i % 2 == 0 ? "a" : "b")}\n")) + "\"1,5\",a\n");
        Assert.Contains("line 32, column \"x\": \"1,5\"", Assert.Throws<DataException>(() => Schema.Infer(table, ["y"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMarkThatCouldBeEitherIsSaidOrAskedFor()
    {
        Table comma = Table.Parse("x,y\n\"1,250\",a\n\"2,500\",b\n\"3,750\",a\n");
        Schema schema = Schema.Infer(comma, ["y"]);
        Assert.Equal(3750, schema.Features[0].Maximum);
        Assert.Contains(schema.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains("\"1,250\" is read as a thousands separator (1250)", StringComparison.Ordinal));

        const string semicolon = "x;y\n1,250;a\n2,500;b\n3,750;a\n";
        Assert.Contains("line 2, column \"x\": \"1,250\" may contain a decimal mark or a thousands separator", Assert.Throws<DataException>(() => Schema.Infer(Table.Parse(semicolon), ["y"])).Message, StringComparison.Ordinal);
        Assert.Equal(3750, Schema.Infer(Table.Parse(semicolon, options: new() { DecimalMark = '.' }), ["y"]).Features[0].Maximum);
        Assert.Equal(3.75, Schema.Infer(Table.Parse(semicolon, options: new() { DecimalMark = ',' }), ["y"]).Features[0].Maximum);

        // Another number of the same file decides.
        Assert.Equal(3750, Schema.Infer(Table.Parse("x;z;y\n1,250;0.5;a\n2,500;1.5;b\n3,750;2;a\n"), ["y"]).Features[0].Maximum);
    }

    [Fact]
    public void AmountsInSeveralCurrenciesAreNoNumbers()
    {
        Schema schema = Schema.Infer(Table.Create(["x", "z", "y"], [["$5", "5 EUR", "$7"], ["1", "2", "3"], ["a", "b", "a"]]), ["y"]);
        Assert.Equal(ColumnKind.Categorical, schema.Features[0].Kind);
        Assert.Contains(schema.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains("several currencies, such as that of \"5 EUR\" in line 2", StringComparison.Ordinal));

        Table dollars = Table.Create(["x", "y"], [["$5", "$6", "$7"], ["a", "b", "a"]]);
        Preprocessor preprocessor = Preprocessor.Fit(dollars, Schema.Infer(dollars, ["y"]), [0, 1, 2]);
        Assert.Equal(preprocessor.TransformInputs<double>(Table.Create(["x"], [["$6"]])), preprocessor.TransformInputs<double>(Table.Create(["x"], [["6"]])));
        Assert.Contains("\"6 EUR\"", Assert.Throws<DataException>(() => preprocessor.TransformInputs<double>(Table.Create(["x"], [["6 EUR"]]))).Message, StringComparison.Ordinal);
    }

    // 1,234.5 beside 1.234,5: no one decimal mark reads both, so neither is read. 1,234 beside 1.234,5 has one that reads both, and it is told.
    [Fact]
    public void NumbersWithEitherMarkAreNotReadTwoWays()
    {
        string[] y = [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? "a" : "b")];
        Schema Of(string odd, string even) => Schema.Infer(Table.Create(["x", "y"], [[.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? even : odd)], y]), ["y"]);
        Schema both = Of("1.234,5", "1,234.5");
        Assert.Equal(ColumnKind.Categorical, both.Columns[0].Kind);
        Assert.Contains(both.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains("decimal comma, such as \"1,234.5\" in line 1 and \"1.234,5\" in line 2", StringComparison.Ordinal));
        Schema one = Of("1.234,5", "1,234");
        Assert.Equal((ColumnKind.Numeric, 1.234, 1234.5), (one.Columns[0].Kind, one.Columns[0].Minimum, one.Columns[0].Maximum));
        Assert.Contains(one.Notices, notice => notice.Text.Contains("numbers such as \"1.234,5\" are read as 1234.5", StringComparison.Ordinal));
    }

    // 65.3 beside 70.1% may mean 65.3 % or 6,530 %: nothing says which.
    [Fact]
    public void PercentBesidePlainNumbersIsText()
    {
        string[] cells = [.. Enumerable.Range(0, 60).Select(i => $"{i % 9}.5%"), .. Enumerable.Range(0, 60).Select(i => $"{i % 9}.5")], y = [.. cells.Select((_, i) => i % 2 == 0 ? "a" : "b")];
        Schema schema = Schema.Infer(Table.Create(["x", "z", "y"], [cells, y, y]), ["y"]);
        Assert.Equal(ColumnKind.Categorical, schema.Columns[0].Kind);
        Assert.Contains(schema.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains("\"0.5%\" in line 1 and \"0.5\" in line 61", StringComparison.Ordinal));
    }

    /// <summary>FAULTS 11: one cell in another unit is named, and the column is not dropped for it.</summary>
    [Theory]
    [InlineData("5%", "7.5", "is in percent, but nearly all other numbers of the column are not")]
    [InlineData("5", "7.5%", "is not in percent, but nearly all other numbers of the column are in percent")]
    [InlineData("5 EUR", "$7.50", "is in \u20AC, but nearly all other numbers of the column are in $")]
    public void Fault11_OneNumberInAnotherUnitIsNamed(string odd, string usual, string expected)
    {
        string[] cells = [.. Enumerable.Range(0, 120).Select(i => i == 77 ? odd : usual.Replace("7", $"{i + 1}", StringComparison.Ordinal))], y = [.. cells.Select((_, i) => i % 2 == 0 ? "a" : "b")];
        Table table = Table.Parse("x,y\n" + string.Concat(cells.Zip(y).Select(row => $"{row.First},{row.Second}\n")));
        foreach (Action use in (Action[])[() => Schema.Infer(table, ["y"]), () => Schema.Infer(Table.Create(["x", "y"], [y, cells]), ["y"])])
        {
            DataException fault = Assert.Throws<DataException>(use);
            Message.Mentions(fault.Message, $"\"{odd}\" {expected}", "correct the cell");
            Assert.Equal(77, fault.Row);
        }

        Assert.Contains("line 79, column \"x\"", Assert.Throws<DataException>(() => Schema.Infer(table, ["y"])).Message, StringComparison.Ordinal);
        Assert.Equal(ColumnKind.Categorical, Schema.Infer(table, ["y"], new() { Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Categorical } }).Columns[0].Kind);
    }

    [Fact]
    public void OneColumnWithDecimalCommasIsSaidToHaveThem()
    {
        Table table = Table.Parse("a;b;y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},5;{i}.5;{(i % 2 == 0 ? "a" : "b")}\n")));
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal((29.5, 29.5), (schema.Columns[0].Maximum, schema.Columns[1].Maximum));
        Notice notice = Assert.Single(schema.Notices, notice => notice.Text.Contains("are read as", StringComparison.Ordinal));
        Message.Mentions(notice.Text, "Column \"a\"", "\"0,5\" are read as 0.5");
    }

    [Fact]
    public void PercentAndPlainNumbersAreNotExchangedAtPrediction()
    {
        Table table = Table.Create(["p", "n", "y"], [["0", "5%", "7%"], ["1,000.5", "2,000", "0"], ["a", "b", "a"]]);
        Preprocessor preprocessor = Preprocessor.FromJson(Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2]).ToJson());
        Assert.Equal(2, preprocessor.TransformInputs<double>(Table.Create(["p", "n"], [["0"], ["2,000"]])).Length);
        Assert.Contains("\"5\"", Assert.Throws<DataException>(() => preprocessor.TransformInputs<double>(Table.Create(["p", "n"], [["5"], ["0"]]))).Message, StringComparison.Ordinal);
        Assert.Contains("\"5%\"", Assert.Throws<DataException>(() => preprocessor.TransformInputs<double>(Table.Create(["p", "n"], [["0"], ["5%"]]))).Message, StringComparison.Ordinal);
    }

    /// <summary>A number in another unit than in training is told with its place, what the column was, and what to write.</summary>
    [Theory]
    [InlineData("5%,7%", "5", "is a plain number, but the column was in percent in training. Write \"5%\", or \"500%\" if it is a fraction.")]
    [InlineData("5%,7%", "0.07", "Write \"0.07%\", or \"7%\" if it is a fraction.")]
    [InlineData("5%,7%", "$5", "is in $, but the column was in percent in training")]
    [InlineData("$5,$7", "5 EUR", "is in \u20AC, but the column was in $ in training. Convert it.")]
    [InlineData("5 CHF,7 CHF", "\u00A35", "is in \u00A3, but the column was in CHF in training")]
    [InlineData("$5,$7", "5%", "is in percent, but the column was in $ in training")]
    [InlineData("5,7", "$6", "is in $, but the column was of plain numbers in training. Write it without the currency")]
    [InlineData("5,7", "7%", "is in percent, but the column was of plain numbers in training. Write 7, or 0.07 if the column had fractions.")]
    public void AnotherUnitAtPredictionIsTold(string training, string cell, string expected)
    {
        Table table = Table.Create(["p", "y"], [[.. training.Split(','), "0"], ["a", "b", "a"]]);
        Preprocessor preprocessor = Preprocessor.FromJson(Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2]).ToJson());
        DataException fault = Assert.Throws<DataException>(() => preprocessor.TransformInputs<double>(Table.Parse($"p\n0\n{cell}\n")));
        Message.Mentions(fault.Message, "line 3, column \"p\"", $"\"{cell}\"", expected);
        Assert.Equal((1, "p"), (fault.Row, fault.Column));
        Assert.DoesNotContain("is not a number", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWordAtPredictionIsStillAWord()
    {
        Table table = Table.Create(["p", "y"], [["5%", "7%", "0"], ["a", "b", "a"]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2]);
        Assert.Contains("\"much\" is not a number", Assert.Throws<DataException>(() => preprocessor.TransformInputs<double>(Table.Create(["p"], [["much"]]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWrittenTargetIsANumber()
    {
        Table table = Table.Create(["x", "price"], [[.. Enumerable.Range(0, 30).Select(i => $"{i}")], [.. Enumerable.Range(0, 30).Select(i => $"${1000 + i:N0}.50")]]);
        Schema schema = Schema.Infer(table, ["price"]);
        Assert.Equal((TaskKind.Regression, 1000.5, 1029.5), (schema.Task, schema.Targets[0].Minimum, schema.Targets[0].Maximum));
        int[] rows = [.. Enumerable.Range(0, 30)];
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, rows);
        Assert.Equal("1010.5", preprocessor.Decode<double>(preprocessor.Transform<double>(table, [10]).Targets.Span)[0]);
    }
}
