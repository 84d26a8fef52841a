using System.Runtime.InteropServices;
using System.Text;

namespace Descent.Formats;

/// <summary>Distinguishes files, which can be replaced, from pipes, terminals and devices, which can only be written to or read
/// once.</summary>
public static class FileKind
{
    // Linux: request only the file type, and resolve relative paths from the current folder; see statx(2) and inode(7).
    private const int CurrentFolder = -100, SizeOfAnswer = 256, PlaceOfMode = 28;
    private const int LongestPath = 4096;
    private const uint TypeOnly = 1;
    private const int TypeMask = 0xF000, Regular = 0x8000, Folder = 0x4000;

    // These refer to something that is already open, which must not be replaced even if it is an ordinary file.
    private static readonly string[] s_open = ["/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/"];

    /// <summary>Whether a path is a pipe, a terminal or a device: something that exists and is neither a file nor a folder.</summary>
    /// <param name="path">The path.</param>
    /// <returns>False for files, folders, and paths that do not exist; always false on Windows.</returns>
    public static bool IsStream(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (OperatingSystem.IsWindows() || !Path.Exists(path))
        {
            return false;
        }

        string full = Path.GetFullPath(path);
        if (s_open.Any(place => full.StartsWith(place, StringComparison.Ordinal)))
        {
            return true;
        }

        return OperatingSystem.IsLinux() && Type(full) is { } type
            ? type is not (Regular or Folder)
            // On other systems, the path alone decides.
            : full.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(full);
    }

    /// <summary>Whether two paths refer to the same file, following links; false if the first does not exist.</summary>
    /// <param name="one">A path.</param>
    /// <param name="other">Another one.</param>
    /// <returns>Whether writing to one would change the other.</returns>
    public static bool AreSame(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return Path.Exists(one) && string.Equals(Real(one), Real(other), OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private static string Real(string path)
    {
        string full = Path.GetFullPath(path);
        byte[] answer = new byte[LongestPath];
        return !OperatingSystem.IsWindows() && RealPath(Encoding.UTF8.GetBytes(full + '\0'), answer) != 0
            ? Encoding.UTF8.GetString(answer.AsSpan(0, answer.AsSpan().IndexOf((byte)0)))
            : full;
    }

    private static int? Type(string path)
    {
        try
        {
            byte[] answer = new byte[SizeOfAnswer];
            return Statx(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, TypeOnly, answer) == 0
                ? MemoryMarshal.Read<ushort>(answer.AsSpan(PlaceOfMode)) & TypeMask
                : null;
        }
        catch (Exception fault) when (fault is EntryPointNotFoundException or DllNotFoundException)
        {
            // The C library is older than 2018 and has no statx.
            return null;
        }
    }

    // The path without links, on all Unix systems: realpath(3). Null for a path that does not exist.
    [DllImport("libc", EntryPoint = "realpath")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint RealPath(byte[] path, byte[] answer);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] answer);
}
