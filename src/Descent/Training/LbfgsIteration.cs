using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Numerics;

namespace Descent;

/// <summary>The iterations of <see cref="Lbfgs"/>. All vectors are allocated before the first one.</summary>
internal sealed class LbfgsIteration<T> : FullBatchIteration<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The distance from 1 to the next double.
    private const double Epsilon = 2.220446049250313e-16;

    private readonly Lbfgs options;
    private readonly Func<double, (double Value, double Slope)> evaluate;
    private readonly double[] direction, place, from, before, products;

    // The pairs in use, the oldest first, and after them the others; one more than the memory, for the newest step.
    private readonly Pair[] pairs;
    private int count;

    public LbfgsIteration(Lbfgs options, FullBatchLoss<T> function)
        : base(function, options.Tolerance)
    {
        this.options = options;
        evaluate = At;
        (direction, place, from, before) = (Vector(), Vector(), Vector(), Vector());
        products = new double[options.Memory];
        pairs = [.. Enumerable.Range(0, options.Memory + 1).Select(_ => new Pair(Vector(), Vector()))];

        double[] Vector() => new double[function.Count];
    }

    public override byte[] State() => [.. pairs.Take(count).SelectMany(pair => pair.Step.Concat(pair.Change)).SelectMany(BitConverter.GetBytes)];

    public override void Restore(ReadOnlySpan<byte> state)
    {
        int length = 2 * Function.Count * sizeof(double);
        if (state.Length % length != 0 || state.Length / length > options.Memory)
        {
            throw new ArgumentException($"The checkpoint contains {state.Length:N0} bytes of optimizer state, but this run needs at most {options.Memory} times {length:N0}.");
        }

        for (count = 0; !state.IsEmpty; state = state[length..], count++)
        {
            ReadOnlySpan<double> numbers = MemoryMarshal.Cast<byte, double>(state[..length]);
            numbers[..Function.Count].CopyTo(pairs[count].Step);
            numbers[Function.Count..].CopyTo(pairs[count].Change);
            pairs[count].Product = Dot(pairs[count].Step, pairs[count].Change);
        }
    }

    protected override bool Improve()
    {
        Function.Read(from);
        while (!Search())
        {
            Function.Write(from);
            if (count == 0)
            {
                return false;
            }

            count = 0;
        }

        return true;
    }

    /// <summary>Searches along the direction that the pairs give.</summary>
    private bool Search()
    {
        SetDirection();
        double slope = Dot(Gradient, direction), value = Value;
        if (!(slope < 0))
        {
            return false;
        }

        Gradient.CopyTo(before, 0);
        double first = count == 0 ? 1 / Math.Sqrt(Dot(direction, direction)) : 1;
        double length = StrongWolfeSearch.Run(evaluate, value, slope, first, options.LineSearchSteps);
        if (length == 0 || !Remember(-length * slope))
        {
            before.CopyTo(Gradient, 0);
            Value = value;
            return false;
        }

        (StepLength, Loss) = (length, Function.Loss);
        return true;
    }

    /// <summary>Evaluates the function at a distance along the direction.</summary>
    private (double Value, double Slope) At(double length)
    {
        for (int i = 0; i < place.Length; i++)
        {
            place[i] = from[i] + (length * direction[i]);
        }

        Function.Write(place);
        Value = Function.Evaluate(Gradient);
        return (Value, Dot(Gradient, direction));
    }

    /// <summary>Sets the direction to −H·∇L by the two loops of algorithm 7.4.</summary>
    private void SetDirection()
    {
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = -Gradient[i];
        }

        for (int k = count - 1; k >= 0; k--)
        {
            products[k] = Dot(pairs[k].Step, direction) / pairs[k].Product;
            Add(-products[k], pairs[k].Change);
        }

        if (count > 0)
        {
            double scale = pairs[count - 1].Product / Dot(pairs[count - 1].Change, pairs[count - 1].Change);
            for (int i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }

        for (int k = 0; k < count; k++)
        {
            Add(products[k] - (Dot(pairs[k].Change, direction) / pairs[k].Product), pairs[k].Step);
        }
    }

    private void Add(double factor, double[] vector)
    {
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] += factor * vector[i];
        }
    }

    /// <summary>Stores the step and the change of the gradient, unless the curvature along the step is too small.</summary>
    /// <param name="decrease">The decrease that the slope promised.</param>
    /// <returns>Whether any weight has changed; a step may be too short for the number type.</returns>
    private bool Remember(double decrease)
    {
        Pair pair = pairs[count];
        Function.Read(pair.Step);
        for (int i = 0; i < from.Length; i++)
        {
            pair.Step[i] -= from[i];
            pair.Change[i] = Gradient[i] - before[i];
        }

        pair.Product = Dot(pair.Step, pair.Change);
        if (pair.Product > Epsilon * decrease && ++count > options.Memory)
        {
            // The oldest pair makes room.
            (Pair oldest, count) = (pairs[0], options.Memory);
            Array.Copy(pairs, 1, pairs, 0, count);
            pairs[count] = oldest;
        }

        return pair.Step.AsSpan().ContainsAnyExcept(0);
    }

    private static double Dot(double[] left, double[] right) => Reductions.Product<double>(left, right);

    /// <summary>A step s, the change y of the gradient along it, and their product.</summary>
    private sealed class Pair(double[] step, double[] change)
    {
        public double[] Step => step;

        public double[] Change => change;

        public double Product { get; set; }
    }
}
