using System.Text;

namespace Descent.Data;

/// <summary>The texts of a cell that mean "no value": always an empty cell, and a list of words (in any case) and numbers (in any
/// notation).</summary>
internal sealed class MissingWordList
{
    /// <summary>What is used for "no value" by spreadsheets, including their errors, by R, SQL, NumPy and pandas, and by people who
    /// type a dash.</summary>
    public static readonly IReadOnlyList<string> Usual =
    [
        "NA", "N/A", "n.a.", "NaN", "-NaN", "null", "(null)", "None", "<NA>", "\\N", "?", ".", "-", "--", "–", "—",
        "#N/A", "#NA", "#N/A N/A", "#NV", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#ERROR!",
        "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
    ];

    /// <summary>The list of models saved before the list was part of a model.</summary>
    public static readonly IReadOnlyList<string> First = ["NA", "N/A", "NaN", "null", "None", "?"];

    /// <summary>The usual words.</summary>
    public static readonly MissingWordList Default = new(Usual);

    private readonly byte[][] words;
    private readonly double[] numbers;
    private readonly bool[] firstBytes = new bool[256];
    private readonly bool[] lastBytes = new bool[256];

    public MissingWordList(IReadOnlyList<string> texts)
    {
        Texts = texts;
        words = [.. texts.Select(text => Encoding.UTF8.GetBytes(text.Trim()))];
        numbers = [.. words.Where(word => Cell.TryNumber(word, '.', out double number) && double.IsFinite(number)).Select(Number)];
        foreach (byte[] word in words.Where(word => word.Length > 0))
        {
            AddCases(firstBytes, word[0]);
            AddCases(lastBytes, word[^1]);
        }
    }

    /// <summary>The words and numbers, as given.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Whether one of the words is a number.</summary>
    public bool HasNumbers => numbers.Length > 0;

    /// <summary>Whether a cell means "no value".</summary>
    public bool Contains(ReadOnlySpan<byte> cell, char decimalMark)
    {
        // This is called for every cell of a table. Blanks at an end are rare, and no word begins and ends as a number does.
        if (cell.IsEmpty || cell[0] <= ' ' || cell[^1] <= ' ')
        {
            cell = cell[Ascii.Trim(cell)];
        }

        return cell.IsEmpty || (firstBytes[cell[0]] && lastBytes[cell[^1]] && IsWord(cell))
            || (numbers.Length > 0 && (Cell.TryNumber(cell, decimalMark, out double number) || NumberText.TryRead(cell, decimalMark, out number, out _, out _)) && numbers.Contains(number));
    }

    private static double Number(byte[] word) => Cell.TryNumber(word, '.', out double number) ? number : double.NaN;

    private static void AddCases(bool[] bytes, byte letter)
    {
        bytes[letter] = true;
        bytes[char.IsAsciiLetter((char)letter) ? letter ^ 0x20 : letter] = true;
    }

    private bool IsWord(ReadOnlySpan<byte> cell)
    {
        foreach (byte[] word in words)
        {
            // Bytes beyond ASCII, such as those of an em dash, have no case.
            if (word.Length == cell.Length && (cell.SequenceEqual(word) || Ascii.EqualsIgnoreCase(cell, word)))
            {
                return true;
            }
        }

        return false;
    }
}
