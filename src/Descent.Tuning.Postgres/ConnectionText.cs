using System.Globalization;
using Npgsql;

namespace Descent.Tuning.Postgres;

/// <summary>Reads where a database is: Npgsql's connection string, or the URI of PostgreSQL's own tools.</summary>
public static class ConnectionText
{
    /// <summary>Reads a text. No message repeats the text, which may contain a password.</summary>
    /// <param name="text">A connection string such as <c>Host=db.example.org;Database=shop;Username=me</c>, or a URI such as <c>postgresql://me@db.example.org/shop</c>.</param>
    /// <returns>The connection string by its parts.</returns>
    /// <exception cref="ArgumentException">If it cannot be read.</exception>
    /// <exception cref="FormatException">If a number in it cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!IsUri(text))
        {
            return new NpgsqlConnectionStringBuilder(text);
        }

        // "postgresql://me@/tuning?host=/run/postgresql" has no host before the path, which Uri allows only for files.
        int start = text.IndexOf("://", StringComparison.Ordinal) + 3, end = text.IndexOf('/', start);
        bool hasHost = end != start && (end < 0 || text[end - 1] != '@');
        if (!Uri.TryCreate(hasHost ? text : text.Insert(end, "localhost"), UriKind.Absolute, out Uri? uri))
        {
            throw new ArgumentException("the URI cannot be read. Write characters such as @, : and / in a password as %40, %3A and %2F.");
        }

        NpgsqlConnectionStringBuilder place = new() { Host = uri.Host };
        string[] user = uri.UserInfo.Split(':', 2);
        Set(user[0], value => place.Username = value);
        Set(user.Length > 1 ? user[1] : "", value => place.Password = value);
        Set(uri.AbsolutePath.TrimStart('/'), value => place.Database = value);
        Set(uri.Port > 0 ? uri.Port.ToString(CultureInfo.InvariantCulture) : "", _ => place.Port = uri.Port);
        foreach (string[] pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)))
        {
            place[Uri.UnescapeDataString(pair[0]).Replace('_', ' ')] = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "";
        }

        return place;
    }

    private static bool IsUri(string text) => text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    private static void Set(string text, Action<string> set)
    {
        if (text.Length > 0)
        {
            set(Uri.UnescapeDataString(text));
        }
    }
}
