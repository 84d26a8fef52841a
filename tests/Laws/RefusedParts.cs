using System.Text.Json.Serialization;

namespace Descent.Tests.Laws;

/// <summary>An activation whose option is a property, which the generated serializer sets to 0.</summary>
internal sealed record PropertyCurve : ElementwiseActivation
{
    public double Steepness { get; init; } = 3;

    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>A loss that inherits its reduction, and has no parameter for it.</summary>
internal sealed record InheritedReduction() : SamplewiseLoss(Reduction.MeanOverSamples)
{
    protected override TResult Accept<V, TResult>(ISampleLossVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>An optimizer that inherits its learning rate, and has no parameter for it.</summary>
internal sealed record InheritedRate(double Beta = 0.9) : ElementwiseOptimizer(0.02)
{
    protected override TResult Accept<V, TResult>(TrainingPosition position, IRuleVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>Sides of a curve.</summary>
internal enum CurveSide
{
    Left,
    Right,
}

/// <summary>An activation with an option of several names.</summary>
internal sealed record SidedCurve(CurveSide Side = CurveSide.Left) : ElementwiseActivation
{
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>An activation that nothing is wrong with, as long as its entry is right.</summary>
internal sealed record PlainCurve(double Slope = 2) : ElementwiseActivation
{
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>An activation that is not in the context.</summary>
internal sealed record UnlistedCurve : ElementwiseActivation
{
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>A layer that holds a part of its user's.</summary>
internal sealed record HoldingBlock(Activation? Inner = null) : CompositeLayer
{
    protected override IReadOnlyList<Layer> Expand(int width) => [Inner ?? new Relu(), null!];
}

/// <summary>An activation whose option has the name that JSON has for the part's own.</summary>
internal sealed record TypedCurve(string Type = "a") : ElementwiseActivation
{
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>An activation with two options of one name, but for an underscore.</summary>
internal sealed record TwinCurve(double Beta1 = 1, double Beta_1 = 2) : ElementwiseActivation
{
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>An activation with a dictionary, which texts cannot write.</summary>
internal sealed record MappedCurve(IReadOnlyDictionary<string, double>? Map = null) : ElementwiseActivation
{
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>An activation with lists of lists of names, which its context writes as numbers.</summary>
internal sealed record ManySidedCurve(IReadOnlyList<IReadOnlyList<CurveSide>>? Sides = null) : ElementwiseActivation
{
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => throw new NotSupportedException();
}

/// <summary>A schedule that holds another.</summary>
internal sealed record HoldingSchedule(Schedule? Inner = null) : Schedule
{
    public Schedule Inner { get; init; } = Inner ?? new PlainSchedule();

    public override double At(TrainingPosition position) => Inner.At(position);
}

/// <summary>A schedule that is not in the context.</summary>
internal sealed record PlainSchedule : Schedule
{
    public override double At(TrainingPosition position) => 1;
}

[JsonSerializable(typeof(TypedCurve))]
[JsonSerializable(typeof(TwinCurve))]
[JsonSerializable(typeof(MappedCurve))]
[JsonSerializable(typeof(ManySidedCurve))]
[JsonSerializable(typeof(HoldingSchedule))]
[JsonSerializable(typeof(PropertyCurve))]
[JsonSerializable(typeof(InheritedReduction))]
[JsonSerializable(typeof(InheritedRate))]
[JsonSerializable(typeof(SidedCurve))]
[JsonSerializable(typeof(PlainCurve))]
[JsonSerializable(typeof(HoldingBlock))]
internal sealed partial class RefusedJson : JsonSerializerContext;
