namespace Descent.Data;

/// <summary>What the file system refuses, in plain words: the one place that words it, for tables, models, runs and standard streams.</summary>
public static class FileFault
{
    // Of Unix: errno(3). In use is 11 on Linux and 35 on macOS.
    private const int NotOpen = 9, InUse = 11, DiskFull = 28, ReadOnly = 30, InUseOfMac = 35;

    // Of Windows.
    private const int WriteProtected = unchecked((int)0x80070013), SharingViolation = unchecked((int)0x80070020), VolumeFull = unchecked((int)0x80070070);

    /// <summary>Why something failed, to stand behind a colon, and a sentence with what helps.</summary>
    /// <param name="path">What the user calls the file or folder.</param>
    /// <param name="fault">An <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    /// <returns>Such as "permission is denied" and "Check the permissions of the file and of its folder.".</returns>
    public static (string Reason, string Advice) Of(string path, Exception fault)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(fault);
        return fault switch
        {
            FileNotFoundException => ("it does not exist", "Check the name, or run from the folder where the file is."),
            DirectoryNotFoundException => MissingFolder(path),
            PathTooLongException => ("its name is too long", "Choose a shorter one."),
            UnauthorizedAccessException { InnerException.HResult: NotOpen } => ("it is closed, or open in the other direction only", "Check what it is connected to."),
            UnauthorizedAccessException => ("permission is denied", "Check the permissions of the file and of its folder."),
            { HResult: DiskFull or VolumeFull } => ("the disk is full", "Free space, or choose another place."),
            { HResult: ReadOnly or WriteProtected } => ("the file system is read-only", "Choose another place."),
            { HResult: InUse or InUseOfMac or SharingViolation } => ("another process uses it", "Wait for it, or choose another file."),
            _ => (SystemText(fault.Message), "Check the path and what it is stored on."),
        };
    }

    /// <summary>The same where the file or folder was to be made.</summary>
    /// <param name="path">What the user calls the file or folder.</param>
    /// <param name="fault">An <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    /// <returns>As for <see cref="Of"/>.</returns>
    public static (string Reason, string Advice) OfMaking(string path, Exception fault)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(fault);
        return fault is FileNotFoundException ? ("it cannot be made there", "Choose another place.") : Of(path, fault);
    }

    /// <summary>All of it as sentences, where only the fault is known and not what the user calls the file.</summary>
    /// <param name="fault">An <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    /// <returns>Such as "'model.safetensors' cannot be used: the disk is full. Free space, or choose another place.".</returns>
    public static string Text(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        string? path = fault.Message.Split('\'') is [_, .. var middle, _] && middle.Length > 0 ? string.Join('\'', middle) : null;
        (string reason, string advice) = Of(path ?? "", fault);
        return $"{(path is null ? "A file or folder" : $"'{path}'")} cannot be used: {reason}. {advice}";
    }

    private static (string Reason, string Advice) MissingFolder(string path)
    {
        string? missing = null;
        for (string? folder = Path.GetDirectoryName(path); !string.IsNullOrEmpty(folder) && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            missing = folder;
        }

        return missing is null ? ("there is no such place", "Check the path.")
            : File.Exists(missing) ? ($"'{missing}' is a file, not a folder", "Check the path.")
            : ($"the folder '{missing}' does not exist", "Check the path.");
    }

    // "Input/output error : '/path/.name.0123abcd.tmp'": the path may be one that the user never named.
    private static string SystemText(string message) => message.Split(" : '")[0].TrimEnd('.');
}
