using System.Text.Json;
using Descent.Tests.Goldens;
using Descent.Tuning;

namespace Descent.Tests.Tuning;

/// <summary>Pieces of samplers against Optuna, SciPy, scikit-learn and the library cmaes.</summary>
public class SamplerGoldenTests
{
    private static readonly JsonElement s_golden = GoldenFile.Read("samplers.json");

    public static TheoryData<int> Densities => Cases("densities");

    public static TheoryData<int> Evolutions => Cases("cma");

    public static TheoryData<int> Margins => Cases("margins");

    public static TheoryData<int> Processes => Cases("processes");

    public static TheoryData<int> Fronts => Cases("fronts");

    [Theory]
    [MemberData(nameof(Densities))]
    public void TheDensityIsThatOfOptuna(int index)
    {
        JsonElement golden = s_golden.GetProperty("densities")[index];
        SearchParameter[] parameters = [.. golden.GetProperty("space").EnumerateArray().Select(text => SearchSpace.Parse(text.GetString()!)[0])];
        ParzenDensity density = new(
            parameters,
            Rows("observations"),
            GoldenFile.Numbers(golden.GetProperty("weights")),
            new ParzenOptions(golden.GetProperty("prior").GetDouble(), !golden.GetProperty("multivariate").GetBoolean(), Scale: 0.2, NarrowingPower: 1));
        foreach ((double[] point, double expected) in Rows("points").Zip(GoldenFile.Numbers(golden.GetProperty("log"))))
        {
            GoldenFile.AssertClose(expected, density.Log(point), 1e-9, string.Join(", ", parameters.Select(parameter => parameter.ToString())));
        }

        double[][] Rows(string name)
        {
            double[][] columns = [.. golden.GetProperty(name).EnumerateArray().Select(GoldenFile.Numbers)];
            return [.. Enumerable.Range(0, columns[0].Length).Select(row => parameters.Select((parameter, j) => parameter is ChoiceParameter ? columns[j][row] : parameter.ToUnit(columns[j][row])).ToArray())];
        }
    }

