using System.Text;
using Descent.Formats;
using static Descent.Tests.Formats.Safetensors.HandmadeFile;

namespace Descent.Tests.Formats.Safetensors;

public class SafetensorsFaultTests
{
    [Theory]
    [InlineData(1UL << 63, "more than the 100000000 allowed")]
    [InlineData(ulong.MaxValue, "more than the 100000000 allowed")]
    [InlineData(100_000_001UL, "more than the 100000000 allowed")]
    [InlineData(100_000_000UL, "only 2 follow")]
    [InlineData(3UL, "only 2 follow")]
    public void Fault58HeaderLengthIsRefusedBeforeAnyAllocation(ulong length, string message)
    {
        byte[] file = [.. BitConverter.GetBytes(length), (byte)'{', (byte)'}'];
        Refusal(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string refusal = Refusal(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        Assert.Contains(message, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "overlaps 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "leaves a gap after 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "leaves a gap after the start")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "1 bytes follow the last tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "ends at byte 8, but the file has 4 bytes of tensors")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,0]}}""", 4, "before it begins")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes, but its offsets span 4")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}""", 4, "needs 8 bytes, but its offsets span 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "cannot have the shape [4294967296, 4294967296]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}""", 0, "cannot have the shape")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "partly used")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""", 4, "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775808]}}""", 4, "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "has 1 numbers; expected 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' occurs twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", 4, "field shape twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "key 'k' occurs twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "expected String, found Number")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "occurs twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "lacks data_offsets")]
    [InlineData("""{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown type 'F31'")]
    [InlineData("""{"a":{"dtype":"15","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown type '15'")]
    [InlineData("""{"a":{"dtype":"164","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown type '164'")]
    [InlineData("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", 4, "AllowOtherTypes")]
    [InlineData("""{"a":{"type":"evil","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown field 'type'")]
    [InlineData("""{"a":7}""", 0, "expected StartObject, found Number")]
    public void Fault59WrongStructureIsNamedPrecisely(string header, int bufferLength, string message) =>
        Assert.Contains(message, Refusal(Of(header, bufferLength)), StringComparison.Ordinal);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Fault59NonFiniteWeightsAreRefusedUnlessAskedFor(float bad)
    {
        byte[] singles = new SafetensorsFile([Tensor.Create<float>("w", [1, bad, 2], 3)]).ToBytes();
        byte[] doubles = new SafetensorsFile([Tensor.Create<double>("w", [1, bad, 2], 3)]).ToBytes();
        SafetensorsReadOptions lenient = new() { AllowNonFinite = true };
        Assert.Contains("'w' contains NaN or infinity at element 1", Refusal(singles), StringComparison.Ordinal);
        Assert.Contains("'w' contains NaN or infinity at element 1", Refusal(doubles), StringComparison.Ordinal);
        Assert.Equal([1, bad, 2], Read(singles, lenient)["w"].ToArray<float>());
        Assert.Equal([1, bad, 2], Read(doubles, lenient)["w"].ToArray<double>());
    }

    [Fact]
    public void Fault60EveryTruncationIsFound()
    {
        byte[] file = Sample().ToBytes();
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<ModelFileException>(() => Read(file[..length]));
        }

        Assert.Contains("the file is empty", Refusal([], new SafetensorsReadOptions()), StringComparison.Ordinal);
    }

    [Fact]
    public void Fault60EveryFlippedBitIsFound()
    {
        byte[] file = Sample().ToBytes();
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ModelFileException>(() => Read(file));
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        file[^1] ^= 1;
        Assert.Contains("the checksum does not match", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Fault60AMissingChecksumIsAnErrorUnlessAllowed()
    {
        byte[] foreign = Of("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4);
        Assert.Contains("the file has no checksum", Refusal(foreign, new SafetensorsReadOptions()), StringComparison.Ordinal);
        Assert.Equal([0f], Read(foreign, Foreign)["a"].ToArray<float>());
    }

    [Fact]
    public void Fault61NestedOrHugeHeadersMeetLimits()
    {
        Assert.Contains("not valid JSON", Refusal(Of("{\"a\":{\"shape\":[" + new string('[', 100_000) + "}")), StringComparison.Ordinal);
        Assert.Contains("found StartArray", Refusal(Of("{\"a\":" + new string('[', 100_000) + "}")), StringComparison.Ordinal);
        Assert.Contains("more than the 10 allowed", Refusal(Of("{\"a\":123456}"), new SafetensorsReadOptions { MaximumHeaderBytes = 10 }), StringComparison.Ordinal);
        string hostile = Refusal(Of("{\"\\u001b[2J" + new string('x', 1_000_000) + "\":1}"));
        Assert.DoesNotContain('\u001b', hostile);
        Assert.InRange(hostile.Length, 1, 300);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData(" {}")]
    [InlineData("{}\n")]
    [InlineData("{}{}")]
    [InlineData("{} // comment")]
    [InlineData("{\"__metadata__\":{\"a\":\"b\",}}")]
    [InlineData("{\"__metadata__\":{\"a\":\"\\ud800\"}}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{'a':1}")]
    public void Fault61MalformedHeadersAreRefused(string header) => Refusal(Of(header));

    [Fact]
    public void Fault61InvalidUtf8IsRefused() =>
        Refusal(Of([.. Encoding.ASCII.GetBytes("{\"__metadata__\":{\"a\":\""), 0xff, 0xfe, .. Encoding.ASCII.GetBytes("\"}}")], []));

    [Theory]
    [InlineData("3", "'Descent 9.9.9' wrote this file in format 3, but this Descent reads formats up to 2")]
    [InlineData("99999999999999999999", "'Descent 9.9.9' wrote this file in format 99999999999999999999, but")]
    [InlineData("0", "'0', which is not a whole number of at least 1")]
    [InlineData("one", "'one', which is not a whole number of at least 1")]
    [InlineData("-1", "'-1', which is not a whole number of at least 1")]
    [InlineData("", "'', which is not a whole number of at least 1")]
    public void Fault62ANewerFormatSaysWhoWroteIt(string format, string message) => Assert.Contains(
        message,
        Refusal(Of($$$"""{"__metadata__":{"descent.writer":"Descent 9.9.9","descent.format":"{{{format}}}"}}""")),
        StringComparison.Ordinal);

    [Fact]
    public void AMissingFileOrAFolderIsAClearError()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        Assert.Contains("cannot read", Assert.Throws<ModelFileException>(() => SafetensorsFile.Load(folder)).Message, StringComparison.Ordinal);
        string missing = Path.Combine(folder, "none.safetensors");
        Assert.Contains(missing, Assert.Throws<ModelFileException>(() => SafetensorsFile.Load(missing)).Message, StringComparison.Ordinal);
        Directory.Delete(folder);
    }

    /// <summary>Bytes above 127 might be letters of a code page, but JSON does not follow them in a text.</summary>
    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(0xF0E0D0C0B0A09080)]
    [InlineData(0x7FFFFFFFFFFFFFFF)]
    public void Fault58ADamagedLengthBeforeAHeaderIsNoTable(ulong length)
    {
        string refusal = Refusal([.. BitConverter.GetBytes(length), .. Encoding.ASCII.GetBytes("{\"__metadata__\":{\"descent.writer\":\"Descent 1.0.0\",\"descent.format\":\"1\"}}")]);
        Assert.Contains($"the header claims {length} bytes", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("CSV", refusal, StringComparison.Ordinal);
    }
}
