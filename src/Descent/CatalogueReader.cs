using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Descent.Data;

namespace Descent;

/// <summary>
/// Reads the text form of descriptions from left to right. The metadata of the generated serializer provides the names, types and order
/// of the options. Every description is converted to JSON first, so that text and JSON always have the same meaning.
/// </summary>
internal sealed class CatalogueReader(string text, JsonSerializerOptions json) : CatalogueScanner(text)
{
    /// <summary>The word for an option without a value.</summary>
    public const string None = "none";

    /// <summary>Separates the elements of a list without brackets.</summary>
    public const char Joint = '/';

    private const int LongestNameInWords = 4;

    private int depth;
    private bool isAlone;

    /// <summary>Reads one description, or several separated by commas or slashes, with or without brackets around them.</summary>
    /// <remarks>Of a single one, a comma can only separate options, so they need no names.</remarks>
    public IReadOnlyList<object> Read(Type kind, bool isList)
    {
        isAlone = !isList;
        List<object> values = [];
        SkipBlanks();
        bool isClosed = isList && Take('[');
        do
        {
            values.Add(Described(kind, isOuter: true).Made);
            SkipBlanks();
        }
        while (isList && (Take(',') || Take(Joint)));
        return isClosed && !Take(']') ? throw Fault(At, 1, $"Expected ',' or ']'{Found()}.")
            : (SkipBlanks() | true) && At < Text.Length ? throw Fault(At, 1, $"Expected the end of the text{Found()}.")
            : values;
    }

    /// <summary>A string in the text form: plain if it is one word, otherwise in quotation marks.</summary>
    public static string Quoted(string text) => text.Length > 0 && text != None && text.All(IsWordCharacter) ? text : JsonValue.Create(text).ToJsonString();

