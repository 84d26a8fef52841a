using System.CommandLine.Parsing;

namespace Descent.Cli.Verbs;

/// <summary>One call of a verb: the values of its options, and the context of the tool.</summary>
internal sealed class Call(ParseResult parsed, ToolContext context, bool json, ulong seed, ParseResult? variant = null, IReadOnlyCollection<Option>? varied = null)
{
    public string Verb => parsed.CommandResult.Command.Name;

    public bool Json => json;

    /// <summary>Determines every random number.</summary>
    public ulong Seed => seed;

    /// <summary>For the answer and nothing else; with <see cref="Json"/>, for the object and nothing else.</summary>
    public Screen Answer => context.Output;

    /// <summary>For decisions, warnings and progress.</summary>
    public Screen People => context.Error;

    /// <summary>Cancelled at the first Ctrl-C.</summary>
    public CancellationToken Cancellation => context.Cancellation;

    public Stream OpenInput() => context.OpenInput();

    /// <summary>The value of an option; null if it is not given and has no default, or is not an option of the verb.</summary>
    public T? Value<T>(Option<T> option) => (varied?.Contains(option) == true ? variant! : parsed).GetValue(option);

    public T? Value<T>(Argument<T> argument) => parsed.GetValue(argument);

    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Refuses options that would have no effect.</summary>
    /// <param name="idle">The options.</param>
    /// <param name="message">The message about the first of them that is given.</param>
    public void Refuse(IEnumerable<Option> idle, Func<Option, string> message)
    {
        if (idle.FirstOrDefault(IsGiven) is { } given)
        {
            throw new UsageException(message(given));
        }
    }

    /// <summary>Parses the text of an option; null if it is not given.</summary>
    public T? Read<T>(Option<string?> option, Func<string, T?> parse)
        where T : class => Value(option) is { } text ? Parse(option, text, parse) : null;

    /// <summary>Parses a text; errors are reported with the name of the option that has it.</summary>
    public static T Parse<T>(Option option, string text, Func<string, T> parse) =>
        UsageException.Checked(() => parse(text), fault => fault is FormatException ? $"{option.Name}: {fault.Message}" : null);

    /// <summary>The options on the command line, each with its words.</summary>
    public IEnumerable<(Option Option, IReadOnlyList<string> Words)> Given =>
        parsed.CommandResult.Children.OfType<OptionResult>().Where(result => !result.Implicit).Select(result => (result.Option, (IReadOnlyList<string>)[.. result.Tokens.Select(token => token.Value)]));

    /// <summary>The same call with other values for some options.</summary>
    public Call With(IReadOnlyList<(Option Option, string Text)> values)
    {
        Option[] options = [.. values.Select(value => value.Option)];
        Command command = new("variant");
        Array.ForEach(options, command.Options.Add);
        ParseResult other = command.Parse([.. values.Select(value => $"{value.Option.Name}={value.Text}")]);
        return other.Errors.Count == 0
            ? new Call(parsed, context, json, seed, other, options)
            : throw new UsageException(string.Join(' ', other.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)));
    }

    /// <summary>The call of another command in the same context.</summary>
    /// <param name="verb">Its verb.</param>
    /// <param name="arguments">Its words.</param>
    public Call Of(Verb verb, params string[] arguments)
    {
        ParseResult other = verb.Parse(arguments);
        return other.Errors.Count == 0 ? verb.CallOf(other, context) : throw new UsageException(string.Join(' ', other.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)));
    }

    /// <summary>Runs another command in the same context.</summary>
    /// <returns>The exit code.</returns>
    public int Run(Verb verb, params string[] arguments) => verb.Begin(verb.CallOf(verb.Parse(arguments), context));

    /// <summary>Runs another command and returns what it would write to standard output.</summary>
    public string Captured(Verb verb, params string[] arguments) => Captured(TerminalInfo.None, verb, arguments);

    /// <summary>Runs another command and returns what it would write to a terminal.</summary>
    public string Captured(TerminalInfo terminal, Verb verb, params string[] arguments)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        verb.Begin(verb.CallOf(verb.Parse(arguments), context with { Output = new Screen(output, terminal) }));
        return output.ToString();
    }

    /// <summary>The exit code of the verb; if a file could not be written, this is reported and is an error.</summary>
    /// <param name="fault">Why it could not be written; null if it was.</param>
    /// <param name="code">The exit code otherwise.</param>
    public int Ended(string? fault, int code = ExitCode.Ok)
    {
        if (fault is null)
        {
            return code;
        }

        People.Error(fault);
        return ExitCode.Usage;
    }

    /// <summary>Writes the answer: one JSON object with the members of all documents, or a text.</summary>
    /// <returns>The exit code <see cref="ExitCode.Ok"/>.</returns>
    public int Respond(Func<object?[]> documents, Action<Screen> text)
    {
        if (Json)
        {
            Answer.Writer.WriteLine(JsonText.Object(documents()));
        }
        else
        {
            text(Answer);
        }

        return ExitCode.Ok;
    }
}
