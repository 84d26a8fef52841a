namespace Descent;

/// <summary>
/// L-BFGS, a quasi-Newton method: <c>θ ← θ − α·H·∇L</c>. H approximates the inverse of the second derivatives from the last few steps
/// <c>s = θₖ₊₁ − θₖ</c> and the changes of the gradient <c>y = ∇Lₖ₊₁ − ∇Lₖ</c>; a line search finds α.
/// </summary>
/// <remarks>
/// <para>Nocedal and Wright, "Numerical optimization", 2006, algorithms 7.4 and 7.5, with <c>H₀ = (s·y / y·y)·I</c>. The line search is that of Moré and Thuente,
/// "Line search algorithms with guaranteed sufficient decrease", 1994, for the strong Wolfe conditions <c>L(θ + αp) ≤ L(θ) + 10⁻³·α·∇L·p</c> and
/// <c>|∇L(θ + αp)·p| ≤ 0.9·|∇L·p|</c>. It tries α = 1 first, and in the first iteration 1/‖∇L‖. These are the choices of L-BFGS-B, which SciPy and scikit-learn use:
/// without bounds, both take the same steps.</para>
/// <para>A pair with <c>s·y ≤ 2.2·10⁻¹⁶·|α·∇L·p|</c> is not stored. If the line search fails, the iteration starts again without memory; if it fails then, too, training has
/// converged. All vectors and sums are in double, in a fixed order.</para>
/// </remarks>
/// <example><c>model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Lbfgs(), Epochs = 200 });</c></example>
/// <param name="Memory">The number of pairs s, y that are kept, from 1 to 1,000; default 10.</param>
/// <param name="LineSearchSteps">The most evaluations of the loss in one line search, at least 1; default 20.</param>
/// <param name="Tolerance">The largest element of the gradient, in magnitude, at which training has converged, at least 0; default 1e−5.</param>
public sealed record Lbfgs([Option(AtLeast = 1, AtMost = 1_000)] int Memory = 10, [Option(AtLeast = 1)] int LineSearchSteps = 20, [Option(AtLeast = 0)] double Tolerance = 1e-5) : FullBatchOptimizer
{
    private const int MostMemory = 1_000;

    /// <summary>The number of pairs s, y that are kept.</summary>
    public int Memory { get; init => field = Check.Within(value, 1, MostMemory, nameof(Memory)); } = Check.Within(Memory, 1, MostMemory);

    /// <summary>The most evaluations of the loss in one line search.</summary>
    public int LineSearchSteps { get; init => field = Check.AtLeast(value, 1, nameof(LineSearchSteps)); } = Check.AtLeast(LineSearchSteps, 1);

    /// <summary>The largest element of the gradient at which training has converged.</summary>
    public double Tolerance { get; init => field = Check.NotNegative(value, nameof(Tolerance)); } = Check.NotNegative(Tolerance);

    // Two vectors per pair, and one pair more; weights before and after the step, the gradients there, and the direction.
    internal override long Bytes(long weights) => ((2L * Memory) + 7) * weights * sizeof(double);

    internal override long StateBytes(long weights) => 2L * Memory * weights * sizeof(double);
}
