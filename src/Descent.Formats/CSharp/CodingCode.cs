namespace Descent.Formats;

/// <summary>The coding of inputs that a recipe adds to the preprocessing, for the networks that were trained with it.</summary>
internal static class CodingCode
{
    /// <summary>Writes the method of a coding.</summary>
    /// <param name="coding">The coding.</param>
    /// <param name="name">The name of the method.</param>
    /// <param name="parts">Receives its constants and its methods.</param>
    public static void Add(InputCoding coding, string name, ModelClass parts)
    {
        CodeText code = new();
        int count = coding.Places.Count;
        code.Block($"private static void {name}(ReadOnlySpan<float> x, Span<float> y)", body =>
        {
            foreach ((int i, int place) in coding.Places.Index())
            {
                body.Line($"y[{i}] = {Number(coding, i, $"x[{place}]", parts)};");
            }

            foreach ((int i, Range range) in coding.Categories.Index())
            {
                body.Line($"y[{count + i}] = x.Slice({range.Start.Value}, {range.End.Value - range.Start.Value}).IndexOf(1f) + 1;");
            }
        });
        parts.AddLast(code.ToString());
    }

    private static string Number(InputCoding coding, int i, string x, ModelClass parts) => coding.Numbers switch
    {
        NumberCoding.SmoothClip => $"SmoothClip({x}, {CodeText.Of(coding.Scales[i][0])}, {CodeText.Of(coding.Scales[i][1])})",
        NumberCoding.QuantileNormal or NumberCoding.QuantileNormalWide => $"QuantileNormal({x}, {parts.Doubles(coding.Scales[i])}, {CodeText.Of(coding.LowestRank)})",
        NumberCoding.CommonScale => $"(float)({x} * {CodeText.Of(coding.Scales[i][0])})",
        NumberCoding.Standard => x,
        _ => throw new NotSupportedException($"The coding {coding.Numbers} cannot be written as C# source."),
    };
}
