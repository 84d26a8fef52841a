using System.Text;

namespace Descent.Data.Tables;

/// <summary>The texts of a cell that mean "no value": an empty cell always, and a list of words (in any case) and numbers (however written).</summary>
internal sealed class MissingWordList
{
    /// <summary>What files use for "no value": spreadsheets with their errors, R, SQL, NumPy and pandas, and people who type a dash.</summary>
    public static readonly IReadOnlyList<string> Usual =
    [
        "NA", "N/A", "n.a.", "NaN", "-NaN", "null", "(null)", "None", "<NA>", "\\N", "?", ".", "-", "--", "–", "—",
        "#N/A", "#NA", "#N/A N/A", "#NV", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#ERROR!",
        "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN",
    ];

    /// <summary>The list of models that were saved before the list was saved with them.</summary>
    public static readonly IReadOnlyList<string> First = ["NA", "N/A", "NaN", "null", "None", "?"];

    /// <summary>The usual words.</summary>
    public static readonly MissingWordList Default = new(Usual);

    private readonly byte[][] _words;
    private readonly double[] _numbers;
    private readonly bool[] _firstBytes = new bool[256];
    private readonly int _longest;

    public MissingWordList(IReadOnlyList<string> texts)
    {
        Texts = texts;
        _words = [.. texts.Select(text => Encoding.UTF8.GetBytes(text.Trim()))];
        _numbers = [.. _words.Where(word => Cell.TryNumber(word, '.', out double number) && double.IsFinite(number)).Select(Number)];
        _longest = _words.Length == 0 ? 0 : _words.Max(word => word.Length);
        foreach (byte[] word in _words.Where(word => word.Length > 0))
        {
            _firstBytes[word[0]] = true;
            _firstBytes[char.IsAsciiLetter((char)word[0]) ? word[0] ^ 0x20 : word[0]] = true;
        }
    }

    /// <summary>The words and numbers as given.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Whether a cell means "no value".</summary>
    public bool Contains(ReadOnlySpan<byte> cell, char decimalMark)
    {
        cell = cell[Ascii.Trim(cell)];
        return cell.IsEmpty || (cell.Length <= _longest && _firstBytes[cell[0]] && IsWord(cell))
            || (_numbers.Length > 0 && (Cell.TryNumber(cell, decimalMark, out double number) || NumberText.TryRead(cell, decimalMark, out number, out _)) && _numbers.Contains(number));
    }

    private static double Number(byte[] word) => Cell.TryNumber(word, '.', out double number) ? number : double.NaN;

    private bool IsWord(ReadOnlySpan<byte> cell)
    {
        foreach (byte[] word in _words)
        {
            // Bytes beyond ASCII, such as those of a long dash, have no case.
            if (word.Length == cell.Length && (cell.SequenceEqual(word) || Ascii.EqualsIgnoreCase(cell, word)))
            {
                return true;
            }
        }

        return false;
    }
}