    /// <summary>Whether a type is that of a number.</summary>
    public static bool IsNumber(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private (JsonObject Description, object Made) Described(Type kind, bool isOuter)
    {
        SkipBlanks();
        int start = At;
        if (++depth > Nesting.Text)
        {
            throw Fault(start, 1, $"Descriptions are nested more than {Nesting.Text} levels deep. Reduce the nesting.");
        }

        bool isNumber = TryNumber(out _, out string digits);
        string implied = !isNumber ? "" : kind == typeof(Schedule) ? "constant_schedule" : kind == typeof(Layer) ? "dense" : kind == typeof(GradientClipping) ? "global_norm"
            : throw Fault(start, digits.Length, $"Expected the name of {Catalogue.A(kind)}, but found '{digits}'. {Catalogue.NamesOf(kind)}");
        At = start;
        CatalogueEntry entry = isNumber ? Catalogue.Find(implied, kind)! : Entry(kind);
        JsonObject description = Options(entry, start, isOuter, isNumber);
        depth--;
        return (description, Made(entry, description, start));
    }

    /// <summary>Reads a name, which may contain spaces, such as "leaky relu".</summary>
    private CatalogueEntry Entry(Type kind)
    {
        int start = At;
        List<int> ends = [];
        for (int words = 0; words < LongestNameInWords && Word().Length > 0; words++)
        {
            ends.Add(At);
            SkipBlanks();
        }

        if (ends.Count == 0)
        {
            throw Fault(start, 1, $"Expected the name of {Catalogue.A(kind)}{Found()}. {Catalogue.NamesOf(kind)}");
        }

        foreach (int end in ends.AsEnumerable().Reverse())
        {
            if (Catalogue.Find(Text[start..end], kind) is { } entry)
            {
                At = end;
                return entry;
            }
        }

        string name = Text[start..ends[0]];
        string[] known = [.. Catalogue.Named(kind).SelectMany(entry => entry.Aliases.Prepend(entry.Name))];
        throw Fault(start, name.Length, Catalogue.Find(name) is { } other
            ? $"{other.Name} is not {Catalogue.A(kind)} but {Catalogue.A(Catalogue.Bases.Last(one => one.IsAssignableFrom(other.Type)))}. {Catalogue.NamesOf(kind)}"
            : $"{(kind == typeof(Schedule) ? $"Expected a number or a schedule, but found '{name}'" : Catalogue.NoSuch(kind, name))}. {Meant(name, known)}{Catalogue.NamesOf(kind)}");
    }

    /// <summary>Reads the options that follow a name, or the number that stands for a name and its first option.</summary>
    private JsonObject Options(CatalogueEntry entry, int start, bool isOuter, bool isNumber)
    {
        JsonObject description = new() { ["type"] = entry.Name };
        JsonPropertyInfo[] all = json.TryGetTypeInfo(entry.Type, out JsonTypeInfo? info) ? [.. Catalogue.Ordered(info)] : [];
        List<JsonPropertyInfo> open = [.. all];
        if (isNumber)
        {
            Option();
        }

        int end = At;
        bool isApart = SkipBlanks();
        if (Take('('))
        {
            SkipBlanks();
            while (!Take(')'))
            {
                Option();
                SkipBlanks();
                if (Next != ')' && !Take(','))
                {
                    throw Fault(At, 1, $"Expected ',' or ')'{Found()}.");
                }
            }
        }
        else if (Next == ':' && !isOuter)
        {
            throw Fault(At, 1, $"Inside other options, write {entry.Name}(…) instead of {entry.Name}:….");
        }
        else if (isOuter)
        {
            // Options without parentheses: after a colon, after spaces, or after a comma.
            for (bool goesOn = Take(':') || (isApart && StartsValue()); goesOn;)
            {
                Option();
                goesOn = (SkipBlanks() && StartsValue()) || ((isAlone || IsNamedAfterComma()) && Take(','));
            }
        }
        else
        {
            // The text after the spaces belongs to the enclosing description.
            At = end;
        }

        return open.FirstOrDefault(Catalogue.IsRequired) is { } missing
            ? throw Fault(start, 1, $"{entry.Name} needs a value for {missing.Name}, for example {Catalogue.Sample(entry)}.")
            : description;

        void Option()
        {
            SkipBlanks();
            int first = At;
            string name = Word();
            SkipBlanks();
            bool isNamed = name.Length > 0 && Take('=');
            At = isNamed ? At : first;
            JsonPropertyInfo option = isNamed
                ? Array.Find(all, known => Catalogue.AreSame(known.Name, name)) ?? throw Fault(first, name.Length, $"{entry.Name} has no option '{name}'. {Meant(name, [.. all.Select(known => known.Name)])}{Listed()}")
                : open.FirstOrDefault(known => known.AssociatedParameter is { IsMemberInitializer: false })
                    ?? throw Fault(first, Math.Max(1, name.Length), $"{(open.Count == 0 ? $"{entry.Name} does not take more values" : "Expected option=value")}{Found()}. {Listed()}");
            SkipBlanks();
            JsonNode? value = Value(option.PropertyType, $"{entry.Name}'s {option.Name}");
            if (!open.Remove(option))
            {
                throw Fault(first, At - first, $"{option.Name} is given twice.");
            }

            if (value is not null)
            {
                description[option.Name] = value;
            }
        }

        string Listed() => $"Options: {(entry.Options.Count > 0 ? string.Join("; ", entry.Options) : "none")}.";
    }

    /// <summary>Creates the object from its JSON; an error points to the position of the description in the text. What is not given is as in the example.</summary>
    private object Made(CatalogueEntry entry, JsonObject description, int start)
    {
        if (!json.TryGetTypeInfo(entry.Type, out JsonTypeInfo? info))
        {
            return entry.Example;
        }

        try
        {
            JsonObject read = JsonSerializer.SerializeToNode(entry.Example, info)!.AsObject();
            foreach ((string name, JsonNode? value) in description.Where(option => option.Key != "type"))
            {
                read[name] = value!.DeepClone();
            }

            return read.Deserialize(info)!;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException)
        {
            string message = Catalogue.Reason(fault).Split(" (Parameter '", 2)[0];
            throw Fault(start, Math.Max(1, At - start), $"{Text[start..At].Trim()} is not valid: {message}", fault);
        }
    }

    private JsonNode? Value(Type wanted, string what)
    {
        Type type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        SkipBlanks();
        int start = At;
        string word = Word();
        if (word is None && (type != wanted || !type.IsValueType))
        {
            return null;
        }

        if (type == typeof(bool) || type.IsEnum)
        {
            string[] choices = type.IsEnum ? Enum.GetNames(type) : ["true", "false"];
            string? chosen = choices.FirstOrDefault(choice => Catalogue.AreSame(choice, word));
            return chosen is null ? throw Fault(start, Math.Max(1, word.Length), $"{what} must be {string.Join(" or ", choices)}{(word.Length > 0 ? $", but is '{word}'" : Found())}.")
                : type.IsEnum ? JsonValue.Create(chosen) : JsonValue.Create(chosen == choices[0]);
        }

        At = start;
        return Catalogue.Bases.Contains(type) || type == typeof(Recipe) ? Described(type, isOuter: false).Description
            : type == typeof(string) ? Next == '"' ? QuotedString() : Word() is { Length: > 0 } plain ? JsonValue.Create(plain) : throw Fault(start, 1, $"{what} must be a word or a text in quotation marks{Found()}.")
            : IsNumber(type) ? Number(type, what)
            : json.GetTypeInfo(type).ElementType is { } element ? List(element, what)
            : throw Fault(start, 1, $"{what} cannot be written in the text form; use JSON.");
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

    private JsonValue Number(Type type, string what)
    {
        int start = At;
        // Custom types may accept these values; the types of the library reject them.
        if (Word() is "NaN" or "Infinity" or "-Infinity" && (type == typeof(double) || type == typeof(float)))
        {
            return JsonValue.Create(Text[start..At]);
        }

        At = start;
        if (!TryNumber(out double number, out string digits))
        {
            throw Fault(start, Math.Max(1, digits.Length), $"{what} must be a number{Found()}.");
        }

        if (type == typeof(double) || (type == typeof(float) && Math.Abs(number) <= float.MaxValue))
        {
            return JsonValue.Create(number);
        }

        TypeCode code = Type.GetTypeCode(type);
        int bits = code switch { TypeCode.SByte or TypeCode.Byte => 8, TypeCode.Int16 or TypeCode.UInt16 => 16, TypeCode.Int32 or TypeCode.UInt32 => 32, _ => 64 };
        bool isSigned = code is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64;
        (decimal least, decimal most) = code == TypeCode.Decimal ? (decimal.MinValue, decimal.MaxValue) : isSigned ? (-(decimal)(UInt128.One << (bits - 1)), (decimal)(UInt128.One << (bits - 1)) - 1) : (0, (decimal)(UInt128.One << bits) - 1);
        bool isWhole = type != typeof(float) && type != typeof(decimal);
        return type != typeof(float) && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) && exact >= least && exact <= most && !(isWhole && exact != Math.Truncate(exact))
            ? JsonValue.Create(isWhole ? Math.Truncate(exact) : exact)
            : throw Fault(start, digits.Length, !isWhole ? $"{what} is too large." : string.Create(CultureInfo.InvariantCulture, $"{what} must be a whole number{(number > (double)most ? $" of at most {most:#,0}" : number < (double)least ? $" of at least {least:#,0}" : "")}, but is {digits}."));
    }

    private JsonValue QuotedString()
    {
        int start = At;
        int end = start + 1;
        while (end < Text.Length && Text[end] != '"')
        {
            end += Text[end] == '\\' ? 2 : 1;
        }

        At = end < Text.Length ? end + 1 : throw Fault(start, 1, "The closing quotation mark of this text is missing.");
        try
        {
            return (JsonValue)JsonNode.Parse(Text[start..At])!;
        }
        catch (JsonException fault)
        {
            throw Fault(start, At - start, "This text in quotation marks cannot be read. Put a backslash before each quotation mark or backslash inside it.", fault);
        }
    }

    private static string Meant(string name, IReadOnlyList<string> known) => ClosestNames.Hint(name, known) is { } hint && hint.StartsWith("Did", StringComparison.Ordinal) ? $"{hint} " : "";
}
