using System.Numerics;
using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>Encodes one column of text as one or more inputs, with statistics of the training rows.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "encoder")]
[JsonDerivedType(typeof(NumericEncoder), "numeric")]
[JsonDerivedType(typeof(CategoricalEncoder), "categorical")]
[JsonDerivedType(typeof(DateEncoder), "date")]
[JsonDerivedType(typeof(PresenceEncoder), "presence")]
internal abstract record ColumnEncoder(string Name)
{
    /// <summary>The names of the inputs, such as "age", "age (missing)", "island=Dream".</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> InputNames { get; }

    /// <summary>A description of the values in the training rows.</summary>
    [JsonIgnore]
    public abstract string Values { get; }

    /// <summary>A description of how a missing cell is encoded.</summary>
    [JsonIgnore]
    public abstract string WithoutValue { get; }

    /// <summary>An ordinary value, written as a cell.</summary>
    [JsonIgnore]
    public abstract string Example { get; }

    /// <summary>Writes the inputs of the given rows; those of row i begin at i · stride and must be zero before.</summary>
    public abstract void Encode<T>(Table table, int column, ReadOnlySpan<int> rows, Span<T> inputs, int stride, EncodingReport report)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The number in a cell, or the days from 1970-01-01 to its date; NaN if it is missing, or if the column holds neither.</summary>
    public virtual double Number(Table table, int row, int column) => double.NaN;

    /// <summary>Throws if the statistics are unusable, as in a damaged file.</summary>
    public abstract void Validate();

    protected string MissingName => $"{Name} (missing)";

    protected DataException Damaged(string what) => new($"The preprocessing of column \"{Name}\" is damaged: {what}. Save the model again.");
}
