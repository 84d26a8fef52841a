using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Descent.Playground;

/// <summary>
/// Refuses what does not come from the playground's own page. A page from elsewhere can make a browser send requests here, under
/// another name of this machine or from another origin, so both are checked.
/// </summary>
internal static class RequestGuard
{
    private static readonly string[] s_names = ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>Why a request is refused, with its status; null if it is accepted.</summary>
    public static (int Status, string Reason)? Refusal(HttpRequest request, int port)
    {
        if (!s_names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase) || (request.Host.Port ?? 80) != port)
        {
            return (StatusCodes.Status421MisdirectedRequest, string.Create(CultureInfo.InvariantCulture, $"This server answers to 127.0.0.1:{port} and localhost:{port} only."));
        }

        // A page from elsewhere may link to this one, but not load anything from here: it could not read a lesson, but would have it computed.
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && request.Headers["Sec-Fetch-Dest"] != "document")
        {
            return (StatusCodes.Status403Forbidden, "The request comes from another page.");
        }

        string? origin = request.Headers.Origin;
        bool isRead = HttpMethods.IsGet(request.Method) && !request.HttpContext.WebSockets.IsWebSocketRequest;
        return origin is null ? (isRead ? null : (StatusCodes.Status403Forbidden, "The request has no Origin. Open the page in a browser."))
            : string.Equals(origin, $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase) ? null
            : (StatusCodes.Status403Forbidden, "The request comes from another page.");
    }

    /// <summary>Sets the headers that keep the page from loading anything from elsewhere, and other pages from showing it.</summary>
    public static void Protect(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws://{context.Request.Host.Value}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
