using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Descent.Tests.Repository;

/// <summary>Writes one member as one line that looks like its declaration.</summary>
internal static class ApiMembers
{
    private static readonly NullabilityInfoContext s_nullability = new();

    public static bool IsVisible(MethodBase? method) => method is { } && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    public static string Field(FieldInfo field)
    {
        string kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        return $"{(field.IsPublic ? "public" : "protected")} {Required(field)}{kind}{ApiNames.Of(field.FieldType, s_nullability.Create(field))} {field.Name}{value}";
    }

    public static string Constructor(ConstructorInfo constructor) =>
        $"{Access(constructor)} {ApiNames.Simple(constructor.DeclaringType!)}({Parameters(constructor)})";

    public static string Method(MethodInfo method)
    {
        Type[] generic = method.GetGenericArguments();
        string name = method.Name + ApiNames.Angled(generic.Select(parameter => parameter.Name));
        return $"{Access(method)} {Modifiers(method)}{Returned(method)} {name}({Parameters(method)}){ApiNames.Constraints(generic)}";
    }

    public static string Property(PropertyInfo property)
    {
        MethodInfo shown = IsVisible(property.GetMethod) ? property.GetMethod! : property.SetMethod!;
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        string type = (property.PropertyType.IsByRef ? RefKind(shown.ReturnParameter) : "") + ApiNames.Of(property.PropertyType, s_nullability.Create(property));
        string accessors = string.Concat(new[] { property.GetMethod, property.SetMethod }.Where(IsVisible).Select(accessor => Accessor(accessor!, shown)));
        return $"{Access(shown)} {Required(property)}{Modifiers(shown)}{type} {name} {{{accessors} }}";
    }

    public static string Event(EventInfo item) =>
        $"{Access(item.AddMethod!)} {Modifiers(item.AddMethod!)}event {ApiNames.Of(item.EventHandlerType!)} {item.Name}";

    public static string Returned(MethodInfo method) =>
        (method.ReturnType.IsByRef ? RefKind(method.ReturnParameter) : "") + ApiNames.Of(method.ReturnType, s_nullability.Create(method.ReturnParameter));

    public static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        bool spread = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute));
        string kind = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{(spread ? "params " : "")}{kind}{ApiNames.Of(parameter.ParameterType, s_nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static string Modifiers(MethodInfo method)
    {
        bool onInterface = method.DeclaringType!.IsInterface;
        string text = method.IsStatic ? "static " : "";
        return text + method switch
        {
            { IsAbstract: true } => onInterface && !method.IsStatic ? "" : "abstract ",
            { IsVirtual: false } => "",
            { IsFinal: true } when method.GetBaseDefinition() == method => "",
            _ when method.GetBaseDefinition() != method => method.IsFinal ? "sealed override " : "override ",
            _ => "virtual ",
        };
    }

    private static string Accessor(MethodInfo accessor, MethodInfo shown)
    {
        string access = accessor.IsPublic == shown.IsPublic ? "" : "protected ";
        bool isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return $" {access}{(accessor.ReturnType != typeof(void) ? "get" : isInit ? "init" : "set")};";
    }

    private static string RefKind(ParameterInfo returned) =>
        returned.IsDefined(typeof(IsReadOnlyAttribute)) || returned.GetRequiredCustomModifiers().Length > 0 ? "ref readonly " : "ref ";

    private static string Required(MemberInfo member) => member.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text.Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        char character => $"'{character}'",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
