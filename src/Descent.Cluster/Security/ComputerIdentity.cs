using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;
using Descent.Data;

namespace Descent.Cluster;

/// <summary>What decides the bits of a training: the version of the library, and the arithmetic of processor and operating system.</summary>
/// <param name="Version">The version of the library, with the identity of its build.</param>
/// <param name="Processor">The kind of processor and its instructions, for messages.</param>
/// <param name="Bits">The hash of a small training that uses the parts that may differ: multiply-adds, and the logarithm and cosine of the operating system.</param>
[GenerateSerializer]
internal sealed record ComputerIdentity([property: Id(0)] string Version, [property: Id(1)] string Processor, [property: Id(2)] string Bits)
{
    private static readonly Lazy<ComputerIdentity> s_own = new(Compute);

    /// <summary>That of this process.</summary>
    public static ComputerIdentity Own => s_own.Value;

    /// <summary>Whether trainings give the same bits as those of another process.</summary>
    public bool Agrees(ComputerIdentity other) => Version == other.Version && Bits == other.Bits;

    /// <summary>Shows the identity.</summary>
    public override string ToString() => $"Descent {Version} on {Processor} (arithmetic {Bits[..8]})";

    private static ComputerIdentity Compute()
    {
        string build = typeof(Model<float>).Module.ModuleVersionId.ToString("N", CultureInfo.InvariantCulture)[..8];
        Version version = typeof(Model<float>).Assembly.GetName().Version!;
        string instructions = X86Base.IsSupported ? Fma.IsSupported ? "with FMA" : "without FMA" : "";
        return new ComputerIdentity($"{version.ToString(3)}+{build}", $"{RuntimeInformation.ProcessArchitecture} {instructions}".TrimEnd(), Hash());
    }

    private static string Hash()
    {
        Network network = [new Dense(19, new Tanh()) { WeightInitializer = new HeNormal() }, new BatchNormalization(), new Dropout(0.2), new Dense(3, new Softmax())];
        Model<float> model = network.Build<float>(5, 7);
        float[] inputs = [.. Enumerable.Range(0, 5 * 40).Select(i => ((i * 37) % 101 / 50f) - 1)], targets = [.. Enumerable.Range(0, 40).SelectMany(i => (float[])[i % 3 == 0 ? 1 : 0, i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0])];
        model.Fit(Dataset.Create(inputs, 5, targets, 3), new TrainingOptions { Loss = new CategoricalCrossEntropy(), Optimizer = new Adam(new CosineSchedule(0.01)), Epochs = 4, BatchSize = 16, Threads = 1, Augmentations = [new InputNoise(0.05)] });
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, float[] values) in model.GetParameters())
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
