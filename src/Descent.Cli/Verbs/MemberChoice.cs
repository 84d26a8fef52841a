namespace Descent.Cli.Verbs;

/// <summary>The option that takes one network of a model of several.</summary>
internal static class MemberChoice
{
    /// <summary>Creates the option.</summary>
    public static Option<int?> Option(string description) => Choice.Whole("--member", description, 1);

    /// <summary>Gets the chosen network as a model, or the model itself if none is chosen.</summary>
    public static TableModel Of(Call call, Option<int?> option, TableModel model) =>
        call.Value(option) is not { } number ? model
        : number <= model.Members.Count ? model.Member(number - 1)
        : throw new UsageException($"{option.Name} is {number}, but the model has {Data.Wording.Count(model.Members.Count, "network")}.");
}
