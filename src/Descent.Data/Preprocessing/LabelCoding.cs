namespace Descent.Data;

/// <summary>Which numbers the two labels of a yes-or-no target become.</summary>
public enum LabelCoding
{
    /// <summary>0 and 1, for outputs that are probabilities.</summary>
    ZeroAndOne,

    /// <summary>−1 and 1, for outputs that are scores whose sign decides, as hinge losses want them.</summary>
    MinusOneAndOne,
}
