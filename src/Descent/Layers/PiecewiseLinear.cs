namespace Descent;

/// <summary>
/// Piecewise-linear embedding of every number: <c>e = (w·x + b) + W·PLE(x)</c> with separate parameters for each input, where PLE has one number
/// per bin, <c>min(1, max(0, (x − l)/(h − l)))</c>, without the lower limit in the first bin and the upper limit in the last. With <see cref="Width"/> 0 it is PLE(x) alone, and nothing is learned.
/// </summary>
/// <remarks>
/// <para>Gorishniy, Rubachev and Babenko, "On embeddings for numerical features in tabular deep learning", 2022; this form, "version B", is that of
/// TabM (Gorishniy, Kotelnikov and Babenko, 2025). w (<c>linear</c>) and b (<c>bias</c>) are drawn from U(−1/√width, 1/√width), W (<c>weight</c>) starts at 0, so
/// that training begins with a linear embedding. Penalties and decay apply to W.</para>
/// <para>The edges of the bins (<c>edges</c>, saved with the model but not trained) are the distinct quantiles of each input over the training rows, fitted when
/// <c>Fit</c> begins with new weights; equal quantiles give bins of width 0, whose output is always 0. Before that, after other layers, and when
/// training batch by batch, the edges are those of the standard normal distribution. Category codes are passed on unchanged, for a <see cref="CategoryEmbedding"/> after this layer.</para>
/// </remarks>
/// <example><c>Network network = [new PiecewiseLinear(), new CategoryEmbedding(), new Dense(64, new Relu()), new Dense(1)];</c></example>
/// <param name="Bins">The number of bins per input, at least 1; default 48.</param>
/// <param name="Width">The number of outputs per input; default 16. 0 gives the encoding alone, with one output per bin.</param>
public sealed record PiecewiseLinear([Option(AtLeast = 1)] int Bins = 48, [Option("0 is PLE(x) alone", AtLeast = 0)] int Width = 16) : Layer
{
    /// <summary>The number of bins per input.</summary>
    public int Bins { get; init => field = Check.AtLeast(value, 1, nameof(Bins)); } = Check.AtLeast(Bins, 1);

    /// <summary>The number of outputs per input; 0 for the encoding alone.</summary>
    public int Width { get; init => field = Check.AtLeast(value, 0, nameof(Width)); } = Check.AtLeast(Width, 0);

    internal override void Write(StepBuilder steps)
    {
        if (steps.Numbers == 0)
        {
            return;
        }

        if (Width == 0)
        {
            steps.PiecewiseLinear(Bins);
        }
        else
        {
            steps.PiecewiseAffine(Bins, Width, new RandomUniform(1 / Math.Sqrt(Width)));
        }
    }
}
