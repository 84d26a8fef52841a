using Descent.Numerics;

namespace Descent.Tests.Training;

/// <summary>What an augmentation breaks.</summary>
public enum BadRows
{
    Input,
    Target,
    Weights,
}

/// <summary>An augmentation that makes what cannot be trained on, from the second epoch on.</summary>
internal sealed record BadAugmentation(BadRows Fault) : EpochAugmentation
{
    protected internal override bool ChangesTargets => Fault != BadRows.Input;

    protected internal override void Change<T>(in AugmentedRows<T> rows)
    {
        if (rows.Epoch < 2)
        {
            return;
        }

        switch (Fault)
        {
            case BadRows.Input:
                rows.Inputs[3] = T.NaN;
                break;
            case BadRows.Target:
                rows.Targets[3] = T.PositiveInfinity;
                break;
            default:
                rows.Weights.Clear();
                break;
        }
    }
}

/// <summary>A penalty of any slope.</summary>
internal sealed record BadPenalty(double Slope) : Regularizer
{
    protected internal override bool PenalizesAll => true;

    protected internal override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position) => (Slope, 0);
}

/// <summary>A metric of any name.</summary>
internal sealed record Nameless(string Called) : Metric
{
    public override string Name => Called;

    public override bool HigherIsBetter => false;

    public override bool Fits(OutcomeForm form) => true;

    protected override double Evaluate(in Outcome outcome) => 0;
}

/// <summary>A loss that throws when it is computed.</summary>
internal sealed record ThrowingLoss() : ElementwiseLoss(Reduction.MeanOverElements)
{
    protected override TResult Accept<V, TResult>(IElementLossVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementLoss<V>
        where V : struct, ILane<V>
    {
        public V Value(V output, V target, out V derivative) => throw new TimeoutException("It took too long.");
    }
}
