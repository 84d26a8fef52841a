using System.Globalization;

namespace Descent.Playground;

/// <summary>Explains an update of one number: the formula of the optimizer, and the same with the numbers.</summary>
internal static class UpdateStory
{
    /// <summary>The lines of the explanation; the last one has the new value.</summary>
    /// <param name="trainee">The network and its settings.</param>
    /// <param name="facts">What happened.</param>
    /// <param name="isWeight">Whether it is a weight, to which penalties apply.</param>
    public static IReadOnlyList<string> Of(Trainee trainee, UpdateFacts facts, bool isWeight)
    {
        TrainingOptions options = trainee.Options;
        double penalty = isWeight ? Slope(options.Regularizer, facts, Math.Min(options.BatchSize, trainee.Train.Rows)) : 0;
        List<string> lines = [$"g = {N(facts.Gradient)}: the mean slope of the loss over the batch{(options.Clipping is null ? "" : ", after clipping")}"];
        double g = facts.Gradient + penalty;
        if (penalty != 0)
        {
            lines.Add($"g ← g + slope of the penalty = {N(facts.Gradient)} + {N(penalty)} = {N(g)}");
        }

        double w = facts.Before, rate = facts.Rate;
        double Old(int slot) => slot < facts.StateBefore.Count ? facts.StateBefore[slot] : 0;
        double New(int slot) => slot < facts.StateAfter.Count ? facts.StateAfter[slot] : 0;
        switch (options.Optimizer)
        {
            case GradientDescent:
                lines.AddRange(["θ ← θ - η·g", $"θ = {N(w)} - {N(rate)}·{N(g)} = {N(facts.After)}"]);
                break;
            case Momentum { Beta: ConstantSchedule beta } momentum:
                bool isHeavy = momentum.Form == MomentumForm.HeavyBall;
                lines.AddRange([
                    isHeavy ? "v ← β·v + g; θ ← θ - η·v" : "v ← β·v + (1 - β)·g; θ ← θ - η·v",
                    $"v = {N(beta.Value)}·{N(Old(0))} + {(isHeavy ? "" : $"{N(1 - beta.Value)}·")}{N(g)} = {N(New(0))}",
                    $"θ = {N(w)} - {N(rate)}·{N(New(0))} = {N(facts.After)}"]);
                break;
            case Adagrad adagrad:
                bool isInside = adagrad.Placement == EpsilonPlacement.InsideRoot;
                lines.AddRange([
                    $"G ← G + g²; θ ← θ - η·g / {(isInside ? "√(G + ε)" : "(√G + ε)")}",
                    $"G = {N(facts.StateBefore.Count > 0 ? Old(0) : adagrad.Start)} + {N(g)}² = {N(New(0))}",
                    $"θ = {N(w)} - {N(rate)}·{N(g)} / √{N(New(0))} = {N(facts.After)}"]);
                break;
            case RmsProp { Beta: ConstantSchedule beta, Centered: false, Momentum: ConstantSchedule { Value: 0 } }:
                lines.AddRange([
                    "E ← β·E + (1 - β)·g²; θ ← θ - η·g / √(E + ε)",
                    $"E = {N(beta.Value)}·{N(Old(0))} + {N(1 - beta.Value)}·{N(g)}² = {N(New(0))}",
                    $"θ = {N(w)} - {N(rate)}·{N(g)} / √{N(New(0))} = {N(facts.After)}"]);
                break;
            case Adam { Beta1: ConstantSchedule one, Beta2: ConstantSchedule two, AmsGrad: false, Placement: AdamEpsilonPlacement.OutsideRoot }:
                lines.AddRange(OfAdam(facts, g, one.Value, two.Value, Old, New));
                lines.Add($"θ = {N(w)} - {N(rate)}·{N(New(0) / Correction(one.Value, facts.Step))} / (√{N(New(1) / Correction(two.Value, facts.Step))} + ε) = {N(facts.After)}");
                break;
            case AdamW { Beta1: ConstantSchedule one, Beta2: ConstantSchedule two, WeightDecay: ConstantSchedule decay, AmsGrad: false, Placement: AdamEpsilonPlacement.OutsideRoot } decayed:
                double share = isWeight || decayed.AllParameters ? decay.Value : 0;
                lines.AddRange(OfAdam(facts, g, one.Value, two.Value, Old, New));
                lines.Add($"θ = {N(w)} - {N(rate)}·{N(share)}·{N(w)} - {N(rate)}·{N(New(0) / Correction(one.Value, facts.Step))} / (√{N(New(1) / Correction(two.Value, facts.Step))} + ε) = {N(facts.After)}");
                break;
            default:
                lines.AddRange([
                    Catalogue.Find(Catalogue.NameOf(options.Optimizer))!.Formula,
                    .. facts.StateAfter.Select((value, slot) => $"memory {slot + 1} of the optimizer: {N(Old(slot))} before, {N(value)} after"),
                    $"θ = {N(w)} before, {N(facts.After)} after: a change of {N(facts.After - w)}"]);
                break;
        }

        return lines;
    }

    private static string[] OfAdam(UpdateFacts facts, double g, double one, double two, Func<int, double> before, Func<int, double> after) =>
    [
        "m ← β₁·m + (1 - β₁)·g; v ← β₂·v + (1 - β₂)·g²; θ ← θ - η·m̂ / (√v̂ + ε)",
        $"m = {N(one)}·{N(before(0))} + {N(1 - one)}·{N(g)} = {N(after(0))}, m̂ = m / (1 - {N(one)}^{facts.Step}) = {N(after(0) / Correction(one, facts.Step))}",
        $"v = {N(two)}·{N(before(1))} + {N(1 - two)}·{N(g)}² = {N(after(1))}, v̂ = v / (1 - {N(two)}^{facts.Step}) = {N(after(1) / Correction(two, facts.Step))}",
    ];

    private static double Correction(double beta, long step) => 1 - Math.Pow(beta, step);

    /// <summary>The derivative of the penalty with respect to a weight.</summary>
    private static double Slope(Regularizer? regularizer, UpdateFacts facts, int batch) => regularizer switch
    {
        L2 { Strength: ConstantSchedule strength } l2 => l2.Form switch { L2Form.Square => 2, L2Form.PerSample => 1.0 / batch, _ => 1 } * strength.Value * facts.Before,
        L1 { Strength: ConstantSchedule strength } => strength.Value * Math.Sign(facts.Before),
        _ => 0,
    };

    private static string N(double value)
    {
        string text = Math.Abs(value) is (>= 1e-3 and < 1e5) or 0 ? value.ToString("0.######", CultureInfo.InvariantCulture) : value.ToString("0.####E-0", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.Replace('-', '−');
    }
}
