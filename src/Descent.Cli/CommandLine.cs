namespace Descent.Cli;

/// <summary>
/// The complete <c>descent</c> tool, for programs with custom types: every verb knows the types that the program has registered with
/// <see cref="Catalogue.Register"/> by name, like those of the library.
/// </summary>
/// <example>
/// <code>
/// OwnParts.Register();
/// return CommandLine.Run(args);
/// </code>
/// </example>
public static class CommandLine
{
    /// <summary>Runs a command line: results go to standard output, everything for people to the error stream, and Ctrl-C cancels.</summary>
    /// <param name="arguments">What follows the name of the program, such as <c>["train", "iris.csv", "--target", "species"]</c>.</param>
    /// <returns>
    /// The exit code: 0 for success, 2 for wrong usage or data, 3 if training failed, 130 if it was canceled, 1 for a fault of the tool or
    /// of a custom type, which the message names.
    /// </returns>
    public static int Run(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Array.IndexOf(arguments, null) is >= 0 and var at
            ? throw new ArgumentException($"arguments[{at}] is null. Leave it out.", nameof(arguments))
            : Tool.Run(arguments, ToolContext.OfProcess);
    }
}
