using Descent.Data;
using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>Custom types that break the contract of their base class are rejected by name.</summary>
public class ContractTests
{
    private static readonly TrainingOptions s_options = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(0.01), Epochs = 3 };
    private static readonly Dataset<float> s_rows = Dataset.Create<float>(new float[400], 200, [1, -1], 1);

    /// <summary>The memory of an optimizer is laid out once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ARuleMayNotComeToRememberMore(int step)
    {
        ArgumentException fault = Refusal([new Dense(1)], s_options with { Optimizer = new Changing(step) });
        Assert.Contains("Changing began with a rule of 0 slots, but now has one of 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARuleRemembersAtMostThreeNumbers()
    {
        Assert.Contains("has -1 slots", Refusal([new Dense(1)], s_options with { Optimizer = new Counting<Below>() }).Message, StringComparison.Ordinal);
        Assert.Contains("has 4 slots", Refusal([new Dense(1)], s_options with { Optimizer = new Counting<Above>() }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKernelMustBeHandedOver()
    {
        Assert.Contains("SilentRule.Accept must", Refusal([new Dense(1)], s_options with { Optimizer = new SilentRule() }).Message, StringComparison.Ordinal);
        Assert.Contains("SilentLoss.Accept must", Refusal([new Dense(1)], s_options with { Loss = new SilentLoss() }).Message, StringComparison.Ordinal);
        Assert.Contains("SilentDistance.Accept must", Refusal([new Dense(1)], s_options with { Loss = new SilentDistance() }).Message, StringComparison.Ordinal);
        Assert.Contains("Silent.Accept must", Refusal([new Dense(2, new Silent()), new Dense(1)], s_options).Message, StringComparison.Ordinal);
        Assert.Contains("SilentNeuron.Accept must", Refusal([new Dense(2, new SilentNeuron()), new Dense(1)], s_options).Message, StringComparison.Ordinal);
        Assert.Contains("Accept must", Refusal([new Dense(2, new Strength(new Silent())), new Dense(1)], s_options).Message, StringComparison.Ordinal);
    }

    /// <summary>A layer that contains itself on the way over others has no end; without a limit the process would have one.</summary>
    [Fact]
    public void ALayerMayNotContainItselfOnTheWayOverOthers()
    {
        foreach (Layer layer in (Layer[])[new Inside(), new Ping(), new Branching(), new Members(2, [new Ping()]), new Many()])
        {
            Assert.Contains("must not contain itself", Refusal([layer, new Dense(1)], s_options).Message, StringComparison.Ordinal);
        }

        Layer deep = new Dense(200);
        for (int i = 0; i < 50; i++)
        {
            deep = new Residual([deep]);
        }

        Network network = [deep, new Dense(1)];
        Assert.Equal(1, network.Build<float>(200).Outputs);
    }

    [Fact]
    public void WhatIsFarTooLargeIsRefusedInWords()
    {
        Assert.Contains("BatchSize is 2,147,483,647", Assert.Throws<ArgumentException>(() => Begin(int.MaxValue)).Message, StringComparison.Ordinal);
        Assert.Contains("numbers per sample", Refusal([new Members(int.MaxValue, [new Dense(1)])], s_options).Message, StringComparison.Ordinal);
        Assert.Contains("numbers per sample", Refusal([new PiecewiseLinear(int.MaxValue, 0), new Dense(1)], s_options).Message, StringComparison.Ordinal);
        Assert.Contains("at most", Assert.Throws<ArgumentOutOfRangeException>(() => new InputShape(int.MaxValue, [2])).Message, StringComparison.Ordinal);

        static void Begin(int batch)
        {
            Network network = [new Dense(1)];
            using TrainingRun<float> run = network.Build<float>(2).Begin(s_options with { BatchSize = batch });
        }
    }

    /// <summary>What an augmentation writes later is looked at as at first.</summary>
    [Theory]
    [InlineData(1, false, "The weight of row 1 in epoch 1, ")]
    [InlineData(3, false, "The weight of row 1 in epoch 3, ")]
    [InlineData(1, true, "Target -2 in row 1")]
    [InlineData(3, true, "Target -2 in row 1")]
    public void AnAugmentationMayNotMakeWhatNoRowMayHave(int epoch, bool ofTargets, string words)
    {
        Dataset<float> rows = Dataset.Create<float>([1, 2], 1, [1, 2], 1, [1, 1]);
        Network network = [new Dense(1, new Exponential())];
        TrainingOptions options = s_options with { Loss = new Poisson(), Augmentations = [new Spoiling(epoch, ofTargets)] };
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => network.Build<float>(1).Fit(rows, options)).Message, StringComparison.Ordinal);
    }

    private static ArgumentException Refusal(Layer[] layers, TrainingOptions options)
    {
        Network network = [.. layers];
        return Assert.Throws<ArgumentException>(() => network.Build<float>(200).Fit(s_rows, options));
    }

    private sealed record Spoiling(int Epoch, bool OfTargets) : EpochAugmentation
    {
        protected internal override bool ChangesTargets => true;

        protected internal override void Change<T>(in AugmentedRows<T> rows)
        {
            if (rows.Epoch == Epoch)
            {
                (OfTargets ? rows.Targets : rows.Weights)[1] = T.CreateTruncating(-2);
            }
        }
    }

    private sealed record Changing(int Step) : ElementwiseOptimizer(0.01)
    {
        protected override TResult Accept<V, TResult>(TrainingPosition position, IRuleVisitor<V, TResult> visitor) =>
            position.Step < Step ? visitor.Visit(default(Plain<V, None>)) : visitor.Visit(default(Plain<V, Three>));
    }

    private sealed record Counting<S>() : ElementwiseOptimizer(0.01)
        where S : ISlotCount
    {
        protected override TResult Accept<V, TResult>(TrainingPosition position, IRuleVisitor<V, TResult> visitor) => visitor.Visit(default(Plain<V, S>));
    }

    private interface ISlotCount
    {
        static abstract int Count { get; }
    }

    private readonly struct None : ISlotCount
    {
        public static int Count => 0;
    }

    private readonly struct Three : ISlotCount
    {
        public static int Count => 3;
    }

    private readonly struct Below : ISlotCount
    {
        public static int Count => -1;
    }

    private readonly struct Above : ISlotCount
    {
        public static int Count => 4;
    }

    private readonly struct Plain<V, S> : IRule<V>
        where V : struct, ILane<V>
        where S : ISlotCount
    {
        public static int Slots => S.Count;

        public V Next(V parameter, V gradient, ref Slots<V> slots) => parameter - gradient;
    }

    private sealed record SilentRule() : ElementwiseOptimizer(0.01)
    {
        protected override TResult Accept<V, TResult>(TrainingPosition position, IRuleVisitor<V, TResult> visitor) => default!;
    }

    private sealed record SilentLoss() : ElementwiseLoss(Reduction.MeanOverElements)
    {
        protected override TResult Accept<V, TResult>(IElementLossVisitor<V, TResult> visitor) => default!;
    }

    private sealed record SilentDistance() : SamplewiseLoss(Reduction.MeanOverSamples)
    {
        protected override TResult Accept<V, TResult>(ISampleLossVisitor<V, TResult> visitor) => default!;
    }

    private sealed record Silent : ElementwiseActivation
    {
        protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => default!;
    }

    private sealed record SilentNeuron : PerNeuronActivation
    {
        protected override NeuronParameter Parameter => new("silence", 1);

        protected override TResult Accept<V, TResult>(IPerNeuronVisitor<V, TResult> visitor) => default!;
    }

    private sealed record Inside : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [new Residual([new Inside()])];
    }

    private sealed record Ping : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [new Pong()];
    }

    private sealed record Pong : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [new Ping()];
    }

    private sealed record Many : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [new Members(2, [new Many()])];
    }

    private sealed record Branching : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [new Concatenate([[new Branching()], [new Branching()]])];
    }
}
