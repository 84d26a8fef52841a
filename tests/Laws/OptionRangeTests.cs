using System.Reflection;

namespace Descent.Tests.Laws;

/// <summary>What is said of options is what their types do: ranges, defaults, alternatives.</summary>
public class OptionRangeTests
{
    private static readonly Type[] s_numbers = [typeof(double), typeof(int), typeof(ulong), typeof(Schedule), typeof(IReadOnlyList<double>)];

    /// <summary>All types whose options are shown: those of the catalogue, the recipes and clipping.</summary>
    private static readonly CatalogueEntry[] s_entries = [.. Subjects.Entries, .. Catalogue.Recipes, Catalogue.Clippings[0]];

    public static TheoryData<string> WithNumbers => [.. s_entries.Where(entry => entry.Options.Any(IsNumber)).Select(entry => entry.Type.Name)];

    /// <summary>Just inside its range a number is accepted, just outside it is refused by the option's name, when the thing is made and when <c>with</c> changes it.</summary>
    [Theory]
    [MemberData(nameof(WithNumbers))]
    public void ARangeIsTheOneThatTheTypeAccepts(string name)
    {
        CatalogueEntry entry = s_entries.Single(known => known.Type.Name == name);
        foreach (CatalogueOption option in entry.Options.Where(IsNumber))
        {
            PropertyInfo property = entry.Type.GetProperties().Single(known => Catalogue.AreSame(known.Name, option.Name));
            ParameterInfo[] parameters = entry.Type.GetConstructors().Single().GetParameters();
            Assert.True(parameters.Any(parameter => parameter.Name == property.Name && parameter.IsDefined(typeof(OptionAttribute))) || property.IsDefined(typeof(OptionAttribute)), $"{name}.{property.Name} is a number, but has no [Option] with its range.");
            foreach ((double number, bool isLeast) in Near(option, least: true).Select(number => (number, true)).Concat(Near(option, least: false).Select(number => (number, false))))
            {
                if (Value(property, entry.Example, number, isFirst: isLeast) is { } value)
                {
                    Action[] changes =
                    [
                        () => property.SetValue(entry.Type.GetMethod("<Clone>$")!.Invoke(entry.Example, null), value),
                        () => entry.Type.GetConstructors().Single().Invoke([.. parameters.Select(p => p.Name == property.Name ? value : entry.Type.GetProperty(p.Name!)!.GetValue(entry.Example))]),
                    ];
                    Assert.All(changes, change => AssertIs(option.Range.Allows(number), $"{name}.{property.Name} = {number}", property.Name, change));
                }
            }
        }
    }

    [Theory]
    [InlineData("dropout", "rate in [0, 1) (0.5, or a schedule)|perBatch (false)")]
    [InlineData("dense", "units ≥ 1 (required)|activation (none, or an activation)|useBias (true)|weightInitializer (none, or an initializer: what suits the activation)|biasInitializer (none, or an initializer: zeros)|parametrization (Standard, or NeuralTangentKernel: the latter is W·x/√inputs + b with W ~ N(0, 1))")]
    [InlineData("l2", "strength ≥ 0 (required, a number or a schedule)|form (HalfSquare, or Square, PerSample)|allParameters (false)")]
    [InlineData("adadelta", "learningRate > 0 (1, or a schedule)|beta in [0, 1) (0.9, or a schedule)|epsilon > 0 (1e-6, or a schedule)")]
    [InlineData("unit_variance", "inner (random_normal(standardDeviation=1), or another initializer)")]
    [InlineData("log_loss", "epsilon in (0, 0.5) (none)")]
    [InlineData("tanh", "")]
    public void OptionsAreListedWithTheirRangesAndDefaults(string name, string options) =>
        Assert.Equal(options, string.Join('|', Catalogue.Find(name)!.Options));

