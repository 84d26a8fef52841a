using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Descent.Serve;

/// <summary>Refuses requests without the right key, except for the health, which load balancers ask for, and the page, which has nothing
/// of the model. Keys are compared by their hashes in a time that does not depend on them.</summary>
internal sealed class ApiKeyCheck(string key, ModelCounters counters)
{
    /// <summary>Paths that need no key.</summary>
    public const string HealthPath = "/health", PagePath = "/";

    /// <summary>The header with the key.</summary>
    public const string Header = "X-API-Key";

    private const string Bearer = "Bearer ";

    private readonly byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public Task Handle(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is HealthPath or PagePath || IsRight(context.Request))
        {
            return next(context);
        }

        counters.Failed(FaultKind.Unauthorized);
        return ProblemAnswer.Write(context, new(FaultKind.Unauthorized, $"The key is missing or wrong. Send it in the header {Header}, or as Authorization: {Bearer.Trim()}."));
    }

    private bool IsRight(HttpRequest request)
    {
        string? given = request.Headers[Header];
        if (given is null && request.Headers.Authorization.ToString() is var authorization && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            given = authorization[Bearer.Length..].Trim();
        }

        return given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), hash);
    }
}
