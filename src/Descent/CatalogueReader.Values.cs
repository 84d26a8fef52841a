using System.Globalization;
using System.Text.Json.Nodes;

namespace Descent;

/// <content>What stands behind an option's name, read by the option's type.</content>
internal sealed partial class CatalogueReader
{
    private JsonNode? Value(Type wanted, string what)
    {
        Type type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        SkipBlanks();
        int start = At;
        if (Word() is None && type != wanted | Kinds.Contains(type))
        {
            return null;
        }

        At = start;
        if (Kinds.Contains(type))
        {
            return Described(type, isOuter: false);
        }

        if (type == typeof(double) || type == typeof(int))
        {
            return TryNumber(out double number, out string digits)
                ? type == typeof(int) ? Whole(number, start, digits) : JsonValue.Create(number)
                : throw Fault(start, Math.Max(1, digits.Length), $"{what} is a number{Found()}.");
        }

        if (type == typeof(ulong))
        {
            return TryNumber(out double number, out string digits) && ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong whole)
                ? JsonValue.Create(whole)
                : throw Fault(start, Math.Max(1, digits.Length), $"{what} is a whole number of at least 0{(digits.Length > 0 ? $", not {digits}" : Found())}.");
        }

        if (type == typeof(bool) || type.IsEnum)
        {
            string[] choices = type.IsEnum ? Enum.GetNames(type) : ["true", "false"];
            string word = Word();
            string? chosen = choices.FirstOrDefault(choice => Catalogue.AreSame(choice, word));
            return chosen is null ? throw Fault(start, Math.Max(1, word.Length), $"{what} is {string.Join(" or ", choices)}{(word.Length > 0 ? $", not '{word}'" : Found())}.")
                : type.IsEnum ? JsonValue.Create(chosen) : JsonValue.Create(chosen == choices[0]);
        }

        return json.GetTypeInfo(type).ElementType is { } element ? List(element, what) : throw Fault(start, 1, $"{what} cannot be written here; use JSON.");
    }

    private JsonArray List(Type element, string what)
    {
        JsonArray list = [];
        bool isClosed = Take('[');
        do
        {
            list.Add(Value(element, what));
            SkipBlanks();
        }
        while (Take(isClosed ? ',' : Joint));
        return !isClosed || Take(']') ? list : throw Fault(At, 1, $"Here ',' or ']' is missing{Found()}.");
    }

    private int Whole(double number, int start, string digits) => number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue
        ? (int)number
        : throw Fault(start, digits.Length, $"Here a whole number{(number == Math.Truncate(number) ? " of at most 2,147,483,647" : "")} should stand, but '{digits}' does.");
}
