namespace Descent.Data.Preprocessing;

/// <summary>Collects what is unusual about the rows being encoded.</summary>
internal sealed class EncodingReport(bool strict, ICollection<Notice>? notices)
{
    /// <summary>Whether a category that training has not seen is an error.</summary>
    public bool IsStrict => strict;

    public void Warn(int count, string text, params IReadOnlyList<Remedy> remedies)
    {
        if (count > 0)
        {
            notices?.Add(Notice.Warning(text, remedies));
        }
    }

    public void Inform(string text, params IReadOnlyList<Remedy> remedies) => notices?.Add(Notice.Information(text, remedies));
}
