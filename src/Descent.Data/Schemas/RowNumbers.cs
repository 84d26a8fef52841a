namespace Descent.Data;

/// <summary>Recognizes columns that merely number the rows.</summary>
internal static class RowNumbers
{
    private static readonly string[] s_names = ["id", "index", "row", "rowid", "rownumber", "key", "nr", "no", "number", "#"];

    /// <summary>Whether all values differ, run from 0 or 1 without a gap, and the name is that of a row number.</summary>
    public static bool IsRowNumber(ColumnProfile profile, string name)
    {
        bool runs = profile.AllWhole && profile.Numbers == profile.Rows && profile.Minimum is (0 or 1) && profile.Maximum - profile.Minimum == profile.Rows - 1;
        return runs && SoundsLikeOne(name) && AllDiffer(profile);
    }

    private static bool SoundsLikeOne(string name)
    {
        string bare = name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return s_names.Contains(bare, StringComparer.OrdinalIgnoreCase)
            || name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal)
            || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase) || name.EndsWith(" id", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("id_", StringComparison.OrdinalIgnoreCase)
            || bare.StartsWith("unnamed", StringComparison.OrdinalIgnoreCase) || name.StartsWith("column ", StringComparison.Ordinal) || name == "column1";
    }

    private static bool AllDiffer(ColumnProfile profile)
    {
        bool[] seen = new bool[profile.Rows];
        foreach (double value in profile.Values)
        {
            int place = (int)(value - profile.Minimum);
            if (seen[place])
            {
                return false;
            }

            seen[place] = true;
        }

        return true;
    }
}
