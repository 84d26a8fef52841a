using System.Text.Json;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Optimizers;

/// <summary>Ten steps on given gradients, against each rule written down once more for one number, and against PyTorch.</summary>
public class OptimizerTests
{
    private static readonly JsonElement s_golden = GoldenFile.Read("optimizers.json");
    private static readonly double[] s_start = GoldenFile.Numbers(s_golden.GetProperty("start"));
    private static readonly double[][] s_gradients = [.. s_golden.GetProperty("gradients").EnumerateArray().Select(GoldenFile.Numbers)];

    private static readonly Schedule s_falling = new ExponentialSchedule(0.3, 0.5), s_rising = new PolynomialSchedule(0.2, 3, 0.9, 2);

    private static readonly Dictionary<string, Optimizer> s_peers = new()
    {
        ["gradient_descent"] = new GradientDescent(0.1),
        ["heavy_ball"] = new Momentum(0.1, 0.9, MomentumForm.HeavyBall),
        ["nesterov"] = new Nesterov(0.1, 0.9, NesterovForm.Reformulated),
        ["nesterov_look_ahead"] = new Nesterov(0.1),
        ["adagrad"] = new Adagrad(0.1, 1e-3, EpsilonPlacement.OutsideRoot),
        ["adagrad_start"] = new Adagrad(0.1, 1e-3, EpsilonPlacement.OutsideRoot, 0.25),
        ["rmsprop"] = new RmsProp(0.01, 0.9, 1e-3, EpsilonPlacement.OutsideRoot),
        ["rmsprop_momentum"] = new RmsProp(0.01, 0.9, 1e-3, EpsilonPlacement.OutsideRoot, 0.8),
        ["rmsprop_centered"] = new RmsProp(0.01, 0.9, 1e-3, EpsilonPlacement.OutsideRoot, 0, Centered: true),
        ["rmsprop_both"] = new RmsProp(0.01, 0.9, 1e-3, EpsilonPlacement.OutsideRoot, 0.8, Centered: true),
        ["adam"] = new Adam(0.01, 0.8, 0.95, 1e-3),
        ["adam_amsgrad"] = new Adam(0.01, 0.8, 0.95, 1e-3, AmsGrad: true),
        ["adadelta"] = new Adadelta(0.5, 0.9, 1e-4),
        ["adamax"] = new Adamax(0.01, 0.8, 0.95, 1e-3),
        ["nadam"] = new Nadam(0.01, 0.8, 0.95, 1e-3, MomentumDecay: 0.01),
    };

    private static readonly JsonElement s_moreGolden = GoldenFile.Read("optimizers_more.json");

    // Of PyTorch where it has them, else of published formulas in 50 digits.
    private static readonly Dictionary<string, Optimizer> s_more = new()
    {
        ["momentum_average"] = new Momentum(0.1),
        ["heavy_ball_falling"] = new Momentum(new ExponentialSchedule(0.1, 0.7, 1.0 / 3), 0.9, MomentumForm.HeavyBall),
        ["adagrad_inside"] = new Adagrad(0.1, 1e-3),
        ["adagrad_keras"] = new Adagrad(0.1, 1e-7, EpsilonPlacement.InsideRoot, 0.1),
        ["rmsprop_inside"] = new RmsProp(0.01, 0.9, 1e-3),
        ["rmsprop_inside_both"] = new RmsProp(0.01, 0.9, 1e-3, EpsilonPlacement.InsideRoot, 0.8, Centered: true),
        ["adam_inside"] = new Adam(0.01, 0.8, 0.95, 1e-3, AdamEpsilonPlacement.InsideRoot),
        ["adam_inside_amsgrad"] = new Adam(0.01, 0.8, 0.95, 1e-3, AdamEpsilonPlacement.InsideRoot, AmsGrad: true),
        ["adam_before"] = new Adam(0.01, 0.8, 0.95, 1e-3, AdamEpsilonPlacement.BeforeCorrection),
        ["adam_before_keras"] = new Adam(0.01, 0.8, 0.95, 1e-3, AdamEpsilonPlacement.BeforeCorrection),
        ["adam_before_amsgrad"] = new Adam(0.01, 0.8, 0.95, 1e-3, AdamEpsilonPlacement.BeforeCorrection, AmsGrad: true),
        ["adamw_keras"] = new AdamW(0.01, 0.1, 0.8, 0.95, 1e-3, Placement: AdamEpsilonPlacement.BeforeCorrection),
        ["adamw_amsgrad"] = new AdamW(0.01, 0.1, 0.8, 0.95, 1e-3, AmsGrad: true),
        ["nadam_ruder"] = new Nadam(0.01, 0.8, 0.95, 1e-3, NadamForm.Ruder),
        ["adamw"] = new AdamW(0.01, 0.1, 0.8, 0.95, 1e-3),
        ["adadelta_paper"] = new Adadelta(Beta: 0.95),
        ["nadam_keras"] = new Nadam(0.01, 0.8, 0.95, 1e-3, MomentumDecay: 1),
        ["nadam_simple"] = new Nadam(0.01, 0.8, 0.95, 1e-3, NadamForm.Simple),
        ["lion"] = new Lion(0.01, 0.8, 0.95),
    };

