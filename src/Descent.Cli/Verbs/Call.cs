using System.CommandLine;
using Descent.Cli.Documents;
using Descent.Cli.Screens;

namespace Descent.Cli.Verbs;

/// <summary>One call of a verb: the values of its options and the surroundings it happens in.</summary>
internal sealed class Call(ParseResult parsed, Surroundings surroundings, bool json, ulong seed, ParseResult? instead = null, IReadOnlyCollection<Option>? replaced = null)
{
    /// <summary>Whether the answer is one JSON object.</summary>
    public bool Json => json;

    /// <summary>Decides every random number.</summary>
    public ulong Seed => seed;

    /// <summary>For the answer; nothing but the answer goes there, and with <see cref="Json"/> nothing but the object.</summary>
    public Screen Answer => surroundings.Output;

    /// <summary>For people: decisions, warnings, progress.</summary>
    public Screen People => surroundings.Error;

    /// <summary>Cancelled at the first Ctrl-C.</summary>
    public CancellationToken Cancellation => surroundings.Cancellation;

    /// <summary>Opens standard input.</summary>
    public Stream OpenInput() => surroundings.OpenInput();

    /// <summary>The value of an option.</summary>
    public T? Value<T>(Option<T> option) => (replaced?.Contains(option) == true ? instead! : parsed).GetValue(option);

    /// <summary>The value of an argument.</summary>
    public T? Value<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Whether an option stands on the command line.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The same call with other values for some options.</summary>
    /// <param name="values">The options, each with the text of its value.</param>
    public Call With(IReadOnlyList<(Option Option, string Text)> values)
    {
        Command variant = new("variant");
        foreach ((Option option, _) in values)
        {
            variant.Options.Add(option);
        }

        ParseResult other = variant.Parse([.. values.Select(value => $"{value.Option.Name}={value.Text}")]);
        return other.Errors.Count == 0
            ? new Call(parsed, surroundings, json, seed, other, [.. values.Select(value => value.Option)])
            : throw new UsageException(string.Join(' ', other.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)));
    }

    /// <summary>Writes the answer: one JSON object with the members of all documents, or a text.</summary>
    public void Respond(Func<object?[]> documents, Action<Screen> text)
    {
        if (Json)
        {
            Answer.Writer.WriteLine(JsonText.Object(documents()));
        }
        else
        {
            text(Answer);
        }
    }
}
