using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Goldens;
using Descent.Tests.Repository;

namespace Descent.Tests.Ensembles;

/// <summary>Several networks that are trained as the options describe them: how they differ, how they are combined, and what happens if some fail.</summary>
public class EnsembleMethodTests
{
    private static readonly TableOptions s_small = new() { Layers = [4], Epochs = 8, Threads = 1 };

    private static Table Iris => Table.Read(Path.Combine(Checkout.Root, "samples", "data", "iris.csv"));

    [Theory]
    [InlineData("two")]
    [InlineData("ties")]
    [InlineData("weighted")]
    public void VotesAreThoseOfScikitLearn(string name)
    {
        JsonElement golden = GoldenFile.Read("ensembles.json").GetProperty("votes").GetProperty(name);
        int classes = golden.GetProperty("classes").GetInt32();
        int[][] labels = [.. golden.GetProperty("labels").EnumerateArray().Select(member => member.EnumerateArray().Select(label => label.GetInt32()).ToArray())];
        double[] weights = GoldenFile.Numbers(golden.GetProperty("weights"));
        int[] voted = [.. golden.GetProperty("voted").EnumerateArray().Select(label => label.GetInt32())];
        int width = classes == 2 ? 1 : classes;
        float[][] outputs = [.. labels.Select(member => member.SelectMany(label => width == 1 ? [label == 1 ? 0.8f : 0.3f] : Enumerable.Range(0, classes).Select(i => i == label ? 0.4f : 0.1f)).ToArray())];
        double total = weights.Sum();
        float[] combined = new VoteCombination().Combine(outputs, [.. weights.Select(weight => weight / total)], width, isExclusive: width > 1);
        for (int row = 0; row < voted.Length; row++)
        {
            float[] own = combined[(row * width)..((row + 1) * width)];
            Assert.Equal(voted[row], width == 1 ? (own[0] > 0.5f ? 1 : 0) : Array.IndexOf(own, own.Max()));
            Assert.Equal(1, width == 1 ? 1 : own.Sum(), 1e-5);
        }
    }

    [Fact]
    public void AVoteIsCountedByTheRuleOfSuccession()
    {
        // Two of three networks vote for the second label: (2 + 1) / (3 + 2). A probability of exactly a half is a vote for the second label.
        float[] combined = new VoteCombination().Combine([[0.9f], [0.5f], [0.1f]], [1 / 3.0, 1 / 3.0, 1 / 3.0], 1, isExclusive: false);
        Assert.Equal(0.6, combined[0], 1e-6);
    }

    [Fact]
    public void TheFirstNetworkIsTheSingleOneAndThePredictionIsTheMean()
    {
        TableModel single = TableTrainer.Train(Iris, ["species"], s_small).Model;
        TableTraining training = TableTrainer.Train(Iris, ["species"], s_small with { Ensemble = new AverageEnsemble(3) });
        TableModel model = training.Model;
        Assert.Equal(3, model.Members.Count);
        Assert.Equal(3, training.Ensemble!.Members.Count);
        Assert.False(training.IsSingle);
        TablePrediction all = model.Predict(Iris), alone = single.Predict(Iris);
        TablePrediction[] members = [.. Enumerable.Range(0, 3).Select(i => model.Member(i).Predict(Iris))];
        for (int row = 0; row < all.Rows; row += 7)
        {
            Assert.Equal(alone.Probabilities(row), members[0].Probabilities(row));
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(members.Average(member => member.Probabilities(row)[i]), all.Probabilities(row)[i], 1e-6);
            }
        }

