using System.Numerics;

namespace Descent.Data;

/// <summary>Classic toy problems in the plane. The noise is the standard deviation of normal noise on both coordinates.</summary>
/// <remarks>Rows alternate between the classes, so that their sizes differ by at most one; use another seed for test data.</remarks>
public static class ToyTasks
{
    private static readonly string[] s_plane = ["x", "y"];

    /// <summary>The corners (0,0), (0,1), (1,0), (1,1) in turn; the target is 1 if exactly one coordinate is 1. Four rows without noise
    /// are the complete truth table.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The number of rows; 4 by default.</param>
    /// <param name="seed">The seed of the noise.</param>
    /// <param name="noise">The standard deviation around the corners; 0 by default.</param>
    /// <returns>Inputs x and y, and one target that is 0 or 1.</returns>
    /// <exception cref="DataException">If there are no rows or the noise is negative.</exception>
    public static SyntheticData<T> Xor<T>(int rows = 4, ulong seed = 1, double noise = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Binary<T>(rows, seed, noise, (row, _) =>
        {
            int x = (row >> 1) & 1, y = row & 1;
            return (x, y, x ^ y);
        });

    /// <summary>An outer circle of radius 1 (target 0) around an inner one (target 1).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">The seed of the angles and the noise.</param>
    /// <param name="noise">The standard deviation; 0.1 by default.</param>
    /// <param name="innerRadius">The radius of the inner circle; 0.5 by default.</param>
    /// <returns>Inputs x and y, and one target that is 0 or 1.</returns>
    /// <exception cref="DataException">If there are no rows or the noise is negative.</exception>
    public static SyntheticData<T> Circles<T>(int rows, ulong seed, double noise = 0.1, double innerRadius = 0.5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Binary<T>(rows, seed, noise, (row, draws) =>
        {
            double angle = draws.Uniform(row, 0, 0, 2 * Math.PI), radius = row % 2 == 0 ? 1 : innerRadius;
            return (radius * Math.Cos(angle), radius * Math.Sin(angle), row % 2);
        });

    /// <summary>Two interlocking half circles: (cos t, sin t) is target 0, (1 − cos t, ½ − sin t) is target 1, with t in [0,
    /// π).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">The seed of the angles and the noise.</param>
    /// <param name="noise">The standard deviation; 0.1 by default.</param>
    /// <returns>Inputs x and y, and one target that is 0 or 1.</returns>
    /// <exception cref="DataException">If there are no rows or the noise is negative.</exception>
    public static SyntheticData<T> Moons<T>(int rows, ulong seed, double noise = 0.1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Binary<T>(rows, seed, noise, (row, draws) =>
        {
            (double sine, double cosine) = Math.SinCos(draws.Uniform(row, 0, 0, Math.PI));
            return row % 2 == 0 ? (cosine, sine, 0) : (1 - cosine, 0.5 - sine, 1);
        });

    /// <summary>Two spirals that wind around each other: radius r = √u and angle 2π · turns · r (plus π for target 1), with u in [0,
    /// 1).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">The seed of the positions and the noise.</param>
    /// <param name="noise">The standard deviation; 0.02 by default.</param>
    /// <param name="turns">The number of turns of each spiral; 1.5 by default.</param>
    /// <returns>Inputs x and y, and one target that is 0 or 1.</returns>
    /// <exception cref="DataException">If there are no rows or the noise is negative.</exception>
    public static SyntheticData<T> Spirals<T>(int rows, ulong seed, double noise = 0.02, double turns = 1.5)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Binary<T>(rows, seed, noise, (row, draws) =>
        {
            // The square root spreads the points evenly along the spiral.
            double radius = Math.Sqrt(draws.Uniform(row, 0, 0, 1));
            (double sine, double cosine) = Math.SinCos((2 * Math.PI * turns * radius) + (Math.PI * (row % 2)));
            return (radius * cosine, radius * sine, row % 2);
        });

    /// <summary>Normal distributions with standard deviation <paramref name="noise"/> around equally spaced points of the unit circle,
    /// one per class.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="noise">The standard deviation; 0.3 by default.</param>
    /// <param name="classes">The number of classes, at least 2; 3 by default.</param>
    /// <returns>Inputs x and y, one-hot targets.</returns>
    /// <exception cref="DataException">If there are no rows, fewer than 2 classes, or the noise is negative.</exception>
    public static SyntheticData<T> Gaussians<T>(int rows, ulong seed, double noise = 0.3, int classes = 3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (classes < 2)
        {
            throw new DataException($"The number of classes must be at least 2, but is {classes}.");
        }

        Draws draws = new(seed);
        string[] labels = [.. Enumerable.Range(0, classes).Select(label => $"class {label}")];
        return SyntheticRows.Make<T>(TaskKind.Multiclass, s_plane, labels, rows, noise, (row, x, y) =>
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * (row % classes) / classes);
            x[0] = cosine + (noise * draws.Normal(row, 0));
            x[1] = sine + (noise * draws.Normal(row, 1));
            y[row % classes] = 1;
        });
    }

    private static SyntheticData<T> Binary<T>(int rows, ulong seed, double noise, Func<int, Draws, (double X, double Y, int Target)> point)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Draws draws = new(seed);
        return SyntheticRows.Make<T>(TaskKind.Binary, s_plane, ["class"], rows, noise, (row, x, y) =>
        {
            (double px, double py, int target) = point(row, draws);
            x[0] = px + (noise * draws.Normal(row, 0));
            x[1] = py + (noise * draws.Normal(row, 1));
            y[0] = target;
        });
    }
}
