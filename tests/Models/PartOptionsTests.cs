using Descent.Data;

namespace Descent.Tests.Models;

/// <summary>Custom types that are not registered: the elements of their lists are compared, and nesting that cannot be saved is rejected at once.</summary>
public class PartOptionsTests
{
    [Fact]
    public void ListsOfUnregisteredPartsAreTold()
    {
        Assert.NotEqual(PartOptions.Of(new Levels([1, 2])), PartOptions.Of(new Levels([1, 3])));
        Assert.NotEqual(PartOptions.Of(new Levels([1, 2])), PartOptions.Of(new Levels([1, 2], 5)));
        Assert.Equal(PartOptions.Of(new Levels([1, 2])), PartOptions.Of(new Levels([1, 2])));

        // Inside of the library's own parts, too.
        Assert.NotEqual(PartOptions.Of(new MaxNorm(1, new Levels([1, 2]))), PartOptions.Of(new MaxNorm(1, new Levels([1, 3]))));
        Assert.Contains("Strengths = [1, 2, ]", PartOptions.Of(new MaxNorm(1, new Levels([1, 2]))), StringComparison.Ordinal);
        Assert.Null(PartOptions.Of(new MaxNorm(1, new L1(0.1)), null, new Adam()));
    }

    [Fact]
    public void ACheckpointOfOtherElementsIsRefused()
    {
        Checkpoint? last = null;
        TrainingOptions Options(params double[] strengths) => new() { Loss = new MeanSquaredError(), Regularizer = new Levels(strengths), Epochs = 2 };
        Dataset<float> data = Dataset.Create(new float[,] { { 0 }, { 1 }, { 2 } }, new float[,] { { 0 }, { 1 }, { 2 } });
        Network network = [new Dense(1)];
        network.Build<float>(1, seed: 1).Fit(data, Options(0.1, 0.2) with { OnCheckpoint = checkpoint => last = checkpoint });
        network.Build<float>(1, seed: 1).Fit(data, Options(0.1, 0.2) with { Resume = last, Epochs = 3 });
        string message = Assert.Throws<ArgumentException>(() => network.Build<float>(1, seed: 1).Fit(data, Options(0.1, 0.3) with { Resume = last, Epochs = 3 })).Message;
        Assert.Contains("its regularizer's options is Levels { Strengths = [0.1, 0.2, ]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNestedTooDeepToBeSavedIsRefusedOnBuilding()
    {
        Network Nested(int depth) => [new Dense(1, Enumerable.Range(0, depth).Aggregate((Activation)new Tanh(), (inner, _) => new Wrapping(inner)))];
        Assert.NotNull(Nested(Nesting.Json - 3).Build<float>(1));
        Assert.Equal(Nesting.TooDeep, Assert.Throws<ArgumentException>(() => Nested(Nesting.Json).Build<float>(1)).Message);

        Regularizer deep = Enumerable.Range(0, Nesting.Json).Aggregate((Regularizer)new L2(0.1), (inner, _) => new Holding(inner));
        Dataset<float> data = Dataset.Create(new float[,] { { 0 }, { 1 } }, new float[,] { { 0 }, { 1 } });
        Network network = [new Dense(1)];
        Assert.Equal(Nesting.TooDeep, Assert.Throws<ArgumentException>(() => network.Build<float>(1).Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Regularizer = deep })).Message);
    }

    [Fact]
    public void SlopesOfAPenaltyThatAreNoNumbersAreToldByPenalty()
    {
        Network network = [new Dense(1)];
        Assert.Contains("Levels.Slopes returned NaN", Assert.Throws<ArgumentException>(() => network.Build<float>(1).Penalty(new Levels([double.NaN]))).Message, StringComparison.Ordinal);
    }

    private sealed record Levels(IReadOnlyList<double> Strengths, double Other = 0) : Regularizer
    {
        protected internal override bool PenalizesAll => false;

        protected internal override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position) => (Strengths.Sum() + Other, 0);
    }

    private sealed record Holding(Regularizer Inner) : Regularizer
    {
        protected internal override bool PenalizesAll => false;

        protected internal override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position) => Inner.Slopes(samples, position);
    }

    private sealed record Wrapping(Activation Inner) : ElementwiseActivation
    {
        protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => new Tanh().Accept(visitor);
    }
}
