using System.Diagnostics;
using System.Globalization;

namespace Descent.Tuning;

/// <summary>Which process has a lease, as a part of its token, so that another one on the same machine need not wait for the lease of a process that has died.</summary>
/// <remarks>
/// The part is <c>id/start/place</c>: the id and the start time of the process, and where an id means the same process. On Linux that is the name of the host, its boot id, and the namespace of
/// process ids, which containers have of their own. Of a process anywhere else, only the lease says that it has died.
/// </remarks>
internal static class LeaseOwner
{
    private const char Mark = '@';

    // The fields of /proc/PID/stat after the name in parentheses, which may contain anything: proc(5).
    private const int State = 0, Start = 19;

    private static readonly string s_boot = Text("/proc/sys/kernel/random/boot_id") ?? "", s_space = OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? "" : "";

    private static readonly string s_place = $"{Environment.MachineName}/{s_boot}/{s_space}";

    private static readonly string? s_owner = StartOf(Environment.ProcessId) is { } start ? string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}/{start}/{s_place}") : null;

    /// <summary>A new token of this process.</summary>
    /// <param name="isLocal">Whether all processes that use the storage are on one machine. Machines of the same name can be told apart only by their boot ids.</param>
    public static string NewToken(bool isLocal)
    {
        string token = Guid.NewGuid().ToString("N");
        return s_owner is not null && (isLocal || s_boot.Length > 0) && (s_space.Length > 0 || !OperatingSystem.IsLinux()) ? $"{token}{Mark}{s_owner}" : token;
    }

    /// <summary>Whether the process of a token has certainly died: it ran where this one does, and its id belongs to no process, or to one with another start.</summary>
    public static bool IsDead(string token) =>
        token.Split(Mark, 2) is [_, var owner] && owner.Split('/', 3) is [var id, var start, var place] && place == s_place
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int process) && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long started)
        && (!IsRunning(process) || (StartOf(process) is { } other && other != started));

    private static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The start of a process, which is the same for everyone who asks; -1 for one that has ended and that its parent has not waited for, null if it is not known.</summary>
    private static long? StartOf(int id)
    {
        if (OperatingSystem.IsLinux())
        {
            string[] fields = Text($"/proc/{id}/stat") is { } stat ? stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
            return fields.Length <= Start ? null : fields[State] is "Z" or "X" ? -1 : long.Parse(fields[Start], CultureInfo.InvariantCulture);
        }

        try
        {
            using Process process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException)
        {
            // It has ended at this moment, or belongs to another user: the lease decides.
            return null;
        }
    }

    private static string? Text(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
