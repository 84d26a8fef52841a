namespace Descent.Cli.Explanations;

/// <summary>The update rules of the optimizers, with the options that they have.</summary>
internal static class OptimizerFormulas
{
    private const string Averages = "m ← β₁·m + (1 - β₁)·g; v ← β₂·v + (1 - β₂)·g²";
    private const string Correction = "the averages start at 0, and the division corrects their bias towards it in the first steps t = 1, 2, …";
    private const string Square = "v̂ = v/(1 - β₂ᵗ)";

    /// <summary>The rule of an optimizer; null if its row says all there is to say.</summary>
    public static Formula? Of(Optimizer optimizer) => optimizer switch
    {
        Momentum momentum => new($"v ← β·v + {(momentum.Form == MomentumForm.HeavyBall ? "g" : "(1 - β)·g")}; θ ← θ - η·v", "v is the velocity, 0 at first"),
        Nesterov { Form: NesterovForm.Reformulated } => new("v ← β·v + g; θ ← θ - η·(g + β·v)", "v is the velocity, 0 at first; with a constant η, θ is the point θ - β·v of LookAhead"),
        Nesterov => new("v ← β·v + η·∇L(θ - β·v); θ ← θ - v", "∇L(θ - β·v) is the gradient where the velocity v alone would lead"),
        Adagrad adagrad => new($"G ← G + g²; θ ← θ - η·g / {Root("G", adagrad.Placement)}", FormattableString.Invariant($"G is {adagrad.Start} at first")),
        RmsProp rmsProp => Of(rmsProp),
        Adam adam => Of(adam),
        AdamW adamW => new($"θ ← θ - η·λ·θ - {Step(adamW.Placement, adamW.AmsGrad)}", $"{Averages}; {Corrected(adamW.Placement, adamW.AmsGrad)}; λ is weightDecay, for {(adamW.AllParameters ? "all parameters" : "weights only")}"),
        Adadelta => new("Δ = -√(D + ε)/√(E + ε)·g; θ ← θ + η·Δ; E, D: averages of g², Δ²", "E ← β·E + (1 - β)·g² before the step, D ← β·D + (1 - β)·Δ² after it; both are 0 at first"),
        Adamax => new("u ← max(β₂·u, |g| + ε); θ ← θ - η·m̂ / u", $"m ← β₁·m + (1 - β₁)·g; m̂ = m/(1 - β₁ᵗ): {Correction.Replace("averages start", "average starts", StringComparison.Ordinal).Replace("their", "its", StringComparison.Ordinal)}; u needs none"),
        Nadam nadam => Of(nadam),
        Hypergradient { Form: HypergradientForm.Additive } learned => new("η ← η + κ·∇ₜ·uₜ₋₁; θ ← θ - η·u", Learned(learned)),
        Hypergradient learned => new("η ← η·(1 + κ·cos(∇ₜ, uₜ₋₁)); θ ← θ - η·u", Learned(learned)),
        Lbfgs => new("θ ← θ - α·H·∇L", "∇L is over all rows; H is H₀ = (s·y / y·y)·I, updated by the last memory pairs of steps s and changes y of ∇L (BFGS); α satisfies the strong Wolfe conditions: sufficient decrease 1e-3, curvature 0.9"),
        LevenbergMarquardt => new("θ ← θ - (JᵀJ + μI)⁻¹·Jᵀe", "e are the errors of all rows and outputs, J their derivatives; μ is damping at first, times increase until a step lowers the loss, then times decrease"),
        _ => null,
    };

    private static Formula Of(RmsProp rmsProp)
    {
        string mean = rmsProp.Centered ? "a ← β·a + (1 - β)·g; " : "", square = rmsProp.Centered ? "E - a²" : "E", scaled = $"g / {Root(square, rmsProp.Placement)}";
        string step = rmsProp.Momentum is ConstantSchedule { Value: 0 } ? $"θ ← θ - η·{scaled}" : $"b ← μ·b + {scaled}; θ ← θ - η·b";
        return new Formula($"E ← β·E + (1 - β)·g²; {mean}{step}", $"E is the average of g²{(rmsProp.Centered ? ", a that of g, so E - a² is the variance of the gradient" : "")}{(step[0] == 'b' ? "; μ is momentum" : "")}");
    }

    private static Formula Of(Adam adam) => new($"θ ← θ - {Step(adam.Placement, adam.AmsGrad)}", $"{Averages}; {Corrected(adam.Placement, adam.AmsGrad)}");

    private static string Step(AdamEpsilonPlacement placement, bool amsGrad) => placement == AdamEpsilonPlacement.BeforeCorrection
        ? $"η·√(1 - β₂ᵗ)/(1 - β₁ᵗ)·m / (√{(amsGrad ? "vmax" : "v")} + ε)"
        : $"η·m̂ / {Root(amsGrad ? "v̂max" : "v̂", placement == AdamEpsilonPlacement.InsideRoot ? EpsilonPlacement.InsideRoot : EpsilonPlacement.OutsideRoot)}";

    private static string Corrected(AdamEpsilonPlacement placement, bool amsGrad)
    {
        string largest = amsGrad ? "vmax ← max(vmax, v)" : "";
        return placement == AdamEpsilonPlacement.BeforeCorrection
            ? $"{largest}{(amsGrad ? "; " : "")}√(1 - β₂ᵗ)/(1 - β₁ᵗ) is the bias correction, and ε is added before it: {Correction.Replace("division", "factor", StringComparison.Ordinal)}"
            : $"m̂ = m/(1 - β₁ᵗ), {(amsGrad ? $"{largest}, v̂max = vmax/(1 - β₂ᵗ)" : Square)}: {Correction}";
    }

    private static Formula Of(Nadam nadam) => new(
        "θ ← θ - η·m̄ / (√v̂ + ε)",
        nadam.Form == NadamForm.Ruder ? $"m̄ = (β₁·m + (1 - β₁)·g)/(1 - β₁ᵗ); {Averages}; {Square}: {Correction}"
            : nadam.Form == NadamForm.Simple ? $"m̄ = β₁·m/(1 - β₁ᵗ⁺¹) + (1 - β₁)·g/(1 - β₁ᵗ); {Averages}; {Square}: {Correction}"
            : $"m̄ = μₜ₊₁·m/(1 - μ₁⋯μₜ₊₁) + (1 - μₜ)·g/(1 - μ₁⋯μₜ), μₜ = β₁·(1 - ½·0.96^(t·ψ)), ψ being momentumDecay; {Averages}; {Square}: {Correction}");

    private static string Learned(Hypergradient learned) =>
        $"u is the step of {Catalogue.NameOf(learned.Inner)} without its η; κ is hyperLearningRate; η stays within [lowest, highest]";

    private static string Root(string square, EpsilonPlacement placement) => placement switch
    {
        EpsilonPlacement.InsideRoot => $"√({square} + ε)",
        EpsilonPlacement.OutsideRoot => square.Contains(' ', StringComparison.Ordinal) ? $"(√({square}) + ε)" : $"(√{square} + ε)",
        _ => throw new ArgumentOutOfRangeException(nameof(placement), placement, "This placement has no formula yet."),
    };
}
