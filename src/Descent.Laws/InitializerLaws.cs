using System.Globalization;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>The laws of an initializer, checked on its own and in a whole training, which for some begins by inspecting the
/// data.</summary>
internal static class InitializerLaws
{
    private static readonly (int FanOut, int FanIn)[] s_shapes = [(1, 1), (1, 7), (7, 1), (5, 3), (3, 5)];

    public static IEnumerable<NamedLaw> Of(Initializer initializer)
    {
        // Some are only for biases, which is checked when training starts.
        Lazy<Trial> trial = new(() => Trial.FirstOf(((Dense[])[new(6, new Tanh()) { WeightInitializer = initializer }, new(6, new Tanh()) { BiasInitializer = initializer }])
            .Select(layer => Trial.Of([layer, new Dense(3)], 4, 3, new TrainingOptions { Loss = new MeanSquaredError() }) with { Course = Course.Fit })));
        return
        [
            new("fills", () => s_shapes.Select(shape => Fills(initializer, shape)).FirstOrDefault(failure => failure is not null)),
            new("seed", () => s_shapes.Select(shape => Seed(initializer, shape)).FirstOrDefault(failure => failure is not null)),
            .. SameBits.Of(() => [trial.Value]),
        ];
    }

    private static string? Fills(Initializer initializer, (int FanOut, int FanIn) shape) =>
        Array.FindIndex(Draw(initializer, shape), value => !double.IsFinite(value)) is >= 0 and var at
            ? string.Create(CultureInfo.InvariantCulture, $"Of {shape.FanOut} × {shape.FanIn} weights, the one at index {at} is not set to a finite number.")
            : null;

    private static string? Seed(Initializer initializer, (int FanOut, int FanIn) shape)
    {
        double[] first = Draw(initializer, shape), again = Draw(initializer, shape), elsewhere = [];
        Exception? fault = null;
        Thread other = new(() =>
        {
            try
            {
                elsewhere = Draw(initializer, shape);
            }
            catch (Exception thrown)
            {
                // Outside its thread, the exception could not be caught.
                fault = thrown;
            }
        });
        other.Start();
        other.Join();
        return fault is not null ? $"On another thread it throws {fault.GetType().Name}: {fault.Message}"
            : Difference(first, again, "the second time") ?? Difference(first, elsewhere, "on another thread");

        string? Difference(double[] one, double[] two, string when)
        {
            int at = one.AsSpan().CommonPrefixLength(two);
            return at == one.Length ? null : string.Create(CultureInfo.InvariantCulture, $"Of {shape.FanOut} × {shape.FanIn} weights, the one at index {at} is {one[at]:R}, but {when} {two[at]:R}, with the same seed.");
        }
    }

    private static double[] Draw(Initializer initializer, (int FanOut, int FanIn) shape)
    {
        double[] values = new double[shape.FanOut * shape.FanIn];
        Array.Fill(values, double.NaN);
        initializer.Fill(values, shape.FanOut, shape.FanIn, new CounterRandom(5, 6));
        return values;
    }
}
