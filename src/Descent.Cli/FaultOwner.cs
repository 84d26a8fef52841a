using System.Diagnostics;

namespace Descent.Cli;

/// <summary>The code outside of Descent that caused a fault, such as a custom type.</summary>
internal sealed record FaultOwner(string Type, string Assembly)
{
    private static readonly string?[] s_ours = [.. new[] { typeof(Tool), typeof(Network), typeof(Table), typeof(LaneWidth), typeof(ModelFileException), typeof(Descent.Serve.DescentModelOptions), typeof(Descent.Cluster.ClusterOptions) }.Select(type => type.Assembly.GetName().Name)];

    /// <summary>The owner of the innermost method that is not the runtime's; null if that is Descent, or if there is none.</summary>
    public static FaultOwner? Of(Exception fault)
    {
        foreach (StackFrame frame in new StackTrace(fault.GetBaseException()).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { DeclaringTypeName: { } type, DeclaringAssemblyName: { } full } || full.Split(',')[0] is not { } assembly || IsOfRuntime(assembly))
            {
                continue;
            }

            // A kernel is nested in the custom type.
            return s_ours.Contains(assembly, StringComparer.Ordinal) ? null : new(type.Split('+')[0], assembly);
        }

        return null;
    }

    private static bool IsOfRuntime(string assembly) => assembly is "System" || assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.", StringComparison.Ordinal);
}
