using System.Reflection;

namespace Descent.Tests.Laws;

/// <summary>The list of subjects is complete, and its records behave as values.</summary>
public class SubjectsTests
{
    public static TheoryData<string> Types => [.. Subjects.Types.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryOptionIsVariedByAnInstance(string name)
    {
        Type type = Subjects.Types.Single(t => t.Name == name);
        IReadOnlyList<object> instances = Subjects.Instances(type);
        Assert.True(instances.Count > 0, $"{name} has an argument without a default: give Subjects an instance.");
        foreach (PropertyInfo option in Options(type))
        {
            Assert.True(instances.Select(option.GetValue).Distinct().Count() > 1, $"No instance varies {name}.{option.Name}: give Subjects one.");
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void EqualityIsThatOfValues(string name)
    {
        Type type = Subjects.Types.Single(t => t.Name == name);
        IReadOnlyList<object> instances = Subjects.Instances(type), again = Subjects.Instances(type);
        for (int i = 0; i < instances.Count; i++)
        {
            Assert.NotSame(instances[i], again[i]);
            Assert.Equal(instances[i], again[i]);
            Assert.Equal(instances[i].GetHashCode(), again[i].GetHashCode());
            Assert.All(instances.Skip(i + 1), other => Assert.NotEqual(instances[i], other));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void WithChangesOneOptionAndKeepsTheOthers(string name)
    {
        Type type = Subjects.Types.Single(t => t.Name == name);
        IReadOnlyList<object> instances = Subjects.Instances(type);
        MethodInfo clone = type.GetMethod("<Clone>$")!;
        foreach (object instance in instances)
        {
            object copy = clone.Invoke(instance, null)!;
            Assert.Equal(instance, copy);
            foreach (PropertyInfo option in Options(type))
            {
                object other = instances.First(o => !Same(option.GetValue(o), option.GetValue(instance)));
                option.SetValue(copy, option.GetValue(other));
                Assert.NotEqual(instance, copy);
                option.SetValue(copy, option.GetValue(instance));
                Assert.Equal(instance, copy);
            }
        }
    }

    [Fact]
    public void TextsAreUnique() => Assert.All(
        Subjects.Types.SelectMany(Subjects.Instances).GroupBy(i => (i.GetType(), i.ToString())), g => Assert.Single(g));

    private static bool Same(object? a, object? b) => a is IEnumerable<double> x && b is IEnumerable<double> y ? x.SequenceEqual(y) : a is IEnumerable<Loss> own && b is IEnumerable<Loss> other ? own.SequenceEqual(other) : Equals(a, b);

    // A full-batch optimizer has no learning rate: it rejects one.
    internal static IEnumerable<PropertyInfo> Options(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.DeclaringType != typeof(FullBatchOptimizer));
}
