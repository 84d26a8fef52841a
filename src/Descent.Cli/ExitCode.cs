namespace Descent.Cli;

/// <summary>How the tool ends; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>A fault of the tool itself, or standard output cannot be written.</summary>
    public const int Internal = 1;

    /// <summary>The command line, the data or a file is not usable.</summary>
    public const int Usage = 2;

    /// <summary>Training met numbers that are not finite.</summary>
    public const int TrainingFailed = 3;

    /// <summary>A figure of the notes did not come out.</summary>
    public const int NotReproduced = 3;

    /// <summary>Stopped by Ctrl-C or by a request to terminate.</summary>
    public const int Cancelled = 130;

    /// <summary>The reader of standard output has ended; what a shell sees of a tool that a broken pipe ends.</summary>
    public const int ReaderGone = 141;
}
