namespace Descent.Cli.Learning.Lessons;

/// <summary>How much a step computes, how long that takes on a CPU, and what follows for a GPU.</summary>
internal sealed class GpuLesson() : Lesson("gpu", "When a GPU pays", "how much a training step computes, and what that means for the hardware", ["gpu"], isRandom: false)
{
    /// <summary>Multiply-adds and additions per second that large products reach on one core, by docs/performance.md: 98 GFLOP/s.</summary>
    public const double GigaflopsOfOneCore = 98;

    /// <summary>The measured microseconds of a step of the small network, by the same page.</summary>
    public const double SmallStepMicroseconds = 1.78;

    private static readonly (string Name, int Inputs, int[] Widths, int Batch)[] s_networks =
        [("4-12-12-3", 4, [12, 12, 3], 64), ("784-128-64-10", 784, [128, 64, 10], 64), ("784-1024-1024-10", 784, [1024, 1024, 10], 256), ("4096-8192-8192-1000", 4096, [8192, 8192, 1000], 1024)];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        double[] products = [.. s_networks.Select(MultiplyAdds)], seconds = [.. products.Select(count => 2 * count / (GigaflopsOfOneCore * 1e9))];
        cancellation.ThrowIfCancellationRequested();
        return new LessonResult(
            [Figure.Series("multiplyAdds", products), Figure.Series("seconds", seconds)],
            new("What a step computes",
                new Paragraph("Nearly all work of a training step are multiply-adds in matrix products: for every weight and row one in the forward pass, one for the gradient of the weight, and one for the error of the layer before, which the first layer does not need."),
                new Grid(["network", "batch", "multiply-adds per step", "at 98 GFLOP/s"], [.. s_networks.Select((one, i) => (string[])[one.Name, $"{one.Batch}", $"{products[i]:#,0}", Time(seconds[i])])]),
                new Paragraph($"98 GFLOP/s is what one core of an AMD EPYC reached with the third network (docs/performance.md), and two cores 190. The smallest network cannot reach that, as its products are too short: its step was measured to take {SmallStepMicroseconds} µs. descent bench measures both on your machine.")),
            new("What a GPU needs",
                new Paragraph("A GPU computes many times as many operations per second, but only if it gets enough of them at once. Every operation has to be started from the CPU, one per product, activation and update, and the rows must reach its memory. A step of the smallest network consists of about twenty operations, and starting them takes longer than the CPU needs for the whole step. Such a network would be slower on a GPU, not faster, and one or two layers of a few hundred neurons would gain little."),
                new Paragraph("It pays where a step has billions of multiply-adds, as in the last line: layers of many thousands of neurons, large batches, and trainings that take hours. Before that, larger batches, several trainings side by side, and a better learning rate gain more. This library computes on the CPU only."),
                new Commands(new("bench --workload W1a", "The small network on your machine:"), new("explain gpu", "In short:"))));
    }

    /// <summary>The multiply-adds of the products of one step.</summary>
    private static double MultiplyAdds((string Name, int Inputs, int[] Widths, int Batch) network)
    {
        double[] weights = [.. network.Widths.Select((width, i) => (double)width * (i == 0 ? network.Inputs : network.Widths[i - 1]))];
        return network.Batch * ((3 * weights.Sum()) - weights[0]);
    }

    private static string Time(double seconds) => seconds switch { < 1e-3 => $"{Number(seconds * 1e6, "F1")} µs", < 1 => $"{Number(seconds * 1e3, "F1")} ms", _ => $"{Number(seconds, "F1")} s" };
}
