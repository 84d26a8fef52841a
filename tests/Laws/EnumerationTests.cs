using System.Reflection;

namespace Descent.Tests.Laws;

/// <summary>A number that an enumeration does not name is refused when the thing is made and when <c>with</c> changes it.</summary>
public class EnumerationTests
{
    private static readonly Type[] s_types = [.. Subjects.Types, typeof(GradientClipping), .. typeof(Metric).Assembly.GetTypes().Where(t => t.IsSealed && t.IsSubclassOf(typeof(Metric)))];

    public static TheoryData<string> Options => [.. s_types.SelectMany(t => SubjectsTests.Options(t).Where(IsEnumeration).Select(p => $"{t.Namespace}.{t.Name}.{p.Name}"))];

    [Theory]
    [MemberData(nameof(Options))]
    public void AnUnknownValueIsRefused(string name)
    {
        (Type type, PropertyInfo option) = s_types.SelectMany(t => SubjectsTests.Options(t).Select(p => (t, p))).Single(o => $"{o.t.Namespace}.{o.t.Name}.{o.p.Name}" == name);
        ConstructorInfo constructor = type.GetConstructors().Single();
        ParameterInfo[] parameters = constructor.GetParameters();
        object instance = type == typeof(GradientClipping) ? new GradientClipping(1) : type.IsSubclassOf(typeof(Metric)) ? constructor.Invoke([.. parameters.Select(Default)]) : Subjects.Instances(type)[0];
        foreach (int bad in (int[])[-1, 9])
        {
            object wrong = Enum.ToObject(option.PropertyType, bad), copy = type.GetMethod("<Clone>$")!.Invoke(instance, null)!;
            AssertRefused(() => option.SetValue(copy, wrong));
            AssertRefused(() => constructor.Invoke([.. parameters.Select(p => p.Name == option.Name ? wrong : type.GetProperty(p.Name!)!.GetValue(instance))]));
        }

        foreach (object value in Enum.GetValues(option.PropertyType))
        {
            option.SetValue(type.GetMethod("<Clone>$")!.Invoke(instance, null)!, value);
        }
    }

    [Fact]
    public void TheMessageNamesTheOptionAndTheValues() => Assert.StartsWith(
        "Form must be one of Unipolar, Bipolar.", Assert.Throws<ArgumentOutOfRangeException>("Form", () => new Step(Form: (StepForm)9)).Message, StringComparison.Ordinal);

    [Fact]
    public void EveryKindOfOptionIsFound() => Assert.Superset(
        new HashSet<string> { "Descent.Momentum.Form", "Descent.Hypergradient.Form", "Descent.L2.Form", "Descent.Huber.Reduction", "Descent.VarianceScaling.Mode", "Descent.F1.Averaging" },
        s_types.SelectMany(t => SubjectsTests.Options(t).Where(IsEnumeration).Select(p => $"{t.Namespace}.{t.Name}.{p.Name}")).ToHashSet());

    private static bool IsEnumeration(PropertyInfo option) => option.PropertyType.IsEnum;

    private static object? Default(ParameterInfo argument) => argument.ParameterType.IsEnum ? Enum.ToObject(argument.ParameterType, argument.DefaultValue!) : argument.DefaultValue;

    private static void AssertRefused(Action make)
    {
        ArgumentOutOfRangeException refusal = Assert.IsType<ArgumentOutOfRangeException>(Assert.Throws<TargetInvocationException>(make).InnerException);
        Assert.True(refusal.Message.Contains("must be one of", StringComparison.Ordinal) || refusal.Message.Contains("none of", StringComparison.Ordinal), refusal.Message);
    }
}