    // Variants that PyTorch does not have, and defaults.
    private static readonly Optimizer[] s_others =
    [
        new Adagrad(0.1, 1e-3), new Adagrad(0.1, 1e-7, EpsilonPlacement.InsideRoot, 0.1),
        new RmsProp(0.01, 0.9, 1e-3), new RmsProp(0.01, 0.9, 1e-3, EpsilonPlacement.InsideRoot, 0.8, Centered: true),
        new Adam(0.01, 0.8, 0.95, 1e-3, AdamEpsilonPlacement.InsideRoot), new Adam(0.01, 0.8, 0.95, 1e-3, AdamEpsilonPlacement.InsideRoot, AmsGrad: true),
        new Nadam(0.01, 0.8, 0.95, 1e-3, NadamForm.Simple), new Nadam(0.01, MomentumDecay: 1),
        new Nesterov(new CosineSchedule(0.1, 4)), new Nadam(new WarmUpSchedule(0.1, 2)),

        // Every number as a schedule.
        new Momentum(0.1, s_falling), new Momentum(s_falling, s_rising, MomentumForm.HeavyBall),
        new Nesterov(s_falling, s_rising), new Nesterov(s_falling, s_rising, NesterovForm.Reformulated),
        new Adagrad(0.1, s_falling), new Adagrad(0.1, s_falling, EpsilonPlacement.OutsideRoot, 0.1),
        new RmsProp(0.01, s_rising, s_falling), new RmsProp(0.01, s_falling, s_falling, EpsilonPlacement.OutsideRoot, s_rising, Centered: true),
        new Adam(0.01, s_rising, s_falling, s_falling), new Adam(0.01, s_falling, s_rising, s_falling, AdamEpsilonPlacement.InsideRoot, AmsGrad: true),
        new AdamW(s_falling, s_rising, s_falling, s_rising, s_falling), new Adadelta(0.5, s_rising, s_falling), new Adamax(0.01, s_falling, s_rising, s_falling),
        new Nadam(0.01, s_rising, s_falling, s_falling, NadamForm.MomentumSchedule, s_falling), new Nadam(0.01, s_rising, s_falling, s_falling, NadamForm.Simple),
        new Lion(0.01, s_rising, s_falling),

        new Hypergradient(new GradientDescent(0.01), 1e-5, HypergradientForm.Additive), new Hypergradient(new Momentum(0.01), 1e-4, HypergradientForm.Additive), new Hypergradient(new Momentum(0.01, 0.9, MomentumForm.HeavyBall), 1e-5, HypergradientForm.Additive),
        new Hypergradient(new Adam(0.01, 0.8, 0.95, 1e-3), 1e-4, HypergradientForm.Additive), new Hypergradient(new AdamW(0.01, 0.5), 1e-4, HypergradientForm.Additive),
        new Hypergradient(new Nesterov(0.01), 1e-5, HypergradientForm.Additive), new Hypergradient(new Nesterov(0.01, 0.9, NesterovForm.Reformulated), 1e-5, HypergradientForm.Additive),
        new Hypergradient(new GradientDescent(0.01), 0.3), new Hypergradient(new Momentum(0.01), s_falling), new Hypergradient(new Adam(0.01, 0.8, 0.95, 1e-3, AmsGrad: true), 0.3), new Hypergradient(new Lion(0.01), 0.3),
        new Hypergradient(new RmsProp(0.01, 0.9, 1e-3, EpsilonPlacement.InsideRoot, 0.8, Centered: true), 0.3, Lowest: 0.009, Highest: 0.011),
        new Hypergradient(new GradientDescent(0.01), 1, HypergradientForm.Additive, 0.001, 0.02),
    ];

