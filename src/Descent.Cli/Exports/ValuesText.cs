using Descent.Formats.Onnx;

namespace Descent.Cli.Exports;

internal static class ValuesText
{
    public static void Write(Screen screen, string heading, IReadOnlyList<OnnxValue>? values)
    {
        if (values is not { Count: > 0 })
        {
            return;
        }

        screen.Heading(heading);
        screen.Table(["name", "type", "shape", "meaning"], values.Select(value => (string[])[value.Name, value.Type, value.Shape, value.Description]));
    }
}
