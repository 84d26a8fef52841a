using System.Globalization;
using System.Numerics;
using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public class EqualTextsTests
{
    private static readonly SchemaOptions s_categorical = new() { Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Categorical } };

    /// <summary>Identifiers of 20 digits are one number as doubles; it is said that their texts are not.</summary>
    [Fact]
    public void NumbersThatDifferBehindTheirDigitsAreSaidToBe()
    {
        Table table = Table.Create(["x", "z", "y"], [[.. Enumerable.Range(0, 30).Select(i => $"123456789012345678{i:00}")], [.. Enumerable.Range(0, 30).Select(i => $"{i * i}")], [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? "a" : "b")]]);
        Assert.Single(Schema.Infer(table, ["y"]).Notices, notice => notice.Text.Contains("its texts differ after those", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1,2,1,2.0,1e0,2", "x=1,x=2", "1.0,+2,1e0,2")]
    [InlineData("0.5,1.000000000000000000e+00,0.50000000000000,1,.5,1", "x=0.5,x=1.000000000000000000e+00", "0.500000000000000000000,1.0,5e-1,10e-1")]
    [InlineData("1234567890123456.0,1234567890123457,1234567890123456,1234567890123457,1234567890123456,1234567890123457", "x=1234567890123456.0,x=1234567890123457", "1234567890123456,1234567890123457.0,1.234567890123456e15,1234567890123457")]
    [InlineData("$5,$1000,$5.00,$1000,US$5,$1000", "x=$1000,x=$5", "$5.0,$1000.00,5.00 USD,USD 1000")]
    [InlineData("1%,25%,1.0%,25%,10\u2030,25%", "x=1%,x=25%", "1.00 %,25.0%,10\u2030,250\u2030")]
    [InlineData("\u22125,5,-5.0,5,-5,5", "x=5,x=\u22125", "-5,5.00,-5.0,5")]
    [InlineData("1e400,1e500,10e399,1e500,1e400,1e500", "x=1e400,x=1e500", "100e398,1e500,1e400,10e499")]
    [InlineData("True,False,TRUE,false,True,False", "x=False,x=True", "true,FALSE,TRUE,false")]
    [InlineData("true,false,true,false,true,false", "x=false,x=true", "TRUE,False,True,FALSE")]
    public void EqualTextsAreOneLevel(string training, string names, string other)
    {
        string[] cells = training.Split(',');
        Table table = Table.Create(["x", "y"], [cells, ["a", "b", "a", "b", "b", "b"]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"], s_categorical), [0, 1, 2, 3, 4, 5]);
        Assert.Equal(names.Split(','), preprocessor.InputNames);
        List<Notice> notices = [];
        float[] expected = preprocessor.TransformInputs<float>(Table.Create(["x"], [[cells[0], cells[1], cells[0], cells[1]]]));
        Assert.Equal(expected, preprocessor.TransformInputs<float>(Table.Create(["x"], [other.Split(',')]), notices, strict: true));
        Assert.Empty(notices);
    }

    [Theory]
    [InlineData("1,0,1.0,0", "0,1", "1e0,0.0")]
    [InlineData("1.0000000000000000000,-0.00000000000000000,1,0", "-0.00000000000000000,1.0000000000000000000", "1.0,0")]
    [InlineData("True,False,true,False", "False,True", "TRUE,FALSE")]
    public void EqualTextsAreOneLabel(string training, string labels, string other)
    {
        Table table = Table.Create(["x", "y"], [["1", "2", "3", "5"], training.Split(',')]);
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal(labels.Split(','), schema.Targets[0].Labels);
        Assert.Contains(schema.Notices, notice => notice.Text.Contains("equal labels that are written differently", StringComparison.Ordinal));
        Assert.Equal([1, 0], schema.Classes(Table.Create(["x", "y"], [["1", "2"], other.Split(',')]), [0, 1]));
    }

    [Fact]
    public void WhereOtherWordsStandTheColumnIsOneOfCodes()
    {
        Table table = Table.Create(["x", "y"], [["1", "01", "A", "1", "7", "A"], ["a", "b", "a", "b", "b", "b"]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"], s_categorical), [0, 1, 2, 3, 4, 5]);
        Assert.Equal(["x=01", "x=1", "x=7", "x=A"], preprocessor.InputNames);

        // 1.0 is 1, and 7.0 is 7; 01 is a code that equals nothing else.
        float[] inputs = preprocessor.TransformInputs<float>(Table.Create(["x"], [["1.0", "7.0", "01", "001"]]));
        Assert.Equal([0f, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0], inputs);
    }

    /// <summary>FAULTS 27: an identifier with leading zeros is not the number without them.</summary>
    [Fact]
    public void Fault27_LabelsWithLeadingZerosStayApartAndAreGivenBack()
    {
        string[] answers = ["01", "1", "2", "1.0", "01", "2"];
        Table table = Table.Create(["x", "y"], [["1", "2", "3", "5", "8", "9"], answers]);
        Schema schema = Schema.Infer(table, ["y"], new() { Task = TaskKind.Multiclass });
        Assert.Equal(["01", "1", "2"], schema.Targets[0].Labels);
        Assert.Equal([0, 1, 2, 1, 0, 2], schema.Classes(table, [0, 1, 2, 3, 4, 5]));
        Assert.Contains(schema.Notices, notice => notice.Text.Contains("\"01\" and \"1\" differ only in leading zeros", StringComparison.Ordinal));
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, [0, 1, 2, 3, 4, 5]);
        Assert.Equal(["01", "1", "2"], ((double[][])[[1, 0, 0], [0, 1, 0], [0, 0, 1]]).Select(outputs => preprocessor.Decode<double>(outputs)[0]));
        Assert.Throws<DataException>(() => schema.Classes(Table.Create(["x", "y"], [["1"], ["001"]]), [0]));
    }

    [Theory]
    [InlineData("01", "1")]
    [InlineData("12345678901234567", "12345678901234568")]
    public void TwoLabelsThatAreOneDoubleAreTwo(string first, string second)
    {
        Schema schema = Schema.Infer(Table.Create(["x", "y"], [["1", "2", "3", "5"], [first, second, second, first]]), ["y"]);
        Assert.Equal(TaskKind.Binary, schema.Task);
        Assert.Equal([first, second], schema.Targets[0].Labels);
    }

    [Fact]
    public void ANumericColumnWithLeadingZerosIsSaidToBeOne()
    {
        Table table = Table.Create(["zip", "y"], [[.. Enumerable.Range(0, 40).Select(i => $"{i % 23 * 7:0000}")], [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "a" : "b")]]);
        Notice notice = Assert.Single(Schema.Infer(table, ["y"]).Notices, notice => notice.Text.Contains("leading zeros", StringComparison.Ordinal));
        Message.Mentions(notice.Text, "\"zip\"", "\"0000\" is read as the number 0");
        Assert.Equal(new Remedy(nameof(SchemaOptions.Kinds), "zip", nameof(ColumnKind.Categorical)), notice.Remedies[0]);
    }

    /// <summary>Spellings of random numbers, compared as fractions of whole numbers.</summary>
    [Fact]
    public void EqualityIsThatOfExactFractions()
    {
        Random random = new(5);
        (string Text, BigInteger Over, int Power)[] all = [.. Enumerable.Range(0, 400).Select(_ =>
        {
            string digits = string.Concat(Enumerable.Range(0, random.Next(1, 22)).Select(_ => "0012"[random.Next(4)])), sign = random.Next(3) == 0 ? "-" : "";
            int point = random.Next(0, digits.Length + 1), exponent = random.Next(-3, 4);
            string whole = digits[..point].TrimStart('0');
            string text = $"{sign}{(whole.Length > 0 || point == digits.Length ? whole.Length > 0 ? whole : "0" : "")}.{digits[point..]}e{exponent}";
            return (text, BigInteger.Parse($"{sign}{digits}", CultureInfo.InvariantCulture), exponent - (digits.Length - point));
        })];
        Assert.True(all.Select(number => EqualTexts.Key(number.Text, '.')).Distinct(StringComparer.Ordinal).Count() is > 50 and < 400);
        foreach ((string text, BigInteger over, int power) in all)
        {
            foreach ((string other, BigInteger otherOver, int otherPower) in all)
            {
                bool areEqual = over * BigInteger.Pow(10, power + 30) == otherOver * BigInteger.Pow(10, otherPower + 30);
                Assert.True(areEqual == (EqualTexts.Key(text, '.') == EqualTexts.Key(other, '.')), $"{text} and {other}");
            }
        }
    }

    [Theory]
    [InlineData('.', "1,000", "1000", true)]
    [InlineData(',', "1.000,50", "1000,5", true)]
    [InlineData('.', "1,000", "1", false)]
    [InlineData(',', "1,000", "1", true)]
    [InlineData('.', "$5", "5 EUR", false)]
    [InlineData('.', "5%", "5", false)]
    [InlineData('.', "5%", "0.05", false)]
    [InlineData('.', "0%", "0", true)]
    [InlineData('.', "0123", "123", false)]
    [InlineData('.', "0.123", ".123", true)]
    [InlineData('.', "1e99999999999", "10e99999999998", false)]
    [InlineData('.', "12345678901234567", "12345678901234568", false)]
    [InlineData('.', "1e-400", "0", false)]
    [InlineData('.', "1.2.3", "1.2.30", false)]
    [InlineData('.', "nan", "NaN", false)]
    public void KeysTellNumbersApart(char mark, string first, string second, bool areEqual) => Assert.Equal(areEqual, EqualTexts.Key(first, mark) == EqualTexts.Key(second, mark));

    /// <summary>A level 1,000 with a thousands separator is not found for 1, and a file with another mark finds what it means.</summary>
    [Fact]
    public void TheMarkOfLevelsIsTheirOwn()
    {
        Table table = Table.Create(["x", "y"], [["1,000", "2.5", "1000.0", "2.50"], ["a", "b", "a", "b"]]);
        Preprocessor preprocessor = Preprocessor.FromJson(Preprocessor.Fit(table, Schema.Infer(table, ["y"], s_categorical), [0, 1, 2, 3]).ToJson());
        Assert.Equal(["x=1,000", "x=2.5"], preprocessor.InputNames);
        Assert.Equal([0f, 0], preprocessor.TransformInputs<float>(Table.Create(["x"], [["1"]])));
        Assert.Equal([1f, 0, 0, 1], preprocessor.TransformInputs<float>(Table.Create(["x"], [["1000", "2.500"]])));
        Assert.Equal([0f, 1, 1, 0], preprocessor.TransformInputs<float>(Table.Parse("x\n2,5\n\"1.000,0\"\n", options: new() { Separator = ';', DecimalMark = ',' })));
    }

    [Fact]
    public void LongNumbersThatADoubleCannotTellApartStayApart()
    {
        Table table = Table.Create(["x", "y"], [["12345678901234567", "12345678901234568", "12345678901234567", "12345678901234568"], ["a", "b", "a", "b"]]);
        Assert.Equal(2, Preprocessor.Fit(table, Schema.Infer(table, ["y"], s_categorical), [0, 1, 2, 3]).InputNames.Count);
    }
}
