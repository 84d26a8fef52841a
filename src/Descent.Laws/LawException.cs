namespace Descent.Laws;

/// <summary>The exception for an object that breaks laws. The message names each of them, with the numbers found.</summary>
public sealed class LawException : Exception
{
    internal LawException(string part, IReadOnlyList<LawResult> broken)
        : base($"{part} breaks {(broken.Count == 1 ? "a law" : $"{broken.Count} laws")}.{string.Concat(broken.Select(law => $"\n  {law.Name}: {law.Message}"))}") => Broken = broken;

    /// <summary>The broken laws, at least one.</summary>
    public IReadOnlyList<LawResult> Broken { get; }
}
