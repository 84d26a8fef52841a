using System.CommandLine;
using System.Globalization;
using System.Text;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>The options of every verb that reads a table.</summary>
internal sealed class TableOptionSet
{
    /// <summary>The help of an argument that names a table.</summary>
    public const string PathHelp = "A CSV file, plain or gzip, or - for standard input.";

    private readonly Option<string?> separator = Choice.Text("--separator", "CHAR", "The character between cells, or tab. Default: detected among comma, semicolon, tab and vertical bar.");
    private readonly Option<string?> mark = Choice.Text("--decimal", "CHAR", "The decimal mark of numbers, . or a comma. Default: detected in the first rows.");
    private readonly Option<bool> headerless = Choice.Flag("--no-header", "The first line is a row; the columns are called column1, column2 and so on. A model remembers it.");
    private readonly Option<string?> encoding = Choice.Text("--encoding", "NAME", "How characters are stored, such as windows-1252, iso-8859-15, utf-16, shift_jis or gb18030. Default: utf-8; a byte order mark comes first.");
    private readonly Option<bool> skip = Choice.Flag("--skip-bad-rows", "Skip and count rows with a wrong number of cells, instead of stopping.");
    private readonly Option<string?> memory = Choice.Text("--memory-limit", "SIZE", "How much memory the table and the numbers made of it may take, such as 500MB or 2GB. Default: what is free.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Verb verb) => verb.Add([separator, mark, headerless, encoding, skip, memory]);

    /// <summary>Reads a whole table.</summary>
    /// <param name="call">The call.</param>
    /// <param name="path">The path, or - for standard input.</param>
    /// <param name="trained">The columns in training, if the table is for a model.</param>
    public Table Read(Call call, string path, Schema? trained = null) => TableInput.Open(call, path) is { } input
        ? Table.Read(input.Stream, input.Source, Options(call, trained))
        : Table.Read(path, Options(call, trained));

    /// <summary>Reads a table in parts: from a pipe the rows as they arrive, otherwise a few thousand at a time.</summary>
    /// <param name="call">The call.</param>
    /// <param name="path">The path, or - for standard input.</param>
    /// <param name="trained">The columns in training.</param>
    /// <returns>The parts, and whether the answers should be written at once.</returns>
    public (IEnumerable<Table> Parts, bool AreAwaited) ReadParts(Call call, string path, Schema trained) => TableInput.Open(call, path) switch
    {
        null => (Table.ReadChunks(path, Options(call, trained)), false),
        (ArrivingStream arriving, string source) => (Table.ReadArriving(arriving, source, Options(call, trained)), true),
        var (stream, source) => (Table.ReadChunks(stream, source, Options(call, trained)), false),
    };

    private CsvOptions Options(Call call, Schema? trained) => new()
    {
        HasHeader = !call.Value(headerless) && trained?.IsHeaderless != true,
        Encoding = call.Value(encoding) is { } name ? Named(name) : null,
        Separator = call.Value(separator) is { } text ? Character("--separator", text) : null,
        DecimalMark = call.Value(mark) is { } dot ? Character("--decimal", dot) : null,
        SkipBadRows = call.Value(skip),
        MemoryLimit = call.Value(memory) is { } size ? Bytes(size) : null,
    };

    /// <summary>An encoding of the runtime or a code page, by name or number.</summary>
    private static Encoding Named(string name)
    {
        try
        {
            string number = name.StartsWith("cp", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;
            return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int page)
                ? CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page)
                : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--encoding '{name}' is not known. Use a name such as utf-8, utf-16, windows-1252, iso-8859-15, shift_jis or gb18030, or the number of a code page such as 1252.", fault);
        }
    }

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
