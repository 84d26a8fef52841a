using System.Text;
using System.Text.RegularExpressions;

namespace Descent.Tests.Fuzzing;

/// <summary>Changes bytes and texts: bits, runs, and whole words or numbers in the place of others.</summary>
internal static partial class Mutations
{
    /// <summary>What has broken readers before: empty, too large, not finite, nothing, too deep, foreign letters, half a character.</summary>
    public static readonly string[] Words =
    [
        "", " ", "0", "-1", "1", "-0.0", "0.5", "1e400", "-1e400", "1e-400", "1e38", "1e39", "3.5e38", "1e300", "NaN", "nan", "Infinity", "-Infinity", "null", "true", "false", "[]", "{}", "[null]",
        "2147483647", "2147483648", "-2147483648", "9223372036854775807", "18446744073709551616", "99999999999999999999", "1,5", "1.5", "\"", "\\", "'", ",", ";", "\t", "\n", "\r\n", ":", "=", "/", "(", ")", "[", "]",
        "\0", "\u202e", "é", "网", "🙂", "\ud800", "\ufeff", "−1", "%", "$5", "-", "--", "?", "NA", "#N/A", "2026-02-30", "x", "adam", "relu", "dense", "none", "../..", "nul", new string('9', 400), new string('[', 100), new string('a', 5000),
    ];

    /// <summary>One to four changes of a text, some of them of its bytes.</summary>
    public static byte[] OfText(Dice dice, IReadOnlyList<string> seeds)
    {
        string text = dice.Pick(seeds);
        int changes = 1 + dice.Below(4);
        for (int i = 0; i < changes; i++)
        {
            text = OfText(dice, text, dice.Pick(seeds));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return dice.OneIn(8) ? OfBytes(dice, bytes) : bytes;
    }

    /// <summary>One change of a text: a word of it gives way to another, or a part is cut, doubled or taken from a second text.</summary>
    public static string OfText(Dice dice, string text, string other)
    {
        MatchCollection words = Word().Matches(text);
        if (words.Count > 0 && !dice.OneIn(3))
        {
            Match word = words[dice.Below(words.Count)];
            string replacement = dice.OneIn(3) && Word().Matches(other) is { Count: > 0 } others ? others[dice.Below(others.Count)].Value : dice.Pick(Words);
            return text[..word.Index] + replacement + text[(word.Index + word.Length)..];
        }

        int from = dice.Below(text.Length + 1), to = Math.Min(text.Length, from + dice.Below(12));
        return dice.Below(4) switch
        {
            0 => text[..from] + text[to..],
            1 => text[..to] + text[from..],
            2 => text[..from] + dice.Pick(Words) + text[from..],
            _ => text[..from] + other[Math.Min(from, other.Length)..],
        };
    }

    /// <summary>One to four changes of bytes.</summary>
    public static byte[] OfBytes(Dice dice, byte[] seed)
    {
        List<byte> bytes = [.. seed];
        int changes = 1 + dice.Below(4);
        for (int i = 0; i < changes; i++)
        {
            int at = dice.Below(bytes.Count + 1), count = Math.Min(bytes.Count - at, 1 + dice.Below(16));
            switch (dice.Below(5))
            {
                case 0 when count > 0:
                    bytes[at] ^= (byte)(1 << dice.Below(8));
                    break;
                case 1 when count > 0:
                    bytes[at] = (byte)dice.Pick((int[])[0, 1, 0x7F, 0x80, 0xFF, ' ', '"', '\n']);
                    break;
                case 2:
                    bytes.RemoveRange(at, count);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                default:
                    bytes.RemoveRange(at, dice.OneIn(4) ? bytes.Count - at : 0);
                    break;
            }
        }

        return [.. bytes];
    }

    [GeneratedRegex(@"[\p{L}_]+|-?[\d.]+(?:[eE][-+]?\d+)?|[^\s\p{L}\d]")]
    private static partial Regex Word();
}
