using System.Globalization;

namespace Descent.Playground;

/// <summary>Explains an update of one number: the formula of the optimizer, and the same with the numbers.</summary>
internal sealed class UpdateStory
{
    private readonly RecordedParameter<float> parameter;
    private readonly int place;
    private readonly double before, after, gradient, rate;

    private UpdateStory(RecordedParameter<float> parameter, int place)
    {
        (this.parameter, this.place) = (parameter, place);
        (before, after, rate) = (parameter.Before[place], parameter.After[place], parameter.LearningRate);
        gradient = parameter.Gradient.Length == 0 ? double.NaN : parameter.Gradient[place] + Penalty;
    }

    /// <summary>The slope of the penalty.</summary>
    private double Penalty => (parameter.QuadraticPenalty * before) + (parameter.AbsolutePenalty * Math.Sign(before));

    /// <summary>The lines of the explanation; the last one has the new value.</summary>
    /// <param name="options">The options of training.</param>
    /// <param name="parameter">The parameter in the update.</param>
    /// <param name="place">The place of the number in it.</param>
    /// <param name="decays">Whether it is a weight, which decoupled decay applies to.</param>
    public static IReadOnlyList<string> Of(TrainingOptions options, RecordedParameter<float> parameter, int place, bool decays)
    {
        UpdateStory story = new(parameter, place);
        if (parameter.Gradient.Length == 0)
        {
            return [Catalogue.Find(Catalogue.NameOf(options.Optimizer))!.Formula, "All weights are moved together, along one direction.", story.Change];
        }

        List<string> lines = [$"g = {N(parameter.Gradient[place])}, the slope of the loss of the batch along this weight{(options.Clipping is null ? "" : ", after clipping")}"];
        if (story.Penalty != 0)
        {
            lines.Add($"the penalty adds {N(story.Penalty)}, so g = {N(story.gradient)}");
        }

        lines.AddRange(story.Rule(options.Optimizer, decays));
        return lines;
    }

    private string Change => $"θ = {N(before)} before, {N(after)} after: a change of {N(after - before)}";

    private string[] Rule(Optimizer optimizer, bool decays) => optimizer switch
    {
        GradientDescent => ["θ ← θ - η·g", $"θ = {N(before)} - {N(rate)}·{F(gradient)} = {N(after)}"],
        Momentum { Beta: ConstantSchedule beta, Form: MomentumForm.HeavyBall } =>
        [
            "v ← β·v + g; θ ← θ - η·v",
            $"v = {N(beta.Value)}·{F(Old(0))} + {F(gradient)} = {N(New(0))}",
            $"θ = {N(before)} - {N(rate)}·{F(New(0))} = {N(after)}",
        ],
        Momentum { Beta: ConstantSchedule beta } =>
        [
            "v ← β·v + (1 - β)·g; θ ← θ - η·v",
            $"v = {N(beta.Value)}·{F(Old(0))} + {N(1 - beta.Value)}·{F(gradient)} = {N(New(0))}",
            $"θ = {N(before)} - {N(rate)}·{F(New(0))} = {N(after)}",
        ],
        Adagrad { Placement: EpsilonPlacement.InsideRoot } =>
        [
            "G ← G + g²; θ ← θ - η·g / √(G + ε)",
            $"G = {N(Old(0))} + {F(gradient)}² = {N(New(0))}",
            $"θ = {N(before)} - {N(rate)}·{F(gradient)} / √({N(New(0))} + ε) = {N(after)}",
        ],
        RmsProp { Beta: ConstantSchedule beta, Centered: false, Momentum: ConstantSchedule { Value: 0 }, Placement: EpsilonPlacement.InsideRoot } =>
        [
            "E ← β·E + (1 - β)·g²; θ ← θ - η·g / √(E + ε)",
            $"E = {N(beta.Value)}·{F(Old(0))} + {N(1 - beta.Value)}·{F(gradient)}² = {N(New(0))}",
            $"θ = {N(before)} - {N(rate)}·{F(gradient)} / √({N(New(0))} + ε) = {N(after)}",
        ],
        Adam { Beta1: ConstantSchedule one, Beta2: ConstantSchedule two, AmsGrad: false, Placement: AdamEpsilonPlacement.OutsideRoot } =>
            OfAdam(one.Value, two.Value, ""),
        AdamW { Beta1: ConstantSchedule one, Beta2: ConstantSchedule two, WeightDecay: ConstantSchedule decay, AmsGrad: false, Placement: AdamEpsilonPlacement.OutsideRoot } decayed =>
            OfAdam(one.Value, two.Value, decays || decayed.AllParameters ? $" - {N(rate)}·{N(decay.Value)}·{F(before)}" : ""),
        _ =>
        [
            Catalogue.Find(Catalogue.NameOf(optimizer))!.Formula,
            .. parameter.State.Select(state => $"{state.Name}: {N(state.Before[place])} before, {N(state.After[place])} after"),
            $"η = {N(rate)}; {Change}",
        ],
    };

    private string[] OfAdam(double one, double two, string decay)
    {
        long t = parameter.Updates;
        double mean = New(0) / (1 - Math.Pow(one, t)), square = New(1) / (1 - Math.Pow(two, t));
        return
        [
            $"m ← β₁·m + (1 - β₁)·g; v ← β₂·v + (1 - β₂)·g²; θ ← θ{(decay.Length > 0 ? " - η·λ·θ" : "")} - η·m̂ / (√v̂ + ε)",
            $"m = {N(one)}·{F(Old(0))} + {N(1 - one)}·{F(gradient)} = {N(New(0))}; m̂ = m / (1 - {N(one)}^{t}) = {N(mean)}",
            $"v = {N(two)}·{F(Old(1))} + {N(1 - two)}·{F(gradient)}² = {N(New(1))}; v̂ = v / (1 - {N(two)}^{t}) = {N(square)}",
            $"θ = {N(before)}{decay} - {N(rate)}·{F(mean)} / (√{N(square)} + ε) = {N(after)}",
        ];
    }

    private double Old(int state) => parameter.State[state].Before[place];

    private double New(int state) => parameter.State[state].After[place];

    /// <summary>A number that is multiplied or squared.</summary>
    private static string F(double value) => value < 0 ? $"({N(value)})" : N(value);

    private static string N(double value)
    {
        string text = Math.Abs(value) is (>= 1e-3 and < 1e5) or 0 ? value.ToString("0.######", CultureInfo.InvariantCulture) : value.ToString("0.####E-0", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.Replace('-', '−');
    }
}
