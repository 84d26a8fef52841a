namespace Descent.Formats;

/// <summary>How strict reading is. The defaults fit Descent's own files and refuse whatever cannot be one.</summary>
public sealed record SafetensorsReadOptions
{
    /// <summary>Refuse a file without a checksum (on by default); turn it off for files of other programs.</summary>
    public bool RequireChecksum { get; init; } = true;

    /// <summary>Accept NaN and infinities among F32 and F64 elements (off by default).</summary>
    public bool AllowNonFinite { get; init; }

    /// <summary>Accept element types beside F32 and F64, as bytes (off by default).</summary>
    public bool AllowOtherTypes { get; init; }

    /// <summary>The longest header accepted, in bytes: 100 million, the format's own limit.</summary>
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
