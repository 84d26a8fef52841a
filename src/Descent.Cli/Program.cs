using Descent.Cli;

return CommandLine.Run(args);

/// <summary>The entry point, which ASP.NET Core would otherwise make public.</summary>
internal sealed partial class Program;
