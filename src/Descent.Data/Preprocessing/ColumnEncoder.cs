using System.Numerics;
using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>Turns one column of text into one or more inputs, with what it learnt from the training rows.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "encoder")]
[JsonDerivedType(typeof(NumericEncoder), "numeric")]
[JsonDerivedType(typeof(CategoricalEncoder), "categorical")]
[JsonDerivedType(typeof(DateEncoder), "date")]
[JsonDerivedType(typeof(PresenceEncoder), "presence")]
internal abstract record ColumnEncoder(string Name)
{
    /// <summary>What each input is called, such as "age", "age (missing)", "island=Dream".</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> InputNames { get; }

    /// <summary>The values that training had, in words.</summary>
    [JsonIgnore]
    public abstract string Values { get; }

    /// <summary>What a cell without a value counts as, in words.</summary>
    [JsonIgnore]
    public abstract string WithoutValue { get; }

    /// <summary>Writes the inputs of the given rows; those of row i begin at i · stride and are zero before.</summary>
    public abstract void Encode<T>(Table table, int column, ReadOnlySpan<int> rows, Span<T> inputs, int stride, EncodingReport report)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Refuses statistics that a damaged file may carry.</summary>
    public abstract void Validate();

    protected string MissingName => $"{Name} (missing)";

    protected DataException Damaged(string what) => new($"The preprocessing of column \"{Name}\" is damaged: {what}. Save the model again.");
}
