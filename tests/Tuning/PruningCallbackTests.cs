using Descent.Data;
using Descent.Tuning;

namespace Descent.Tests.Tuning;

public class PruningCallbackTests
{
    private static readonly SearchSpace s_rates = SearchSpace.Parse("learning-rate=choice(0.1;0.2;1e-6;0.3)");
    private static readonly Network s_network = [new Dense(1)];
    private static readonly Dataset<float> s_line = Dataset.Create(new float[,] { { 0 }, { 1 }, { 2 }, { 3 } }, new float[,] { { 1 }, { 3 }, { 5 }, { 7 } });

    private static TrainingOptions Options(RunningTrial trial, int epochs, params TrainingCallback[] callbacks) => new()
    {
        Loss = new MeanSquaredError(),
        Optimizer = new GradientDescent(double.Parse(trial.GetChoice("learning-rate"), System.Globalization.CultureInfo.InvariantCulture) / 2),
        Epochs = epochs,
        BatchSize = 4,
        Validation = s_line,
        Metrics = [new R2()],
        Callbacks = callbacks,
    };

    /// <summary>Trials of 6 and 9 epochs are compared at the same epochs; the hopeless one ends after the first and is never the best.</summary>
    [Fact]
    public void AHopelessTrainingEndsEarly()
    {
        Study study = new(s_rates, new StudyOptions
        {
            First = [.. Enumerable.Range(0, 4).Select(choice => s_rates.Assign(_ => choice))],
            Pruner = new PercentilePruner(StartupTrials: 2),
        });
        List<int> epochs = [];
        study.Run(
            trial =>
            {
                Counter counter = new();
                try
                {
                    History history = s_network.Build<float>(1, seed: 1).Fit(s_line, Options(trial, trial.Number == 0 ? 9 : 6, counter, new PruningCallback(trial)));
                    Assert.Equal(history.Epochs.Select(epoch => epoch.ValidationLoss!.Value), study.Trials[trial.Number].Intermediate.Values);
                    return history.Epochs[^1].ValidationLoss!.Value;
                }
                finally
                {
                    epochs.Add(counter.Epochs);
                }
            },
            4);
        Assert.Equal([9, 6, 1], epochs[..3]);
        Trial pruned = study.Trials[2];
        Assert.Equal((TrialState.Pruned, 1), (pruned.State, pruned.LastStep));
        Assert.Empty(pruned.Values);
        Assert.NotEqual(2, study.Best!.Number);
    }

    [Fact]
    public void AMetricIsReportedAtItsInterval()
    {
        Study study = new(s_rates, new StudyOptions { Directions = [StudyDirection.Maximize], Pruner = new PercentilePruner() });
        study.Run(
            trial =>
            {
                History history = s_network.Build<float>(1, seed: 1).Fit(s_line, Options(trial, 7, new PruningCallback(trial, new R2(), interval: 3)));
                Assert.Equal(new Dictionary<int, double> { [3] = history.Epochs[2].Metrics["r2"], [6] = history.Epochs[5].Metrics["r2"] }, study.Trials[trial.Number].Intermediate);
                return 0;
            },
            1);
        Assert.Equal(TrialState.Completed, study.Trials[0].State);
    }

    [Fact]
    public void WhatCannotBeComparedIsRefused()
    {
        Study falls = new(s_rates), rises = new(s_rates, new StudyOptions { Directions = [StudyDirection.Maximize] });
        Message.Mentions(Assert.Throws<ArgumentException>(() => new PruningCallback(rises.Ask())).Message, "maximizes", "validation loss", "smaller");
        Assert.Contains("the r2 is better the larger", Assert.Throws<ArgumentException>(() => new PruningCallback(falls.Ask(), new R2())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PruningCallback(falls.Ask(), interval: 0));
        RunningTrial trial = rises.Ask();
        Model<float> model = s_network.Build<float>(1, seed: 1);
        Assert.Contains("Add it to TrainingOptions.Metrics", Assert.Throws<InvalidOperationException>(() => model.Fit(s_line, Options(trial, 2, new PruningCallback(trial, new R2())) with { Metrics = [] })).Message, StringComparison.Ordinal);
        trial = falls.Ask();
        Assert.Contains("Set TrainingOptions.Validation", Assert.Throws<InvalidOperationException>(() => model.Fit(s_line, Options(trial, 2, new PruningCallback(trial)) with { Validation = null, Metrics = [] })).Message, StringComparison.Ordinal);
    }

    private sealed class Counter : TrainingCallback
    {
        public int Epochs { get; private set; }

        public override void OnEpoch(TrainingState state, EpochRecord record) => Epochs++;
    }
}
