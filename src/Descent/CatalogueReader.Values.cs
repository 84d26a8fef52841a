using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Descent;

/// <content>Reads the value of an option according to its type.</content>
internal sealed partial class CatalogueReader
{
    private JsonNode? Value(Type wanted, string what)
    {
        Type type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        SkipBlanks();
        int start = At;
        if (Word() is None && (type != wanted || !type.IsValueType))
        {
            return null;
        }

        At = start;
        if (Kinds.Contains(type))
        {
            return Described(type, isOuter: false);
        }

        if (type == typeof(string))
        {
            return Next == '"' ? QuotedString() : Word() is { Length: > 0 } plain ? JsonValue.Create(plain) : throw Fault(start, 1, $"{what} must be a word or a text in quotation marks{Found()}.");
        }

        if (type == typeof(bool) || type.IsEnum)
        {
            string[] choices = type.IsEnum ? Enum.GetNames(type) : ["true", "false"];
            string word = Word();
            string? chosen = choices.FirstOrDefault(choice => Catalogue.AreSame(choice, word));
            return chosen is null ? throw Fault(start, Math.Max(1, word.Length), $"{what} must be {string.Join(" or ", choices)}{(word.Length > 0 ? $", but is '{word}'" : Found())}.")
                : type.IsEnum ? JsonValue.Create(chosen) : JsonValue.Create(chosen == choices[0]);
        }

        if (IsNumber(type))
        {
            return Number(type, start, what);
        }

        return json.GetTypeInfo(type).ElementType is { } element ? List(element, what) : throw Fault(start, 1, $"{what} cannot be written in the text form; use JSON.");
    }

    private JsonArray List(Type element, string what)
    {
        JsonArray list = [];
        bool isClosed = Take('[');
        if (isClosed && (SkipBlanks() | true) && Take(']'))
        {
            return list;
        }

        do
        {
            list.Add(Value(element, what));
            SkipBlanks();
        }
        while (Take(isClosed ? ',' : Joint));
        return !isClosed || Take(']') ? list : throw Fault(At, 1, $"Expected ',' or ']'{Found()}.");
    }

    private JsonValue Number(Type type, int start, string what)
    {
        // Custom types may accept these values; the types of the library reject them.
        string word = Word();
        if (word is "NaN" or "Infinity" or "-Infinity" && (type == typeof(double) || type == typeof(float)))
        {
            return JsonValue.Create(word);
        }

        At = start;
        if (!TryNumber(out double number, out string digits))
        {
            throw Fault(start, Math.Max(1, digits.Length), $"{what} must be a number{Found()}.");
        }

        return type == typeof(double) ? JsonValue.Create(number)
            : type == typeof(int) ? JsonValue.Create(Whole(number, start, digits))
            : type == typeof(float) ? Math.Abs(number) <= float.MaxValue ? JsonValue.Create(number) : throw Fault(start, digits.Length, $"{what} must be a number of at most {float.MaxValue}.")
            : type == typeof(decimal) ? decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) ? JsonValue.Create(exact) : throw Fault(start, digits.Length, $"{what} is too large.")
            : Int128.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 whole) && whole >= Least(type) && whole <= Most(type)
            ? whole >= 0 ? JsonValue.Create((ulong)whole) : JsonValue.Create((long)whole)
            : throw Fault(start, digits.Length, type == typeof(ulong) ? $"{what} must be a whole number of at least 0, but is {digits}." : string.Create(CultureInfo.InvariantCulture, $"{what} must be a whole number from {Least(type)} to {Most(type)}, but is {digits}."));
    }

    private JsonValue QuotedString()
    {
        int start = At++;
        for (; At < Text.Length; At++)
        {
            if (Text[At] == '\\')
            {
                At++;
            }
            else if (Text[At] == '"')
            {
                At++;
                try
                {
                    return (JsonValue)JsonNode.Parse(Text[start..At])!;
                }
                catch (JsonException fault)
                {
                    throw Fault(start, At - start, "This text in quotation marks cannot be read. Put a backslash before each quotation mark or backslash inside it.", fault);
                }
            }
        }

        throw Fault(start, 1, "The closing quotation mark of this text is missing.");
    }

    /// <summary>Whether values of a type can be written in the text form and read again.</summary>
    /// <param name="wanted">The type of an option.</param>
    /// <param name="json">Serializer options that know the type.</param>
    public static bool CanRead(Type wanted, JsonSerializerOptions json)
    {
        Type type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        return Kinds.Contains(type) || type == typeof(string) || type == typeof(bool) || type.IsEnum || IsNumber(type)
            || (json.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && CanRead(element, json));
    }

    /// <summary>A string in the text form: plain if it is one word, otherwise in quotation marks.</summary>
    public static string Quoted(string text) => text.Length > 0 && text != None && text.All(IsWordCharacter) ? text : JsonValue.Create(text).ToJsonString();

    private static bool IsNumber(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static Int128 Least(Type type) => Type.GetTypeCode(type) switch { TypeCode.SByte => sbyte.MinValue, TypeCode.Int16 => short.MinValue, TypeCode.Int64 => long.MinValue, _ => 0 };

    private static Int128 Most(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => sbyte.MaxValue,
        TypeCode.Byte => byte.MaxValue,
        TypeCode.Int16 => short.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        TypeCode.Int64 => long.MaxValue,
        _ => ulong.MaxValue,
    };

    private int Whole(double number, int start, string digits) => number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue
        ? (int)number
        : throw Fault(start, digits.Length, $"Expected a whole number{(number == Math.Truncate(number) ? " of at most 2,147,483,647" : "")}, but found '{digits}'.");
}
