using System.Globalization;
using System.Text;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli;

/// <summary>Everything a verb may touch besides files: the two outputs, the input, and the wish to stop. Tests make their own.</summary>
/// <param name="Output">For results, which other programs may read.</param>
/// <param name="Error">For people: decisions, progress, warnings.</param>
/// <param name="OpenInput">Opens standard input.</param>
/// <param name="Cancellation">Cancelled at the first Ctrl-C.</param>
internal sealed record Surroundings(Screen Output, Screen Error, Func<Stream> OpenInput, CancellationToken Cancellation)
{
    private const int UsualWidth = 80;

    private static readonly string[] LocaleNames = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess(CancellationToken cancellation)
    {
        // Names and arrows are written as UTF-8 whatever the machine is set to; a byte-order mark would spoil JSON.
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        bool isOutput = StandardStreams.IsOpen(StandardStreams.Output), isError = StandardStreams.IsOpen(StandardStreams.Error);
        StreamWriter output = new(OutputStream.OfProcess(isOutput), encoding, 1 << 16) { AutoFlush = isOutput && !Console.IsOutputRedirected };
        StreamWriter error = new(new LenientStream(isError ? Console.OpenStandardError() : Stream.Null), encoding) { AutoFlush = true };
        return new(
            new Screen(output, Terminal(!isOutput || Console.IsOutputRedirected)),
            new Screen(error, Terminal(!isError || Console.IsErrorRedirected)),
            StandardStreams.OpenInput,
            cancellation);
    }

    // A "dumb" terminal understands no control codes, so it is written to like a file, but it has a width. A file has one where COLUMNS says so.
    private static TerminalInfo Terminal(bool redirected) => new(redirected ? Columns() : Width(), Color: !redirected && !IsDumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")), HasUnicode)
    {
        IsTerminal = !redirected && !IsDumb,
    };

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    // The first of the three that is set decides, as everywhere on Unix; where none is, as on Windows, UTF-8 is usual.
    private static bool HasUnicode => !IsDumb
        && LocaleNames.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) is var locale
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
            // Some pseudo terminals do not tell their size; COLUMNS or the usual width will do.
        }

        return Columns() ?? UsualWidth;
    }

    private static int? Columns() => int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns > 0 ? columns : null;
}
