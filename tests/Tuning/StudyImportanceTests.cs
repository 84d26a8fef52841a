using System.Text.Json;
using Descent.Numerics;
using Descent.Tests.Goldens;
using Descent.Tuning;

namespace Descent.Tests.Tuning;

/// <summary>Functional analysis of variance against Optuna, scikit-learn, sums over all cells, and functions whose fractions are known.</summary>
public class StudyImportanceTests
{
    private static readonly JsonElement s_golden = GoldenFile.Read("importance.json");

    public static TheoryData<int> Trees => [.. Enumerable.Range(0, s_golden.GetProperty("trees").GetArrayLength())];

    public static TheoryData<int> Fits => [.. Enumerable.Range(0, s_golden.GetProperty("fits").GetArrayLength())];

    public static TheoryData<int> Functions => [.. Enumerable.Range(0, s_golden.GetProperty("functions").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Trees))]
    public void TheMarginalsOfATreeAreThoseOfOptuna(int index)
    {
        JsonElement golden = s_golden.GetProperty("trees")[index];
        double[] marginals = GoldenFile.Numbers(golden.GetProperty("marginals"));
        (double total, double[,] parts) = new RegressionTree(Leaves(golden.GetProperty("nodes"), marginals.Length)).Variances();
        Assert.Equal(golden.GetProperty("variance").GetDouble(), total, 1e-12);
        Assert.All(marginals, (expected, i) => Assert.Equal(expected, parts[i, i], 1e-12));
        foreach (double[] pair in golden.GetProperty("pairs").EnumerateArray().Select(GoldenFile.Numbers))
        {
            (int i, int j) = ((int)pair[0], (int)pair[1]);
            Assert.Equal(pair[2], parts[i, j] + parts[i, i] + parts[j, j], 1e-12);
            Assert.Equal(parts[i, j], parts[j, i]);
        }
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void ATreeIsThatOfScikitLearn(int index)
    {
        JsonElement golden = s_golden.GetProperty("fits")[index];
        double[][] points = [.. golden.GetProperty("points").EnumerateArray().Select(GoldenFile.Numbers)];
        RegressionTree tree = RegressionTree.Fit(new int[points[0].Length], points, GoldenFile.Numbers(golden.GetProperty("values")), [.. Enumerable.Range(0, points.Length)], new CounterRandom(1, 0), golden.GetProperty("depth").GetInt32());
        Leaf[] expected = [.. Leaves(golden.GetProperty("nodes"), points[0].Length)];
        Assert.Equal(expected.Length, tree.Leaves.Count);
        foreach ((Leaf one, Leaf other) in expected.Zip(tree.Leaves))
        {
            Assert.Equal(one.Value, other.Value, 1e-12);
            Assert.All(one.Sides.Zip(other.Sides), pair => Assert.Equal((pair.First.Low, pair.First.High), (Math.Round(pair.Second.Low, 12), Math.Round(pair.Second.High, 12)), Near));
        }
    }

    // A number with as many cells as the tree has cuts, a choice with a cell for each: the tree is asked in the middle of every cell.
    [Fact]
    public void TheMarginalsOfATreeWithChoicesAreSumsOverAllCells()
    {
        CounterRandom random = new(5, 0);
        int[] choices = [0, 3, 0, 5];
        double[][] points = [.. Enumerable.Range(0, 60).Select(row => choices.Select((count, j) => count == 0 ? random.Uniform((ulong)((row * 4) + j)) : random.Below((ulong)((row * 4) + j), count)).ToArray())];
        double[] values = [.. points.Select(x => (x[0] * x[2]) + (x[1] == 1 ? x[0] : 0) + (x[3] is 0 or 3 ? 0.5 : 0))];
        RegressionTree tree = RegressionTree.Fit(choices, points, values, [.. Enumerable.Range(0, 60)], new CounterRandom(1, 0));
        Assert.All(points.Zip(values), pair => Assert.Equal(pair.Second, tree.Predict(pair.First), 1e-12));

        (double At, double Weight)[][] cells = [.. choices.Select((count, j) => count > 0 ? [.. Enumerable.Range(0, count).Select(choice => ((double)choice, 1.0 / count))] : Cells(j))];
        (double total, double[,] parts) = tree.Variances();
        Assert.Equal(Variance([0, 1, 2, 3]), total, 1e-12);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Variance([i]), parts[i, i], 1e-12);
            for (int j = 0; j < i; j++)
            {
                Assert.Equal(Variance([i, j]) - Variance([i]) - Variance([j]), parts[i, j], 1e-12);
            }
        }

        (double At, double Weight)[] Cells(int j)
        {
            double[] cuts = [.. tree.Leaves.SelectMany(leaf => new[] { leaf.Sides[j].Low, leaf.Sides[j].High }).Distinct().Order()];
            return [.. cuts.Zip(cuts.Skip(1), (low, high) => ((low + high) / 2, high - low))];
        }

        // Of the mean over all parameters but some.
        double Variance(int[] some)
        {
            Dictionary<string, (double Sum, double Weight)> means = [];
            Visit(0, new double[4], new int[4], 1);
            return means.Values.Sum(cell => cell.Weight * Math.Pow(cell.Sum / cell.Weight, 2)) - Math.Pow(means.Values.Sum(cell => cell.Sum), 2);

            void Visit(int j, double[] point, int[] place, double weight)
            {
                if (j == 4)
                {
                    string key = string.Join(',', some.Select(i => place[i]));
                    (double sum, double sofar) = means.GetValueOrDefault(key);
                    means[key] = (sum + (weight * tree.Predict(point)), sofar + weight);
                    return;
                }

                for (int k = 0; k < cells[j].Length; k++)
                {
                    (point[j], place[j]) = (cells[j][k].At, k);
                    Visit(j + 1, point, place, weight * cells[j][k].Weight);
                }
            }
        }
    }

    // Both forests have the same distribution but other random numbers: the mean of six differs by the standard deviation of that mean on
    // both sides, four times at most.
    [Theory]
    [MemberData(nameof(Functions))]
    public void TheForestIsThatOfOptuna(int index)
    {
        JsonElement golden = s_golden.GetProperty("functions")[index];
        double low = golden.GetProperty("low").GetDouble(), high = golden.GetProperty("high").GetDouble();
        double[][] points = [.. golden.GetProperty("points").EnumerateArray().Select(GoldenFile.Numbers)], optuna = [.. golden.GetProperty("importance").EnumerateArray().Select(GoldenFile.Numbers)];
        double[] values = GoldenFile.Numbers(golden.GetProperty("values"));
        SearchSpace space = SearchSpace.Create([.. points[0].Select((_, i) => SearchParameter.Number($"x{i}", low, high))]);
        double[][] ours = [.. Enumerable.Range(0, optuna.Length).Select(seed =>
        {
            StudyImportance importance = Told(space, points, [.. values.Select(value => (double[])[value])], (ulong)seed).Importance()!;
            double sum = importance.Parameters.Sum(parameter => parameter.Fraction);
            return space.Select(parameter => importance.Parameters.Single(entry => entry.Name == parameter.Name).Fraction / sum).ToArray();
        })];
        for (int i = 0; i < space.Count; i++)
        {
            (double expected, double deviation) = Spread(optuna.Select(row => row[i]));
            (double actual, double own) = Spread(ours.Select(row => row[i]));
            Assert.Equal(expected, actual, 4 * Math.Sqrt(((deviation * deviation) + (own * own)) / optuna.Length));
        }

        static (double Mean, double Deviation) Spread(IEnumerable<double> numbers) => (numbers.Average(), Math.Sqrt(numbers.Sum(number => Math.Pow(number - numbers.Average(), 2)) / (numbers.Count() - 1)));
    }

    // The fractions follow from sums and integrals. A forest is a little off: its cells smooth, and its trees differ. Steps are learned exactly but for their places. The function of Ishigami
    // is harder, because the first split cannot see a sine that is squared: the fractions are off by 0.14, as Optuna's are in the golden file, and still by 0.09 with 3,000 trials.
    [Theory]
    [InlineData("a=uniform(0,1); b=uniform(0,1)", 512, 0.06, "a 0.9, b 0.1, a*b 0")]
    [InlineData("a=uniform(-1,1); b=uniform(-1,1)", 512, 0.06, "a 0, b 0, a*b 1")]
    [InlineData("a=log(1e-4,1); b=choice(u;v;w)", 512, 0.06, "a 0.4615, b 0.5385, a*b 0")]
    [InlineData("a=uniform(0,8); b=log(1,16); c=choice(u;v;w)", 512, 0.015, "a 0.55125, b 0.135, c 0.28, a*b 0.03375, a*c 0, b*c 0")]
    [InlineData("a=uniform(-3.14159265,3.14159265); b=uniform(-3.14159265,3.14159265); c=uniform(-3.14159265,3.14159265)", 512, 0.15, "a 0.3139, b 0.4424, c 0, a*b 0, a*c 0.2437, b*c 0")]
    public void FractionsAreThoseOfTheFunction(string text, int trials, double tolerance, string expected)
    {
        SearchSpace space = SearchSpace.Parse(text);
        Study study = new(space, new StudyOptions { Sampler = new SobolSampler() });
        study.Run(trial => Value(trial.Parameters), trials);
        StudyImportance importance = study.Importance()!;
        Assert.Equal(trials, importance.Trials);
        Assert.InRange(importance.R2, tolerance > 0.1 ? 0.8 : 0.9, 1);
        Assert.Equal(importance.Parameters.OrderByDescending(parameter => parameter.Fraction), importance.Parameters);
        Assert.Equal(importance.Pairs.OrderByDescending(pair => pair.Fraction), importance.Pairs);
        Assert.InRange(importance.Parameters.Sum(parameter => parameter.Fraction) + importance.Pairs.Sum(pair => pair.Fraction), 0.9, 1 + 1e-9);
        foreach (string[] entry in expected.Split(", ").Select(part => part.Split(' ')))
        {
            string[] names = entry[0].Split('*');
            double actual = names.Length == 1
                ? importance.Parameters.Single(parameter => parameter.Name == names[0]).Fraction
                : importance.Pairs.Single(pair => pair.First == names[0] && pair.Second == names[1]).Fraction;
            Assert.True(Math.Abs(actual - double.Parse(entry[1])) < tolerance, $"{entry[0]}: {actual} instead of {entry[1]}");
        }

        double Value(ParameterValues x) => (space.Count, space[1].Count) switch
        {
            (3, _) when space[2] is ChoiceParameter => (x[0] > 4 ? 2 : 0) + (x[1] > 2 ? 1 : 0) + (x[0] > 4 && x[1] > 2 ? 2 : 0) + (x[2] == 2 ? 3 : x[2]),
            (3, _) => Math.Sin(x[0]) + (7 * Math.Pow(Math.Sin(x[1]), 2)) + (0.1 * Math.Pow(x[2], 4) * Math.Sin(x[0])),
            (_, 3) => Math.Log10(x[0]) + (x[1] == 2 ? 3 : x[1]),
            _ => space[0].Contains(-1) ? x[0] * x[1] : (3 * x[0]) + x[1],
        };
    }

    [Fact]
    public void TheMeanOverTheOtherParametersIsThatOfTheFunction()
    {
        SearchSpace space = SearchSpace.Parse("a=log(1e-4,1); b=choice(u;v;w); c=uniform(0,1)");
        Study study = new(space, new StudyOptions { Sampler = new SobolSampler() });
        study.Run(trial => 1000 + Math.Log10(trial.GetNumber("a")) + (trial.GetChoice("b") == "w" ? 3 : 0), 512);
        StudyImportance importance = study.Importance()!;
        Assert.Equal(1000 - 2 + 1, importance.Mean("a", 0.01), 0.2);
        Assert.Equal(1000 - 2 + 3, importance.Mean("b", 2), 0.2);
        Assert.Equal(1000 - 3 + 3, importance.Mean("a", 0.001, "b", 2), 0.3);
        Assert.Equal(1000 - 1, importance.Mean("b", 0, "a", 0.1), 0.3);
        Assert.Throws<ArgumentException>(() => importance.Mean("a", 2));
        Assert.Throws<ArgumentException>(() => importance.Mean("d", 0));
    }

    [Fact]
    public void ConditionalParametersAreComparedInTheTrialsThatHaveThem()
    {
        Study study = new(SearchSpace.Parse("x=uniform(0,1); c=choice(a;b); y=uniform(0,1) if c=b"), new StudyOptions { Sampler = new RandomSampler() });
        study.Run(trial => trial.Parameters.IsActive("y") ? 10 * trial.GetNumber("y") : trial.GetNumber("x"), 100);
        Assert.Equal(["c", "x"], study.Importance()!.Parameters.Select(parameter => parameter.Name).Order());
        StudyImportance named = study.Importance(parameters: ["x", "y"])!;
        Assert.Equal(study.Trials.Count(trial => trial.Parameters!.IsActive("y")), named.Trials);
        Assert.Equal("y", named.Parameters[0].Name);
        Assert.InRange(named.Parameters[0].Fraction, 0.95, 1);
    }

    [Fact]
    public void EveryObjectiveHasItsOwnImportance()
    {
        SearchSpace space = SearchSpace.Parse("x=uniform(0,1); y=uniform(0,1)");
        Study study = new(space, new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Maximize], Sampler = new RandomSampler() });
        study.Run(trial => [trial.GetNumber("x") * 1e300, trial.Number == 7 ? double.PositiveInfinity : trial.GetNumber("y") * 1e-300], 60);
        Assert.Equal(["x", "y"], Enumerable.Range(0, 2).Select(objective => study.Importance(objective)!.Parameters[0].Name));
        Assert.Equal([60, 59], Enumerable.Range(0, 2).Select(objective => study.Importance(objective)!.Trials));
        Assert.All(Enumerable.Range(0, 2), objective => Assert.InRange(study.Importance(objective)!.Parameters[0].Fraction, 0.95, 1));
        Assert.Equal(study.Importance(1)!.Parameters, study.Importance(1)!.Parameters);
        Assert.Throws<ArgumentOutOfRangeException>(() => study.Importance(2));
        Assert.Throws<ArgumentException>(() => study.Importance(parameters: []));
        Assert.Throws<ArgumentException>(() => study.Importance(parameters: ["z"]));
    }

    [Fact]
    public void EqualValuesHaveNoImportance()
    {
        Study study = new(SearchSpace.Parse("x=uniform(0,1); one=choice(only)"), new StudyOptions { Sampler = new RandomSampler() });
        Assert.Null(study.Importance());
        study.Run(_ => 4, 5);
        Assert.Null(study.Importance());
        study.Run(trial => trial.GetNumber("x"), 9);
        Assert.Equal(0, study.Importance()!.Parameters.Single(parameter => parameter.Name == "one").Fraction, 1e-12);
    }

    private static Study Told(SearchSpace space, double[][] points, double[][] values, ulong seed)
    {
        Study study = new(space, new StudyOptions { Seed = seed, First = [.. points.Select(point => space.Assign(i => point[i]))] });
        foreach (double[] value in values)
        {
            study.Tell(study.Ask(), value);
        }

        return study;
    }

    private static List<Leaf> Leaves(JsonElement nodes, int count)
    {
        List<Leaf> leaves = [];
        Visit(0, [.. Enumerable.Repeat(new Side(0, 1, null), count)]);
        return leaves;

        void Visit(int index, Side[] sides)
        {
            JsonElement node = nodes[index];
            int parameter = node.GetProperty("parameter").GetInt32();
            if (parameter < 0)
            {
                leaves.Add(new Leaf(node.GetProperty("value").GetDouble(), sides));
                return;
            }

            double cut = node.GetProperty("cut").GetDouble();
            Side[] below = [.. sides], above = [.. sides];
            (below[parameter], above[parameter]) = (below[parameter] with { High = cut }, above[parameter] with { Low = cut });
            Visit(node.GetProperty("below").GetInt32(), below);
            Visit(node.GetProperty("above").GetInt32(), above);
        }
    }

    private static bool Near((double Low, double High) one, (double Low, double High) other) => Math.Abs(one.Low - other.Low) < 1e-9 && Math.Abs(one.High - other.High) < 1e-9;
}
