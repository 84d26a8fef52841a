using System.Reflection;
using System.Text.Json;

namespace Descent.Tests.Repository;

/// <summary>The mistakes of eng/mutations can still be planted: every text stands in its file, every test class exists.</summary>
public class MutationsTests
{
    private static readonly JsonElement[] s_mutations = [.. JsonDocument.Parse(Checkout.Read("eng/mutations.json")).RootElement.EnumerateArray()];

    [Fact]
    public void EveryTextStandsInItsFile() => Checkout.AssertNone(
        from mutation in s_mutations
        let file = mutation.GetProperty("file").GetString()!
        let text = mutation.GetProperty("from").GetString()!
        where !Checkout.Has(file) || !Checkout.Read(file).Contains(text, StringComparison.Ordinal) || text == mutation.GetProperty("to").GetString()
        select $"{file} does not contain: {text}");

    [Fact]
    public void EveryTestClassExists()
    {
        Assembly tests = typeof(MutationsTests).Assembly;
        Assert.NotEmpty(s_mutations);
        Checkout.AssertNone(s_mutations.SelectMany(m => m.GetProperty("tests").EnumerateArray()).Select(t => t.GetString()!).Where(name => tests.GetType(name) is null));
    }
}
