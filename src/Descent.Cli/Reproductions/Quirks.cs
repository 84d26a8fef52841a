namespace Descent.Cli.Reproductions;

/// <summary>Where the optimized network of the note "What is a neural network?" does otherwise than usual, and than the text around it.</summary>
[Flags]
internal enum Quirks
{
    /// <summary>None of them: Adam, dropout and L2 as usual.</summary>
    None = 0,

    /// <summary>Adam's means are divided by 1 − β at every step, not by 1 − βᵗ at step t.</summary>
    CorrectionPower = 1,

    /// <summary>Biases take plain gradient steps; only weights get Adam.</summary>
    PlainBiases = 2,

    /// <summary>The dropout mask is applied in the forward pass, but not to the gradient in the backward pass.</summary>
    UnmaskedGradient = 4,

    /// <summary>The penalty's gradient is λ/m·W with m rows, not λ·W: it weakens with every row more. Descent has it as a form of L2.</summary>
    DividedDecay = 8,

    /// <summary>As the note's program runs.</summary>
    All = CorrectionPower | PlainBiases | UnmaskedGradient | DividedDecay,
}
