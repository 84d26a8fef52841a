using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>The iterations of <see cref="LevenbergMarquardt"/>.</summary>
internal sealed class LevenbergMarquardtIteration<T> : FullBatchIteration<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The smallest μ of MATLAB's trainlm, below which it would have no effect.
    private const double SmallestDamping = 1e-20;

    private readonly LevenbergMarquardt options;
    private readonly NetworkJacobian<T> jacobian;
    private readonly double[] from, step, penalties;
    private readonly SquareMatrix normal, factor;
    private readonly double scale;
    private double damping;

    public LevenbergMarquardtIteration(LevenbergMarquardt options, FullBatchLoss<T> function)
        : base(function, options.Tolerance)
    {
        this.options = options;
        damping = options.Damping;
        jacobian = new NetworkJacobian<T>(function);
        (from, step) = (new double[function.Count], new double[function.Count]);
        (normal, factor) = (new SquareMatrix(function.Count), new SquareMatrix(function.Count));

        // The loss is half of this times the sum of the squared errors.
        scale = (((MeanSquaredError)function.Compiled.Options.Loss).Half ? 1 : 2) * function.Compiled.Plan.Loss!.Scale(function.Rows.Rows);
        penalties = [.. function.Penalties.SelectMany(entry => Enumerable.Repeat(entry.Factor / scale, entry.Parameter.Count))];
    }

    public override byte[] State() => BitConverter.GetBytes(damping);

    public override void Restore(ReadOnlySpan<byte> state)
    {
        if (state.Length != sizeof(double) || BitConverter.ToDouble(state) is not (> 0 and < double.PositiveInfinity))
        {
            throw new ArgumentException("The checkpoint does not contain the damping of LevenbergMarquardt, so training cannot continue from it.");
        }

        damping = BitConverter.ToDouble(state);
    }

    public override void Dispose()
    {
        jacobian.Dispose();
        base.Dispose();
    }

    protected override bool Improve()
    {
        Function.Read(from);
        jacobian.Normal(normal);
        while (damping <= options.LargestDamping)
        {
            if (Solve() && TryStep())
            {
                damping = Math.Max(damping * options.Decrease, SmallestDamping);
                return true;
            }

            damping *= options.Increase;
        }

        // The next run from here begins again with all steps.
        damping = options.Damping;
        Function.Write(from);
        return false;
    }

    /// <summary>Solves (JᵀJ + μI)·step = −Jᵀe, where scale·Jᵀe is the gradient. A penalty's errors add squares to the diagonal of JᵀJ.</summary>
    private bool Solve()
    {
        normal.CopyTo(factor);
        for (int i = 0; i < step.Length; i++)
        {
            factor.Row(i)[i] += penalties[i] + damping;
            step[i] = -Gradient[i] / scale;
        }

        if (!Cholesky.Factorize(factor))
        {
            return false;
        }

        Cholesky.Solve(factor, step);
        return true;
    }

    private bool TryStep()
    {
        for (int i = 0; i < step.Length; i++)
        {
            step[i] += from[i];
        }

        Function.Write(step);
        if (!(Function.Evaluate([]) < Value))
        {
            return false;
        }

        Value = Function.Evaluate(Gradient);
        Loss = Function.Loss;
        return true;
    }
}
