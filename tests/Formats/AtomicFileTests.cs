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
            () => AtomicFile.Write(Target, _ => throw new IOException("No space left on device."))).Message;
        Assert.Equal($"cannot write '{Target}': No space left on device. Nothing was overwritten. Choose another place, or free space and check the permissions of the folder.", message);
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
            return;
        string link = Path.Combine(folder, "latest");
        AtomicFile.WriteText(Target, "old");
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, "model.bin");
        AtomicFile.WriteText(link, "new");
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal("model.bin", new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
    }
}
