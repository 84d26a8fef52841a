using System.Runtime.InteropServices;

namespace Descent.Data;

/// <summary>
/// Tells standard streams that a process was given from those that were closed when it began. The runtime's own files take
/// the numbers of closed streams: to read such a number would wait for ever, and to write would spoil what the runtime has there.
/// </summary>
public static class StandardStreams
{
    /// <summary>The number of standard input.</summary>
    public const int Input = 0;

    /// <summary>The number of standard output.</summary>
    public const int Output = 1;

    /// <summary>The number of the error stream.</summary>
    public const int Error = 2;

    // Of all Unix systems: fcntl(2).
    private const int GetFlags = 1, ClosesOnExecution = 1;

    /// <summary>Whether a standard stream is what the process was given under this number.</summary>
    /// <param name="number"><see cref="Input"/>, <see cref="Output"/> or <see cref="Error"/>.</param>
    /// <returns>False if the process was started with it closed. Always true on Windows.</returns>
    public static bool IsOpen(int number)
    {
        // What has this flag cannot have been given to the process: it would have been closed at its start. All files of the runtime have it.
        return OperatingSystem.IsWindows() || (FileControl(number, GetFlags) is >= 0 and var flags && (flags & ClosesOnExecution) == 0);
    }

    /// <summary>The number of the standard stream that a path names; null for every other path.</summary>
    /// <param name="path">Such as <c>/dev/stdin</c>.</param>
    /// <returns>0, 1, 2 or null.</returns>
    public static int? NumberOf(string path) => path switch
    {
        "/dev/stdin" or "/dev/fd/0" or "/proc/self/fd/0" => Input,
        "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1" => Output,
        "/dev/stderr" or "/dev/fd/2" or "/proc/self/fd/2" => Error,
        null => throw new ArgumentNullException(nameof(path)),
        _ => null,
    };

    /// <summary>Standard input.</summary>
    /// <returns>The stream.</returns>
    /// <exception cref="DataException">It is closed.</exception>
    public static Stream OpenInput() => IsOpen(Input)
        ? Console.OpenStandardInput()
        : throw new DataException("Standard input is closed, so no table can be read from it. Name a file, or pipe a table into standard input.");

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(int number, int command);
}
