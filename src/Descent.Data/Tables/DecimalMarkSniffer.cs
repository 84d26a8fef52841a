using CsvHelper;

namespace Descent.Data;

/// <summary>Infers the decimal mark: a comma if the first rows have numbers such as 1,5 or 1.234,50 and none such as 1.5 or
/// 1,234.50.</summary>
internal static class DecimalMarkSniffer
{
    /// <summary>The mark, whether the numbers allow no other, and a number that shows it.</summary>
    public static (char Mark, MarkOrigin Origin, string? Example) Find(CsvInput input, char separator)
    {
        // The last row may be cut off in the middle of a number.
        int end = input.HeadIsWhole ? input.Head.Length : input.Head.AsSpan().LastIndexOf((byte)'\n') + 1;
        using CsvReader reader = CsvReader.Create(input.Head.AsMemory(0, end), new CsvReaderOptions { Separator = separator, HasHeader = false, TrimWhitespace = separator is not (' ' or '\t') });
        string? point = null, comma = null;
        while ((point is null || comma is null) && reader.Read())
        {
            for (int i = 0; i < reader.FieldCount; i++)
            {
                ReadOnlySpan<byte> cell = reader.GetSpan(i);
                if (!cell.ContainsAny((byte)'.', (byte)','))
                {
                    continue;
                }

                bool isPoint = IsNumber(cell, '.'), isComma = IsNumber(cell, ',');
                point ??= isPoint && !isComma ? reader.GetString(i) : null;
                comma ??= isComma && !isPoint ? reader.GetString(i) : null;
            }
        }

        return comma is not null && point is null ? (',', MarkOrigin.Evident, comma) : ('.', point is not null && comma is null ? MarkOrigin.Evident : MarkOrigin.Assumed, point);
    }

    private static bool IsNumber(ReadOnlySpan<byte> cell, char mark) => NumberText.TryRead(cell, mark, out _, out _, out _);
}
