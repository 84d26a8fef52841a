using CsvHelper;

namespace Descent.Data;

/// <summary>Infers the character between cells: the one that splits the header and then every row into the same number of
/// cells.</summary>
internal static class SeparatorSniffer
{
    private const int Rows = 100;

    private static readonly (char Character, string Name)[] s_candidates = [(',', "comma"), (';', "semicolon"), ('\t', "tab"), ('|', "bar")];

    public static char Find(CsvInput input)
    {
        // The last row may be cut off and would have too few cells.
        int end = input.HeadIsWhole ? input.Head.Length : input.Head.AsSpan().LastIndexOf((byte)'\n') + 1;
        ReadOnlyMemory<byte> text = input.Head.AsMemory(0, end);
        (char Character, string Name, double Fit)[] fits =
            [.. s_candidates.Select(c => (c.Character, c.Name, Fit(text, c.Character))).Where(c => c.Item3 > 0)];
        if (fits.Length == 0)
        {
            return ',';
        }

        double best = fits.Max(c => c.Fit);
        fits = [.. fits.Where(c => c.Fit == best)];
        return fits.Length == 1
            ? fits[0].Character
            : throw new DataException($"{input.Source}: the cells could be separated by {string.Join(" or ", fits.Select(c => c.Name))}. Set the separator.", new Remedy(nameof(CsvOptions.Separator), value: $"{fits[0].Character}"));
    }

    public static string NameOf(char separator) =>
        Array.Find(s_candidates, c => c.Character == separator).Name ?? $"'{separator}'";

    /// <summary>The share of rows with as many cells as the header; zero if the header is a single cell.</summary>
    private static double Fit(ReadOnlyMemory<byte> text, char separator)
    {
        using CsvReader reader = CsvReader.Create(text, new CsvReaderOptions { Separator = separator, HasHeader = false, TrimWhitespace = separator != '\t' });
        if (!reader.Read() || reader.FieldCount < 2)
        {
            return 0;
        }

        int cells = reader.FieldCount, rows = 1, alike = 1;
        while (rows < Rows && reader.Read())
        {
            rows++;
            alike += reader.FieldCount == cells ? 1 : 0;
        }

        return (double)alike / rows;
    }
}
