using System.Collections;
using System.Reflection;
using System.Text.Json;
using Descent.Tests.Laws;

namespace Descent.Tests.Coverage;

/// <summary>Collects from all tests of this assembly what they prove, and of which entries, by the data they really run with.</summary>
internal static class Evidence
{
    private static readonly Dictionary<string, Type> s_texts = Subjects.Types.SelectMany(type => Subjects.Instances(type).Select(i => (Text: i.ToString()!, type))).ToDictionary(p => p.Text, p => p.type);

    /// <summary>Every mark with the entries that the data behind it name.</summary>
    public static IReadOnlyList<(ProvesAttribute Mark, MethodInfo Test, IReadOnlySet<CatalogueEntry> Entries)> All { get; } =
    [
        .. from type in typeof(Evidence).Assembly.GetTypes()
           from test in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           from mark in test.GetCustomAttributes<ProvesAttribute>()
           select (mark, test, (IReadOnlySet<CatalogueEntry>)Data(mark, test).Select(data => Resolve(data, test)).ToHashSet()),
    ];

    /// <summary>Whether something proves this of an entry.</summary>
    public static bool Has(CatalogueEntry entry, Proof proof, string law = "") => All.Any(e => e.Mark.Proof == proof && e.Mark.Law == law && e.Entries.Contains(entry));

    private static IEnumerable<object?> Data(ProvesAttribute mark, MethodInfo test)
    {
        FactAttribute fact = test.GetCustomAttribute<FactAttribute>() ?? throw new InvalidOperationException($"{Name(test)} is marked as a proof but is no test.");
        if (fact.Skip is not null)
        {
            throw new InvalidOperationException($"{Name(test)} is skipped and proves nothing.");
        }

        string member = mark.Of ?? test.GetCustomAttribute<MemberDataAttribute>()?.MemberName ?? throw new InvalidOperationException($"{Name(test)} has no data: name a property in Of.");
        PropertyInfo property = test.DeclaringType!.GetProperty(member, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            ?? throw new InvalidOperationException($"{test.DeclaringType.Name} has no static property {member}.");
        return ((IEnumerable)property.GetValue(null)!).Cast<object>().Select(row => row is ITheoryDataRow data ? data.GetData()[0] : row is object[] array ? array[0] : row);
    }

    /// <summary>The entry of an instance's text, a type's name, JSON, or an entry's name.</summary>
    private static CatalogueEntry Resolve(object? data, MethodInfo test)
    {
        string text = data as string ?? throw new InvalidOperationException($"{Name(test)} has data that are no text: name a property in Of.");
        Type? type = s_texts.GetValueOrDefault(text) ?? Subjects.Types.FirstOrDefault(t => t.Name == text);
        string name = text.StartsWith('{') ? JsonDocument.Parse(text).RootElement.GetProperty("type").GetString()! : text;
        return Catalogue.Entries.FirstOrDefault(e => type is null ? e.Name == name : e.Type == type)
            ?? throw new InvalidOperationException($"{Name(test)} names {text}, which is not in the catalogue.");
    }

    private static string Name(MethodInfo test) => $"{test.DeclaringType!.Name}.{test.Name}";
}
