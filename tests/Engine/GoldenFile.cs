using System.Text.Json;

namespace Descent.Tests.Engine;

/// <summary>Reads the files in Goldens/ and compares numbers with them.</summary>
internal static class GoldenFile
{
    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", file)));
        return document.RootElement.Clone();
    }

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>|expected − actual| ≤ tolerance·max(1, |expected|).</summary>
    public static void AssertClose(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected:R}, got {actual:R}");

    public static void AssertClose(IReadOnlyList<double> expected, double[,] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Count, actual.Length);
        int i = 0;
        foreach (double value in actual)
        {
            AssertClose(expected[i], value, tolerance, $"{what} [{i++}]");
        }
    }

    public static void AssertClose(Tensors expected, Tensors actual, double tolerance, string what)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string name, double[,] value) in expected)
        {
            AssertClose([.. value.Cast<double>()], actual[name], tolerance, $"{what}, {name}");
        }
    }
}
