using System.CommandLine.Help;

namespace Descent.Cli;

internal static class Help
{
    /// <summary>The page of a verb or, without one, of the tool.</summary>
    public static void Write(RootCommand root, Verb? called, Screen screen)
    {
        if (called is not null)
        {
            Write(called, screen);
            return;
        }

        screen.Line(root.Description!);
        screen.Heading("Usage");
        screen.Line("  descent VERB [ARGUMENTS] [OPTIONS]", indent: 4);
        screen.Heading("Verbs");
        Rows(screen, root.Subcommands.Select(verb => (verb.Name, verb.Description!)));
        screen.Heading("Exit codes");
        screen.Line("  0 ok, 2 usage, data or files, 3 training failed, 130 canceled, 1 standard output cannot be written or internal error", indent: 4);
        screen.Line();
        screen.Line("descent help VERB explains a verb; descent version says which version this is.");
    }

    private static void Write(Verb verb, Screen screen)
    {
        screen.Line(verb.Description!);
        screen.Heading("Usage");
        string arguments = string.Concat(verb.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? $" {argument.Name}" : $" [{argument.Name}]"));
        string required = string.Concat(verb.Options.Where(option => option.Required).Select(option => $" {option.Name} {option.HelpName}"));
        screen.Line($"  descent {verb.Name}{arguments}{required} [OPTIONS]", indent: 4);
        if (verb.Arguments.Count > 0)
        {
            screen.Heading("Arguments");
            Rows(screen, verb.Arguments.Select(argument => (argument.Name, Text(argument.Description, argument.HasDefaultValue ? argument.GetDefaultValue() : null))));
        }

        screen.Heading("Options");
        Rows(screen, verb.Options.OrderByDescending(option => option.Required).Select(option => (Label(option), OptionText(option))));
        screen.Heading("Examples");
        foreach (Example example in verb.Examples)
        {
            screen.Line($"  {example.Deed}", indent: 2);
            screen.Line($"    descent {example.Arguments}", Ink.Cyan, indent: 6);
        }
    }

    private static void Rows(Screen screen, IEnumerable<(string Label, string Text)> rows)
    {
        (string Label, string Text)[] all = [.. rows];
        int column = Math.Min(all.Max(row => row.Label.Length), 30) + 4;
        // On a narrow terminal a description goes below its label.
        bool below = screen.Width < column + 30;
        foreach ((string label, string text) in all)
        {
            if (below || label.Length + 4 > column)
            {
                screen.Line($"  {label}", Ink.Cyan, indent: 4);
                string blanks = new(' ', below ? 6 : column);
                screen.Line(blanks + text, indent: blanks.Length);
            }
            else
            {
                screen.Line($"  {label}".PadRight(column) + text, indent: column);
            }
        }
    }

    private static string Label(Option option) =>
        string.Join(", ", option.Aliases.Where(alias => alias.Length == 2 && alias[0] == '-').Prepend(option.Name)) + (option.HelpName is { } value ? $" {value}" : "");

    private static string OptionText(Option option) => option switch
    {
        HelpOption => "Show this page.",
        { Required: true } => $"{option.Description} Required.",
        _ => Text(option.Description, option.HasDefaultValue && option.ValueType != typeof(bool) ? option.GetDefaultValue() : null),
    };

    private static string Text(string? description, object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text and not "System.String[]"
        ? $"{description} [default: {text}]"
        : description ?? "";
}
