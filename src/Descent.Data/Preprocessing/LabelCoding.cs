namespace Descent.Data;

/// <summary>How the two labels of a binary target are encoded.</summary>
public enum LabelCoding
{
    /// <summary>0 and 1, for outputs that are probabilities.</summary>
    ZeroAndOne,

    /// <summary>−1 and 1, for outputs that are scores whose sign decides, as hinge losses require.</summary>
    MinusOneAndOne,
}
