using System.CommandLine.Help;
using System.Diagnostics.CodeAnalysis;

namespace Descent.Cli;

/// <summary>The tool: finds the verb, runs it, and turns every exception into a message and an exit code.</summary>
internal static class Tool
{
    private const string Purpose = "Train, judge, save and use dense neural networks on tables, without writing code.";

    /// <summary>All verbs, in the order of the help page.</summary>
    public static IReadOnlyList<Verb> Verbs() =>
    [
        new TrainVerb(), new RetrainVerb(), new PredictVerb(), new EvaluateVerb(), new ExplainModelVerb(), new CompareVerb(), new TuneVerb(), new StudyVerb(), new LearningCurveVerb(), new FindLearningRateVerb(), new InspectVerb(), new ReplayVerb(), new DoctorVerb(), new ExportVerb(), new ImportVerb(), new ServeVerb(), new PlayVerb(), new WorkerVerb(), new ClusterVerb(),
        new LearnVerb(), new DemoVerb(), new ReproduceVerb(), new ListVerb(), new ExplainVerb(), new BenchVerb(),
    ];

    /// <summary>Runs a command line of this process; Ctrl-C cancels it.</summary>
    public static int Run(string[] arguments, Func<CancellationToken, ToolContext> context)
    {
        using Interruption interruption = new();
        return Run(arguments, context(interruption.Token));
    }

    /// <summary>Runs a command line in the invariant culture, so that texts need not name it: a program that calls the tool may have another.</summary>
    /// <returns>The exit code.</returns>
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This is the one place where the tool sets its culture.")]
    public static int Run(string[] arguments, ToolContext context)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return RunInvariantly(arguments, context);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static int RunInvariantly(string[] arguments, ToolContext context)
    {
        int code;
        try
        {
            code = Guarded(arguments, context);
            context.Output.Writer.Flush();
        }
        catch (OutputException fault) when (fault.IsReaderGone)
        {
            // "descent predict … | head" ends quietly, as with other tools.
            code = ExitCode.ReaderGone;
        }
        catch (OutputException fault)
        {
            context.Error.Error(fault.Message);
            code = ExitCode.Internal;
        }

        context.Error.Writer.Flush();
        return code;
    }

    private static int Guarded(string[] arguments, ToolContext context)
    {
        try
        {
            return Execute(arguments, context);
        }
        catch (Exception fault) when (Expected(fault, context.Error.Options) is var (message, known))
        {
            return Fail(arguments, context, message, known);
        }
        catch (Exception fault) when (fault is not OutputException)
        {
            // Show everything that helps to find the fault, and whose it is.
            FaultOwner? owner = FaultOwner.Of(fault);
            int code = Fail(arguments, context, owner is null ? $"Internal error: {fault.Message}" : $"{owner.Type} failed: {fault.Message}", ExitCode.Internal);
            context.Error.Writer.WriteLine(fault);
            context.Error.Line(owner is null
                ? "This is a fault of descent itself. Please report it with the text above and the command line."
                : $"This is a fault of {owner.Type} in {owner.Assembly}, which is not part of descent.");
            return code;
        }
    }

    /// <summary>The message and the exit code of a fault that is none of the tool; null for others.</summary>
    private static (string Message, int Code)? Expected(Exception fault, IReadOnlySet<string>? options) => fault switch
    {
        OperationCanceledException => (fault is StudyCanceledException ? fault.Message : "Cancelled; nothing was saved.", ExitCode.Cancelled),
        // What could be predicted was rejected before, with numbers; the message of the exception itself does not help.
        _ when IsOutOfMemory(fault) => ("There is not enough memory. Use fewer rows or columns, narrower layers or smaller batches, or a machine with more memory.", ExitCode.Usage),
        TrainingFailedException => (UsageException.Plain(fault.Message), ExitCode.TrainingFailed),
        // Every trial or every recipe failed, at least one of them in training, perhaps in another process.
        DataException { InnerException: TrainingFailedException or NotFiniteNumberException } => (RemedyText.Of(fault, options), ExitCode.TrainingFailed),
        UsageException or DataException or ModelFileException or FormatException or IOException or UnauthorizedAccessException => (RemedyText.Of(fault, options), ExitCode.Usage),
        _ => null,
    };

    /// <summary>Whether memory ran out, on this thread or on one that it waited for.</summary>
    private static bool IsOutOfMemory(Exception? fault) => fault is OutOfMemoryException
        || (fault is AggregateException several ? several.InnerExceptions.Any(IsOutOfMemory) : fault is not null && IsOutOfMemory(fault.InnerException));

    private static int Execute(string[] arguments, ToolContext context)
    {
        RequireLanes();
        RootCommand root = new(Purpose);
        foreach (Verb verb in Verbs())
        {
            root.Subcommands.Add(verb);
        }

        // "@file" is an ordinary word here, such as the name of a column.
        string[] words = ClassBalanceText.WithValue(WithoutWords(arguments));
        ParseResult parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        Verb? called = parsed.CommandResult.Command as Verb;
        if (arguments.Length == 0 || (parsed.Action is HelpAction && (called is not null || parsed.UnmatchedTokens.Count == 0)))
        {
            Help.Write(root, called, context.Output);
            return ExitCode.Ok;
        }

        if (called is null && arguments is ["--version"] or ["version"] or ["-V"])
        {
            context.Output.Writer.WriteLine(Version);
            return ExitCode.Ok;
        }

        context.Output.Options = context.Error.Options = called?.Options.Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        if (called is not null && UsageFault.Swallowed(words, parsed, called) is { } bare)
        {
            throw new UsageException(bare);
        }

        return called is null || parsed.Errors.Count > 0 || UsageFault.StrayOption(parsed, called) is not null
            ? throw new UsageException(TooMany(arguments, parsed) ?? UsageFault.Of(parsed, root, called))
            : called.Begin(called.CallOf(parsed, context));
    }

    /// <summary>The message where a word too many was meant as a value of --balance, which may stand alone; null elsewhere.</summary>
    private static string? TooMany(string[] arguments, ParseResult parsed) =>
        parsed.UnmatchedTokens.Count > 0 && parsed.CommandResult.Command.Options.Any(option => option.Name == ClassBalanceText.Option) ? ClassBalanceText.Misread(arguments) : null;

    /// <summary>Checks the width of registers in the environment now, and not in the middle of the work.</summary>
    private static void RequireLanes() => UsageException.Checked(() => LaneWidth.Current, fault => fault is InvalidOperationException ? fault.Message : null);

    // "help" and "help VERB" mean --help.
    private static string[] WithoutWords(string[] arguments) => arguments is ["help", .. var rest] ? [.. rest, "--help"] : arguments;

    public static string Version => typeof(Tool).Assembly.GetName().Version!.ToString(3);

    private static int Fail(string[] arguments, ToolContext context, string message, int code)
    {
        context.Error.Error(message);
        // The command line itself may be wrong, so it is searched without being parsed.
        if (arguments.Contains("--json", StringComparer.Ordinal))
        {
            context.Output.Writer.WriteLine(JsonText.Object(new FailureDocument(message, code)));
        }

        return code;
    }
}
