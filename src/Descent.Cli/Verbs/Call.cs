using System.CommandLine;
using System.Text.Json;
using Descent.Cli.Screens;

namespace Descent.Cli.Verbs;

/// <summary>One call of a verb: the values of its options and the surroundings it happens in.</summary>
internal sealed class Call(ParseResult parsed, Surroundings surroundings, bool json, ulong seed)
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
    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>Whether an option stands on the command line.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The value of an argument.</summary>
    public T? Value<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Writes the JSON object that is the answer.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write) => Answer.Writer.WriteLine(JsonText.Object(write));
}
