namespace Descent.Cli.Reproductions;

/// <summary>
/// NumPy's legacy generator, behind <c>np.random.seed</c>, <c>rand</c> and <c>randn</c>: the same seed gives the same
/// numbers. Only the programs of the notes need it; everything else draws from counters.
/// </summary>
/// <remarks>
/// Mersenne Twister MT19937 (Matsumoto and Nishimura 1998, seeded by <c>init_genrand</c> of 2002), doubles of 53 bits from two
/// draws, and normal numbers by Marsaglia's polar method, which yields two at a time.
/// </remarks>
internal sealed class NumpyRandom
{
    private const int Size = 624, Middle = 397;
    private const uint Twist = 0x9908b0df, Upper = 0x80000000, Lower = 0x7fffffff;

    private readonly uint[] state = new uint[Size];
    private int position = Size;
    private double? kept;

    /// <summary>The state after <c>np.random.seed(seed)</c>.</summary>
    /// <param name="seed">The seed; NumPy takes those from 0 to 2³² − 1.</param>
    public NumpyRandom(uint seed)
    {
        state[0] = seed;
        for (uint i = 1; i < Size; i++)
        {
            uint last = state[i - 1];
            state[i] = unchecked((1812433253 * (last ^ (last >> 30))) + i);
        }
    }

    /// <summary>One number of <c>rand</c>: (2²⁶·a + b) / 2⁵³ of 27 bits a and 26 bits b, in [0, 1).</summary>
    public double Uniform()
    {
        uint a = Next() >> 5, b = Next() >> 6;
        return ((a * (double)(1 << 26)) + b) / (1L << 53);
    }

    /// <summary>One number of <c>randn</c>, standard normal. Every second one is drawn together with the one before it.</summary>
    public double Normal()
    {
        if (kept is { } second)
        {
            kept = null;
            return second;
        }

        double x, y, square;
        do
        {
            x = (2 * Uniform()) - 1;
            y = (2 * Uniform()) - 1;
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);
        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        // The second point comes first.
        kept = factor * x;
        return factor * y;
    }

    /// <summary><c>rand(count)</c>; an array of several dimensions is filled row after row.</summary>
    public double[] Uniform(int count) => [.. Enumerable.Range(0, count).Select(_ => Uniform())];

    /// <summary><c>randn(count)</c>; an array of several dimensions is filled row after row.</summary>
    public double[] Normal(int count) => [.. Enumerable.Range(0, count).Select(_ => Normal())];

    private uint Next()
    {
        if (position == Size)
        {
            Renew();
        }

        uint y = state[position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    private void Renew()
    {
        for (int i = 0; i < Size; i++)
        {
            uint y = (state[i] & Upper) | (state[(i + 1) % Size] & Lower);
            state[i] = state[(i + Middle) % Size] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : Twist);
        }

        position = 0;
    }
}
