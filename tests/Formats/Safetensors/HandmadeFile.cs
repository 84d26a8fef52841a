using System.Buffers.Binary;
using System.Text;
using Descent.Formats;

namespace Descent.Tests.Formats.Safetensors;

/// <summary>Files put together byte by byte, so that they can say what our writer never would.</summary>
internal static class HandmadeFile
{
    public static readonly SafetensorsReadOptions Foreign = new() { RequireChecksum = false };

    public static byte[] Of(string header, int bufferLength = 0) => Of(Encoding.UTF8.GetBytes(header), new byte[bufferLength]);

    public static byte[] Of(byte[] header, byte[] buffer)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header, .. buffer];
    }

    public static SafetensorsFile Read(byte[] file, SafetensorsReadOptions? options = null) =>
        SafetensorsFile.Read(new MemoryStream(file), options);

    public static byte[] ToBytes(this SafetensorsFile file)
    {
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    /// <summary>The message with which a file is refused.</summary>
    public static string Refusal(byte[] file, SafetensorsReadOptions? options = null) =>
        Assert.Throws<ModelFileException>(() => Read(file, options ?? Foreign)).Message;

    public static SafetensorsFile Sample() => new(
        [
            Tensor.Create<float>("odd", [1, 2, 3], 3),
            Tensor.Create<double>("wide", [Math.PI, -1e300, double.Epsilon, -0.0], 2, 2),
            Tensor.Create<float>("scalar", [7]),
            Tensor.Create<float>("none", [], 4, 0),
        ],
        [new("network", """{"layers":["Dense <3> & ünïcode 网 🙂"]}"""), new("", "")]);
}