    public static TheoryData<string> Peers => [.. s_golden.GetProperty("rules").EnumerateObject().Select(r => r.Name)];

    public static TheoryData<string> More => [.. s_moreGolden.GetProperty("rules").EnumerateObject().Select(r => r.Name)];

    public static IEnumerable<string> MoreNames => More.Select(row => Catalogue.NameOf(s_more[row.Data]));

    public static IEnumerable<string> PeerNames => Peers.Select(row => Catalogue.NameOf(s_peers[row.Data]));

    public static TheoryData<string> Rules => [.. All.Keys];

    private static Dictionary<string, Optimizer> All => Subjects.Stepwise.Concat(s_peers.Values).Concat(s_others).DistinctBy(o => o.ToString()).ToDictionary(o => o.ToString()!);

    [Theory]
    [Proves(Proof.Peer, Of = nameof(PeerNames))]
    [MemberData(nameof(Peers))]
    public void EqualsPyTorch(string name)
    {
        double[][] expected = [.. s_golden.GetProperty("rules").GetProperty(name).EnumerateArray().Select(GoldenFile.Numbers)];
        double[][] walked = Given(s_peers[name], LaneWidth.Current);
        AssertClose(expected, walked, 1e-10, name);
    }

    [Theory]
    [Proves(Proof.Peer, Of = nameof(MoreNames))]
    [MemberData(nameof(More))]
    public void EqualsAPublishedFormula(string name)
    {
        double[][] expected = [.. s_moreGolden.GetProperty("rules").GetProperty(name).EnumerateArray().Select(GoldenFile.Numbers)];
        AssertClose(expected, Given(s_more[name], LaneWidth.Current), 1e-12, name);
    }

    [Fact]
    public void EveryRuleHasAPeer() => Assert.Superset(
        Subjects.Stepwise.Where(o => o is not Hypergradient).Select(o => o.GetType()).ToHashSet(), s_peers.Values.Concat(s_more.Values).Select(o => o.GetType()).ToHashSet());

    [Theory]
    [MemberData(nameof(Rules))]
    public void EqualsItsFormula(string name)
    {
        Optimizer optimizer = All[name];
        double[][] expected = optimizer is Hypergradient learning ? ScalarRules.Walk(learning, s_start, s_gradients) : Expected(optimizer);
        foreach ((int bits, bool supported) in LaneWidth.Table)
        {
            if (supported)
            {
                AssertClose(expected, Given(optimizer, bits), 1e-12, $"{name}, {bits} bits");
            }
        }
    }

    private static double[][] Expected(Optimizer optimizer)
    {
        double[][] expected = new double[s_gradients.Length][];
        ScalarRule[] rules = [.. s_start.Select(_ => ScalarRules.Of(optimizer))];
        double[] places = [.. s_start];
        for (int step = 0; step < expected.Length; step++)
        {
            for (int i = 0; i < places.Length; i++)
            {
                double gradient = s_gradients[step][i];
                places[i] = rules[i](places[i], _ => gradient, optimizer.LearningRate.At(new TrainingPosition(step, 3)), new TrainingPosition(step, 3));
            }

            expected[step] = [.. places];
        }

        return expected;
    }

