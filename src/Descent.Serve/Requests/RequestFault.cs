using Descent.Data;

namespace Descent.Serve;

/// <summary>The exception for a request that cannot be answered.</summary>
internal sealed class RequestFault(FaultKind kind, string detail, string? path = null, string? column = null) : Exception(detail)
{
    /// <summary>The kind of the fault, with its status code.</summary>
    public FaultKind Kind => kind;

    /// <summary>The path of the value in the JSON of the request; null if the fault is not about a single value.</summary>
    public string? Path => path;

    /// <summary>The name of the column; null if the fault is not about one.</summary>
    public string? Column => column;

    /// <summary>The fault of data that the model cannot use.</summary>
    /// <param name="fault">The exception of the library.</param>
    /// <param name="path">The path of a cell in the request; null if the request is not JSON.</param>
    public static RequestFault Of(DataException fault, Func<int, string, string>? path) => fault is { Row: { } row, Column: { } column }
        ? new(FaultKind.UnusableValue, Text(fault), path?.Invoke(row, column), column)
        : new(FaultKind.UnusableTable, Text(fault));

    // Settings of the library are no remedy for a client; advice about the data is.
    private static string Text(DataException fault) =>
        string.Join(' ', [fault.Explanation, .. fault.Remedies.Select(remedy => remedy.Advice).OfType<string>().Select(advice => $"{char.ToUpperInvariant(advice[0])}{advice[1..]}.")]);
}
