using System.Text.Json;
using System.Text.Json.Nodes;

namespace Descent.Tests.Fuzzing;

/// <summary>Changes JSON and leaves it JSON: a value gives way to another, a member goes, comes twice or moves, a list is doubled.</summary>
internal static class JsonMutations
{
    // Written as they are: 1e400 is no number of a double, yet JSON.
    private static readonly string[] s_values =
    [
        "null", "[]", "{}", "[null]", "[[]]", "[{}]", "0", "1", "-1", "2", "0.5", "1e400", "-1e400", "1e-400", "3.5e38", "1e39", "1e300", "2147483647", "2147483648", "99999999999999999999999", "\"\"", "\" \"", "\"NaN\"", "\"Infinity\"", "\"x\"",
        "true", "false", "\"\\u0000\"", "\"\\ud800\"", "\"relu\"", "{\"type\":\"relu\"}", "{\"type\":\"nothing\"}", "{\"type\":null}", "{\"type\":\"dense\",\"units\":1}", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]",
    ];

    /// <summary>One to three changes.</summary>
    public static string Of(Dice dice, string json, string other)
    {
        int changes = 1 + dice.Below(3);
        for (int i = 0; i < changes; i++)
        {
            try
            {
                json = One(dice, json, other);
            }
            catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
            {
                // Half a character or a name twice: JSON that can be read and not be written again.
                json = Mutations.OfText(dice, json, other);
            }
        }

        return json;
    }

    private static string One(Dice dice, string json, string other)
    {
        if (Read(json) is not { } root || dice.OneIn(10))
        {
            return Mutations.OfText(dice, json, other);
        }

        List<JsonNode> all = [.. Below(root)];
        JsonNode chosen = dice.Pick(all);

        // Any text may stand for the value: the mark is replaced when everything is written.
        const string mark = "_here_";
        string replacement = dice.Pick(s_values);
        switch (dice.Below(5))
        {
            case 0 when chosen is JsonObject members && members.Count > 0:
                members.Remove(dice.Pick([.. members.Select(member => member.Key)]));
                return root.ToJsonString();
            case 1 when chosen is JsonObject members:
                members[dice.OneIn(2) ? "more" : "type"] = mark;
                break;
            case 2 when chosen is JsonArray { Count: > 0 } list:
                list.Add(list[dice.Below(list.Count)]?.DeepClone());
                return root.ToJsonString();
            case 3 when Read(other) is { } foreign && chosen.Parent is not null:
                chosen.ReplaceWith(dice.Pick([.. Below(foreign)]).DeepClone());
                return root.ToJsonString();
            default:
                if (chosen.Parent is null)
                {
                    return replacement;
                }

                chosen.ReplaceWith(mark);
                break;
        }

        return root.ToJsonString().Replace($"\"{mark}\"", replacement, StringComparison.Ordinal);
    }

    private static JsonNode? Read(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            // An earlier change left no JSON behind; then it is a text like any other.
            return null;
        }
    }

    private static IEnumerable<JsonNode> Below(JsonNode node) => node switch
    {
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().SelectMany(Below).Prepend(node),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Below).Prepend(node),
        _ => [node],
    };
}
