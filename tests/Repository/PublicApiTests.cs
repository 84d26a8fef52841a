using System.Reflection;

namespace Descent.Tests.Repository;

public class PublicApiTests
{
    public static TheoryData<string> Projects => [.. Checkout.SourceProjects()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void IsTheAcceptedOne(string project)
    {
        Laws.Subjects.SkipUnlessComplete();
        string file = Path.Combine(Checkout.Root, "eng", "api", project + ".txt");
        string[] actual = [.. PublicApi.Of(Assembly.Load(project))];
        if (Environment.GetEnvironmentVariable("DESCENT_ACCEPT_API") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, string.Concat(actual.Select(line => line + "\n")));
        }

        string[] accepted = File.Exists(file) ? File.ReadAllLines(file) : [];
        Assert.True(accepted.SequenceEqual(actual), Difference(project, accepted, actual));
    }

    [Fact]
    public void EveryAcceptedFileHasItsProject() =>
        Assert.Empty(Checkout.Files("eng/api", "*.txt").Select(Path.GetFileNameWithoutExtension).Except(Checkout.SourceProjects()));

    // Two types of one name cannot be used in one file that imports the namespaces of both.
    [Fact]
    public void NoTwoPublicTypesHaveOneName() => Assert.Empty(
        Checkout.SourceProjects().SelectMany(project => Assembly.Load(project).GetExportedTypes()).Where(type => !type.IsNested)
            .GroupBy(type => type.Name.Split('`')[0]).Where(types => types.Select(type => type.Namespace).Distinct().Count() > 1)
            .Select(types => string.Join(", ", types.Select(type => type.FullName))));

    // A type that is called like a namespace, or like a type of the usual imports, must be written out wherever both are in sight.
    [Fact]
    public void NoPublicTypeHasANameThatIsTaken()
    {
        Type[] types = [.. Checkout.SourceProjects().SelectMany(project => Assembly.Load(project).GetExportedTypes()).Where(type => !type.IsNested)];
        HashSet<string> taken =
        [
            .. types.SelectMany(type => type.Namespace!.Split('.')).Where(part => part != "Descent"),
            .. new[] { typeof(object), typeof(File), typeof(List<int>), typeof(Enumerable), typeof(HttpClient), typeof(Thread), typeof(Task) }
                .SelectMany(usual => new[] { usual.Assembly, typeof(Enumerable).Assembly }.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => type.Namespace == usual.Namespace && !type.IsNested)).Select(type => type.Name),
        ];
        Checkout.AssertNone(types.Where(type => taken.Contains(type.Name)).Select(type => type.FullName!));
    }

    // What the tool needs, everybody can have: only the engine looks into the library below it, and the formats of other programs,
    // which are backends, read the steps of a network and the encoders of its inputs.
    [Fact]
    public void OnlyTheCoreSeesWhatIsInternal() => Assert.Equal(
        [
            "Descent → Descent.Formats", "Descent → Descent.Formats.Onnx", "Descent.Data → Descent", "Descent.Data → Descent.Formats", "Descent.Data → Descent.Formats.Onnx",
            "Descent.Formats → Descent.Formats.Onnx", "Descent.Numerics → Descent", "Descent.Numerics → Descent.Benchmarks", "Descent.Numerics → Descent.Formats.Onnx",
        ],
        from project in Checkout.SourceProjects()
        from friend in Assembly.Load(project).GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>()
        where friend.AssemblyName != "Descent.Tests"
        select $"{project} → {friend.AssemblyName}" into line
        orderby line
        select line);

    [Fact]
    public void SignaturesReadLikeCSharp() => Assert.Equal(
        [
            "Descent.Tests.Repository: public abstract record PublicApiTests.Example<T> : IEquatable<PublicApiTests.Example<T>> where T : unmanaged, IComparable<T>",
            "    protected Example()",
            "    protected abstract void Fill(Span<T> into, params ReadOnlySpan<int> widths)",
            "    public const double Rate = 0.5",
            "    public override string ToString()",
            "    public required string Name { get; init; }",
            "    public static ref readonly T First(in T value, out string? reason, (int, bool)[]? pairs = default)",
            "    public string? this[int index] { get; }",
        ],
        PublicApi.Of(typeof(Example<>)));

    [Fact]
    public void ADifferenceNamesItsLinesAndTheRemedy()
    {
        string message = Difference("Descent", ["A", "    m", "B"], ["A", "B", "    m"]);
        Assert.Contains("\n- A … m\n+ B … m", message, StringComparison.Ordinal);
        Assert.Contains("run eng/accept to accept", message, StringComparison.Ordinal);
    }

    private static string Difference(string project, string[] accepted, string[] actual)
    {
        string[] before = [.. Qualified(accepted)], after = [.. Qualified(actual)];
        IEnumerable<string> changes = before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line));
        return $"The public API of {project} is not the one in eng/api/{project}.txt; run eng/accept to accept.\n{string.Join('\n', changes.Take(20))}";
    }

    // The same member line may stand under many types, so each is compared together with its type.
    private static IEnumerable<string> Qualified(string[] lines)
    {
        string type = "";
        foreach (string line in lines)
        {
            bool isMember = line.StartsWith(' ');
            type = isMember ? type : line;
            yield return isMember ? $"{type} … {line.Trim()}" : line;
        }
    }

    public abstract record Example<T>
        where T : unmanaged, IComparable<T>
    {
        public const double Rate = 0.5;

        public required string Name { get; init; }

        public string? this[int index] => null;

        public static ref readonly T First(in T value, out string? reason, (int Index, bool Used)[]? pairs = null)
        {
            reason = null;
            return ref value;
        }

        public override string ToString() => Name;

        protected abstract void Fill(Span<T> into, params ReadOnlySpan<int> widths);
    }
}
