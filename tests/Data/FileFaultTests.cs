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
        Assert.StartsWith("it is closed", FileFault.Of("x", new UnauthorizedAccessException("Access to the path is denied.", new IOException("Bad file descriptor", 9))).Reason, StringComparison.Ordinal);
    }

    // Where nobody knows what the user calls it.
    [Fact]
    public void APathIsFoundInTheTextOfTheSystem()
    {
        Message.Mentions(FileFault.Text(new UnauthorizedAccessException("Access to the path '/it's here' is denied.")), "'/it's here'", "permission is denied");
        Message.Mentions(FileFault.Text(new IOException("Stale handle.")), "Stale handle.");
    }

    [Fact]
    public void LibraryMessagesNameTheUsersPathOnly()
    {
        Message.Mentions(Assert.Throws<ModelFileException>(() => ModelFile.Load(At("none"))).Message, $"cannot read '{At("none")}'", "does not exist");
        Message.Mentions(Assert.Throws<ModelFileException>(() => AtomicFile.WriteText(At("a/b"), "")).Message, $"cannot write '{At("a/b")}'", $"'{At("a")}' does not exist", "Nothing was overwritten");
        Message.Mentions(Assert.Throws<DataException>(() => Table.Read(At("none"))).Message, $"{At("none")} does not exist");
        string tooLong = At(new string('n', 300));
        Message.Mentions(Assert.Throws<ModelFileException>(() => AtomicFile.EnsureWritable(tooLong)).Message, $"cannot write '{tooLong}'", "too long", "Nothing was overwritten");
    }

    private string Reason(string name) => FileFault.Of(At(name), Thrown(() => File.OpenRead(At(name)).Dispose())).Reason;

    private static Exception Thrown(Action act) => Record.Exception(act) ?? throw new InvalidOperationException("Nothing was thrown.");
}
