using System.IO.Compression;
using System.Text;
using Descent.Formats;
using Descent.Tests.Goldens;
using Descent.Tests.Repository;

namespace Descent.Tests.Formats.Npz;

/// <summary>Arrays of NumPy are read in every type and order, ours are written as NumPy writes them, and damaged files are refused before memory is taken.</summary>
public class NpzFileTests
{
    internal static string Fixture(string name) => Path.Combine(Checkout.Root, "tests/Goldens/weights", name);

    [Fact]
    public void EveryTypeAndOrderOfNumPyIsRead()
    {
        double[] expected = GoldenFile.Numbers(GoldenFile.Read("weights.json").GetProperty("array"));
        IReadOnlyList<NpzArray> arrays = NpzFile.Load(Fixture("types.npz"));
        Assert.Equal(["half", "single", "double", "big_half", "big_single", "big_double", "fortran", "cube", "scalar", "empty", "vector"], arrays.Select(array => array.Name));
        Assert.All(arrays.Take(7), array =>
        {
            Assert.Equal(expected, array.Values);
            Assert.Equal([2, 3], array.Shape);
        });
        Assert.Equal([DataType.F16, DataType.F32, DataType.F64], arrays.Take(3).Select(array => array.Type));
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (double)i), arrays[7].Values);
        Assert.Empty(arrays[8].Shape);
        Assert.Equal([7], arrays[8].Values);
        Assert.Equal([0, 3], arrays[9].Shape);
        Assert.Equal([1, 2], arrays[10].Values);
    }

    [Fact]
    public void WhatIsWrittenComesBackAndIsTheSameBytes()
    {
        NpzArray[] arrays = [new("0.weight", [2, 3], [1, 2, 3, 4, 5, 0.1f]), new("double", [1], [0.1], DataType.F64), new("half", [2], [0.5, 65504], DataType.F16), new("scalar", [], [3])];
        using MemoryStream one = new(), two = new();
        NpzFile.Write(one, arrays);
        NpzFile.Write(two, arrays);
        Assert.Equal(one.ToArray(), two.ToArray());
        one.Position = 0;
        foreach ((NpzArray written, NpzArray read) in arrays.Zip(NpzFile.Read(one)))
        {
            Assert.Equal((written.Name, written.Type), (read.Name, read.Type));
            Assert.Equal(written.Values, read.Values);
            Assert.Equal(written.Shape, read.Shape);
        }

        Assert.Throws<ArgumentException>(() => NpzFile.Write(Stream.Null, [arrays[0], arrays[0]]));
        Assert.Throws<ArgumentException>(() => new NpzArray("a", [2], [1]));
        Assert.Throws<ArgumentException>(() => new NpzArray("a", [1], [1], DataType.I64));
    }

    [Fact]
    public void EveryTruncationAndEveryChangedByteOfTheNumbersIsRefused()
    {
        byte[] whole = File.ReadAllBytes(Fixture("types.npz"));
        for (int length = 0; length < whole.Length; length += 97)
        {
            Refused(whole[..length]);
        }

        int number = Array.IndexOf(whole, (byte)'\n') + 3;
        whole[number] ^= 1;
        Assert.Contains("checksum", Refused(whole), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", 12, "shape needs 16")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647), }", 4, "too many numbers")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", 4, "size")]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", 8, "i8")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8, "O")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4, "simple type")]
    [InlineData("nonsense", 4, "simple type")]
    public void HeadersThatLieAreRefused(string header, int bytes, string reason) =>
        Assert.Contains(reason, Refused(Archive([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[bytes]])), StringComparison.Ordinal);

    [Fact]
    public void AHeaderLongerThanTheFileIsRefused() => Assert.Contains("header of", Refused(Archive([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 127, 0, 0])), StringComparison.Ordinal);

    [Fact]
    public void ABombIsRefusedBeforeItIsUnpacked()
    {
        byte[] bomb = Archive(new byte[20_000_000], CompressionLevel.SmallestSize);
        Assert.True(bomb.Length < 50_000);
        using MemoryStream stream = new(bomb);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("at most 1000000", Assert.Throws<ModelFileException>(() => NpzFile.Read(stream, "bomb", 1_000_000)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void OtherFilesAreNamed()
    {
        Assert.Contains("not an NPZ file", Assert.Throws<ModelFileException>(() => NpzFile.Load(Path.Combine(Checkout.Root, "samples/data/iris.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("int", Assert.Throws<ModelFileException>(() => NpzFile.Load(Fixture("integers.npz"))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot read", Assert.Throws<ModelFileException>(() => NpzFile.Load(Fixture("none.npz"))).Message, StringComparison.Ordinal);
    }

    private static byte[] Archive(byte[] content, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("a.npy", level).Open();
            entry.Write(content);
        }

        return stream.ToArray();
    }

    private static string Refused(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return Assert.Throws<ModelFileException>(() => NpzFile.Read(stream)).Message;
    }
}
