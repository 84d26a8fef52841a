using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>Encodes only whether a value is missing: 1 if it is, 0 if not.</summary>
internal sealed record PresenceEncoder(string Name) : ColumnEncoder(Name)
{
    [JsonIgnore]
    public override IReadOnlyList<string> InputNames => [MissingName];

    [JsonIgnore]
    public override string Values => "any or none";

    [JsonIgnore]
    public override string Example => "any";

    [JsonIgnore]
    public override string WithoutValue => "none";

    public override void Encode<T>(Table table, int column, ReadOnlySpan<int> rows, Span<T> inputs, int stride, EncodingReport report)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            inputs[i * stride] = table.IsMissing(rows[i], column) ? T.One : T.Zero;
        }
    }

    public override void Validate()
    {
    }
}
