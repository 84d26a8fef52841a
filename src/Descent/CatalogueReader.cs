using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Descent.Data;

namespace Descent;

/// <summary>
/// Reads the text form of descriptions from left to right, guided by the types that the generated serializer knows: what an option
/// is called, what it takes, and in which order. Everything read is JSON first, so text and JSON cannot mean different things.
/// </summary>
internal sealed partial class CatalogueReader(string text, JsonSerializerOptions json) : CatalogueScanner(text)
{
    /// <summary>The word for an option that is not set.</summary>
    public const string None = "none";

    /// <summary>Stands between the elements of a list that has no brackets.</summary>
    public const char Joint = '/';

    private const int LongestNameInWords = 4;

    private static readonly Type[] Kinds = [typeof(Layer), typeof(Activation), typeof(Loss), typeof(Optimizer), typeof(Regularizer), typeof(Initializer), typeof(Schedule), typeof(Augmentation)];

    private int depth;

    /// <summary>One description, whose options may follow after a colon or a blank.</summary>
    public object Outer(Type kind) => Made(Described(kind, isOuter: true), kind);

    /// <summary>Descriptions separated by commas or joints, with or without brackets around them.</summary>
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
            throw Fault(At, 1, $"Here ',' or ']' is missing{Found()}.");
        }

        return values;
    }

    /// <summary>Nothing may be left.</summary>
    public void End()
    {
        SkipBlanks();
        if (At < Text.Length)
        {
            throw Fault(At, 1, $"Here the text should end{Found()}.");
        }
    }

    private JsonObject Described(Type kind, bool isOuter)
    {
        SkipBlanks();
        int start = At;
        if (++depth > Nesting.Text)
        {
            throw Fault(start, 1, $"Descriptions are nested more than {Nesting.Text} deep here.");
        }

        JsonObject description;
        if (TryNumber(out double number, out string digits))
        {
            description = kind == typeof(Schedule) ? new JsonObject { ["type"] = Catalogue.NameOf(new ConstantSchedule(0)), ["value"] = number }
                : kind == typeof(Layer) ? Options(Catalogue.Find("dense", kind)!, start, isOuter, Whole(number, start, digits))
                : throw Fault(start, digits.Length, $"Here the name of {A(kind)} should stand, but '{digits}' does. {Names(kind)}");
        }
        else
        {
            description = Options(Entry(kind), start, isOuter, units: null);
        }

        depth--;
        _ = Made(description, kind, start);
        return description;
    }

    /// <summary>Reads a name; it may have blanks in it, as "leaky relu".</summary>
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
            throw Fault(start, 1, $"Here the name of {A(kind)} is missing{Found()}. {Names(kind)}");
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
            ? $"{other.Name} is no {kind.Name.ToLowerInvariant()} but {A($"{other.Kind}")}. {Names(kind)}"
            : $"{(kind == typeof(Schedule) ? $"Here a number or a schedule should stand, but '{name}' does" : $"There is no {kind.Name.ToLowerInvariant()} '{name}'")}. {Meant(name, kind)}{Names(kind)}");
    }

    /// <summary>Reads what follows a name.</summary>
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
                    throw Fault(At, 1, $"Here ',' or ')' is missing{Found()}.");
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
            // What comes after the blanks belongs to whatever this stands in.
            At = end;
        }

        return values.Missing is { } missing
            ? throw Fault(start, 1, $"{entry.Name} needs a value for {missing}, for example {Catalogue.Sample(entry)}.")
            : values.Description;
    }

    /// <summary>Options without parentheses: after blanks, or after a comma if their name stands there.</summary>
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
                ? $"{values.Entry.Name} takes no more values{Found()}. {values.Hint("")}"
                : $"Here option=value should stand{Found()}. {values.Hint("")}");
        }

        SkipBlanks();
        JsonNode? value = Value(option.PropertyType, $"{values.Entry.Name}'s {option.Name}");
        if (!values.Set(option, value))
        {
            throw Fault(start, At - start, $"{option.Name} is given twice.");
        }
    }

    /// <summary>What JSON makes of it; a number out of range is shown where it stands.</summary>
    private object Made(JsonObject description, Type kind, int start = 0)
    {
        try
        {
            JsonObject read = description.DeepClone().AsObject();
            if (kind.IsSealed)
            {
                // A kind of one type needs no name in JSON.
                read.Remove("type");
            }

            return read.Deserialize(json.GetTypeInfo(kind))!;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException)
        {
            string message = Catalogue.Reason(fault).Split(" (Parameter '", 2)[0];
            throw Fault(start, Math.Max(1, At - start), $"{Text[start..At].Trim()} cannot be: {message}", fault);
        }
    }

    private static string A(Type kind) => A(kind.Name);

    private static string A(string noun) => $"{("AEIOU".Contains(noun[0], StringComparison.Ordinal) ? "an" : "a")} {noun.ToLowerInvariant()}";

    private static string Names(Type kind) => $"There are: {string.Join(", ", Own(kind))}.";

    private static string Meant(string name, Type kind) => ClosestNames.Hint(name, [.. Own(kind), .. Catalogue.Aliases.Where(a => Own(kind).Contains(a.Value, StringComparer.Ordinal)).Select(a => a.Key)]) is { } hint && hint.StartsWith("Did", StringComparison.Ordinal) ? $"{hint} " : "";

    private static IEnumerable<string> Own(Type kind) => Catalogue.Entries.Where(e => kind.IsAssignableFrom(e.Type)).Select(e => e.Name);
}
