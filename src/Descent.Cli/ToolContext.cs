namespace Descent.Cli;

/// <summary>The streams and the cancellation token of a call of the tool. Tests have their own.</summary>
/// <param name="Output">For results, which other programs may read.</param>
/// <param name="Error">For people: decisions, progress, warnings.</param>
/// <param name="OpenInput">Opens standard input.</param>
/// <param name="Cancellation">Canceled by the first Ctrl-C.</param>
internal sealed record ToolContext(Screen Output, Screen Error, Func<Stream> OpenInput, CancellationToken Cancellation)
{
    private const int UsualWidth = 80;

    private static readonly string[] s_localeNames = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>The context with the streams of this process.</summary>
    public static ToolContext OfProcess(CancellationToken cancellation)
    {
        // Names and arrows are written as UTF-8, whatever the settings of the machine; a byte-order mark would break JSON.
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        bool isOutput = StandardStreams.IsOpen(StandardStreams.Output), isError = StandardStreams.IsOpen(StandardStreams.Error);
        StreamWriter output = new(OutputStream.OfProcess(isOutput), encoding, 1 << 16) { AutoFlush = isOutput && !Console.IsOutputRedirected };
        StreamWriter error = new(new OutputStream(isError ? Console.OpenStandardError() : Stream.Null, isLenient: true), encoding) { AutoFlush = true };
        return new(
            new Screen(output, Terminal(!isOutput || Console.IsOutputRedirected)),
            new Screen(error, Terminal(!isError || Console.IsErrorRedirected)),
            StandardStreams.OpenInput,
            cancellation);
    }

    // A "dumb" terminal knows no control codes, so it is treated like a file, but it has a width. A file has one if COLUMNS says so.
    private static TerminalInfo Terminal(bool redirected)
    {
        bool isTerminal = !redirected && !IsDumb, hasColor = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new(redirected ? Columns() : Width(), hasColor, HasUnicode) { IsTerminal = isTerminal };
    }

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    // The first of the three that is set decides, as on all Unix systems; without any, as on Windows, UTF-8 is usual.
    private static bool HasUnicode => !IsDumb
        && s_localeNames.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) is var locale
        && (locale is null || locale.Replace("-", "", StringComparison.Ordinal).Contains("utf8", StringComparison.OrdinalIgnoreCase));

    private static int Width()
    {
        try
        {
            if (Console.WindowWidth > 0)
            {
                return Console.WindowWidth;
            }
        }
        catch (IOException)
        {
            // Some pseudo terminals do not report their size; COLUMNS or the usual width is used instead.
        }

        return Columns() ?? UsualWidth;
    }

    private static int? Columns() => int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns > 0 ? columns : null;
}
