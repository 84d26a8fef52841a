using System.Globalization;

namespace Descent.Data;

/// <summary>The stable order of labels: by their numbers where all are numbers, and by their text (ordinal).</summary>
internal sealed class LabelOrder(bool byNumber) : IComparer<string>
{
    public int Compare(string? x, string? y)
    {
        int order = byNumber ? Number(x!).CompareTo(Number(y!)) : 0;
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    /// <summary>The label's number with either decimal mark; infinite if it is none.</summary>
    public static double Number(string label) =>
        double.TryParse(label.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.PositiveInfinity;
}
