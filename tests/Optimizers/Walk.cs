using Descent.Numerics;

namespace Descent.Tests.Optimizers;

/// <summary>Walks with a compiled optimizer, without a network: the gradient of every number is a function of step and place.</summary>
internal static class Walk
{
    /// <summary>The places after every step.</summary>
    public static double[][] Run(Optimizer optimizer, double[] start, int steps, Func<int, int, double, double> gradient, int laneBits)
    {
        Updater<double> updater = LaneWidth.Dispatch(laneBits, new Compilation(optimizer));
        int padded = (int)AlignedBlock<double>.Pad(start.Length);
        AlignedBlock<double> places = new(start.Length), gradients = new(start.Length), slots = new((long)padded * updater.Slots);
        Matrix<double> memory = slots.View(0, updater.Slots, start.Length, padded);
        start.CopyTo(places.Span);
        double[][] walked = new double[steps][];
        for (int step = 0; step < steps; step++)
        {
            updater.Prepare(new TrainingPosition(step, 3));
            if (updater.LooksAhead)
            {
                updater.LookAhead(places.Row, gradients.Row, memory);
            }

            for (int i = 0; i < start.Length; i++)
            {
                gradients.Span[i] = gradient(step, i, places.Span[i]);
            }

            if (updater.LearnedRate is not null)
            {
                double[] last = [.. memory.Row(updater.Slots - 1)], now = [.. gradients.Row.Row(0)];
                updater.Learn(new TrainingPosition(step, 3), Product(now, last), Product(now, now), Product(last, last));
            }

            updater.Apply(places.Row, gradients.Row, memory, 0, 0, decays: true);
            walked[step] = places.Span.ToArray();
        }

        return walked;
    }

    private static double Product(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private sealed class Compilation(Optimizer optimizer) : ILaneFunction<double, Updater<double>>
    {
        public Updater<double> Invoke<V>()
            where V : struct, ILane<V, double> => optimizer.Compile<double, V>();
    }
}
