using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Descent.Cli.Documents;
using Descent.Cli.Explanations;
using Descent.Tests.Repository;

namespace Descent.Tests.Cli.Documents;

public class DocumentTests
{
    private const string Known = "tests/Cli/Documents/members.txt";

    private static readonly NullabilityInfoContext s_nullability = new();

    /// <summary>Programs read these names, so none may go or move because a property was renamed. What may be missing has a question mark.</summary>
    [Fact]
    public void TheMembersOfAllDocumentsAreKnown()
    {
        string members = string.Concat(typeof(DocumentContext).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(DocumentContext).Namespace && type.Name.EndsWith("Document", StringComparison.Ordinal))
            // What the library counts is written as it is.
            .Concat([typeof(CalibrationBin), typeof(Decision), typeof(LearningRatePoint)])
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => $"{type.Name}: {string.Join(", ", DocumentContext.Default.GetTypeInfo(type)!.Properties.Select(member => $"{member.Name}{(MayBeMissing(type, member.Name) ? "?" : "")}"))}\n"));
        if (Environment.GetEnvironmentVariable("DESCENT_ACCEPT_API") == "1")
        {
            File.WriteAllText(Path.Combine(Checkout.Root, Known), members);
        }

        Assert.Equal(Checkout.Read(Known), members);
    }

    [Fact]
    public void PartsFollowEachOther()
    {
        string json = JsonText.Object(new TaskDocument("binary"), null, new FilesDocument(null, "r.html"));
        Assert.Equal("{\n  \"task\": \"binary\",\n  \"model\": null,\n  \"report\": \"r.html\"\n}", json.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void WhatIsNoNumberIsNull()
    {
        string json = JsonText.Object(new SpreadDocument(double.NaN, double.PositiveInfinity, [0.1, double.NegativeInfinity]), new LessonDocument("x", "X", 1, JsonText.Map([("one", (object)double.NaN), ("two", new[] { 1e-5, double.NaN })]), []));
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.All((string[])["mean", "deviation"], name => Assert.Equal(JsonValueKind.Null, root.GetProperty(name).ValueKind));
        Assert.Equal("[0.1,null]", JsonSerializer.Serialize(root.GetProperty("folds")));
        Assert.Equal("{\"one\":null,\"two\":[1E-05,null]}", JsonSerializer.Serialize(root.GetProperty("figures")));
    }

    private static bool MayBeMissing(Type type, string member) =>
        type.GetProperty(member, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)! is var property && s_nullability.Create(property).ReadState == NullabilityState.Nullable && property.GetCustomAttribute<JsonIgnoreAttribute>() is null;
}
