namespace Descent.Cli;

/// <summary>The exit codes; scripts depend on these numbers.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>A fault of the tool itself, or standard output cannot be written.</summary>
    public const int Internal = 1;

    /// <summary>The command line, the data or a file cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>Numbers of the training became infinite or NaN.</summary>
    public const int TrainingFailed = 3;

    /// <summary>A figure of the notes was not reproduced.</summary>
    public const int NotReproduced = 3;

    /// <summary>Stopped by Ctrl-C or by a request to terminate.</summary>
    public const int Cancelled = 130;

    /// <summary>The reader of standard output has ended: the code of a shell for a tool that a broken pipe ends.</summary>
    public const int ReaderGone = 141;
}
