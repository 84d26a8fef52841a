using Descent.Data;
using Descent.Numerics;

namespace Descent.Tests.Data.Splits;

/// <summary>Iterative stratification: No available library does it, so it is held against what it promises, and against chance.</summary>
public class MultilabelTests
{
    private const int Rows = 500;

    // One usual answer, two rare ones, and one that is nearly always "yes".
    private static readonly double[] s_chances = [0.4, 0.03, 0.06, 0.97];

    private static readonly bool[,] s_answers = Draw();

    private static readonly int[] s_rows = [.. Enumerable.Range(0, Rows)];

    [Fact]
    public void FoldsHaveTheirShareOfEveryAnswer()
    {
        int[] yes = Counts(s_rows);
        for (ulong seed = 0; seed < 5; seed++)
        {
            Split[] folds = KFold.Stratified(s_rows, s_answers, 5, seed);
            Assert.Equal(s_rows, folds.SelectMany(fold => fold.Test).Order());
            Assert.All(folds, fold => Assert.Equal(Rows / 5, fold.Test.Length));
            foreach (Split fold in folds)
            {
                int[] counts = Counts(fold.Test);
                Assert.All(Enumerable.Range(0, yes.Length), question => Assert.InRange(counts[question], Math.Floor(yes[question] / 5.0) - 1, Math.Ceiling(yes[question] / 5.0) + 1));
            }
        }
    }

    [Fact]
    public void TheSharesAreFarFairerThanByChance()
    {
        Assert.True(Unfairness(KFold.Stratified(s_rows, s_answers, 5)) < 0.25 * Unfairness(KFold.Plain(s_rows, 5)));

        double Unfairness(Split[] folds) => folds.Sum(fold => Counts(fold.Test).Zip(Counts(s_rows), (own, all) => Math.Abs(own - (all / 5.0))).Sum());
    }

    [Fact]
    public void PartsHaveTheSizesAskedFor()
    {
        int[] yes = Counts(s_rows);
        Split split = Split.Stratified(s_rows, s_answers, 0.2, 0.1, seed: 4);
        Assert.Equal((100, 50), (split.Test.Length, split.Validation.Length));
        Assert.Equal(s_rows, split.Train.Concat(split.Validation).Concat(split.Test).Order());
        for (int question = 0; question < yes.Length; question++)
        {
            Assert.InRange(Counts(split.Test)[question] - (0.2 * yes[question]), -1.5, 1.5);
            Assert.InRange(Counts(split.Validation)[question] - (0.1 * yes[question]), -1.5, 1.5);
        }

        Assert.NotEqual(split.Test, Split.Stratified(s_rows, s_answers, 0.2, 0.1, seed: 5).Test);
        Assert.Throws<DataException>(() => Split.Stratified([0, 1], s_answers));
    }

    [Fact]
    public void TablesOfSeveralAnswersAreSplitThatWay()
    {
        Table table = Table.Create(["x", "usual", "rare"], [[.. s_rows.Select(row => $"{row % 11}")], [.. s_rows.Select(row => s_answers[row, 0] ? "yes" : "no")], [.. s_rows.Select(row => s_answers[row, 1] ? "1" : "0")]]);
        Schema schema = Schema.Infer(table, ["usual", "rare"]);
        Assert.Equal(TaskKind.Multilabel, schema.Task);
        int rare = Counts(s_rows)[1];
        Assert.InRange(Counts(Split.For(table, schema, 0.2).Test)[1] - (0.2 * rare), -1, 1);
        Assert.All(KFold.For(table, schema, 5), fold => Assert.InRange(Counts(fold.Test)[1] - (rare / 5.0), -1, 1));
        Assert.Throws<DataException>(() => schema.Classes(table, s_rows));
    }

    private static int[] Counts(int[] rows) => [.. Enumerable.Range(0, s_chances.Length).Select(question => rows.Count(row => s_answers[row, question]))];

    private static bool[,] Draw()
    {
        bool[,] answers = new bool[Rows, s_chances.Length];
        for (int row = 0; row < Rows; row++)
        {
            for (int question = 0; question < s_chances.Length; question++)
            {
                answers[row, question] = new CounterRandom(5, Streams.Synthetic + (ulong)question).Uniform((ulong)row) < s_chances[question];
            }
        }

        return answers;
    }
}
