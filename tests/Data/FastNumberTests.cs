using System.Globalization;
using System.Text;
using Descent.Data;

namespace Descent.Tests.Data;

/// <summary>What reads and sorts many numbers quickly, against .NET's own parser and sort, and counts against the texts themselves.</summary>
public class FastNumberTests
{
    private const int Trials = 20_000;

    [Fact]
    public void NumbersHaveTheBitsOfDoubleParse()
    {
        Random random = new(1);
        string[] odd = ["", "-", ".", "-.", "1.", ".5", "-.5", "-0", "0.0", "+1", "1e5", "1..2", "1.2.3", "--1", "1-", " 1", "1 ", "NaN", "inf", "0x1", "123456789012345", "1234567890123456", "0.000000000000001", "9007199254740993", "99999999999999.9"];
        foreach (string text in Enumerable.Range(0, Trials).Select(_ => Drawn()).Concat(odd))
        {
            bool isRead = PlainNumber.TryRead(Encoding.UTF8.GetBytes(text), out double value);
            bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double expected);
            Assert.True(!isRead || (isNumber && BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(value)), $"\"{text}\" was read as {value:R}, not {expected:R}");
        }

        Assert.All((string[])["7", "-12.25", "0.1", "5.", ".5", "123456789.012345"], text => Assert.True(PlainNumber.TryRead(Encoding.UTF8.GetBytes(text), out _), text));

        string Drawn()
        {
            int digits = random.Next(1, 18), place = random.Next(-1, digits + 1);
            string text = string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + random.Next(10))));
            return (random.Next(2) == 0 ? "-" : "") + (place < 0 ? text : text.Insert(place, "."));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(4_096)]
    [InlineData(50_000)]
    public void SortedNumbersAreThoseOfArraySort(int count)
    {
        Random random = new(2);
        double[] values = [.. Enumerable.Range(0, count).Select(i => i switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, 2 => double.Epsilon, 3 => -double.MaxValue, _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)) })];
        double[] expected = [.. values];
        Array.Sort(expected);
        NumberSort.Ascending(values);
        Assert.Equal(expected, values);

        // Numbers with few digits, and one more, which may be no such multiple of a power of ten.
        foreach (double other in (double[])[0.5, -0.0, Math.PI, 1e14])
        {
            double[] rounded = [other, .. Enumerable.Range(1, count).Select(i => Math.Round((random.NextDouble() - 0.5) * 1000, i % 7) + 0.0)];
            long[] bits = [.. rounded.Order().ThenBy(value => double.IsNegative(value) ? 0 : 1).Select(BitConverter.DoubleToInt64Bits)];
            NumberSort.Ascending(rounded);
            Assert.Equal(bits, rounded.Select(BitConverter.DoubleToInt64Bits));
        }

        double[] equal = [.. Enumerable.Repeat(2.5, count)], whole = [.. Enumerable.Range(0, count).Select(i => (double)((i * 7919) % count))];
        NumberSort.Ascending(equal);
        NumberSort.Ascending(whole);
        Assert.All(equal, value => Assert.Equal(2.5, value));
        Assert.Equal(whole.Order(), whole);
    }

    [Theory]
    [InlineData("1;1.0;01;2;;-0;0;2.50;2.5;2.5;NA")]
    [InlineData("1;2;x;1")]
    [InlineData("1234567890123456;1234567890123457;1")]
    [InlineData("$1;$2;$2.0;$1")]
    [InlineData("inf;1;2")]
    [InlineData(";;")]
    public void DifferentValuesAreCountedAsTheirTextsAre(string cells)
    {
        string[] texts = cells.Split(';');
        Table table = Table.Create(["x", "y"], [texts, [.. texts.Select((_, i) => $"{i}")]]);
        int[] rows = [.. Enumerable.Range(0, texts.Length)];
        Dictionary<string, int> levels = ColumnProfile.Levels(table, 0, rows);
        (int count, string[] first) = DistinctValues.Of(ColumnProfile.Of(table, 0, rows), rows, 3);
        Assert.Equal(levels.Count, count);
        Assert.Equal(levels.Keys.Take(3), first);
    }

    [Fact]
    public void TheFirstFaultyColumnIsNamedAndNoticesKeepTheOrderOfColumns()
    {
        List<Notice> notices = [];
        for (int trial = 0; trial < 20; trial++)
        {
            DataException fault = Assert.Throws<DataException>(() => EachColumn.Do<int>(8, notices, (column, own) =>
            {
                own.Add(Notice.Information($"{column}"));
                return column >= 5 ? throw new DataException($"column {column}") : column;
            }));
            Assert.Equal("column 5", fault.Message);
            Assert.Equal(["0", "1", "2", "3", "4", "5"], notices.Select(notice => notice.Text));
            notices.Clear();
        }
    }
}
