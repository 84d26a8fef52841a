using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Descent.Tests.Fuzzing;

/// <summary>Changes a safetensors file and makes its lengths and checksum right again, so that what is behind them is reached.</summary>
internal static class SafetensorsMutations
{
    private const string Metadata = "__metadata__", ChecksumKey = "descent.checksum";

    /// <summary>A change of the header, of a JSON text in its metadata, of the numbers, or of bytes anywhere.</summary>
    public static byte[] Of(Dice dice, byte[] file, byte[] other)
    {
        if (dice.OneIn(8))
        {
            return Mutations.OfBytes(dice, file);
        }

        (string header, byte[] numbers) = Parts(file);
        (string otherHeader, _) = Parts(other);
        switch (dice.Below(6))
        {
            case 0:
                header = JsonMutations.Of(dice, header, otherHeader);
                break;
            case 1:
                numbers = Mutations.OfBytes(dice, numbers);
                break;
            case 2 when numbers.Length >= 4:
                // Not a number, infinite, enormous.
                uint[] bits = [0x7FC00000, 0x7F800000, 0xFF7FFFFF, 0x7F7FFFFF, 1];
                BinaryPrimitives.WriteUInt32LittleEndian(numbers.AsSpan(dice.Below(numbers.Length / 4) * 4), dice.Pick(bits));
                break;
            default:
                JsonNode root = JsonNode.Parse(header)!;
                JsonObject texts = root[Metadata]!.AsObject();
                string[] keys = [.. texts.Select(text => text.Key).Where(key => key != ChecksumKey)];
                string changed = dice.Pick(keys), text = (string)texts[changed]!, more = (string)texts[dice.Pick(keys)]!;
                texts[changed] = text.StartsWith('{') || text.StartsWith('[') ? JsonMutations.Of(dice, text, more) : dice.Pick(Mutations.Words);
                header = root.ToJsonString();
                break;
        }

        return Put(header, numbers);
    }

    private static (string Header, byte[] Numbers) Parts(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (Encoding.UTF8.GetString(file, 8, length), file[(8 + length)..]);
    }

    private static byte[] Put(string header, byte[] numbers)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, text.Length);
        byte[] key = Encoding.UTF8.GetBytes($"\"{ChecksumKey}\":\"");
        int digits = text.AsSpan().IndexOf(key) + key.Length;
        if (digits < key.Length || digits + 64 > text.Length)
        {
            return [.. prefix, .. text, .. numbers];
        }

        text.AsSpan(digits, 64).Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData([.. prefix, .. text, .. numbers])), text.AsSpan(digits));
        return [.. prefix, .. text, .. numbers];
    }
}
