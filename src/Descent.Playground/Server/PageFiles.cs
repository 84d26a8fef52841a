using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Descent.Playground;

/// <summary>The files of the page, which are part of the assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    private static readonly ConcurrentDictionary<string, PageFile?> s_files = new(StringComparer.Ordinal);

    /// <summary>The catalogue, which does not change while the server runs.</summary>
    public static PageFile Catalogue => field ??= new PageFile(JsonSerializer.SerializeToUtf8Bytes(CatalogueDocument.Entries, PlaygroundJson.Default.IEnumerableEntryDocument), "application/json");

    /// <summary>Writes a file; 404 if there is none of that name.</summary>
    public static Task Write(HttpContext context)
    {
        string path = context.Request.Path.Value is null or "/" ? "index.html" : context.Request.Path.Value[1..];
        return s_files.GetOrAdd(path, Read) is { } file ? Write(context, file) : Responses.Fault(context, StatusCodes.Status404NotFound, $"There is no {context.Request.Path}.");
    }

    /// <summary>Writes content, compressed if the client accepts that, or only that it has not changed.</summary>
    public static async Task Write(HttpContext context, PageFile file)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool isCompressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        response.ContentType = file.Type;
        response.Headers.Vary = "Accept-Encoding";
        if (isCompressed)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        byte[] content = isCompressed ? file.Compressed : file.Content;
        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }

    private static PageFile? Read(string path)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + path);
        if (stream is null)
        {
            return null;
        }

        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new PageFile(content, Path.GetExtension(path) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        });
    }
}

/// <summary>Content that does not change while the server runs.</summary>
internal sealed class PageFile(byte[] content, string type)
{
    public byte[] Content => content;

    public string Type => type;

    public byte[] Compressed { get; } = Compress(content);

    public string Tag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }
}
