using System.Text;

namespace Descent.Data;

/// <summary>A stable order of labels: by value if all are numbers, then by text (ordinal).</summary>
/// <param name="decimalMark">The decimal mark of the numbers; null for an order by text alone.</param>
internal sealed class LabelOrder(char? decimalMark) : IComparer<string>
{
    public int Compare(string? x, string? y)
    {
        int order = decimalMark is { } mark ? Number(x!, mark).CompareTo(Number(y!, mark)) : 0;
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static double Number(string label, char mark)
    {
        byte[] cell = Encoding.UTF8.GetBytes(label);
        return Cell.TryNumber(cell, mark, out double value) || NumberText.TryRead(cell, mark, out value, out _, out _) ? value : double.PositiveInfinity;
    }
}
