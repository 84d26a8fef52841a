using System.Diagnostics;
using Descent.Data;
using Descent.Formats;
using Descent.Numerics;

namespace Descent.Cli;

/// <summary>Code of somebody else that a fault comes from: a part that a program of one's own has registered.</summary>
/// <param name="Type">The type with its namespace.</param>
/// <param name="Assembly">The name of its assembly.</param>
internal sealed record FaultOwner(string Type, string Assembly)
{
    private static readonly string?[] s_ours = [.. new[] { typeof(Tool), typeof(Network), typeof(Table), typeof(LaneWidth), typeof(ModelFileException) }.Select(type => type.Assembly.GetName().Name)];

    /// <summary>Whose fault it is: the first method on the way out that is not the runtime's decides. Null if it is ours, or nobody's.</summary>
    /// <param name="fault">What was thrown.</param>
    public static FaultOwner? Of(Exception fault)
    {
        foreach (StackFrame frame in new StackTrace(fault.GetBaseException()).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { DeclaringTypeName: { } type, DeclaringAssemblyName: { } full } || full.Split(',')[0] is not { } assembly || IsOfRuntime(assembly))
            {
                continue;
            }

            // A kernel is nested in the part.
            return s_ours.Contains(assembly, StringComparer.Ordinal) ? null : new(type.Split('+')[0], assembly);
        }

        return null;
    }

    private static bool IsOfRuntime(string assembly) => assembly is "System" || assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.", StringComparison.Ordinal);
}
