using Descent.Cli;

return Tool.Run(args, Surroundings.OfProcess);
