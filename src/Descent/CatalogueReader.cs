using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Descent.Data;

namespace Descent;

/// <summary>
/// Reads the text form of descriptions from left to right. The metadata of the generated serializer provides the names, types and order
/// of the options. Every description is converted to JSON first, so that text and JSON always have the same meaning.
/// </summary>
internal sealed partial class CatalogueReader(string text, JsonSerializerOptions json) : CatalogueScanner(text)
{
    /// <summary>The word for an option without a value.</summary>
    public const string None = "none";

    /// <summary>Separates the elements of a list without brackets.</summary>
    public const char Joint = '/';

    private const int LongestNameInWords = 4;

    private static readonly Type[] Kinds = [typeof(Layer), typeof(Activation), typeof(Loss), typeof(Optimizer), typeof(Regularizer), typeof(Initializer), typeof(Schedule), typeof(Augmentation)];

    private int depth;

    /// <summary>Reads one description, whose options may follow a colon or a space.</summary>
    public object Outer(Type kind) => Made(Described(kind, isOuter: true), kind);

    /// <summary>Reads descriptions separated by commas or slashes, with or without brackets around them.</summary>
    public IReadOnlyList<object> OuterList(Type kind)
    {
        List<object> values = [];
        SkipBlanks();
        bool isClosed = Take('[');
        do
        {
            values.Add(Outer(kind));
            SkipBlanks();
        }
        while (Take(',') || Take(Joint));

        if (isClosed && !Take(']'))
        {
            throw Fault(At, 1, $"Expected ',' or ']'{Found()}.");
        }

        return values;
    }

    /// <summary>Checks that the whole text has been read.</summary>
    public void End()
    {
        SkipBlanks();
        if (At < Text.Length)
        {
            throw Fault(At, 1, $"Expected the end of the text{Found()}.");
        }
    }

    private JsonObject Described(Type kind, bool isOuter)
    {
        SkipBlanks();
        int start = At;
        if (++depth > Nesting.Text)
        {
            throw Fault(start, 1, $"Descriptions are nested more than {Nesting.Text} levels deep. Reduce the nesting.");
        }

        JsonObject description;
        if (TryNumber(out double number, out string digits))
        {
            description = kind == typeof(Schedule) ? new JsonObject { ["type"] = Catalogue.NameOf(new ConstantSchedule(0)), ["value"] = number }
                : kind == typeof(Layer) ? Options(Catalogue.Find("dense", kind)!, start, isOuter, Whole(number, start, digits))
                : throw Fault(start, digits.Length, $"Expected the name of {A(kind)}, but found '{digits}'. {Names(kind)}");
        }
        else
        {
            description = Options(Entry(kind), start, isOuter, units: null);
        }

        depth--;
        _ = Made(description, kind, start);
        return description;
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
            throw Fault(start, 1, $"Expected the name of {A(kind)}{Found()}. {Names(kind)}");
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
        throw Fault(start, name.Length, Catalogue.Find(name) is { } other
            ? $"{other.Name} is not {A(kind)} but {A($"{other.Kind}")}. {Names(kind)}"
            : $"{(kind == typeof(Schedule) ? $"Expected a number or a schedule, but found '{name}'" : $"There is no {kind.Name.ToLowerInvariant()} '{name}'")}. {Meant(name, kind)}{Names(kind)}");
    }

    /// <summary>Reads the options that follow a name.</summary>
    private JsonObject Options(CatalogueEntry entry, int start, bool isOuter, int? units)
    {
        CatalogueOptionValues values = new(entry, json.GetTypeInfo(entry.Type));
        if (units is { } width)
        {
            values.Set(values.Positional()!, width);
        }

        int end = At;
        bool isApart = SkipBlanks();
        if (Take('('))
        {
            SkipBlanks();
            while (!Take(')'))
            {
                Option(values);
                SkipBlanks();
                if (Next != ')' && !Take(','))
                {
                    throw Fault(At, 1, $"Expected ',' or ')'{Found()}.");
                }
            }
        }
        else if (Next == ':')
        {
            if (!isOuter)
            {
                throw Fault(At, 1, $"Inside other options, write {entry.Name}(…) instead of {entry.Name}:….");
            }

            At++;
            Follow(values, hasFirst: true);
        }
        else if (isOuter)
        {
            Follow(values, hasFirst: isApart && StartsValue());
        }
        else
        {
            // The text after the spaces belongs to the enclosing description.
            At = end;
        }

        return values.Missing is { } missing
            ? throw Fault(start, 1, $"{entry.Name} needs a value for {missing}, for example {Catalogue.Sample(entry)}.")
            : values.Description;
    }

    /// <summary>Reads options without parentheses: after spaces, or after a comma followed by an option name.</summary>
    private void Follow(CatalogueOptionValues values, bool hasFirst)
    {
        for (bool goesOn = hasFirst; goesOn;)
        {
            Option(values);
            bool isApart = SkipBlanks();
            goesOn = isApart && StartsValue();
            if (!goesOn && IsNamedAfterComma())
            {
                At++;
                goesOn = true;
            }
        }
    }

    private void Option(CatalogueOptionValues values)
    {
        SkipBlanks();
        int start = At;
        string name = Word();
        SkipBlanks();
        JsonPropertyInfo option;
        if (name.Length > 0 && Take('='))
        {
            option = values.Find(name) ?? throw Fault(start, name.Length, $"{values.Entry.Name} has no option '{name}'. {values.Hint(name)}");
        }
        else
        {
            At = start;
            option = values.Positional() ?? throw Fault(start, Math.Max(1, name.Length), values.IsFull
                ? $"{values.Entry.Name} does not take more values{Found()}. {values.Hint("")}"
                : $"Expected option=value{Found()}. {values.Hint("")}");
        }

        SkipBlanks();
        JsonNode? value = Value(option.PropertyType, $"{values.Entry.Name}'s {option.Name}");
        if (!values.Set(option, value))
        {
            throw Fault(start, At - start, $"{option.Name} is given twice.");
        }
    }

    /// <summary>Creates the object from its JSON; an error points to the position of the description in the text.</summary>
    private object Made(JsonObject description, Type kind, int start = 0)
    {
        try
        {
            JsonObject read = description.DeepClone().AsObject();
            if (kind.IsSealed)
            {
                // A kind with a single type has no "type" in JSON.
                read.Remove("type");
            }

            return read.Deserialize(json.GetTypeInfo(kind))!;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException)
        {
            string message = Catalogue.Reason(fault).Split(" (Parameter '", 2)[0];
            throw Fault(start, Math.Max(1, At - start), $"{Text[start..At].Trim()} is not valid: {message}", fault);
        }
    }

    private static string A(Type kind) => A(kind.Name);

    private static string A(string noun) => $"{("AEIOU".Contains(noun[0], StringComparison.Ordinal) ? "an" : "a")} {noun.ToLowerInvariant()}";

    private static string Names(Type kind) => $"There are: {string.Join(", ", Own(kind))}.";

    private static string Meant(string name, Type kind) => ClosestNames.Hint(name, [.. Own(kind), .. Catalogue.Aliases.Where(a => Own(kind).Contains(a.Value, StringComparer.Ordinal)).Select(a => a.Key)]) is { } hint && hint.StartsWith("Did", StringComparison.Ordinal) ? $"{hint} " : "";

    private static IEnumerable<string> Own(Type kind) => Catalogue.Entries.Where(e => kind.IsAssignableFrom(e.Type)).Select(e => e.Name);
}
