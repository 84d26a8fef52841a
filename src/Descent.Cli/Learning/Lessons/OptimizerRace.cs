namespace Descent.Cli.Learning.Lessons;

/// <summary>Optimizers on three loss surfaces of two weights.</summary>
internal sealed class OptimizerRace() : Lesson("optimizers", "A race of optimizers", "six optimizers in a ravine, from a saddle and across a plateau",
    ["optimizer", "adagrad", "rmsprop", "adam", "nesterov", "momentum", "gradient_descent", "saddle-point"], options: [LearningRateOption], isRandom: false)
{
    // A descent has arrived when all but this share of the loss is gone.
    private const double Goal = 0.01;

    private static readonly Optimizer[] s_racers = [new GradientDescent(), new Momentum(), new Nesterov(), new Adagrad(), new RmsProp(), new Adam()];

    private static readonly (Surface Surface, string What)[] s_surfaces =
    [
        (Surface.Ravine(20), "A ravine: steep across, flat along. Steps along the gradient lead from side to side."),
        (Surface.Saddle, "A saddle: two linear neurons in a row. Around (0, 0) the gradient is nearly 0, although it is no minimum: in one direction it goes up, in the other down. The descent begins near it, and one of two curved valleys is the goal."),
        (Surface.Plateau, "A plateau: a sigmoid neuron with squared errors that starts out certain and wrong, where its slope is nearly 0."),
    ];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        Race[][] races = [.. s_surfaces.Select(pair => s_racers.Select(racer =>
        {
            cancellation.ThrowIfCancellationRequested();
            (double rate, IReadOnlyList<(double X, double Y)> places) = settings.LearningRate is { } own ? (own, pair.Surface.Walk(racer with { LearningRate = own })) : pair.Surface.Best(racer);
            return new Race(Catalogue.NameOf(racer), rate, places, [.. places.Select(place => pair.Surface.Height(place.X, place.Y))]);
        }).ToArray())];
        string rates = settings.LearningRate is { } fixedRate ? $"all with the learning rate {Fixed.Number(fixedRate)}" : $"each with the best of the learning rates {string.Join(", ", Surface.Rates)}";
        return new LessonResult(
            [.. s_surfaces.Zip(races).SelectMany(pair => (Figure[])
                [
                    Figure.Series($"{pair.First.Surface.Name}Rates", pair.Second.Select(race => race.Rate)), Figure.Series($"{pair.First.Surface.Name}StepsToGoal", pair.Second.Select(race => race.Arrival ?? double.NaN)),
                    Figure.Series($"{pair.First.Surface.Name}Loss", pair.Second.Select(race => race.Last)),
                ])],
            [
                new("The racers",
                    new Paragraph("An optimizer turns gradients into steps. With two weights the loss is a landscape, and the path of an optimizer can be drawn."),
                    new Grid(["optimizer", "idea"],
                    [
                        ["gradient_descent", "a step against the gradient"], ["momentum", "an average of past gradients, which evens out zigzags"], ["nesterov", "momentum that looks ahead: the gradient where the velocity leads"],
                        ["adagrad", "each weight has its own rate, which falls with its gradients so far"], ["rmsprop", "the same, but old gradients are forgotten"], ["adam", "momentum and rmsprop together"],
                    ], 2) { EndsInSentences = true },
                    new Paragraph($"All start at the same place and take {Surface.Steps} steps, {rates}. \"Arrived\" is the first step at which {Percent(1 - Goal)} of the loss is gone.")),
                .. s_surfaces.Zip(races, (pair, race) => new LessonStep(
                    $"The {pair.Surface.Name}",
                    new Paragraph($"{pair.What} The loss is {pair.Surface.Formula}, the start ({Fixed.Number(pair.Surface.Start.X)}, {Fixed.Number(pair.Surface.Start.Y)})."),
                    new Landscape(pair.Surface, [.. race.Select(one => (one.Name, one.Places))]),
                    new Grid(["optimizer", "rate", "arrived", $"loss at {Surface.Steps}"], [.. race.Select(one => (string[])[one.Name, Fixed.Number(one.Rate), one.Arrival is { } step ? $"{step}" : "no", double.IsFinite(one.Last) ? Fixed.Number(one.Last, 2) : "not finite"])]))),
                new("What to take from it",
                    new Paragraph("No optimizer is best everywhere. Momentum and nesterov even out zigzags, but a velocity that remembers many steps also carries them past the goal; that pays in longer trainings than this one. The adaptive ones, adagrad, rmsprop and adam, divide by the size of past gradients, so they take long steps where gradients are small: on plateaus and near saddles. In this ravine they can stretch each axis by itself; in one that lies at an angle they could not. Close to a minimum the same division keeps them moving, which a falling learning rate ends."),
                    new Paragraph($"The best rate of gradient_descent is between {RangeOf(races, "gradient_descent")} on the three surfaces, that of adam between {RangeOf(races, "adam")}: the size of the gradients matters little to adam, which makes it the usual first choice. With more time for tuning, momentum with a falling rate is often as good."),
                    new Commands(new("learn optimizers --learning-rate 0.1", "One rate for all:"), new("explain choosing-an-optimizer", "Which optimizer when:"), new("explain adam", "One of them in detail:"))),
            ]);
    }

    private static string RangeOf(Race[][] races, string name)
    {
        double[] rates = [.. races.Select(surface => surface.Single(race => race.Name == name).Rate)];
        return $"{Fixed.Number(rates.Min())} and {Fixed.Number(rates.Max())}";
    }

    private sealed record Race(string Name, double Rate, IReadOnlyList<(double X, double Y)> Places, double[] Heights)
    {
        public int? Arrival => Array.FindIndex(Heights, height => height <= Goal * Heights[0]) is >= 0 and var step ? step : null;

        public double Last => Heights.Length > Surface.Steps ? Heights[^1] : double.PositiveInfinity;
    }
}