    [Fact]
    public void GoodTrialsAndWeightsAreThoseOfOptuna()
    {
        double[] good = GoldenFile.Numbers(s_golden.GetProperty("good"));
        Assert.Equal(good, good.Select((_, i) => (double)new TpeSampler().Good(i + 1)));
        foreach (JsonProperty weights in s_golden.GetProperty("weights").EnumerateObject())
        {
            double[] actual = TpeSampler.Weights(int.Parse(weights.Name));
            Assert.Equal(weights.Value.GetArrayLength(), actual.Length);
            Assert.All(GoldenFile.Numbers(weights.Value).Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Fact]
    public void TrialsAreOrderedAsByOptuna()
    {
        SearchSpace space = SearchSpace.Parse("x=uniform(0,1)");
        foreach (JsonElement golden in s_golden.GetProperty("rankings").EnumerateArray())
        {
            StudyDirection direction = golden.GetProperty("direction").GetString() == "maximize" ? StudyDirection.Maximize : StudyDirection.Minimize;
            Trial[] trials =
            [
                .. golden.GetProperty("trials").EnumerateArray().Select((row, number) => new Trial(number)
                {
                    Parameters = space.Assign(_ => 0.5),
                    State = row.GetProperty("state").GetString() switch { "complete" => TrialState.Completed, "pruned" => TrialState.Pruned, "running" => TrialState.Running, _ => TrialState.Failed },
                    Values = row.GetProperty("state").GetString() == "complete" ? [row.GetProperty("value").GetDouble()] : [],
                    Intermediate = row.GetProperty("intermediate").EnumerateArray().Select((value, step) => (step, value.GetDouble())).ToDictionary(),
                }),
            ];
            SamplingContext context = new(new StudyDefinition("study", space, [direction], 0), trials, trials.Length);
            Assert.Equal(golden.GetProperty("order").EnumerateArray().Select(number => number.GetInt32()), Ranking.Of(context).Select(trial => trial.Number));
        }
    }

    [Fact]
    public void TheSobolSequenceIsThatOfSciPy()
    {
        int row = 0;
        foreach (JsonElement point in s_golden.GetProperty("sobol").EnumerateArray())
        {
            Assert.Equal(SobolSequence.Dimensions, point.GetArrayLength());

            // SciPy has 30 bits.
            Assert.Equal(point.EnumerateArray().Select(word => word.GetUInt32()), Enumerable.Range(0, SobolSequence.Dimensions).Select(j => SobolSequence.Word((uint)row, j) >> 2));
            row++;
        }

        Assert.Equal(64, row);
    }

    [Theory]
    [MemberData(nameof(Evolutions))]
    public void AnUpdateOfTheEvolutionStrategyIsThatOfTheLibraryCmaes(int index)
    {
        JsonElement golden = s_golden.GetProperty("cma")[index];
        CmaEs state = new(GoldenFile.Numbers(golden.GetProperty("mean")), golden.GetProperty("step").GetDouble(), golden.GetProperty("population").GetInt32());
        foreach (JsonElement generation in golden.GetProperty("generations").EnumerateArray())
        {
            state.Update([.. generation.GetProperty("points").EnumerateArray().Select(GoldenFile.Numbers)]);
            GoldenFile.AssertClose(generation.GetProperty("step").GetDouble(), state.Step, 1e-7, "step");
            Assert.All(GoldenFile.Numbers(generation.GetProperty("mean")).Zip(state.Mean), pair => GoldenFile.AssertClose(pair.First, pair.Second, 1e-7, "mean"));
            GoldenFile.AssertClose([.. generation.GetProperty("covariance").EnumerateArray().SelectMany(GoldenFile.Numbers)], state.Covariance.ToArray(), 1e-7, "covariance");
        }
    }

    [Theory]
    [MemberData(nameof(Margins))]
    public void TheMarginIsThatOfTheLibraryCmaes(int index)
    {
        JsonElement golden = s_golden.GetProperty("margins")[index];
        CmaEs state = new(GoldenFile.Numbers(golden.GetProperty("mean")), golden.GetProperty("step").GetDouble(), 6);
        state.Update([.. golden.GetProperty("points").EnumerateArray().Select(GoldenFile.Numbers)]);
        double[] mean = GoldenFile.Numbers(golden.GetProperty("seen")), scale = GoldenFile.Numbers(golden.GetProperty("scale"));
        for (int j = 0; j < 2; j++)
        {
            double cell = Math.Clamp(Math.Floor(state.Mean[j] * 6), 0, 5);
            state.KeepMargin(j, cell == 0 ? null : cell / 6, cell == 5 ? null : (cell + 1) / 6);
            GoldenFile.AssertClose(mean[j], state.Mean[j], 1e-7, $"mean {j}");
            GoldenFile.AssertClose(scale[j], state.Scale[j], 1e-6, $"scale {j}");
        }
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void TheGaussianProcessIsThatOfScikitLearn(int index)
    {
        JsonElement golden = s_golden.GetProperty("processes")[index];
        GaussianProcess process = new([.. golden.GetProperty("inputs").EnumerateArray().Select(GoldenFile.Numbers)], GoldenFile.Numbers(golden.GetProperty("targets")), GoldenFile.Numbers(golden.GetProperty("logs")));
        GoldenFile.AssertClose(golden.GetProperty("likelihood").GetDouble(), process.LogLikelihood, 1e-9, "likelihood");
        Assert.All(GoldenFile.Numbers(golden.GetProperty("gradient")).Zip(process.Gradient()), pair => GoldenFile.AssertClose(pair.First, pair.Second, 1e-8, "gradient"));
        double[] means = GoldenFile.Numbers(golden.GetProperty("means")), deviations = GoldenFile.Numbers(golden.GetProperty("deviations"));
        int i = 0;
        foreach (JsonElement point in golden.GetProperty("points").EnumerateArray())
        {
            (double mean, double deviation) = process.Predict(GoldenFile.Numbers(point));
            GoldenFile.AssertClose(means[i], mean, 1e-9, "mean");
            GoldenFile.AssertClose(deviations[i++], deviation, 1e-7, "deviation");
        }
    }

    [Fact]
    public void TheScalesOfTheProcessAreTheMostProbable()
    {
        JsonElement golden = s_golden.GetProperty("processes")[2];
        double[][] inputs = [.. golden.GetProperty("inputs").EnumerateArray().Select(GoldenFile.Numbers)];
        double[] targets = [.. inputs.Select(x => Math.Sin(9 * x[0]) + x[1] - 0.5)];
        double[] logs = GaussianProcessFit.Fit(inputs, targets).Logs;
        (double loss, double[] gradient) = GaussianProcessFit.Loss(inputs, targets, logs);
        Assert.All(gradient, slope => Assert.Equal(0, slope, 0.01));

        // The first input matters most, the last two not at all.
        Assert.True(logs[0] < logs[1] && logs[1] < logs[2] && logs[1] < logs[3]);
        for (int i = 0; i < logs.Length; i++)
        {
            double[] above = [.. logs], below = [.. logs];
            above[i] += 0.3;
            below[i] -= 0.3;
            (double more, double less) = (GaussianProcessFit.Loss(inputs, targets, above).Loss, GaussianProcessFit.Loss(inputs, targets, below).Loss);
            Assert.True(more > loss && less > loss);
            double[] next = [.. above];
            next[i] += 1e-5;
            GoldenFile.AssertClose((GaussianProcessFit.Loss(inputs, targets, next).Loss - more) / 1e-5, GaussianProcessFit.Loss(inputs, targets, above).Gradient[i], 1e-3, $"gradient {i}");
        }
    }

    [Fact]
    public void GoodTrialsCountByTheirImprovement()
    {
        Assert.Equal([1.5, 1.125, 0.375], TpeSampler.ImprovementWeights([1, 2, 4], 5));
        Assert.Equal([1.5, 1.125, 0.375], TpeSampler.ImprovementWeights([-1, -2, -4], -5));
        Assert.Equal([1, 1], TpeSampler.ImprovementWeights([3, 3], 3));
        Assert.Equal([1, 1], TpeSampler.ImprovementWeights([3, double.NegativeInfinity], 4));
    }

    // The mean of max(best − y, 0) by integration; far from the mean, the asymptotic series takes over without a jump.
    [Fact]
    public void TheExpectedImprovementIsTheMeanOfTheImprovement()
    {
        foreach ((double best, double mean, double deviation) in ((double, double, double)[])[(0, 0.3, 0.5), (1, -1, 0.2), (-2, 0, 0.7)])
        {
            double sum = 0, step = 1e-4;
            for (double z = -12; z < (best - mean) / deviation; z += step)
            {
                sum += step * (best - mean - (deviation * (z + (step / 2)))) * Math.Exp(NormalDistribution.LogDensity(z + (step / 2)));
            }

            Assert.Equal(Math.Log(sum), GaussianProcessSampler.LogImprovement(best, mean, deviation), 1e-3);
        }

        Assert.Equal(GaussianProcessSampler.LogImprovement(-29.999, 0, 1), GaussianProcessSampler.LogImprovement(-30.001, 0, 1), 0.1);
        Assert.Equal(Math.Log(2), GaussianProcessSampler.LogImprovement(3, 1, 0));
    }

    [Theory]
    [MemberData(nameof(Fronts))]
    public void FrontsAndCrowdingAreThoseOfOptuna(int index)
    {
        JsonElement golden = s_golden.GetProperty("fronts")[index];
        double[][] values = [.. golden.GetProperty("values").EnumerateArray().Select(GoldenFile.Numbers)];
        int[] fronts = Dominance.Fronts(values);
        Assert.Equal(golden.GetProperty("ranks").EnumerateArray().Select(rank => rank.GetInt32()), fronts);
        double[] expected = [.. golden.GetProperty("crowding").EnumerateArray().Select(distance => distance.ValueKind == JsonValueKind.Null ? double.PositiveInfinity : distance.GetDouble())];
        Assert.All(expected.Zip(Dominance.Crowding(values, fronts)), pair => Assert.True(pair.First == pair.Second || Math.Abs(pair.First - pair.Second) < 1e-12, $"{pair}"));
    }

    private static TheoryData<int> Cases(string name) => [.. Enumerable.Range(0, s_golden.GetProperty(name).GetArrayLength())];
}
