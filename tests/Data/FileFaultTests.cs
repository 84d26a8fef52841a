using Descent.Data;
using Descent.Formats;

namespace Descent.Tests.Data;

public sealed class FileFaultTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    // What the system really throws.
    [Fact]
    public void TheUsualKindsAreInPlainWords()
    {
        File.WriteAllText(At("file"), "");
        using FileStream held = new(At("file"), FileMode.Open, FileAccess.Write, FileShare.None);
        Assert.Equal("it does not exist", Reason("none"));
        Assert.Equal($"the folder '{At("a")}' does not exist", Reason("a/b/none"));
        Assert.Equal($"'{At("file")}' is a file, not a folder", Reason("file/a/none"));
        Assert.Equal("its name is too long", Reason(new string('n', 300)));
        Assert.Equal("another process uses it", Reason("file"));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal("the disk is full", FileFault.Of("full", Thrown(() => File.WriteAllText("/dev/full", "text"))).Reason);
        }
    }

    // Those that this machine cannot be brought to throw, with the numbers of Unix and of Windows.
    [Theory]
    [InlineData(30, "the file system is read-only")]
    [InlineData(unchecked((int)0x80070013), "the file system is read-only")]
    [InlineData(unchecked((int)0x80070070), "the disk is full")]
    [InlineData(unchecked((int)0x80070020), "another process uses it")]
    [InlineData(5, "Input/output error")]
    public void NumbersOfTheSystemAreKnown(int number, string reason) =>
        Assert.Equal(reason, FileFault.Of("x.csv", new IOException("Input/output error : '/place/.x.csv.0123abcd.tmp'", number)).Reason);

    [Fact]
    public void PermissionsAreToldFromStreamsThatAreNotOpen()
    {
        Assert.Equal("permission is denied", FileFault.Of("x", new UnauthorizedAccessException("Access to the path '/x' is denied.", new IOException("Permission denied", 13))).Reason);
        Assert.Equal("it is closed, or open only in the other direction", FileFault.Of("x", new UnauthorizedAccessException("Access to the path is denied.", new IOException("Bad file descriptor", 9))).Reason);
    }

    // Where nobody knows what the user calls it.
    [Fact]
    public void APathIsFoundInTheTextOfTheSystem()
    {
        Assert.Equal("'/it's here' cannot be used: permission is denied. Check the permissions of the file and of its folder.", FileFault.Text(new UnauthorizedAccessException("Access to the path '/it's here' is denied.")));
        Assert.Equal("A file or folder cannot be used: Stale handle. Check the path and what it is stored on.", FileFault.Text(new IOException("Stale handle.")));
    }

    [Fact]
    public void LibraryMessagesNameTheUsersPathOnly()
    {
        Assert.Equal($"cannot read '{At("none")}': it does not exist. Check the name, or run from the folder where the file is.", Assert.Throws<ModelFileException>(() => ModelFile.Load(At("none"))).Message);
        Assert.Equal($"cannot write '{At("a/b")}': the folder '{At("a")}' does not exist. Nothing was overwritten. Check the path.", Assert.Throws<ModelFileException>(() => AtomicFile.WriteText(At("a/b"), "")).Message);
        Assert.Equal($"{At("none")} does not exist. Check the name, or run from the folder where the file is.", Assert.Throws<DataException>(() => Table.Read(At("none"))).Message);
        string tooLong = At(new string('n', 300));
        Assert.Equal($"cannot write '{tooLong}': its name is too long. Nothing was overwritten. Choose a shorter one.", Assert.Throws<ModelFileException>(() => AtomicFile.EnsureWritable(tooLong)).Message);
    }

    private string Reason(string name) => FileFault.Of(At(name), Thrown(() => File.OpenRead(At(name)).Dispose())).Reason;

    private static Exception Thrown(Action act) => Record.Exception(act) ?? throw new InvalidOperationException("Nothing was thrown.");
}