    [Fact]
    public void LookAheadOnAQuadraticTakesItsGradientAhead()
    {
        // Curvatures 0.1 … 10 around different minima: the gradient depends on where it is taken.
        double Slope(int i, double place) => (0.1 + i) * (place - i + 4);
        double[][] walked = Walk.Run(new Nesterov(0.05), s_start, 60, (_, i, place) => Slope(i, place), LaneWidth.Current);
        double[][] shifted = Walk.Run(new Nesterov(0.05, 0.9, NesterovForm.Reformulated), s_start, 60, (_, i, place) => Slope(i, place), LaneWidth.Current);
        for (int i = 0; i < s_start.Length; i++)
        {
            ScalarRule rule = ScalarRules.Of(new Nesterov());
            double place = s_start[i], before = s_start[i];
            for (int step = 0; step < 60; step++)
            {
                double next = rule(place, x => Slope(i, x), 0.05, new TrainingPosition(step, 3));
                (before, place) = (place, next);
                GoldenFile.AssertClose(place, walked[step][i], 1e-12, $"step {step}, number {i}");

                // v = before − place, and the reformulated rule walks θ − β·v.
                GoldenFile.AssertClose(place - (0.9 * (before - place)), shifted[step][i], 1e-12, $"shifted, step {step}, number {i}");
            }
        }

        Assert.NotEqual(walked[59], shifted[59]);
    }

    /// <summary>
    /// The point of the corrections: the averages of a constant gradient are that gradient from the first step on, so every step
    /// is η·g/(|g| + ε), whatever β₁ and β₂. Without either correction the first steps are far too long or too short.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CorrectedAveragesOfAConstantGradientAreThatGradient(bool amsGrad)
    {
        double[] gradients = [3, -0.5, 1e-3, -200];
        foreach (Optimizer optimizer in (Optimizer[])[new Adam(0.1, AmsGrad: amsGrad), new Adam(0.1, 0.5, 0.9, AmsGrad: amsGrad), new Adam(0.1, 0, 0, AmsGrad: amsGrad), new Adamax(0.1), new Adamax(0.1, 0.3)])
        {
            double[][] walked = Walk.Run(optimizer, new double[4], 40, (_, i, _) => gradients[i], LaneWidth.Current);
            for (int step = 0; step < walked.Length; step++)
            {
                for (int i = 0; i < 4; i++)
                {
                    GoldenFile.AssertClose(-0.1 * (step + 1) * gradients[i] / (Math.Abs(gradients[i]) + 1e-8), walked[step][i], 1e-12, $"{optimizer}, step {step}");
                }
            }
        }
    }

    [Fact]
    public void AmsGradNeverForgetsALargeGradient()
    {
        // One gradient of 100, then ones: Adam's steps grow back, AMSGrad's stay short.
        double Gradient(int step) => step == 0 ? 100 : 1;
        double[][] adam = Walk.Run(new Adam(0.1, 0, 0.9), [0], 80, (step, _, _) => Gradient(step), LaneWidth.Current);
        double[][] largest = Walk.Run(new Adam(0.1, 0, 0.9, AmsGrad: true), [0], 80, (step, _, _) => Gradient(step), LaneWidth.Current);
        Assert.InRange(adam[78][0] - adam[79][0], 0.08, 0.12);
        Assert.InRange(largest[78][0] - largest[79][0], 1e-4, 0.01);
    }

    [Fact]
    public void NadamsMomentumIsAFunctionOfTheStep()
    {
        // The same updater asked out of order: the product of momenta is made again.
        Updater<double> updater = new Nadam(0.1).Compile<double, Lane128<double>>();
        double First()
        {
            Descent.Numerics.AlignedBlock<double> place = new(2), gradient = new(2), slots = new(16);
            gradient.Span.Fill(1);
            updater.Prepare(new TrainingPosition(2, 1));
            updater.Apply(place.Row, gradient.Row, slots.View(0, 2, 2, 8), 0, 0, decays: true);
            return place.Span[0];
        }

        double fresh = First();
        updater.Prepare(new TrainingPosition(50, 1));
        Assert.Equal(fresh, First());
    }

    private static double[][] Given(Optimizer optimizer, int laneBits) =>
        Walk.Run(optimizer, s_start, s_gradients.Length, (step, i, _) => s_gradients[step][i], laneBits);

    private static void AssertClose(double[][] expected, double[][] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int step = 0; step < expected.Length; step++)
        {
            for (int i = 0; i < expected[step].Length; i++)
            {
                GoldenFile.AssertClose(expected[step][i], actual[step][i], tolerance, $"{what}, step {step}, number {i}");
            }
        }
    }
}
