using System.Text.Json;
using Descent.Cli.Reproductions;
using Descent.Tests.Goldens;

namespace Descent.Tests.Cli.Reproductions;

public class NumpyRandomTests
{
    // Uniform numbers are the same to the last bit; logarithms of other machines may differ there.
    private const double LastBits = 1e-15;

    public static TheoryData<uint> Seeds => [.. Generators().Select(generator => generator.GetProperty("seed").GetUInt32())];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void UniformNumbersAreNumpys(uint seed)
    {
        NumpyRandom random = new(seed);
        Assert.Equal(Numbers(seed, "uniform"), random.Uniform(6));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void NormalNumbersAreNumpys(uint seed) => AssertClose(Numbers(seed, "normal"), new NumpyRandom(seed).Normal(7));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TheSecondNormalNumberWaitsWhileUniformOnesAreDrawn(uint seed)
    {
        NumpyRandom random = new(seed);
        AssertClose(Numbers(seed, "mixed"), [.. random.Normal(3), .. random.Uniform(2), .. random.Normal(4), random.Uniform()]);
    }

    // 4,000 draws renew the 624 numbers of the state seven times.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void TheStateIsRenewedAsNumpysIs(uint seed)
    {
        NumpyRandom random = new(seed);
        random.Uniform(2000);
        Assert.Equal(Numbers(seed, "far"), random.Uniform(3));
    }

    private static JsonElement.ArrayEnumerator Generators() => GoldenFile.Read("numpy_legacy.json").GetProperty("generator").EnumerateArray();

    private static double[] Numbers(uint seed, string name) =>
        GoldenFile.Numbers(Generators().Single(generator => generator.GetProperty("seed").GetUInt32() == seed).GetProperty(name));

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => GoldenFile.AssertClose(pair.First, pair.Second, LastBits, "number"));
    }
}
