namespace Descent.Cli.Explanations;

internal static class LossFormulas
{
    private const string ReductionBegins = ", mean over ";

    /// <summary>The formula of a loss; <paramref name="row"/> has that of its example.</summary>
    public static Formula Of(CatalogueEntry row, Loss loss)
    {
        string usual = row.Formula.Split(ReductionBegins)[0];
        string sample = loss switch
        {
            MeanSquaredError { Half: true } => "½·(ŷ - y)²",
            BinaryCrossEntropy { PositiveWeight: not 1 } => "-w·y·ln p - (1 - y)·ln(1 - p)",
            BinaryFocalCrossEntropy { PositiveWeight: not 1 } => "-w·(1 - pₜ)^γ·ln pₜ",
            Poisson { LogInput: true } => "e^ŷ - y·ŷ",
            _ => usual,
        };
        string where = loss switch
        {
            BinaryCrossEntropy weighted => string.Join("; ", new[] { weighted.PositiveWeight == 1 ? "" : "w is positiveWeight", weighted.LabelSmoothing == 0 ? "" : "y is replaced by (1 - ε)·y + ½·ε, ε being labelSmoothing" }.Where(text => text.Length > 0)),
            CategoricalCrossEntropy { LabelSmoothing: > 0 } => "y is replaced by (1 - ε)·y + ε/classes, ε being labelSmoothing",
            Hinge { ConvertLabels: true } or SquaredHinge { ConvertLabels: true } => "targets are 0 and 1, and y = 2·target - 1",
            BinaryFocalCrossEntropy focal => $"pₜ is the probability of the true answer; γ is gamma{(focal.PositiveWeight == 1 ? "" : "; w is positiveWeight where y is 1, and 1 where it is 0")}",
            Quantile => "τ is level",
            Quantiles => "τᵢ is the level of output i, one of levels after the other",
            PerHead => "Lₕ is the loss of a head and wₕ its weight",
            CategoricalHinge => "ŷ₊ is the score of the right class, ŷ₋ the highest of the others; Δ is margin",
            Poisson { LogInput: true } => "ŷ is the logarithm of the rate",
            _ => "",
        };

        // What works output by output is reduced over the elements unless said otherwise.
        bool byElement = row.Example is Loss { Reduction: Reduction.MeanOverElements };
        string reduction = (loss.Reduction, byElement) switch
        {
            (Reduction.MeanOverElements, true) => ", mean over elements",
            (Reduction.MeanOverElements, false) => ", mean over samples, divided by the number of outputs",
            (Reduction.MeanOverSamples, true) => ", sum over the outputs, mean over samples",
            (Reduction.MeanOverSamples, false) => ", mean over samples",
            (_, true) => ", sum over outputs and samples",
            _ => ", sum over samples",
        };
        return new Formula(sample + reduction, where);
    }
}
