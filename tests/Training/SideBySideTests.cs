using Descent.Data;
using Descent.Tests.Repository;

namespace Descent.Tests.Training;

/// <summary>Folds that are trained in parallel: the bits of any number of threads, reports that never overlap, and cancellation.</summary>
public class SideBySideTests
{
    private static readonly Table s_iris = Table.Read(Path.Combine(Checkout.Root, "samples", "data", "iris.csv"));

    [Theory]
    [InlineData(Effort.Quick)]
    [InlineData(Effort.Normal)]
    public void FoldsAreTheSameOnAnyNumberOfThreads(Effort effort)
    {
        TableOptions options = new() { Effort = effort, Recipe = effort == Effort.Normal ? new LinearRecipe() : null };
        float[][] one = Outputs(1), two = Outputs(2), all = Outputs(0);
        Assert.Equal(one, two);
        Assert.Equal(one, all);

        float[][] Outputs(int threads) => [.. TableTrainer.CrossValidate(s_iris, ["species"], 3, options with { Threads = threads }).Folds.Select(fold => fold.Model.Outputs(fold.Model.Preprocessor.TransformInputs<float>(s_iris)))];
    }

    [Fact]
    public void LearningCurvesAreTheSameOnAnyNumberOfThreads()
    {
        LearningCurve one = Of(1), two = Of(2);
        Assert.Equal(one.Points.SelectMany(point => point.Validation.Concat(point.Train)), two.Points.SelectMany(point => point.Validation.Concat(point.Train)));
        Assert.Equal($"{one}", $"{two}");

        static LearningCurve Of(int threads) => LearningCurve.Of(s_iris, ["species"], new TableOptions { Layers = [8], Epochs = 10, Threads = threads }, folds: 3, shares: [0.2, 0.6, 1]);
    }

    [Fact]
    public void ReportsComeOneAtATimeAndCountTheFolds()
    {
        Recorder recorder = new();
        CrossValidation validation = TableTrainer.CrossValidate(s_iris, ["species"], 4, new TableOptions { Layers = [8], Epochs = 5, Progress = recorder }, recorder);
        Assert.False(recorder.Overlaps);
        Assert.Equal([1, 2, 3, 4], recorder.Folds.Where(report => report.Training is null).Select(report => report.Finished));
        Assert.Equal([1, 2, 3, 4], recorder.Folds.Where(report => report.Training is null).Select(report => report.Fold).Order());
        Assert.Equal(recorder.Trainings, recorder.Folds.Count(report => report.Training is not null));
        Assert.Equal(20, recorder.Folds.Count(report => report.Training?.Finished is not null));
        Assert.Equal(4, validation.Folds.Count);
    }

    [Fact]
    public void CancellationEndsAllFolds()
    {
        using CancellationTokenSource source = new();
        Recorder recorder = new() { Cancels = source };
        Assert.ThrowsAny<OperationCanceledException>(() => TableTrainer.CrossValidate(s_iris, ["species"], 5, new TableOptions { Layers = [8], Epochs = 100_000 }, recorder, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => LearningCurve.Of(s_iris, ["species"], new TableOptions { Layers = [8], Epochs = 100_000 }, cancellation: source.Token));
    }

    private sealed class Recorder : IProgress<FoldProgress>, IProgress<TrainingProgress>
    {
        private int inside;

        public List<FoldProgress> Folds { get; } = [];

        public int Trainings { get; private set; }

        public bool Overlaps { get; private set; }

        public CancellationTokenSource? Cancels { get; init; }

        public void Report(FoldProgress value)
        {
            Overlaps |= Interlocked.Increment(ref inside) > 1;
            Folds.Add(value);
            Cancels?.Cancel();
            Interlocked.Decrement(ref inside);
        }

        public void Report(TrainingProgress value)
        {
            Overlaps |= Interlocked.Increment(ref inside) > 1;
            Trainings++;
            Interlocked.Decrement(ref inside);
        }
    }
}
