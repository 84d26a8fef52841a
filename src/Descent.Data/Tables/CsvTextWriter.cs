using System.Globalization;

namespace Descent.Data;

/// <summary>
/// Writes CSV (RFC 4180, lines end with \n, numbers in the invariant culture) that a spreadsheet does not interpret as formulas:
/// text that begins with =, +, - or @, a tab or a carriage return is prefixed with an apostrophe. Numbers stay numbers.
/// </summary>
/// <param name="writer">Receives the text; it is not disposed.</param>
/// <param name="separator">The character between cells; comma by default.</param>
/// <param name="allowFormulas">Whether text is written unchanged, including formulas; false by default.</param>
public sealed class CsvTextWriter(TextWriter writer, char separator = ',', bool allowFormulas = false)
{
    private readonly TextWriter writer = writer ?? throw new ArgumentNullException(nameof(writer));
    private bool rowBegun;

    /// <summary>Writes one text cell.</summary>
    /// <param name="text">The text; null is written as an empty cell.</param>
    public void Write(string? text)
    {
        text ??= "";
        bool formula = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !IsNumber(text);
        Put(formula && !allowFormulas ? "'" + text : text);
    }

    /// <summary>Writes one number, so that reading it returns the same bits.</summary>
    /// <param name="number">The number.</param>
    public void Write(double number) => Put(number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Writes one number, so that reading it as float returns the same bits.</summary>
    /// <param name="number">The number.</param>
    public void Write(float number) => Put(number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        writer.Write('\n');
        rowBegun = false;
    }

    /// <summary>Writes a whole row of text cells.</summary>
    /// <param name="cells">The cells.</param>
    public void WriteRow(IEnumerable<string> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        foreach (string cell in cells)
        {
            Write(cell);
        }

        EndRow();
    }

    // -1,5 is a number with a decimal comma, and harmless elsewhere.
    private static bool IsNumber(string text) =>
        double.TryParse(text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);

    private void Put(string cell)
    {
        if (rowBegun)
        {
            writer.Write(separator);
        }

        rowBegun = true;
        bool quote = cell.AsSpan().IndexOfAny('"', '\r', '\n') >= 0 || cell.Contains(separator, StringComparison.Ordinal)
            || (cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])));
        writer.Write(quote ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
    }
}
