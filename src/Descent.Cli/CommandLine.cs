namespace Descent.Cli;

/// <summary>
/// The whole <c>descent</c> tool, to be called from a program of one's own: what the program has registered with
/// <see cref="Catalogue.Register"/> before is known by its name to every verb, as if it were the library's.
/// </summary>
/// <example>
/// <code>
/// OwnParts.Register();
/// return CommandLine.Run(args);
/// </code>
/// </example>
public static class CommandLine
{
    /// <summary>Runs a command line of this process: results go to standard output, everything for people to the error stream, and Ctrl-C cancels.</summary>
    /// <param name="arguments">What follows the name of the program, such as <c>["train", "iris.csv", "--target", "species"]</c>.</param>
    /// <returns>The exit code: 0 if it worked, 2 for usage or data, 3 if training failed, 130 if it was cancelled, 1 for a fault of the tool itself, or of a custom type, which is then named.</returns>
    public static int Run(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Array.IndexOf(arguments, null) is >= 0 and var at ? throw new ArgumentException($"arguments[{at}] is null. Leave it out.", nameof(arguments)) : Tool.Run(arguments, Surroundings.OfProcess);
    }
}
