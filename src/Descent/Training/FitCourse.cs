namespace Descent;

/// <summary>The measures by which a loss curve is judged. Differences are shares of ranges, so neither the unit nor the offset of the loss matters.</summary>
internal sealed class FitCourse
{
    private const int FewEpochs = 8;

    /// <summary>The multiple of the first batch's loss above which the loss of an early epoch counts as thrown off.</summary>
    private const double Thrown = 3;

    private readonly double[] training;
    private readonly double initial;

    public FitCourse(History history)
    {
        training = [.. history.Epochs.Select(e => e.Loss)];
        initial = history.InitialLoss;
        double[] validation = [.. history.Epochs.Where(e => e.ValidationLoss is not null).Select(e => e.ValidationLoss!.Value)];
        double[] finite = Array.FindAll(validation, double.IsFinite);
        IsUnusable = validation.Length > 0 && finite.Length == 0;
        IsValidated = training.Length > 0 && validation.Length == training.Length && !IsUnusable;
        // An epoch without a finite loss counts as the worst one.
        Judged = IsValidated ? Array.ConvertAll(validation, loss => double.IsFinite(loss) ? loss : finite.Max()) : training;
        Window = Math.Max(1, training.Length / 10);
        if (training.Length > 0)
        {
            Best = Judged.Index().MinBy(j => j.Item).Index + 1;
            Range = Judged.Max() - Judged.Min();
            Noise = Scatter(Judged[(Judged.Length / 2)..]);
            ChoseEpoch = IsValidated && (history.Stop == StopReason.EarlyStopping || history.BestEpoch < training.Length || history.BestEpoch <= Best);
        }
    }

    /// <summary>Whether there were validation losses, but none of them was finite.</summary>
    public bool IsUnusable { get; }

    /// <summary>The loss of the first batch before any update, and the highest training loss of the first tenth of the epochs.</summary>
    public (double Initial, double Highest) Beginning => (initial, training.Length == 0 ? double.NaN : training[..Window].Max());

    /// <summary>Whether the first updates raised the training loss far above its initial value.</summary>
    public bool WasThrownOff => training.Length > 0 && initial > 0 && Beginning.Highest > Thrown * initial;

    /// <summary>Whether the training loss ended no lower than it was before the first update.</summary>
    public bool GainedNothing => training.Length > 0 && Last(training) >= initial;

    /// <summary>Whether there is a usable validation loss for every epoch.</summary>
    public bool IsValidated { get; }

    /// <summary>The validation losses or, without them, the training losses.</summary>
    public double[] Judged { get; }

    /// <summary>The number of epochs over which the beginning and the end are averaged: a tenth of all, at least one.</summary>
    public int Window { get; }

    /// <summary>The epoch of the lowest judged loss, from 1.</summary>
    public int Best { get; }

    /// <summary>Whether validation rows chose the epoch whose weights were kept; otherwise the last weights were kept.</summary>
    public bool ChoseEpoch { get; }

    /// <summary>The difference between the highest and the lowest judged loss.</summary>
    public double Range { get; }

    /// <summary>The standard deviation of one epoch's judged loss about its trend in the second half; 0 with fewer than 8 epochs, which are too few to estimate it.</summary>
    public double Noise { get; }

    /// <summary>The fall of the judged loss from the second-to-last tenth to the last, as a share of <see cref="Range"/>; 0 if noise could explain it.</summary>
    public double LateFall
    {
        get
        {
            // Few epochs do not allow an estimate of noise, so every one of them must fall.
            double[] end = Judged[^Math.Min(3, Judged.Length)..];
            if (Judged.Length < 2 || Range <= 0 || (Judged.Length < FewEpochs && end.Zip(end.Skip(1), (a, b) => b - a).Max() >= 0))
            {
                return 0;
            }

            double fall = Judged[^(2 * Window)..^Window].Average() - Last(Judged);
            return fall > 2 * Noise * Math.Sqrt(2.0 / Window) ? fall / Range : 0;
        }
    }

    /// <summary>The share of the improvement up to the best epoch that was lost again by the last tenth; 0 if noise could explain it.</summary>
    public double LostAgain
    {
        get
        {
            double gained = Judged.Length > 0 ? Judged[0] - Judged[Best - 1] : 0, lost = gained > 0 ? Last(Judged) - Judged[Best - 1] : 0;
            return gained > 0 && lost > 3 * Noise ? lost / gained : 0;
        }
    }

    /// <summary>Whether the training loss ended lower than it was in the best epoch.</summary>
    public bool TrainingWentOn => training.Length > 0 && Last(training) < training[Best - 1];

    /// <summary>Whether the training loss ended above that of the first epoch, and clearly above its lowest value.</summary>
    public bool Diverged
    {
        get
        {
            if (training.Length < 3)
            {
                return false;
            }

            double range = training.Max() - training.Min(), size = Math.Max(Math.Abs(training[0]), Math.Abs(training.Min()));
            return range > 0.05 * size && Last(training) > training[0] && Last(training) - training.Min() > 0.5 * range;
        }
    }

    /// <summary>Whether the training loss ended above twice that of the first epoch.</summary>
    public bool Doubled => training.Length > 0 && Last(training) - training[0] > Math.Abs(training[0]);

    /// <summary>The training loss of the first epoch, and its mean over the last tenth.</summary>
    public (double First, double Last) Training => (training[0], Last(training));

    /// <summary>The largest fall of the training loss, as a share of its first value.</summary>
    public double TrainingFall => training.Length == 0 || training[0] == 0 ? 0 : (training[0] - training.Min()) / Math.Abs(training[0]);

    /// <summary>Whether the training loss stayed within 1 % of its first value in every epoch: the updates were too small to matter, or there was nothing to learn.</summary>
    public bool HardlyMoved => training.Length > 1 && training.Max() - training.Min() < 0.01 * Math.Abs(training[0]);

    /// <summary>The noise as a share of the improvement from the first epoch to the best.</summary>
    public double NoiseShare => Judged.Length > 0 && Judged[0] > Judged[Best - 1] ? Noise / (Judged[0] - Judged[Best - 1]) : 0;

    /// <summary>Whether the noise is large compared with the loss itself. A loss that never moved consists of noise, but only a little.</summary>
    public bool IsRough => Judged.Length > 0 && Noise > 0.05 * Math.Abs(Judged[0]);

    private double Last(double[] losses) => losses[^Window..].Average();

    private static double Scatter(double[] losses)
    {
        if (losses.Length < FewEpochs / 2)
        {
            return 0;
        }

        // Second differences a − 2b + c of independent values have six times their variance; a smooth curve contributes little to them.
        double sum = 0;
        for (int i = 2; i < losses.Length; i++)
        {
            double bend = losses[i - 2] - (2 * losses[i - 1]) + losses[i];
            sum += bend * bend;
        }

        return Math.Sqrt(sum / (losses.Length - 2) / 6);
    }
}
