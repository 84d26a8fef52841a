namespace Descent.Formats;

/// <summary>Options for reading safetensors. The defaults suit Descent's own files and reject everything else.</summary>
public sealed record SafetensorsReadOptions
{
    /// <summary>Whether a file without a checksum is rejected; true by default. Set it to false for files of other programs.</summary>
    public bool RequireChecksum { get; init; } = true;

    /// <summary>Whether NaN and infinities are accepted among F32 and F64 elements; false by default.</summary>
    public bool AllowNonFinite { get; init; }

    /// <summary>Whether element types other than F32 and F64 are accepted, as bytes; false by default.</summary>
    public bool AllowOtherTypes { get; init; }

    /// <summary>The maximum length of the header in bytes; by default 100 million, the limit of the format.</summary>
    public int MaximumHeaderBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = SafetensorsFile.HeaderLimit;
}
