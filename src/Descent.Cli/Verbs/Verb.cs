namespace Descent.Cli.Verbs;

/// <summary>
/// A verb of the tool: its arguments and options (added in the constructor) and what it does. A new verb is a file with
/// such a class, and a row in <see cref="Tool.Verbs"/>. Errors are exceptions; <see cref="Tool"/> turns them into
/// messages and exit codes.
/// </summary>
internal abstract class Verb : Command
{
    private readonly Option<bool> json = Choice.Flag("--json", "Write one JSON object to standard output and nothing else there.");
    private readonly Option<ulong?> seed = Choice.Seed();
    private readonly Option<bool> quiet = Choice.Flag("--quiet", "Print only the result, warnings and errors.");
    private readonly IReadOnlyList<Example> examples;

    /// <param name="name">What it is called.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="examples">Example command lines.</param>
    protected Verb(string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description)
    {
        this.examples = examples;
        Add(json, seed, quiet);
    }

    /// <summary>Adds arguments and options in the order of the help page.</summary>
    public void Add(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                Arguments.Add(argument);
            }
            else
            {
                Options.Add((Option)symbol);
            }
        }
    }

    /// <summary>Example command lines, each with what it does.</summary>
    public virtual IReadOnlyList<Example> Examples => examples;

    /// <summary>Whether random numbers are drawn, so that --seed has an effect.</summary>
    protected virtual bool IsRandom => true;

    /// <summary>Runs the verb; a seed without effect is reported.</summary>
    /// <returns>The exit code.</returns>
    public int Begin(Call call)
    {
        if (!IsRandom && call.IsGiven(seed))
        {
            call.People.Line($"--seed changes nothing: nothing is random in descent {Name}.");
        }

        return Run(call);
    }

    /// <summary>Runs the verb.</summary>
    /// <returns>The exit code.</returns>
    public abstract int Run(Call call);

    /// <summary>Makes a call of this verb from parsed arguments.</summary>
    public Call CallOf(ParseResult parsed, ToolContext context) => new(
        parsed,
        parsed.GetValue(quiet) ? context with { Error = context.Error.Quiet } : context,
        parsed.GetValue(json),
        parsed.GetValue(seed)!.Value);
}

/// <summary>An example command line.</summary>
internal sealed record Example(string Arguments, string Deed);
