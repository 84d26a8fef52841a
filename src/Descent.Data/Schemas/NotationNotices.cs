using System.Globalization;

namespace Descent.Data;

/// <summary>Reports how the numbers of a column are read if they are not written plainly.</summary>
internal static class NotationNotices
{
    public static IEnumerable<Notice> Of(ColumnProfile profile, string name, bool isTarget)
    {
        int row = profile.FirstWrittenRow >= 0 ? profile.FirstWrittenRow : profile.FirstMarkRow;
        if (row < 0)
        {
            yield break;
        }

        Table table = profile.Table;
        string text = table[row, profile.Column];
        _ = NumberReader.TryRead(table, table.Bytes(row, profile.Column), profile.Notation, out double value);
        if (profile.AmbiguousRow >= 0)
        {
            yield return Notice.Warning(string.Create(CultureInfo.InvariantCulture, $"Column \"{name}\": the mark in numbers such as \"{text}\" is read as a thousands separator ({Amount.Exact(value)}), but no number in the file shows whether it is one."), new Remedy(nameof(CsvOptions.DecimalMark)));
            yield break;
        }

        yield return Notice.Information(string.Create(CultureInfo.InvariantCulture, $"Column \"{name}\": numbers such as \"{text}\" are read as {Amount.Exact(value)}."), isTarget ? new Remedy(nameof(SchemaOptions.Task)) : new Remedy(nameof(SchemaOptions.Kinds), name, nameof(ColumnKind.Categorical)));
    }
}
