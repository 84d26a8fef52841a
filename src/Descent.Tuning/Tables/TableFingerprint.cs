using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Descent.Data;

namespace Descent.Tuning;

/// <summary>Tells tables apart.</summary>
internal static class TableFingerprint
{
    /// <summary>The size, and the first 64 bits of the SHA-256 of the names of columns and all cells as they are written.</summary>
    public static string Of(Table table)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in table.Columns)
        {
            Append(hash, name);
        }

        for (int column = 0; column < table.Columns.Count; column++)
        {
            for (int row = 0; row < table.Rows; row++)
            {
                Append(hash, table[row, column]);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{table.Rows:#,0} rows and {table.Columns.Count:#,0} columns with the SHA-256 {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
    }

    // A byte that UTF-8 does not have ends each text.
    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0xFF]);
    }
}
