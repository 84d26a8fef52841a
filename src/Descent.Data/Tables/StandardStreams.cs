using System.Runtime.InteropServices;

namespace Descent.Data;

/// <summary>
/// Distinguishes standard streams that the process was given from those that were closed when it started. The runtime's own files may
/// reuse the descriptors of closed streams: reading from one would block forever, and writing would corrupt the runtime's file.
/// </summary>
public static class StandardStreams
{
    /// <summary>The file descriptor of standard input.</summary>
    public const int Input = 0;

    /// <summary>The file descriptor of standard output.</summary>
    public const int Output = 1;

    /// <summary>The file descriptor of standard error.</summary>
    public const int Error = 2;

    // The same on all Unix systems: fcntl(2).
    private const int GetFlags = 1, ClosesOnExecution = 1;

    /// <summary>Whether a file descriptor is the standard stream that the process was given.</summary>
    /// <param name="number"><see cref="Input"/>, <see cref="Output"/> or <see cref="Error"/>.</param>
    /// <returns>False if the process was started with it closed. Always true on Windows.</returns>
    public static bool IsOpen(int number) =>
        // A descriptor with this flag cannot have been inherited, because it would have been closed when the process started. All files
        // of the runtime have it.
        OperatingSystem.IsWindows() || (FileControl(number, GetFlags) is >= 0 and var flags && (flags & ClosesOnExecution) == 0);

    /// <summary>The file descriptor of the standard stream that a path names; null for any other path.</summary>
    /// <param name="path">A path such as <c>/dev/stdin</c>.</param>
    /// <returns>0, 1, 2 or null.</returns>
    public static int? NumberOf(string path) => path switch
    {
        "/dev/stdin" or "/dev/fd/0" or "/proc/self/fd/0" => Input,
        "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1" => Output,
        "/dev/stderr" or "/dev/fd/2" or "/proc/self/fd/2" => Error,
        null => throw new ArgumentNullException(nameof(path)),
        _ => null,
    };

    /// <summary>Opens standard input.</summary>
    /// <returns>The stream.</returns>
    /// <exception cref="DataException">If it is closed.</exception>
    public static Stream OpenInput() => IsOpen(Input)
        ? Console.OpenStandardInput()
        : throw new DataException("Standard input is closed, so no table can be read from it. Name a file, or pipe a table into standard input.");

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(int number, int command);
}
