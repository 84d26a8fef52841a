using Descent.Sources.Parquet;

namespace Descent.Cli.Verbs;

/// <summary>The options of every verb that reads a table.</summary>
internal sealed class TableOptionSet
{
    /// <summary>The help of an argument that names a table.</summary>
    public const string PathHelp = "A CSV file, plain or gzip, a Parquet file, a database (with --sql), or - for standard input.";

    private readonly Option<string?> separator = Choice.Text("--separator", "CHAR", "The character between cells, or tab. Default: detected among comma, semicolon, tab and vertical bar.");
    private readonly Option<string?> mark = Choice.Text("--decimal", "CHAR", "The decimal mark of numbers, . or a comma. Default: detected in the first rows.");
    private readonly Option<bool> headerless = Choice.Flag("--no-header", "The first line is a row; the columns are called column1, column2 and so on. A model remembers it.");
    private readonly Option<string?> encoding = Choice.Text("--encoding", "NAME", "How characters are stored, such as windows-1252, iso-8859-15, utf-16, shift_jis or gb18030. Default: utf-8; a byte order mark comes first.");
    private readonly Option<bool> skip = Choice.Flag("--skip-bad-rows", "Skip and count rows with a wrong number of cells, instead of stopping.");
    private readonly Option<string?> memory = Choice.Text("--memory-limit", "SIZE", "How much memory the table and the numbers made of it may take, such as 500MB or 2GB. Default: what is free.");

    private readonly Option<string?> sql = Choice.Text("--sql", "QUERY", "For a database: the query whose rows are the table. DATA is then an SQLite file, or the connection string or URI of a PostgreSQL database; nothing is written to it.");

    public IReadOnlyList<Option> All => [sql, separator, mark, headerless, encoding, skip, memory];

    public void AddTo(Verb verb) => verb.Add([.. All]);

    /// <summary>Reads a whole table.</summary>
    /// <param name="call">The call.</param>
    /// <param name="path">The path, the place of a database, or - for standard input.</param>
    /// <param name="trained">The columns in training, if the table is for a model.</param>
    /// <param name="isData">Whether it is the DATA of the verb, which the options describe, and not a second table that may be of another kind.</param>
    public Table Read(Call call, string path, Schema? trained = null, bool isData = true) => KindOf(call, path, isData) switch
    {
        DataKind.Parquet => ParquetTable.Read(path, Parquet(call, path, trained), call.Cancellation),
        DataKind.Database => DatabaseQuery.Read(path, call.Value(sql)!, Limit(call), call.Cancellation),
        _ => TableInput.Open(call, path) is { } input ? Table.Read(input.Stream, input.Source, Options(call, trained)) : Table.Read(path, Options(call, trained)),
    };

    /// <summary>Reads a table in parts: from a pipe the rows as they arrive, otherwise a few thousand at a time, or a row group of a Parquet file.</summary>
    /// <returns>The parts, and whether the answers should be written at once.</returns>
    public (IEnumerable<Table> Parts, bool AreAwaited) ReadParts(Call call, string path, Schema trained) => KindOf(call, path, isData: true) switch
    {
        DataKind.Parquet => (ParquetTable.ReadChunks(path, Parquet(call, path, trained), call.Cancellation), false),
        DataKind.Database => (DatabaseQuery.ReadParts(path, call.Value(sql)!, call.Cancellation), false),
        _ => TableInput.Open(call, path) switch
        {
            null => (Table.ReadChunks(path, Options(call, trained)), false),
            (ArrivingStream arriving, string source) => (Table.ReadArriving(arriving, source, Options(call, trained)), true),
            var (stream, source) => (Table.ReadChunks(stream, source, Options(call, trained)), false),
        },
    };

    /// <summary>What the path names; options that do not fit it are errors.</summary>
    private DataKind KindOf(Call call, string path, bool isData)
    {
        DataKind kind = DataPlace.KindOf(path);
        string name = DataPlace.Masked(path);
        if (kind == DataKind.Database && !call.IsGiven(sql))
        {
            throw new UsageException($"'{name}' is a database. Choose its rows with --sql \"SELECT … FROM …\".{DatabaseQuery.TablesHint(path)}");
        }

        UsageException.ThrowIf(isData && kind != DataKind.Database && call.IsGiven(sql), $"--sql is for an SQLite file, a connection string such as 'Host=db.example.org;Database=shop;Username=me', or a URI such as 'postgresql://me@db.example.org/shop', but '{name}' is {(path != "-" && !File.Exists(path) ? "not there" : "none")}.");
        call.Refuse(isData && kind != DataKind.Csv ? [separator, mark, headerless, encoding, skip] : [], option => $"{option.Name} is for a CSV file, but '{name}' is a {(kind == DataKind.Parquet ? "Parquet file" : "database")}. Leave it out.");
        return kind;
    }

    /// <summary>How to read a Parquet file: a column that is not used, because it is ignored or the model does not know it, may be of any type.</summary>
    private ParquetTableOptions Parquet(Call call, string path, Schema? trained)
    {
        IEnumerable<string> ignored = call.Given.Where(given => given.Option.Name == "--ignore").SelectMany(given => given.Words).SelectMany(word => (string[])[word, .. word.Split(',', StringSplitOptions.TrimEntries)]);
        IEnumerable<string> unknown = trained is null ? [] : ParquetTable.ColumnsOf(path).Except(trained.Columns.Select(column => column.Name), StringComparer.Ordinal);
        return new ParquetTableOptions { Ignore = [.. ignored, .. unknown], MemoryLimit = Limit(call) };
    }

    private long? Limit(Call call) => call.Value(memory) is { } size ? Bytes(size) : null;

    private CsvOptions Options(Call call, Schema? trained) => new()
    {
        HasHeader = !call.Value(headerless) && trained?.IsHeaderless != true,
        Encoding = call.Value(encoding) is { } name ? Named(name) : null,
        Separator = call.Value(separator) is { } text ? Character("--separator", text) : null,
        DecimalMark = call.Value(mark) is { } dot ? Character("--decimal", dot) : null,
        SkipBadRows = call.Value(skip),
        MemoryLimit = Limit(call),
    };

    /// <summary>An encoding of the runtime or a code page, by name or number.</summary>
    private static Encoding Named(string name) => UsageException.Checked(
        () =>
        {
            string number = name.StartsWith("cp", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;
            return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int page)
                ? CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page)
                : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        },
        fault => fault is ArgumentException or NotSupportedException
            ? $"--encoding '{name}' is not known. Use a name such as utf-8, utf-16, windows-1252, iso-8859-15, shift_jis or gb18030, or the number of a code page such as 1252."
            : null);

    private static char Character(string name, string text) => text switch
    {
        "tab" or "\\t" => '\t',
        "comma" => ',',
        "semicolon" => ';',
        "bar" => '|',
        [char single] => single,
        _ => throw new UsageException($"{name} must be one character, but is '{text}'."),
    };

    private static long Bytes(string text)
    {
        (string Unit, long Size)[] units = [("GB", 1L << 30), ("MB", 1L << 20), ("KB", 1L << 10), ("B", 1), ("", 1)];
        (string unit, long size) = units.First(known => text.EndsWith(known.Unit, StringComparison.OrdinalIgnoreCase));
        return double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0 && number * size < long.MaxValue
            ? (long)(number * size)
            : throw new UsageException($"--memory-limit must be a size such as 500MB or 2GB, but is '{text}'.");
    }
}
