using System.Text.Json;

namespace Descent.Tests.Goldens;

/// <summary>Reads the files beside it, numbers of independent programs, and compares with them. In these files null is NaN.</summary>
internal static class GoldenFile
{
    public static JsonElement Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", file)));
        return document.RootElement.Clone();
    }

    public static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(Number)];

    /// <summary>|expected − actual| ≤ tolerance·max(1, |expected|), or both NaN.</summary>
    public static void AssertClose(double expected, double actual, double tolerance, string what)
    {
        bool close = double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));
        Assert.True(close, $"{what}: expected {expected:R}, got {actual:R}");
    }

    /// <summary>The same for each number of a flat, row-major list and a matrix.</summary>
    public static void AssertClose(IReadOnlyList<double> expected, double[,] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Count, actual.Length);
        int i = 0;
        foreach (double value in actual)
        {
            AssertClose(expected[i], value, tolerance, $"{what} [{i++}]");
        }
    }
}
