namespace Descent.Data;

/// <summary>Describes errors of the file system in plain words; the only place that phrases them, for tables, models, runs and standard
/// streams.</summary>
public static class FileFault
{
    // Unix: errno(3). "In use" is 11 on Linux and 35 on macOS.
    private const int NotOpen = 9, InUse = 11, DiskFull = 28, ReadOnly = 30, InUseOfMac = 35;

    // Windows.
    private const int WriteProtected = unchecked((int)0x80070013), SharingViolation = unchecked((int)0x80070020), VolumeFull = unchecked((int)0x80070070);

    /// <summary>The reason of a failure, phrased to follow a colon, and a sentence of advice.</summary>
    /// <param name="path">The name that the user gave the file or folder.</param>
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
            UnauthorizedAccessException { InnerException.HResult: NotOpen } => ("it is closed, or open only in the other direction", "Check what it is connected to."),
            UnauthorizedAccessException => ("permission is denied", "Check the permissions of the file and of its folder."),
            { HResult: DiskFull or VolumeFull } => ("the disk is full", "Free space, or choose another place."),
            { HResult: ReadOnly or WriteProtected } => ("the file system is read-only", "Choose another place."),
            { HResult: InUse or InUseOfMac or SharingViolation } => ("another process uses it", "Wait for it, or choose another file."),
            _ => (SystemText(fault.Message), "Check the path and what it is stored on."),
        };
    }

    /// <summary>The same for a file or folder that was to be created.</summary>
    /// <param name="path">The name that the user gave the file or folder.</param>
    /// <param name="fault">An <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    /// <returns>As for <see cref="Of"/>.</returns>
    public static (string Reason, string Advice) OfMaking(string path, Exception fault)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(fault);
        return fault is FileNotFoundException ? ("it cannot be created there", "Choose another place.") : Of(path, fault);
    }

    /// <summary>The reason and the advice as sentences, if only the exception is known and not the user's name for the file.</summary>
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

        return missing is null ? ("the path does not exist", "Check the path.")
            : File.Exists(missing) ? ($"'{missing}' is a file, not a folder", "Check the path.")
            : ($"the folder '{missing}' does not exist", "Check the path.");
    }

    // "Input/output error : '/path/.name.0123abcd.tmp'": the user may never have named that path.
    private static string SystemText(string message) => message.Split(" : '")[0].TrimEnd('.');
}
