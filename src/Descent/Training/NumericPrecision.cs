namespace Descent;

/// <summary>The type of the numbers with which training computes.</summary>
public enum NumericPrecision
{
    /// <summary>32 bits, about 7 digits.</summary>
    Single,

    /// <summary>64 bits, about 16 digits.</summary>
    Double,
}
