using Descent.Formats;

namespace Descent.Tests.Formats;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Target => Path.Combine(folder, "model.bin");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ReplacesTheFileAndLeavesNothingElse()
    {
        AtomicFile.WriteText(Target, "old and longer");
        AtomicFile.WriteText(Target, "new");
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(Target, Assert.Single(Directory.GetFiles(folder)));
    }

    [Fact]
    public void AFailingWriterLeavesTheOldFileAndItsOwnException()
    {
        AtomicFile.WriteText(Target, "old");
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("half of the n"u8);
            throw new InvalidOperationException("the writer's own");
        }));
        Assert.Equal("the writer's own", thrown.Message);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Fault43AFullDiskLeavesTheOldFileAndSaysSo()
    {
        AtomicFile.WriteText(Target, "old");
        string message = Assert.Throws<ModelFileException>(
            () => AtomicFile.Write(Target, _ => throw new IOException($"No space left on device : '{Target}.tmp'", 28))).Message;
        Message.Mentions(message, $"'{Target}'", "the disk is full", "Nothing was overwritten");
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Fault43APlaceThatCannotBeWrittenIsFoundBeforeTraining()
    {
        string impossible = Path.Combine(folder, "missing", "model.bin");
        Assert.Contains(impossible, Assert.Throws<ModelFileException>(() => AtomicFile.EnsureWritable(impossible)).Message, StringComparison.Ordinal);
        Assert.Contains("it is a folder", Assert.Throws<ModelFileException>(() => AtomicFile.EnsureWritable(folder)).Message, StringComparison.Ordinal);
        AtomicFile.EnsureWritable(Target);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Fault43AResultThatCannotBeWrittenIsKeptElsewhere()
    {
        string kept = AtomicFile.WriteOrKeepElsewhere(Path.Combine(folder, "missing", "model.bin"), stream => stream.Write("result"u8));
        Assert.Equal("result", File.ReadAllText(kept));
        Assert.EndsWith(".bin", kept, StringComparison.Ordinal);
        File.Delete(kept);
        Assert.Equal(Target, AtomicFile.WriteOrKeepElsewhere(Target, stream => stream.Write("result"u8)));
    }

    [Fact]
    public void ALinkStaysALinkAndPermissionsStay()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string link = Path.Combine(folder, "latest");
        AtomicFile.WriteText(Target, "old");
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, "model.bin");
        AtomicFile.WriteText(link, "new");
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal("model.bin", new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void NamesMayBeAsLongAsTheFileSystemAllows()
    {
        foreach (string name in (string[])[new string('n', 255), new string('ü', 127)])
        {
            string path = Path.Combine(folder, name);
            AtomicFile.EnsureWritable(path);
            AtomicFile.WriteText(path, "content");
            Assert.Equal("content", File.ReadAllText(path));
            string kept = AtomicFile.WriteOrKeepElsewhere(Path.Combine(folder, "missing", name), stream => stream.WriteByte(1));
            Assert.True(File.Exists(kept));
            File.Delete(kept);
        }

        Assert.Equal(2, Directory.GetFileSystemEntries(folder).Length);
    }

    [Fact]
    public void TemporaryFilesOfKilledProcessesGoAndOthersStay()
    {
        string[] names = [".model.bin.0123abcd.tmp", ".model.bin.1123abcd.tmp", ".model.bin.2123abcd.tmp", ".other.bin.0123abcd.tmp", ".model.bin.old.0123abcd.tmp"];
        foreach (string name in names)
        {
            File.WriteAllText(Path.Combine(folder, name), "half");
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), DateTime.UtcNow.AddMinutes(name == names[2] ? 0 : -5));
        }

        // Held open, as by a process that writes a long file.
        using FileStream held = new(Path.Combine(folder, names[1]), FileMode.Open, FileAccess.Write, FileShare.Delete);
        AtomicFile.WriteText(Target, "new");
        Assert.Equal([.. names[1..].Append("model.bin").Order(StringComparer.Ordinal)], Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task APipeIsWrittenInto()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs mkfifo.");
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [Target]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        AtomicFile.EnsureWritable(Target);
        Task<string> read = Task.Factory.StartNew(() => File.ReadAllText(Target), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        AtomicFile.WriteText(Target, "through the pipe");
        Assert.Equal("through the pipe", await read);
        Assert.True(FileKind.IsStream(Target));
    }

    [Fact]
    public void DevicesAreToldFromFiles()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names of devices differ.");
        AtomicFile.WriteText(Target, "");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "/dev/null");
        Assert.All(["/dev/null", "/dev/stdout", "/dev/full", Path.Combine(folder, "link")], path => Assert.True(FileKind.IsStream(path), path));
        Assert.All([Target, folder, Path.Combine(folder, "none")], path => Assert.False(FileKind.IsStream(path), path));
        Assert.Contains("/dev/full", Assert.Throws<ModelFileException>(() => AtomicFile.WriteText("/dev/full", "text")).Message, StringComparison.Ordinal);
    }
}
