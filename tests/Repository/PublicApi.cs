using System.Reflection;
using System.Runtime.CompilerServices;

namespace Descent.Tests.Repository;

/// <summary>Writes the public surface of an assembly: types in order of their names, then their members, one line each.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes()
        .Where(type => !type.Name.Contains('<', StringComparison.Ordinal))
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .SelectMany(Of);

    public static IEnumerable<string> Of(Type type) =>
        [$"{type.Namespace}: {Header(type)}", .. Members(type).Order(StringComparer.Ordinal).Select(member => "    " + member)];

    private static string Header(Type type)
    {
        string constraints = ApiNames.Constraints(type.GetGenericArguments());
        if (type.BaseType == typeof(MulticastDelegate))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"public delegate {ApiMembers.Returned(invoke)} {ApiNames.OfDeclaration(type)}({ApiMembers.Parameters(invoke)}){constraints}";
        }

        string bases = string.Join(", ", Bases(type));
        return $"public {Kind(type)} {ApiNames.OfDeclaration(type)}{(bases.Length > 0 ? " : " + bases : "")}{constraints}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + (IsRecord(type) ? "record struct" : "struct"),
        _ => (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class"),
    };

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$", Declared) is { } || type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true;

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetEnumUnderlyingType() == typeof(int) ? [] : [ApiNames.Of(type.GetEnumUnderlyingType())];
        }

        Type? parent = type.BaseType == typeof(object) || type.BaseType == typeof(ValueType) ? null : type.BaseType;
        Type[] all = type.GetInterfaces();
        HashSet<Type> implied = [.. all.SelectMany(item => item.GetInterfaces()), .. parent?.GetInterfaces() ?? []];
        return (parent is null ? [] : new[] { ApiNames.Of(parent) })
            .Concat(all.Where(item => item.IsVisible && !implied.Contains(item)).Select(item => ApiNames.Of(item)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.BaseType == typeof(MulticastDelegate))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {field.GetRawConstantValue()}");
        }

        return type.GetMembers(Declared).Where(IsWritten).Select(member => member switch
        {
            FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => ApiMembers.Field(field),
            ConstructorInfo constructor when ApiMembers.IsVisible(constructor) && !constructor.IsStatic => ApiMembers.Constructor(constructor),
            PropertyInfo property when ApiMembers.IsVisible(property.GetMethod) || ApiMembers.IsVisible(property.SetMethod) => ApiMembers.Property(property),
            EventInfo item when ApiMembers.IsVisible(item.AddMethod) => ApiMembers.Event(item),
            MethodInfo method when ApiMembers.IsVisible(method) && !IsAccessor(method) => ApiMembers.Method(method),
            _ => null,
        }).OfType<string>();
    }

    // A record's generated members say no more than the word "record" does.
    private static bool IsWritten(MemberInfo member) =>
        !member.Name.Contains('<', StringComparison.Ordinal)
        && (member is PropertyInfo ? member.Name != "EqualityContract" : !member.IsDefined(typeof(CompilerGeneratedAttribute)));

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);
}
