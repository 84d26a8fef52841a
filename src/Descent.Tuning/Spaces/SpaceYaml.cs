using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Descent.Tuning;

/// <summary>Reads search spaces in YAML: a mapping from names to values, which are texts or lists of choices.</summary>
/// <remarks>Only events of the parser are used, which need no reflection.</remarks>
internal static class SpaceYaml
{
    private const string Form = "Write a line 'NAME: VALUES' for each parameter, such as 'learning-rate: log(1e-4,1e-1)' or 'activation: [relu, tanh]'.";

    public static SearchSpace Parse(string text)
    {
        Parser parser = new(new StringReader(text));
        SearchSpace? space = null;
        ParsingEvent start = Next(parser);
        while (start is StreamStart or DocumentStart)
        {
            start = Next(parser);
        }

        if (start is not MappingStart)
        {
            throw Fault(start.Start, $"Here is no mapping. {Form}");
        }

        for (ParsingEvent name = Next(parser); name is not MappingEnd; name = Next(parser))
        {
            try
            {
                SearchParameter parameter = Parameter(name, parser);
                space = space is null ? SearchSpace.Create(parameter) : SearchSpace.Create([.. space, parameter]);
            }
            catch (ArgumentException fault)
            {
                throw Fault(name.Start, fault.Message, fault);
            }
        }

        _ = Next(parser);
        return Next(parser) is StreamEnd ? space ?? throw Fault(start.Start, $"The mapping is empty. {Form}") : throw Fault(parser.Current!.Start, "Here begins a second document.");
    }

    private static SearchParameter Parameter(ParsingEvent name, Parser parser)
    {
        if (name is not Scalar { Value: string key })
        {
            throw Fault(name.Start, $"Here is no name. {Form}");
        }

        ParsingEvent values = Next(parser);
        if (values is not (Scalar { Value.Length: > 0 } or SequenceStart))
        {
            throw Fault(values.Start, $"{key} has no values. {Form}");
        }

        string[] choices = values is SequenceStart ? [.. Choices(key, parser)] : [];
        try
        {
            return values is Scalar scalar ? SpaceText.Parameter($"{key}={scalar.Value}") : SearchParameter.Choice(key, choices);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            throw Fault(values.Start, fault.Message, fault);
        }
    }

    private static IEnumerable<string> Choices(string key, Parser parser)
    {
        for (ParsingEvent choice = Next(parser); choice is not SequenceEnd; choice = Next(parser))
        {
            yield return choice is Scalar scalar ? scalar.Value : throw Fault(choice.Start, $"The choices of {key} must be texts or numbers.");
        }
    }

    private static ParsingEvent Next(Parser parser)
    {
        try
        {
            _ = parser.MoveNext();
            return parser.Current!;
        }
        catch (YamlException fault)
        {
            throw Fault(fault.Start, $"This is not YAML: {fault.Message}", fault);
        }
    }

    private static FormatException Fault(Mark mark, string message, Exception? inner = null) => new($"Line {mark.Line}, column {mark.Column}: {message}", inner);
}
