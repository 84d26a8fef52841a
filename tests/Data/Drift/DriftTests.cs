using System.Globalization;
using Descent.Data;

namespace Descent.Tests.Data.Drift;

public class DriftTests
{
    private const string Header = "size,color,day,note,target\n";

    /// <summary>By hand: 0.3·ln 4 + 0.1·ln 1.5 − 0.1·ln(2/3) − 0.3·ln(1/4) = 0.6·ln 4 + 0.2·ln 1.5.</summary>
    [Fact]
    public void TheStabilityIndexIsThatOfTheFormula()
    {
        Assert.Equal((0.6 * Math.Log(4)) + (0.2 * Math.Log(1.5)), PopulationStability.Index([10, 20, 30, 40], [40, 30, 20, 10]), 14);
        // NumPy 1.24: ((a - e) * numpy.log(a / e)).sum() of the shares.
        Assert.Equal(0.9128696382935673, PopulationStability.Index([10, 20, 30, 40], [40, 30, 20, 10]), 12);
        Assert.Equal(0.2746530721670274, PopulationStability.Index([50, 50], [250, 750]), 12);
        Assert.Equal(0, PopulationStability.Index([1, 2, 0], [10, 20, 0]), 14);
        // Half a row in place of none: (0.5/4 − 0.5)·ln(0.25) + (1 − 0.5)·ln 2.
        Assert.Equal((0.375 * Math.Log(4)) + (0.5 * Math.Log(2)), PopulationStability.Index([2, 2], [0, 4]), 14);
        Assert.Throws<ArgumentException>(() => PopulationStability.Index([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => PopulationStability.Index([1, 2], [0, 0]));
    }

    /// <summary>The quantiles are SciPy's: scipy.stats.chi2.ppf(0.999, parts - 1), version 1.10.</summary>
    [Theory]
    [InlineData(2, 10.827566170662733, 0.06)]
    [InlineData(3, 13.815510557964274, 0.03)]
    [InlineData(10, 27.877164871256568, 0.01)]
    [InlineData(12, 31.264133620239985, 0.01)]
    public void TheLimitOfChanceIsTheQuantileOfChiSquare(int parts, double quantile, double error)
    {
        double limit = PopulationStability.ChanceLimit(parts, 1000, 250);
        Assert.InRange(limit / ((0.001 + 0.004) * quantile), 1 - error, 1 + error);
        Assert.Equal(0, PopulationStability.ChanceLimit(1, 10, 10));
    }

    [Fact]
    public void NumbersAreDividedByTheirDeciles()
    {
        (Preprocessor preprocessor, IReadOnlyList<ColumnDistribution> training) = Fitted();
        ColumnDistribution size = training[0];
        // 90 numbers 0 … 89: numpy.quantile(values, [0.1, …], method="higher") without interpolation.
        Assert.Equal([9, 18, 27, 36, 45, 54, 63, 72, 81], size.Edges);
        Assert.Equal(Enumerable.Repeat(9L, 10), size.Counts);
        Assert.Equal(10, size.Missing);
        Assert.Equal([34, 33, 33], training[1].Counts);
        Assert.Equal(100, training[2].Counts.Sum());
        Assert.Equal(19723, training[2].Edges[0] - 10, 6);
        DriftMonitor monitor = new(preprocessor, training);
        Assert.All(monitor.Compare(), column => Assert.Null(column.StabilityIndex));
    }

    [Fact]
    public void WhatDiffersIsCounted()
    {
        (Preprocessor preprocessor, IReadOnlyList<ColumnDistribution> training) = Fitted();
        DriftMonitor monitor = new(preprocessor, training);
        monitor.Add(Training());
        Assert.All(monitor.Compare(), column => Assert.Equal((100L, 0.0, false), (column.Rows, column.StabilityIndex, column.HasDrifted)));
        DriftMonitor other = new(preprocessor, training, window: 1000);
        RowTable rows = new(preprocessor);
        for (int i = 0; i < 50; i++)
        {
            rows.Append(0, i < 20 ? "200"u8 : i < 30 ? "NA"u8 : "5"u8);
            rows.Append(1, i < 25 ? "violet"u8 : "red"u8);
            rows.Append(2, "2020-01-01"u8);
            Assert.Equal(-1, rows.EndRow());
        }

        other.Add(rows);
        IReadOnlyList<ColumnDrift> drift = other.Compare();
        Assert.Equal((10L, 0L, 20L, 0.1), (drift[0].Missing, drift[0].Unseen, drift[0].Outside, drift[0].MissingInTraining));
        Assert.Equal((0L, 25L, 0L), (drift[1].Missing, drift[1].Unseen, drift[1].Outside));
        Assert.Equal(50, drift[2].Outside);
        // 9 rows in each tenth and 10 missing, against 20 in the first tenth, 20 in the last and 10 missing.
        double[] expected = [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 10, 0], actual = [20, 0, 0, 0, 0, 0, 0, 0, 0, 20, 10, 0];
        Assert.Equal(PopulationStability.Index(expected, actual), drift[0].StabilityIndex!.Value, 12);
        Assert.Equal(PopulationStability.Index([34, 33, 33, 0, 0], [0, 0, 25, 0, 25]), drift[1].StabilityIndex!.Value, 12);
        Assert.All(drift, column => Assert.True(column.HasDrifted));
        Assert.All(new DriftMonitor(preprocessor).Compare(), column => Assert.Null(column.MissingInTraining));
    }

    [Fact]
    public void OldRowsLeaveTheWindow()
    {
        (Preprocessor preprocessor, IReadOnlyList<ColumnDistribution> training) = Fitted();
        DriftMonitor monitor = new(preprocessor, training, window: 100);
        Table strange = Table.Parse(Header.Replace(",note,target", "", StringComparison.Ordinal) + "999,violet,2024-01-01\n");
        monitor.Add(strange);
        monitor.Add(Training());
        Assert.Equal((101L, 1L), (monitor.Compare()[1].Rows, monitor.Compare()[1].Unseen));
        monitor.Add(Training());
        Assert.Equal((100L, 0L), (monitor.Compare()[1].Rows, monitor.Compare()[1].Unseen));
        Assert.Throws<ArgumentException>(() => new DriftMonitor(preprocessor, [.. training.Reverse()]));
    }

    [Fact]
    public void RowsThatAreAppendedAreEncodedAsATable()
    {
        (Preprocessor preprocessor, _) = Fitted();
        Table table = Table.Parse("day,color,size,shape\n2024-02-01,violet,-1e6,x\n,red,NA,\n2024-01-01 13:00,,5.5,\n");
        RowTable rows = new(preprocessor, "rows");
        // The second time in the same memory.
        for (int turn = 0; turn < 2; turn++)
        {
            rows.Clear();
            for (int row = 0; row < table.Rows; row++)
            {
                foreach (string column in rows.Columns)
                {
                    rows.Append(rows.IndexOf(column), System.Text.Encoding.UTF8.GetBytes(table[row, column]));
                }

                rows.AppendOther("shape");
                rows.AppendOther("target");
                Assert.Equal(-1, rows.EndRow());
            }

            List<Notice> expected = [], notices = [];
            Assert.Equal(preprocessor.TransformInputs<float>(table, expected), preprocessor.TransformInputs<float>(rows, notices));
            Assert.Equal(expected.Select(notice => notice.Text.Replace("text: ", "rows: ", StringComparison.Ordinal).Replace("line 2", "row 1", StringComparison.Ordinal)), notices.Select(notice => notice.Text));
        }

        Assert.Equal(["shape"], rows.OtherColumns);
        rows.Append(0, "1"u8);
        Assert.Equal("size", Assert.Throws<DataException>(() => rows.Append(0, "1"u8)).Column);
        Assert.Equal(1, rows.EndRow());
        Assert.Throws<DataException>(() => Fitted().Preprocessor.TransformInputs<float>(rows));
    }

    private static (Preprocessor Preprocessor, IReadOnlyList<ColumnDistribution> Training) Fitted()
    {
        Table table = Training();
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["target"], new SchemaOptions { Kinds = new Dictionary<string, ColumnKind> { ["note"] = ColumnKind.Ignored } }), rows);
        return (preprocessor, ColumnDistribution.Of(preprocessor, table, rows));
    }

    private static Table Training() => Table.Parse(Header + string.Concat(Enumerable.Range(0, 100).Select(i => string.Create(CultureInfo.InvariantCulture,
        $"{(i < 90 ? $"{i}" : "")},{(i % 3 == 0 ? "blue" : i % 3 == 1 ? "green" : "red")},{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},n{i},{i * 0.5}\n"))));
}
