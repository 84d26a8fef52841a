using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Descent.Tests.Repository;

/// <summary>
/// Finds the types that use a type of an area to which their own has no arrow. It reads what the compiler wrote, so it needs no namespace per
/// area: a base type, a signature, a generic argument or an instruction is a use, however its name came into the file.
/// </summary>
internal sealed partial class AssemblyArrows(FloorPlan plan)
{
    // A type at the left margin, by its project and name; types inside another one belong to the outer.
    private readonly Dictionary<(string Project, string Name), string> areas = SourceText.All("src")
        .SelectMany(source => Declaration().Matches(source.Code).Select(match => ((source.Path.Split('/')[1], match.Groups["name"].Value), Area: FloorPlan.AreaOfFile(source.Path))))
        .Distinct()
        .ToDictionary(entry => entry.Item1, entry => entry.Area);

    /// <summary>The offenses of an assembly, one per pair of types.</summary>
    /// <param name="path">The assembly.</param>
    public IEnumerable<string> Check(string path)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        SortedSet<string> offenses = new(StringComparer.Ordinal);
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            if (AreaOf(type, assembly.Name.Name) is not { } from)
            {
                continue;
            }

            foreach (TypeReference used in Uses(type))
            {
                if (AreaOf(used, used.Scope is AssemblyNameReference other ? other.Name : assembly.Name.Name) is { } to && !Allows(from, to))
                {
                    offenses.Add($"{Outermost(type).Name} ({from}) uses {Outermost(used).Name}, but the floor plan has no arrow from {from} to {to}.");
                }
            }
        }

        return offenses;
    }

    // What stands at the core's root is its ground, which all of it and all above may use.
    private bool Allows(string from, string to) =>
        from == to || to == FloorPlan.Ground || (from == FloorPlan.Ground ? to is "Descent.Numerics" or "Descent.Data" : plan.Allows(from, to));

    private string? AreaOf(TypeReference type, string project) => areas.GetValueOrDefault((project, Outermost(type).Name.Split('`')[0]));

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static IEnumerable<TypeReference> Uses(TypeDefinition type)
    {
        IEnumerable<TypeReference?> direct =
        [
            type.BaseType, .. type.Interfaces.Select(i => i.InterfaceType), .. type.Fields.Select(field => field.FieldType),
            .. type.CustomAttributes.Select(attribute => attribute.AttributeType), .. type.GenericParameters.SelectMany(Constraints),
            .. type.Methods.SelectMany(OfMethod),
        ];
        return direct.OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> OfMethod(MethodDefinition method) =>
    [
        .. OfReference(method), .. method.GenericParameters.SelectMany(Constraints), .. method.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType).Concat(method.Body.Instructions.SelectMany(OfInstruction)) : [],
    ];

    private static IEnumerable<TypeReference?> OfInstruction(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => OfReference(method),
        _ => [],
    };

    private static IEnumerable<TypeReference?> OfReference(MethodReference method) =>
    [
        method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference> Constraints(GenericParameter parameter) => parameter.Constraints.Select(constraint => constraint.ConstraintType);

    /// <summary>A type and what it is made of: an array of a list of losses uses the loss.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|abstract|static|partial|readonly|unsafe|ref)\s+)*(?:record struct|record class|record|class|struct|interface|enum|delegate\s+\S+)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
