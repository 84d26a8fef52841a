using System.Globalization;

namespace Descent.Tuning;

/// <summary>
/// The Sobol' sequence: points that fill the unit cube more evenly than random ones. Number n of dimension j is the exclusive or of the
/// direction numbers at the set bits of the Gray code n ⊕ ⌊n/2⌋, as a binary fraction.
/// </summary>
/// <remarks>
/// Sobol', USSR Computational Mathematics and Mathematical Physics 7, 1967. The direction numbers are those of Joe and Kuo, "Constructing
/// Sobol sequences with better two-dimensional projections", SIAM Journal on Scientific Computing 30, 2008 (new-joe-kuo-6), for the first
/// 64 dimensions: of each the primitive polynomial, with a bit per coefficient, and the initial numbers m.
/// </remarks>
internal static class SobolSequence
{
    private const int Bits = 32;

    private const string Numbers = """
        3:1 7:1,3 11:1,3,1 13:1,1,1 19:1,1,3,3 25:1,3,5,13 37:1,1,5,5,17 41:1,1,5,5,5 47:1,1,7,11,19 55:1,1,5,1,1 59:1,1,1,3,11
        61:1,3,5,5,31 67:1,3,3,9,7,49 91:1,1,1,15,21,21 97:1,3,1,13,27,49 103:1,1,1,15,7,5 109:1,3,1,15,13,25 115:1,1,5,5,19,61
        131:1,3,7,11,23,15,103 137:1,3,7,13,13,15,69 143:1,1,3,13,7,35,63 145:1,3,5,9,1,25,53 157:1,3,1,13,9,35,107 167:1,3,1,5,27,61,31
        171:1,1,5,11,19,41,61 185:1,3,5,3,3,13,69 191:1,1,7,13,1,19,1 193:1,3,7,5,13,19,59 203:1,1,3,9,25,29,41 211:1,3,5,13,23,1,55
        213:1,3,7,3,13,59,17 229:1,3,1,3,5,53,69 239:1,1,5,5,23,33,13 241:1,1,7,7,1,61,123 247:1,1,7,9,13,61,49 253:1,3,3,5,3,55,33
        285:1,3,1,15,31,13,49,245 299:1,3,5,15,31,59,63,97 301:1,3,1,11,11,11,77,249 333:1,3,1,11,27,43,71,9 351:1,1,7,15,21,11,81,45
        355:1,3,7,3,25,31,65,79 357:1,3,1,1,19,11,3,205 361:1,1,5,9,19,21,29,157 369:1,3,7,11,1,33,89,185 391:1,3,3,3,15,9,79,71
        397:1,3,7,11,15,39,119,27 425:1,1,3,1,11,31,97,225 451:1,1,1,3,23,43,57,177 463:1,3,7,7,17,17,37,71 487:1,3,1,5,27,63,123,213
        501:1,1,3,5,11,43,53,133 529:1,3,5,5,29,17,47,173,479 539:1,3,3,11,3,1,109,9,69 545:1,1,1,5,17,39,23,5,343
        557:1,3,1,5,25,15,31,103,499 563:1,1,1,11,11,17,63,105,183 601:1,1,5,11,9,29,97,231,363 607:1,1,5,15,19,45,41,7,383
        617:1,3,7,7,31,19,83,137,221 623:1,1,1,3,23,15,111,223,83 631:1,1,5,13,31,15,55,25,161 637:1,1,3,13,25,47,39,87,257
        """;

    private static readonly uint[][] s_directions = Create();

    /// <summary>The number of dimensions.</summary>
    public static int Dimensions => s_directions.Length;

    /// <summary>The 32 bits of a coordinate.</summary>
    public static uint Word(uint index, int dimension)
    {
        uint word = 0, gray = index ^ (index >> 1);
        for (int bit = 0; gray != 0; bit++, gray >>= 1)
        {
            word ^= (gray & 1) * s_directions[dimension][bit];
        }

        return word;
    }

    /// <summary>A coordinate after a digital shift: Cranley and Patterson's randomization in base 2, which keeps the points as even as they are.</summary>
    /// <returns>(word ⊕ shift + ½)·2⁻³², in (0, 1).</returns>
    public static double Shifted(uint index, int dimension, uint shift) => ((Word(index, dimension) ^ shift) + 0.5) / (1UL << Bits);

    // The first dimension is van der Corput's sequence. With the polynomial xˢ + a₁xˢ⁻¹ + … + 1:
    // mₖ = 2a₁mₖ₋₁ ⊕ 4a₂mₖ₋₂ ⊕ … ⊕ 2ˢmₖ₋ₛ ⊕ mₖ₋ₛ, and the direction number is mₖ/2ᵏ.
    private static uint[][] Create()
    {
        List<uint[]> directions = [[.. Enumerable.Range(0, Bits).Select(k => 1u << (Bits - 1 - k))]];
        foreach (string[] row in Numbers.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(':')))
        {
            uint polynomial = uint.Parse(row[0], CultureInfo.InvariantCulture);
            uint[] m = new uint[Bits], initial = [.. row[1].Split(',').Select(number => uint.Parse(number, CultureInfo.InvariantCulture))];
            int degree = initial.Length;
            initial.CopyTo(m, 0);
            for (int k = degree; k < Bits; k++)
            {
                m[k] = m[k - degree];
                for (int i = 1; i <= degree; i++)
                {
                    m[k] ^= ((polynomial >> (degree - i)) & 1) * (m[k - i] << i);
                }
            }

            directions.Add([.. m.Select((number, k) => number << (Bits - 1 - k))]);
        }

        return [.. directions];
    }
}
