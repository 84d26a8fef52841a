namespace Descent;

/// <summary>
/// Piecewise-linear embedding of every number: <c>e = (w·x + b) + W·PLE(x)</c> with parameters of its own for each input, where PLE has one number
/// per bin, <c>min(1, max(0, (x − l)/(h − l)))</c>, not cut off below in the first bin nor above in the last. With <see cref="Width"/> 0 it is PLE(x) alone, and nothing is learnt.
/// </summary>
/// <remarks>
/// <para>Gorishniy, Rubachev and Babenko, "On embeddings for numerical features in tabular deep learning", 2022; this form, "version B", is that of
/// TabM (Gorishniy, Kotelnikov and Babenko, 2025). w (<c>linear</c>) and b (<c>bias</c>) are drawn from U(−1/√width, 1/√width), W (<c>weight</c>) begins at 0, so
/// that training begins with a linear embedding. Penalties and decay apply to W.</para>
/// <para>The edges of the bins (<c>edges</c>, saved with the model, not trained) are the distinct quantiles of each input over the training rows, fitted when
/// <c>Fit</c> begins with fresh weights; equal ones leave bins of no width, which stay 0. Before that, behind other layers, and in
/// a training batch by batch they are those of the standard normal distribution. Codes of categories pass by, to a <see cref="CategoryEmbedding"/> behind it.</para>
/// </remarks>
/// <example><c>Network network = [new PiecewiseLinear(), new CategoryEmbedding(), new Dense(64, new Relu()), new Dense(1)];</c></example>
/// <param name="Bins">Bins per number, at least 1; default 48.</param>
/// <param name="Width">Results per number; default 16. 0 for the encoding alone, which has as many results as bins.</param>
public sealed record PiecewiseLinear(int Bins = 48, int Width = 16) : Layer
{
    /// <summary>Bins per number.</summary>
    public int Bins { get; init => field = Check.AtLeast(value, 1, nameof(Bins)); } = Check.AtLeast(Bins, 1);

    /// <summary>Results per number; 0 for the encoding alone.</summary>
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
