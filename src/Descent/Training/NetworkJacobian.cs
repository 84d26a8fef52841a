using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// The derivatives J of all outputs for all training rows with respect to the trained weights, each row of J multiplied by the root of the weight of its sample. Only JᵀJ is
/// kept: rows are computed in parts, by one backward pass each, and a part is added before the next one.
/// </summary>
internal sealed class NetworkJacobian<T> : ITeamWork, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = LevenbergMarquardt.RowsAtOnce;

    private readonly FullBatchLoss<T> function;
    private readonly Plan<T> plan;
    private readonly Team team;
    private readonly Frame<T>[] frames;
    private readonly double[][] derivatives, row;
    private readonly int[][] number;
    private readonly int outputs;
    private SquareMatrix? sums;
    private long start;
    private int count;

    public NetworkJacobian(FullBatchLoss<T> function)
    {
        this.function = function;
        plan = Backend.Lower<T>(function.Model.Steps, function.Compiled.Plan.LaneBits, new LossStep(new SelectedOutput(), "selected output"), function.Compiled.Groups.IsFrozen);
        outputs = plan.Target.Rows;
        team = new Team(function.Threads);

        // Of each weight, the derivatives of the rows of a part.
        derivatives = [.. Enumerable.Range(0, function.Count).Select(_ => new double[Rows])];
        row = [.. Enumerable.Range(0, team.Members).Select(_ => new double[function.Count])];
        number = [.. Enumerable.Range(0, team.Members).Select(_ => new int[1])];
        frames = [.. Enumerable.Range(0, team.Members).Select(_ => new Frame<T>(plan, 1, training: true, members: 1)
        {
            Parameters = function.Block, Gradients = new AlignedBlock<T>(function.Block.Length), Columns = 1, Learning = true, Seed = function.Compiled.Seed,
        })];
    }

    /// <summary>Computes the lower triangle of JᵀJ at the present weights.</summary>
    public void Normal(SquareMatrix normal)
    {
        normal.Clear();
        long all = (long)function.Rows.Rows * outputs;
        for (long done = 0; done < all; done += Rows)
        {
            (start, count) = (done, (int)Math.Min(Rows, all - done));
            sums = null;
            team.Run(this);
            sums = normal;
            team.Run(this);
        }
    }

    /// <inheritdoc/>
    public void Execute(int member, int members)
    {
        if (sums is null)
        {
            int end = Plan<T>.Part(count, member + 1, members);
            for (int i = Plan<T>.Part(count, member, members); i < end; i++)
            {
                Differentiate(member, i);
            }
        }
        else
        {
            // A member takes every so many-th row, because the rows of a triangle grow.
            for (int i = member; i < derivatives.Length; i += members)
            {
                Span<double> products = sums.Row(i);
                for (int j = 0; j <= i; j++)
                {
                    products[j] += Reductions.Product<double>(derivatives[i].AsSpan(0, count), derivatives[j].AsSpan(0, count));
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => team.Dispose();

    /// <summary>Computes a row of the part.</summary>
    private void Differentiate(int member, int index)
    {
        (long sample, long output) = Math.DivRem(start + index, outputs);
        Frame<T> frame = frames[member];
        number[member][0] = (int)sample;
        Transposition<T>.Gather(function.Rows.Inputs.Span, number[member], frame.Value(plan.Input));
        Matrix<T> selection = frame.Value(plan.Target);
        for (int i = 0; i < outputs; i++)
        {
            selection.PaddedRow(i).Clear();
            selection.Row(i)[0] = i == output ? T.One : T.Zero;
        }

        frame.Weights.PaddedRow(0).Clear();
        frame.Weights.Row(0)[0] = function.RowWeights.IsEmpty ? T.One : T.Sqrt(function.RowWeights.Span[(int)sample]);
        int phases = plan.Phases(learning: true, gradient: true, columns: 1, members: 1);
        for (int phase = 0; phase < phases; phase++)
        {
            plan.Pass(frame, phase, 0, 1, gradient: true);
        }

        function.Gather(frame.Gradients!.Span, row[member]);
        for (int weight = 0; weight < derivatives.Length; weight++)
        {
            derivatives[weight][index] = row[member][weight];
        }
    }

    /// <summary>The sum of the outputs, each multiplied by its target: with a single target of 1, one output.</summary>
    private sealed class SelectedOutput : ILossFunction
    {
        public double Scale(int samples, int outputs) => 1;

        public TResult Accept<TNumber, V, TResult>(bool takesOver, ILossVisitor<TNumber, V, TResult> visitor)
            where TNumber : unmanaged, IBinaryFloatingPointIeee754<TNumber>
            where V : struct, ILane<V, TNumber> => visitor.Elementwise(default(Kernel<V>));
    }

    private readonly struct Kernel<V> : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            derivative = target;
            return output * target;
        }
    }
}
