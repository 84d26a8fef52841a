using Microsoft.AspNetCore.Http;

namespace Descent.Serve;

/// <summary>A kind of error that a request is answered with, counted in the metrics.</summary>
/// <param name="Name">The name in answers and metrics.</param>
/// <param name="Status">The status code.</param>
internal sealed record FaultKind(string Name, int Status)
{
    public static readonly FaultKind MalformedJson = new("malformed-json", StatusCodes.Status400BadRequest);
    public static readonly FaultKind EmptyBatch = new("empty-batch", StatusCodes.Status400BadRequest);
    public static readonly FaultKind MissingColumn = new("missing-column", StatusCodes.Status400BadRequest);
    public static readonly FaultKind RepeatedColumn = new("repeated-column", StatusCodes.Status400BadRequest);
    public static readonly FaultKind UnusableValue = new("unusable-value", StatusCodes.Status400BadRequest);
    public static readonly FaultKind UnusableTable = new("unusable-table", StatusCodes.Status400BadRequest);
    public static readonly FaultKind Unauthorized = new("unauthorized", StatusCodes.Status401Unauthorized);
    public static readonly FaultKind NotFound = new("not-found", StatusCodes.Status404NotFound);
    public static readonly FaultKind WrongMethod = new("wrong-method", StatusCodes.Status405MethodNotAllowed);
    public static readonly FaultKind Timeout = new("timeout", StatusCodes.Status408RequestTimeout);
    public static readonly FaultKind TooManyRows = new("too-many-rows", StatusCodes.Status413PayloadTooLarge);
    public static readonly FaultKind BodyTooLarge = new("body-too-large", StatusCodes.Status413PayloadTooLarge);
    public static readonly FaultKind UnsupportedContent = new("unsupported-content", StatusCodes.Status415UnsupportedMediaType);
    public static readonly FaultKind Busy = new("busy", StatusCodes.Status503ServiceUnavailable);
    public static readonly FaultKind BadRequest = new("bad-request", StatusCodes.Status400BadRequest);
    public static readonly FaultKind Internal = new("internal", StatusCodes.Status500InternalServerError);

    /// <summary>All kinds.</summary>
    public static readonly IReadOnlyList<FaultKind> All =
    [
        MalformedJson, EmptyBatch, MissingColumn, RepeatedColumn, UnusableValue, UnusableTable, Unauthorized, NotFound, WrongMethod, Timeout, TooManyRows, BodyTooLarge, UnsupportedContent, Busy, BadRequest, Internal,
    ];

    /// <summary>The kind for a status code that the server has chosen.</summary>
    public static FaultKind Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => WrongMethod,
        StatusCodes.Status408RequestTimeout => Timeout,
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        >= StatusCodes.Status500InternalServerError => Internal,
        _ => BadRequest,
    };
}
