namespace Descent;

/// <summary>
/// The Levenberg–Marquardt method for squared errors and small networks: <c>θ ← θ − (JᵀJ + μI)⁻¹·Jᵀe</c>, with the errors e of all rows and outputs, and their
/// derivatives J with respect to the weights. μ falls after a step that lowers the loss, towards the Gauss–Newton method, and grows until one does, towards short steps along the
/// gradient.
/// </summary>
/// <remarks>
/// <para>Marquardt, "An algorithm for least-squares estimation of nonlinear parameters", 1963; Hagan and Menhaj, "Training feedforward networks with the Marquardt algorithm",
/// 1994. The defaults are those of MATLAB's trainlm. Only <see cref="MeanSquaredError"/> is supported. An error is multiplied by the root of its row's weight, but not divided by the number of
/// rows, so μ means the same as in the sources. A penalty <c>½·q·w²</c> of a loss <c>c·Σe²</c> adds an error <c>√(q/2c)·w</c> for each weight.</para>
/// <para>J is computed in the number type of the model, one backward pass per row and output; everything else in double. Every iteration takes time proportional to
/// rows × outputs × weights² and weights³, and two matrices of weights × weights numbers are kept in memory, so there may be at most 4,096 weights.</para>
/// </remarks>
/// <example><c>model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new LevenbergMarquardt(), Epochs = 50 });</c></example>
/// <param name="Damping">The initial μ &gt; 0; default 0.001.</param>
/// <param name="Increase">The factor of μ after a step that does not lower the loss, above 1; default 10.</param>
/// <param name="Decrease">The factor of μ after one that does, above 0 and below 1; default 0.1.</param>
/// <param name="LargestDamping">The largest μ; if no step lowers the loss up to it, training has converged. At least <paramref name="Damping"/>; default 1e10.</param>
/// <param name="Tolerance">The largest element of the gradient of the loss, in magnitude, at which training has converged, at least 0; default 1e−7.</param>
public sealed record LevenbergMarquardt(
    [Option(Above = 0)] double Damping = 0.001, [Option(Above = 1)] double Increase = 10, [Option(Above = 0, Below = 1)] double Decrease = 0.1, [Option(Above = 0)] double LargestDamping = 1e10,
    [Option(AtLeast = 0)] double Tolerance = 1e-7) : FullBatchOptimizer
{
    /// <summary>The largest number of trained weights.</summary>
    internal const int MostWeights = 4_096;

    /// <summary>The rows of J that are computed at a time.</summary>
    internal const int RowsAtOnce = 256;

    /// <summary>The initial μ.</summary>
    public double Damping { get; init => field = Check.Positive(value, nameof(Damping)); } = Check.Positive(Damping);

    /// <summary>The factor of μ after a step that does not lower the loss.</summary>
    public double Increase { get; init => field = Growing(value); } = Growing(Increase);

    /// <summary>The factor of μ after a step that lowers the loss.</summary>
    public double Decrease { get; init => field = Shrinking(value); } = Shrinking(Decrease);

    /// <summary>The largest μ.</summary>
    public double LargestDamping { get; init => field = Check.Positive(value, nameof(LargestDamping)); } = Check.Positive(LargestDamping);

    /// <summary>The largest element of the gradient at which training has converged.</summary>
    public double Tolerance { get; init => field = Check.NotNegative(value, nameof(Tolerance)); } = Check.NotNegative(Tolerance);

    internal override long Bytes(long weights) => ((2 * weights) + RowsAtOnce) * weights * sizeof(double);

    internal override long StateBytes(long weights) => sizeof(double);

    private static double Growing(double value) => double.IsFinite(value) && value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(Increase), value, "Increase must be a finite number above 1.");

    private static double Shrinking(double value) => value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Decrease), value, "Decrease must be above 0 and below 1.");
}
