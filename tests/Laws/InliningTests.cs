using System.Reflection;
using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>A kernel that is not inlined passes its registers through memory: Adam's rule took six times as long that way.</summary>
public class InliningTests
{
    private static readonly Type[] s_kernels = [typeof(IElementwise<>), typeof(IPerNeuron<>), typeof(IElementLoss<>), typeof(ISampleLoss<>), typeof(IRule<>)];

    [Fact]
    public void EveryKernelAsksToBeInlined()
    {
        Type[] kernels = [.. typeof(Layer).Assembly.GetTypes().Where(t => t.IsValueType && t.GetInterfaces().Any(i => i.IsGenericType && s_kernels.Contains(i.GetGenericTypeDefinition())))];
        Assert.True(kernels.Length >= 10, $"found only {kernels.Length} kernels");
        string[] forgotten =
        [
            .. from kernel in kernels
               from method in kernel.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
               where s_kernels.SelectMany(contract => contract.GetMethods()).Any(declared => declared.Name == method.Name)
               where !method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining)
               select $"{kernel.FullName}.{method.Name}",
        ];
        Assert.True(forgotten.Length == 0, $"run eng/inline-kernels: {string.Join(", ", forgotten)}");
    }
}
