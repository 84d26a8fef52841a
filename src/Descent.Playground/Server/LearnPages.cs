using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Descent.Playground;

/// <summary>The pages below <c>/learn/</c>, which <see cref="PlaygroundOptions.LearnPage"/> makes when they are asked for.</summary>
internal static partial class LearnPages
{
    public const string Folder = "/learn/";

    /// <summary>Writes a page; 404 if there is none of that name.</summary>
    public static async Task Write(HttpContext context, SharedState shared)
    {
        string name = context.Request.Path.Value![Folder.Length..];
        name = name.Length == 0 ? "index.html" : name;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, shared.Stopping);
        try
        {
            Dictionary<string, string> values = context.Request.Query.ToDictionary(value => value.Key, value => value.Value.ToString(), StringComparer.Ordinal);
            string? page = null;
            if (shared.Options.LearnPage is { } make)
            {
                await shared.Compute(() => page = make(name, values, stop.Token), stop.Token).ConfigureAwait(false);
            }

            if (page is null)
            {
                await Responses.Fault(context, StatusCodes.Status404NotFound, $"There is no {context.Request.Path}.").ConfigureAwait(false);
                return;
            }

            context.Response.Headers.ContentSecurityPolicy = PolicyOf(page);
            await PageFiles.Write(context, new PageFile(Encoding.UTF8.GetBytes(page), name.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "text/html; charset=utf-8")).ConfigureAwait(false);
        }
        catch (FormatException fault)
        {
            await Responses.Fault(context, StatusCodes.Status400BadRequest, fault.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the page any more.
        }
    }

    /// <summary>Allows the style elements of a page by their hashes, and forms that lead to this server; nothing else.</summary>
    private static string PolicyOf(string page)
    {
        string[] styles = [.. StyleElements().Matches(page).Select(style => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style.Groups["text"].Value)))}'").Distinct(StringComparer.Ordinal)];
        return $"default-src 'none'; style-src {(styles.Length > 0 ? string.Join(' ', styles) : "'none'")}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    [GeneratedRegex("<style>(?<text>.*?)</style>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StyleElements();
}
