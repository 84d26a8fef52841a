using Descent.Tuning.Postgres;
using Npgsql;

namespace Descent.Cli.Verbs;

/// <summary>What a table is read from.</summary>
internal enum DataKind
{
    /// <summary>Text: a file, a pipe or standard input.</summary>
    Csv,

    Parquet,

    /// <summary>An SQLite file or a PostgreSQL database.</summary>
    Database,
}

/// <summary>Interprets the argument DATA: a path, or the connection string or URI of a PostgreSQL database.</summary>
internal static class DataPlace
{
    private static ReadOnlySpan<byte> ParquetStart => "PAR1"u8;

    private static ReadOnlySpan<byte> SqliteStart => "SQLite format 3\0"u8;

    /// <summary>What a text names. Files are told apart by their first bytes; a name that ends in .parquet is enough, too.</summary>
    public static DataKind KindOf(string text)
    {
        if (IsServer(text))
        {
            return DataKind.Database;
        }

        byte[] head = HeadOf(text, SqliteStart.Length);
        return head.AsSpan().StartsWith(SqliteStart) ? DataKind.Database
            : head.AsSpan().StartsWith(ParquetStart) || text.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? DataKind.Parquet
            : DataKind.Csv;
    }

    /// <summary>Whether a text names a database server: a URI, or a connection string with its host. Everything else is a file.</summary>
    public static bool IsServer(string text) =>
        text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) ||
        text.Split(';').Any(part => part.Contains('=', StringComparison.Ordinal) && part.Split('=')[0].Trim().ToUpperInvariant() is "HOST" or "SERVER");

    /// <summary>The connection string or URI of a server.</summary>
    /// <exception cref="UsageException">If it cannot be read. The message does not repeat it, because it may contain a password.</exception>
    public static NpgsqlConnectionStringBuilder ServerOf(string text) => UsageException.Checked(() => ConnectionText.Parse(text), fault => fault is ArgumentException or FormatException or KeyNotFoundException
        ? $"DATA is not a connection string, such as 'Host=db.example.org;Database=shop;Username=me', or a URI, such as 'postgresql://me@db.example.org/shop': {UsageException.Plain(fault.Message)}"
        : null);

    /// <summary>The name of the database of a server.</summary>
    public static string DatabaseOf(string text) => ServerOf(text) is var server && server.Database is { Length: > 0 } name ? name : server.Username ?? "postgres";

    /// <summary>The text as it may be printed and saved: without a password.</summary>
    public static string Masked(string text)
    {
        if (!IsServer(text))
        {
            return text;
        }

        NpgsqlConnectionStringBuilder server = ServerOf(text);
        (server.Password, server.SslPassword) = (null, null);
        return server.ConnectionString;
    }

    /// <summary>The first bytes of a file, as far as there are so many. Nothing of a pipe, which can be read only once, and of a file that cannot be read, which its reader reports.</summary>
    public static byte[] HeadOf(string path, int count)
    {
        try
        {
            if (path.Length == 0 || !File.Exists(path) || FileKind.IsStream(path))
            {
                return [];
            }

            using FileStream file = File.OpenRead(path);
            byte[] head = new byte[count];
            return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
