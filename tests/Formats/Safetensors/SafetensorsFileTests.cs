using System.Buffers.Binary;
using System.Reflection;
using System.Text;
using Descent.Formats;
using static Descent.Tests.Formats.Safetensors.HandmadeFile;

namespace Descent.Tests.Formats.Safetensors;

public class SafetensorsFileTests
{
    private static string Root => typeof(SafetensorsFileTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Fact]
    public void Fault63TheFirstFormatLoadsForEver()
    {
        SafetensorsFile file = SafetensorsFile.Load(Path.Combine(Root, "tests", "Goldens", "golden-v1.safetensors"));
        Assert.Equal(["layer.weight F32 [2, 3]", "layer.bias F64 [3]", "empty F32 [0, 4]"], file.Tensors.Select(tensor => tensor.ToString()));
        Assert.Equal(
            Bits([0.5f, -1.25f, 3.0e-45f, float.MaxValue, -0f, 7f]), Bits(file["layer.weight"].ToArray<float>()));
        Assert.Equal([Math.PI, -double.Epsilon, double.MaxValue], file["layer.bias"].ToArray<double>());
        Assert.Equal("Grüße, 网络 \"quoted\"", Assert.Single(file.Metadata, pair => pair.Key == "note").Value);
        Assert.Single(file.Metadata);
        Assert.Equal("Python", file.WrittenBy);
    }

    [Fact]
    public void TheBufferIsAlignedAndEveryTensorStartsAtAMultipleOfItsWidth()
    {
        byte[] bytes = Sample().ToBytes();
        long header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, (8 + header) % 64);
        Assert.Contains("\"wide\":{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[0,32]}", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void TheOrderOfTensorsAndTextsIsKept()
    {
        SafetensorsFile file = Read(Sample().ToBytes());
        Assert.Equal(["odd", "wide", "scalar", "none"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(["network", ""], file.Metadata.Keys);
        Assert.StartsWith("Descent ", file.WrittenBy, StringComparison.Ordinal);
        Assert.Equal(0, file["scalar"].Shape.Length);
        Assert.Equal(1, file["scalar"].Length);
    }

    [Fact]
    public void SavingAndLoadingGivesTheSameBytes()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "a model 网.safetensors");
        Sample().Save(path);
        SafetensorsFile.Load(path).Save(path);
        Assert.Equal(Sample().ToBytes(), File.ReadAllBytes(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void OtherTypesAreGivenAsBytesWhenAskedFor()
    {
        SafetensorsFile file = Read(
            Of("""{"h":{"dtype":"BF16","shape":[3],"data_offsets":[0,6]},"i":{"dtype":"I64","shape":[1],"data_offsets":[6,14]}}""", 14),
            new SafetensorsReadOptions { RequireChecksum = false, AllowOtherTypes = true });
        Assert.Equal(6, file["h"].Bytes.Length);
        Assert.Equal(3, file["h"].Length);
        Assert.Contains("of type BF16", Assert.Throws<ModelFileException>(() => file["h"].ToArray<float>()).Message, StringComparison.Ordinal);
        Assert.Equal(file["i"].Bytes.ToArray(), Read(file.ToBytes(), new SafetensorsReadOptions { AllowOtherTypes = true })["i"].Bytes.ToArray());
    }

    [Fact]
    public void AnEmptyFileOfAnotherProgramIsValid() => Assert.Empty(Read(Of("{}   "), Foreign).Tensors);

    [Fact]
    public void AMissingTensorIsNamedWithWhatThereIs() => Assert.Contains(
        "no tensor 'w'; it has 4: 'odd', 'wide'", Assert.Throws<ModelFileException>(() => Sample()["w"]).Message, StringComparison.Ordinal);

    [Fact]
    public void TensorsThatCannotBeAreRefusedWhenMade()
    {
        Assert.Throws<ArgumentException>(() => Tensor.Create<float>("w", [1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => Tensor.Create<float>("__metadata__", [1]));
        Assert.Throws<ArgumentException>(() => Tensor.Create<float>("\ud800", [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Create<float>("w", [1], -1, -1));
        Assert.Throws<NotSupportedException>(() => Tensor.Create<int>("w", [1]));
        Tensor tensor = Tensor.Create<float>("w", [1]);
        Assert.Throws<ArgumentException>(() => new SafetensorsFile([tensor, tensor]));
        Assert.Throws<ArgumentException>(() => new SafetensorsFile([tensor], [new("descent.checksum", "")]));
        Assert.Throws<ArgumentException>(() => new SafetensorsFile([tensor], [new("a", "1"), new("a", "2")]));
        Assert.Throws<ModelFileException>(() => tensor.ToArray<double>());
    }

    private static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];
}
