namespace Descent;

/// <summary>The function that turns the scores of a <see cref="MemberCombination"/> into outputs.</summary>
public enum ScoreLink
{
    /// <summary>The scores are the outputs.</summary>
    Identity,

    /// <summary>Each output is <c>1 / (1 + e⁻ˢ)</c>.</summary>
    Logistic,

    /// <summary>The outputs of a row are <c>eˢ</c>, divided by their sum.</summary>
    Softmax,

    /// <summary>Each output is <c>eˢ</c>.</summary>
    Exponential,
}

/// <summary>Computes outputs from scores, and scores from outputs.</summary>
internal static class ScoreLinks
{
    /// <summary>The smallest probability whose score is computed; smaller ones are replaced by it.</summary>
    internal const double Least = 1e-6;

    /// <summary>The largest absolute value of a score, for which exponentials are finite.</summary>
    internal const double Most = 80;

    /// <summary>Gets the link that corresponds to the last activation of a network.</summary>
    public static ScoreLink Of(Activation last) => last switch
    {
        Sigmoid => ScoreLink.Logistic,
        Softmax => ScoreLink.Softmax,
        Exponential => ScoreLink.Exponential,
        _ => ScoreLink.Identity,
    };

    /// <summary>Gets the range of the outputs.</summary>
    public static OutputRange RangeOf(ScoreLink link) => link switch
    {
        ScoreLink.Logistic => OutputRange.UnitInterval,
        ScoreLink.Softmax => OutputRange.Distribution,
        ScoreLink.Exponential => OutputRange.NonNegative,
        _ => OutputRange.Unbounded,
    };

    /// <summary>Computes the outputs of a row in place.</summary>
    public static void Apply(this ScoreLink link, Span<double> scores)
    {
        double most = link == ScoreLink.Softmax ? double.NegativeInfinity : 0, sum = 0;
        foreach (double score in link == ScoreLink.Softmax ? scores : [])
        {
            most = Math.Max(most, score);
        }

        foreach (ref double score in scores)
        {
            score = link switch
            {
                ScoreLink.Logistic => 1 / (1 + Math.Exp(-Math.Clamp(score, -Most, Most))),
                ScoreLink.Softmax => Math.Exp(score - most),
                ScoreLink.Exponential => Math.Exp(Math.Clamp(score, -Most, Most)),
                _ => score,
            };
            sum += score;
        }

        foreach (ref double score in link == ScoreLink.Softmax ? scores : [])
        {
            score /= sum;
        }
    }

    /// <summary>Computes the score of an output, up to a constant for each row with <see cref="ScoreLink.Softmax"/>.</summary>
    public static double ScoreOf(this ScoreLink link, double output) => link switch
    {
        ScoreLink.Logistic => Math.Clamp(output, Least, 1 - Least) is var share ? Math.Log(share / (1 - share)) : 0,
        ScoreLink.Softmax or ScoreLink.Exponential => Math.Log(Math.Max(output, Least)),
        _ => output,
    };
}