        Assert.NotEqual(members[0].Probabilities(0), members[1].Probabilities(0));
    }

    [Theory]
    [InlineData("average:count=3")]
    [InlineData("average:count=3,together=true")]
    [InlineData("voting:count=3")]
    [InlineData("bagging:count=4")]
    public void TheFileIsTheSameForEveryNumberOfThreadsAndPredictsTheSame(string text)
    {
        EnsembleMethod method = Catalogue.Parse<EnsembleMethod>(text);
        TableTraining[] trainings = [.. new[] { 1, 2 }.Select(threads => TableTrainer.Train(Iris, ["species"], s_small with { Ensemble = method, Threads = threads }))];
        byte[][] files = [.. trainings.Select(Bytes)];
        Assert.Equal(files[0], files[1]);
        TableModel loaded = ModelFile.Load(files[0]);
        TablePrediction before = trainings[0].Model.Predict(Iris), after = loaded.Predict(Iris);
        Assert.Equal(trainings[0].Model.Combination, loaded.Combination);
        for (int row = 0; row < before.Rows; row += 5)
        {
            Assert.Equal(before.Probabilities(row), after.Probabilities(row));
        }

        // Only votes need a reader that knows them.
        string head = System.Text.Encoding.UTF8.GetString(files[0], 0, 4096);
        Assert.Contains(loaded.Combination is null ? "\"descent.format\":\"1\"" : "\"descent.format\":\"2\"", head, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownCombinationIsRefused()
    {
        byte[] file = Bytes(TableTrainer.Train(Iris, ["species"], s_small with { Ensemble = new VotingEnsemble(2) }));
        SafetensorsFile content = SavedModel<float>.FileOf(new ReadOnlyMemory<byte>(file), "model");
        SafetensorsFile other = new(content.Tensors, content.Metadata.Select(pair => pair.Key == "descent.members" ? new KeyValuePair<string, string>(pair.Key, pair.Value.Replace("\"votes\"", "\"coins\"", StringComparison.Ordinal)) : pair));
        using MemoryStream stream = new();
        other.Write(stream);
        Assert.Contains("'coins'", Assert.Throws<ModelFileException>(() => ModelFile.Load(stream.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsAreDrawnWithReplacementAndEvenly()
    {
        const int Rows = 400, Bags = 200;
        int[] counts = new int[Rows];
        double distinct = 0;
        for (int bag = 0; bag < Bags; bag++)
        {
            int[] drawn = BaggingEnsemble.Draw(Rows, Rows, (ulong)bag);
            distinct += drawn.Distinct().Count() / (double)Rows / Bags;
            foreach (int row in drawn)
            {
                counts[row]++;
            }
        }

        // A row is not drawn with probability (1 - 1/n)^n; its deviation over 200 bags is about 0.001.
        Assert.Equal(1 - Math.Pow(1 - (1.0 / Rows), Rows), distinct, 0.004);
        // χ² with 399 degrees of freedom: mean 399, deviation √798 = 28.
        Assert.InRange(counts.Sum(count => Math.Pow(count - Bags, 2) / Bags), 399 - 115, 399 + 115);
        Assert.Equal(50, BaggingEnsemble.Draw(100, 50, 1).Length);
    }

    [Fact]
    public void TheOutOfBagScoreIsThatOfNetworksThatDidNotSeeTheRow()
    {
        Table table = Iris;
        BaggingEnsemble method = new(6, 0.7);
        TableTraining training = TableTrainer.Train(table, ["species"], s_small with { Ensemble = method, TestFraction = 0 });
        TablePrediction[] members = [.. Enumerable.Range(0, 6).Select(i => training.Model.Member(i).Predict(table))];
        string[] labels = [.. training.Model.Preprocessor.Labels];
        int right = 0, judged = 0;
        // Without test and validation rows, the training rows are the table in its order.
        int[][] bags = [.. Enumerable.Range(0, 6).Select(i => BaggingEnsemble.Draw(150, 105, 1 + (ulong)i))];
        for (int row = 0; row < 150; row++)
        {
            TablePrediction[] others = [.. members.Where((_, i) => !bags[i].Contains(row))];
            if (others.Length > 0)
            {
                double[] means = [.. labels.Select((_, label) => others.Average(member => member.Probabilities(row)[label]))];
                right += labels[Array.IndexOf(means, means.Max())] == table[row, "species"] ? 1 : 0;
                judged++;
            }
        }

        Assert.Equal(judged, training.Ensemble!.OutOfBagRows);
        Assert.Equal((double)right / judged, training.Ensemble.OutOfBag!["accuracy"], 1e-12);
    }

    [Fact]
    public void BaggingOfNumbersHasIntervals()
    {
        Table table = Table.Create(["x", "y"], [[.. Enumerable.Range(0, 120).Select(i => $"{i % 40}")], [.. Enumerable.Range(0, 120).Select(i => $"{(i % 40 * 0.5) + (i * 37 % 11 * 0.1)}")]]);
        TableModel model = TableTrainer.Train(table, ["y"], s_small with { Ensemble = new BaggingEnsemble(4) }).Model;
        (double lower, double upper) = model.Predict(table).Interval(0);
        Assert.True(lower < upper);
    }

    [Fact]
    public void AClassMayBeAbsentFromTheRowsOfANetwork()
    {
        // Three rows for each network, of three classes: most networks lack a class.
        TableTraining training = TableTrainer.Train(Iris, ["species"], s_small with { Ensemble = new BaggingEnsemble(8, 0.025) });
        Assert.Equal(8, training.Model.Members.Count);
        Assert.Equal(1, training.Model.Predict(Iris).Probabilities(0).Sum(), 1e-5);
    }

    [Fact]
    public void ANetworkThatFailsIsLeftOut()
    {
        TablePlan plan = TableTrainer.Prepare(Iris, ["species"], s_small with { Ensemble = new AverageEnsemble(3) });
        MemberSource source = plan.Members!;
        TrainingJob<float>[] jobs = [.. Enumerable.Range(0, 3).Select(number => source.Job(number))];
        jobs[1] = jobs[1] with { Options = jobs[1].Options with { Optimizer = new GradientDescent(1e30) } };
        TrainedEnsemble trained = ParallelTraining.Of(plan.Method!, source, jobs, TestContext.Current.CancellationToken);
        Assert.Equal([0, 2], trained.Numbers);
        Assert.Equal([0.5, 0.5], trained.Members.Select(member => member.Weight));
        Assert.Contains("1 of 3 networks", Assert.Single(trained.Notices).Text, StringComparison.Ordinal);
        Assert.NotNull(trained.Course[1].Failure);
        Assert.Throws<TrainingFailedException>(() => TableTrainer.Train(Iris, ["species"], s_small with { Ensemble = new AverageEnsemble(2), Optimizer = new GradientDescent(1e30) }));
    }

    [Fact]
    public void CancellationKeepsFinishedNetworks()
    {
        using CancellationTokenSource source = new();
        TableTraining training = TableTrainer.Train(Iris, ["species"], s_small with { Ensemble = new AverageEnsemble(4), MemberProgress = new Stopper(source, 2) }, source.Token);
        Assert.Equal(2, training.Model.Members.Count);
        Assert.True(training.IsCancelled);
        Assert.Contains(training.Notices, notice => notice.Text.Contains("2 of 4 networks", StringComparison.Ordinal));
        using CancellationTokenSource early = new();
        early.Cancel();
        Assert.Throws<OperationCanceledException>(() => TableTrainer.Train(Iris, ["species"], s_small with { Ensemble = new AverageEnsemble(2) }, early.Token));
    }

    [Fact]
    public void OptionsThatContradictEachOtherAreRefused()
    {
        Table numbers = Table.Create(["x", "y"], [[.. Enumerable.Range(0, 60).Select(i => $"{i}")], [.. Enumerable.Range(0, 60).Select(i => $"{i * 0.7}")]]);
        Refuses(numbers, "y", s_small with { Ensemble = new VotingEnsemble() }, "vote for labels");
        Refuses(Iris, "species", s_small with { Ensemble = new VotingEnsemble(), Loss = new CategoricalHinge() }, "probabilities");
        Refuses(Iris, "species", new TableOptions { Ensemble = new AverageEnsemble(), Effort = Effort.Best }, "effort");
        Refuses(Iris, "species", new TableOptions { Ensemble = new AverageEnsemble(), Recipe = new LinearRecipe() }, "recipe");
        Refuses(Iris, "species", new TableOptions { Ensemble = new AverageEnsemble(), Time = TimeSpan.FromSeconds(3) }, "time");
        Assert.Throws<ArgumentOutOfRangeException>(() => new AverageEnsemble(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BaggingEnsemble(RowFraction: 1.5));

        static void Refuses(Table table, string target, TableOptions options, string word) =>
            Assert.Contains(word, Assert.Throws<DataException>(() => TableTrainer.Prepare(table, [target], options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MethodsAreReadAsTheyAreWritten()
    {
        Assert.All(EnsembleMethod.ByName.Values, method => Assert.Equal(method, Catalogue.Parse<EnsembleMethod>($"{method}")));
        EnsembleMethod other = new BaggingEnsemble(7, 0.5);
        Assert.Equal("bagging(count=7, rowFraction=0.5)", $"{other}");
        Assert.Equal(other, Catalogue.Parse<EnsembleMethod>($"{other}"));
        Assert.Equal(new AverageEnsemble(4, Together: true), Catalogue.Parse<EnsembleMethod>($"{new AverageEnsemble(4, Together: true)}"));
        Assert.Contains("average, voting", Assert.Throws<FormatException>(() => Catalogue.Parse<EnsembleMethod>("forest")).Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(TableTraining training)
    {
        using MemoryStream stream = new();
        ModelFile.Save(stream, training.Model);
        return stream.ToArray();
    }

    private sealed class Stopper(CancellationTokenSource source, int after) : IProgress<MemberProgress>
    {
        public void Report(MemberProgress value)
        {
            if (value.Finished == after)
            {
                source.Cancel();
            }
        }
    }
}