    [Fact]
    public void AlternativesAreTheWordsOfTheType()
    {
        Assert.Equal(["MeanOverElements", "MeanOverSamples", "Sum"], Option("huber", "reduction").Alternatives.Order());
        Assert.Equal(["true", "false"], Option("dropout", "perBatch").Alternatives);
        Assert.Equal(Catalogue.Of(CatalogueKind.Optimizer).Select(entry => entry.Name), Option("hypergradient", "inner").Alternatives);
        Assert.Empty(Option("huber", "delta").Alternatives);
        Assert.True(Option("dense", "units") is { IsWhole: true, IsRequired: true, Default: "" });
        Assert.False(Option("huber", "delta").IsWhole);
    }

    /// <summary>What a search for good values needs to know.</summary>
    [Theory]
    [InlineData("adam", "learningRate", 0, double.PositiveInfinity, true)]
    [InlineData("adam", "beta1", 0, 1, false)]
    [InlineData("dense", "units", 1, double.PositiveInfinity, true)]
    [InlineData("step", "threshold", double.NegativeInfinity, double.PositiveInfinity, false)]
    public void ASearchKnowsBoundsAndScale(string name, string option, double minimum, double maximum, bool isLogarithmic)
    {
        OptionAttribute range = Option(name, option).Range;
        Assert.Equal((minimum, maximum, isLogarithmic), (range.Minimum, range.Maximum, range.IsLogarithmic));
    }

    [Fact]
    public void BoundsAreWritten() => Assert.Equal(
        ["", "≥ 2", "> 2", "≤ 2", "< 2", "in [1, 2]", "in (1, 2)", "in (1, 2]"],
        from range in new OptionAttribute[] { new(), new() { AtLeast = 2 }, new() { Above = 2 }, new() { AtMost = 2 }, new() { Below = 2 }, new() { AtLeast = 1, AtMost = 2 }, new() { Above = 1, Below = 2 }, new() { Above = 1, AtMost = 2 } }
        select $"{range}");

    private static bool IsNumber(CatalogueOption option) => s_numbers.Contains(option.Type);

    private static CatalogueOption Option(string name, string option) => Catalogue.Find(name)!.Options.Single(known => known.Name == option);

    /// <summary>A bound with its neighbors; without a bound, the most extreme number.</summary>
    private static double[] Near(CatalogueOption option, bool least)
    {
        double bound = least ? option.Range.Minimum : option.Range.Maximum;
        return double.IsFinite(bound) ? option.IsWhole ? [bound - 1, bound, bound + 1] : [Math.BitDecrement(bound), bound, Math.BitIncrement(bound)]
            : option.Type == typeof(int) ? [least ? int.MinValue : int.MaxValue]
            : option.IsWhole ? [] : [least ? double.MinValue : double.MaxValue];
    }

    /// <summary>A number as a value of an option: in a list the first or the last; null if the type has no such number.</summary>
    private static object? Value(PropertyInfo property, object example, double number, bool isFirst)
    {
        if (property.PropertyType == typeof(IReadOnlyList<double>))
        {
            double[] list = [.. (IReadOnlyList<double>?)property.GetValue(example) ?? [1, 1]];
            list[isFirst ? 0 : ^1] = number;
            return list;
        }

        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(double) ? (object)number : type == typeof(Schedule) ? (Schedule)number : type == typeof(int) ? (object)(int)number : number >= 0 ? (object)(ulong)number : null;
    }

    private static void AssertIs(bool allowed, string what, string option, Action change)
    {
        Exception? refusal = Record.Exception(change) is var thrown && thrown is TargetInvocationException ? thrown.InnerException : thrown;
        Assert.True(allowed == (refusal is null), $"{what} must be {(allowed ? "accepted" : "refused")}: {refusal?.Message ?? "it is accepted"}");
        Assert.True(allowed || (refusal is ArgumentException fault && Catalogue.AreSame(fault.ParamName!, option)), $"{what} is refused by another exception: {refusal}");
    }
}
