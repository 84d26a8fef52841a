using static Descent.UpdateExplanation;

namespace Descent;

/// <summary>Writes the calculation of an update line by line.</summary>
/// <param name="lines">Receives the lines.</param>
/// <param name="state">The state of the optimizer for the weight, before and after.</param>
/// <param name="names">The names of the state.</param>
internal sealed class UpdateSteps(List<string> lines, (double Before, double After)[] state, string[] names)
{
    public required double Before { get; init; }

    public required double After { get; init; }

    public required double Gradient { get; init; }

    public required double Rate { get; init; }

    public required long Updates { get; init; }

    /// <summary>Writes the lines of an optimizer.</summary>
    /// <returns>Its formula; null if the lines are not in its terms.</returns>
    public string? Of(Optimizer optimizer, TrainingPosition position)
    {
        switch (optimizer)
        {
            case GradientDescent:
                End($"{Number(Rate)}·{Signed(Gradient)}");
                return "θ ← θ − η·g";

            case Momentum momentum:
                double beta = momentum.Beta.At(position);
                bool isHeavy = momentum.Form == MomentumForm.HeavyBall;
                lines.Add($"v = {Number(beta)}·{Signed(state[0].Before)} + {(isHeavy ? "" : $"{Number(1 - beta)}·")}{Signed(Gradient)} = {Number(state[0].After)}");
                End($"{Number(Rate)}·{Signed(state[0].After)}");
                return isHeavy ? "v ← β·v + g,  θ ← θ − η·v" : "v ← β·v + (1 − β)·g,  θ ← θ − η·v";

            case Adam { Beta1: ConstantSchedule first, Beta2: ConstantSchedule second } adam:
                return OfAdam(first.Value, second.Value, adam.Epsilon.At(position), adam.Placement, 1);

            case AdamW { Beta1: ConstantSchedule first, Beta2: ConstantSchedule second } adam:
                // What remains of the weight is what the step does not explain, because decay does not apply to every parameter.
                return OfAdam(first.Value, second.Value, adam.Epsilon.At(position), adam.Placement, 1 - (Rate * adam.WeightDecay.At(position)));

            case Adagrad { Placement: var placement } adagrad:
                Averages();
                End($"{Number(Rate)}·{Signed(Gradient)}/{Root(state[0].After + adagrad.Start, adagrad.Epsilon.At(position), placement)}");
                return placement == EpsilonPlacement.InsideRoot ? "G ← G + g²,  θ ← θ − η·g/√(G + ε)" : "G ← G + g²,  θ ← θ − η·g/(√G + ε)";

            case RmsProp { Placement: var placement } rmsProp when state.Length == 1:
                double share = rmsProp.Beta.At(position);
                lines.Add($"E = {Number(share)}·{Number(state[0].Before)} + {Number(1 - share)}·{Signed(Gradient)}² = {Number(state[0].After)}");
                End($"{Number(Rate)}·{Signed(Gradient)}/{Root(state[0].After, rmsProp.Epsilon.At(position), placement)}");
                return placement == EpsilonPlacement.InsideRoot ? "E ← β·E + (1 − β)·g²,  θ ← θ − η·g/√(E + ε)" : "E ← β·E + (1 − β)·g²,  θ ← θ − η·g/(√E + ε)";

            default:
                Averages();
                lines.Add($"η = {Number(Rate)}");
                lines.Add($"θ = {Number(Before)} {(After < Before ? "−" : "+")} {Number(Math.Abs(After - Before))} = {Number(After)}");
                return null;
        }
    }

    private string OfAdam(double beta1, double beta2, double epsilon, AdamEpsilonPlacement placement, double kept)
    {
        (double mean, double square) = (state[0].After, state[^1].After);
        double correction1 = 1 - Math.Pow(beta1, Updates), correction2 = 1 - Math.Pow(beta2, Updates), meanHat = mean / correction1, squareHat = square / correction2;
        lines.Add($"m = {Number(beta1)}·{Signed(state[0].Before)} + {Number(1 - beta1)}·{Signed(Gradient)} = {Number(mean)}");
        lines.Add($"v = {Number(beta2)}·{Number(state[1].Before)} + {Number(1 - beta2)}·{Signed(Gradient)}² = {Number(state[1].After)}");
        if (state.Length > 2)
        {
            lines.Add($"largest v = max({Number(state[2].Before)}, {Number(state[1].After)}) = {Number(state[2].After)}");
        }

        lines.Add($"m̂ = m/(1 − {Number(beta1)}^{Updates}) = {Number(meanHat)}");
        lines.Add($"v̂ = {(state.Length > 2 ? "largest v" : "v")}/(1 − {Number(beta2)}^{Updates}) = {Number(squareHat)}");
        double step = placement switch
        {
            AdamEpsilonPlacement.InsideRoot => meanHat / Math.Sqrt(squareHat + epsilon),
            AdamEpsilonPlacement.BeforeCorrection => meanHat / ((Math.Sqrt(square) + epsilon) / Math.Sqrt(correction2)),
            _ => meanHat / (Math.Sqrt(squareHat) + epsilon),
        };
        string divisor = placement switch
        {
            AdamEpsilonPlacement.InsideRoot => $"√({Number(squareHat)} + {Number(epsilon)})",
            AdamEpsilonPlacement.BeforeCorrection => $"((√{Number(square)} + {Number(epsilon)})/√{Number(correction2)})",
            _ => $"(√{Number(squareHat)} + {Number(epsilon)})",
        };
        bool decays = kept != 1 && Math.Abs(After - ((kept * Before) - (Rate * step))) < Math.Abs(After - (Before - (Rate * step)));
        if (decays)
        {
            lines.Add($"θ decays to {Number(kept)}·{Signed(Before)} = {Number(kept * Before)}");
        }

        lines.Add($"θ = {Number(decays ? kept * Before : Before)} − {Number(Rate)}·{Signed(meanHat)}/{divisor} = {Number(After)}");
        string formula = placement == AdamEpsilonPlacement.InsideRoot ? "m̂/√(v̂ + ε)" : placement == AdamEpsilonPlacement.OutsideRoot ? "m̂/(√v̂ + ε)" : "m̂·√(1 − β₂ᵗ)/(√v + ε)";
        return kept == 1 ? $"θ ← θ − η·{formula}" : $"θ ← θ − η·λ·θ − η·{formula}";
    }

    private static string Root(double square, double epsilon, EpsilonPlacement placement) =>
        placement == EpsilonPlacement.InsideRoot ? $"√({Number(square)} + {Number(epsilon)})" : $"(√{Number(square)} + {Number(epsilon)})";

    private void Averages()
    {
        for (int i = 0; i < state.Length; i++)
        {
            lines.Add($"{names[i]}: {Number(state[i].Before)} → {Number(state[i].After)}");
        }
    }

    private void End(string step) => lines.Add($"θ = {Number(Before)} − {step} = {Number(After)}");
}
