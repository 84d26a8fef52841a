using System.Globalization;

namespace Descent.Data;

/// <summary>A stable order of labels: by value if all are numbers, then by text (ordinal).</summary>
internal sealed class LabelOrder(bool byNumber) : IComparer<string>
{
    public int Compare(string? x, string? y)
    {
        int order = byNumber ? Number(x!).CompareTo(Number(y!)) : 0;
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    /// <summary>The label's value, with either decimal mark; infinity if it is not a number.</summary>
    public static double Number(string label) =>
        double.TryParse(label.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.PositiveInfinity;
}
