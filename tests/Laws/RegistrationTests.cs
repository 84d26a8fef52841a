namespace Descent.Tests.Laws;

/// <summary>What cannot be registered is refused at once, and the message says what to do. What can be is registered in a process of its own, by tests/Outside.</summary>
public class RegistrationTests
{
    public static TheoryData<string> Entries => [.. Subjects.Entries.Where(entry => entry.Kind is not CatalogueKind.Metric and not CatalogueKind.Model).Select(entry => entry.Name)];

    /// <summary>The entries of the library would be admitted.</summary>
    [Theory]
    [MemberData(nameof(Entries))]
    public void EveryEntryIsTheSameWhenItIsReadFromItsName(string name)
    {
        CatalogueEntry entry = Catalogue.Find(name)!;
        Assert.Null(CatalogueAdmission.FindError(entry));
        Assert.Null(CatalogueAdmission.FindOptionError(entry, Catalogue.InfoOf(entry.Type).Options));
    }

    [Fact]
    public void AnOptionThatWouldLoseItsDefaultIsRefused()
    {
        Refuses("steepness of property_curve would not be 3", Entry("property_curve", new PropertyCurve()));
        Refuses("record PropertyCurve(double Steepness = …)", Entry("property_curve", new PropertyCurve()));
        Refuses("reduction of inherited_reduction would not be \"MeanOverSamples\"", Entry("inherited_reduction", new InheritedReduction()));
        Refuses("record InheritedReduction(Reduction Reduction = …)", Entry("inherited_reduction", new InheritedReduction()));
        Refuses("learningRate of inherited_rate would not be 0.02", Entry("inherited_rate", new InheritedRate()));
        Refuses("record InheritedRate(Schedule? LearningRate = null)", Entry("inherited_rate", new InheritedRate()));
        Refuses("its slope is 5, not 2", Entry("plain_curve", new PlainCurve(5)));
    }

    [Fact]
    public void AnOptionThatIsWrittenAsANumberIsRefused() =>
        Refuses("UseStringEnumConverter = true", Entry("sided_curve", new SidedCurve()));

    [Fact]
    public void AnOptionThatDoesNotComeBackFromTextIsRefused()
    {
        Refuses("sides of many_sided_curve is an enumeration that its context writes as a number", Entry("many_sided_curve", new ManySidedCurve()));
        Refuses("an option called type", Entry("typed_curve", new TypedCurve()));
        Refuses("beta1 and beta_1 of twin_curve are the same name", Entry("twin_curve", new TwinCurve()));
        Refuses("map of mapped_curve is a IReadOnlyDictionary, which cannot be written in the text form", Entry("mapped_curve", new MappedCurve()));
    }

    /// <summary>A schedule that is not registered is told like every other part.</summary>
    [Fact]
    public void AScheduleThatIsNotRegisteredIsToldLikeOtherParts()
    {
        const string message = "PlainSchedule is not registered, so it cannot be written or saved. Register it with Catalogue.Register first.";
        foreach (Func<string> write in (Func<string>[])[() => Catalogue.ToJson<Schedule>(new PlainSchedule()), () => Catalogue.ToJson<Schedule>(new WarmUpSchedule(new PlainSchedule())), () => Catalogue.ToJson<Optimizer>(new Adam(new PlainSchedule())), () => Catalogue.ToJson([new Dropout(new PlainSchedule())])])
        {
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(write).Message, StringComparison.Ordinal);
        }

        Refuses("Register the types that it contains first. PlainSchedule is not registered", Entry("holding_schedule", new HoldingSchedule()));
    }

    /// <summary>What can be built can be written, to the last level, and comes back from JSON and from text.</summary>
    [Fact]
    public void WhatIsNestedAsDeepAsItMayBeIsWrittenAndRead()
    {
        Schedule schedule = 0.1;
        Regularizer penalty = new L2(0.1);
        for (int i = 1; i < 32; i++)
        {
            schedule = i % 2 == 0 ? new WarmUpSchedule(schedule, 2) : new PlateauSchedule(schedule);
            penalty = new MaxNorm(2, penalty);
        }

        Assert.Contains("Then is nested 32 levels deep", Assert.Throws<ArgumentException>(() => new WarmUpSchedule(schedule)).Message, StringComparison.Ordinal);
        Assert.Contains("Base is nested 32 levels deep", Assert.Throws<ArgumentException>(() => new PlateauSchedule(0.1) with { Base = schedule }).Message, StringComparison.Ordinal);
        Assert.Contains("Penalty is nested 32 levels deep", Assert.Throws<ArgumentException>(() => new MaxNorm(1, penalty)).Message, StringComparison.Ordinal);
        Assert.Equal(penalty, Catalogue.FromJson<Regularizer>(Catalogue.ToJson(penalty)));
        Assert.Equal(penalty, Catalogue.Parse<Regularizer>(Catalogue.ToText(penalty)));
        foreach (Func<Layer, Layer> around in (Func<Layer, Layer>[])[layer => new Residual([layer]), layer => new Concatenate([[layer], [new Dense(1)]])])
        {
            Layer layer = new Dropout(schedule);
            for (int i = 1; i < 64; i++)
            {
                layer = around(layer);
            }

            Network network = [layer];
            Assert.Equal(network.Build<float>(2).Outputs, Catalogue.NetworkFromJson(Catalogue.ToJson(network)).Build<float>(2).Outputs);
            Assert.Equal(network, Catalogue.NetworkFromJson(Catalogue.ToJson(network)));
            Assert.Equal([layer], Catalogue.ParseList<Layer>(Catalogue.ToText(layer)));
            Network deeper = [around(layer)];
            Assert.Contains("more than 64 layers deep", Assert.Throws<ArgumentException>(() => deeper.Build<float>(2)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("64")]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("my curve")]
    [InlineData("curve:one")]
    [InlineData("curve(1)")]
    [InlineData("a/b")]
    [InlineData("_curve")]
    public void ANameThatTextsCannotCarryIsRefused(string name) =>
        Refuses($"cannot be called '{name}'", Entry(name, new PlainCurve()));

    /// <summary>Names of entries and types, other names of them, and schedules without their ending.</summary>
    [Theory]
    [InlineData("ReLU", "There is already an entry relu")]
    [InlineData("silu", "There is already an entry swish of the type Swish, and silu is another name for it")]
    [InlineData("p_relu", "There is already an entry prelu")]
    [InlineData("mean_squared_error_metric", "There is already an entry mse")]
    public void ANameThatMeansAnotherEntryIsRefused(string name, string message) =>
        Refuses(message, Entry(name, new PlainCurve()));

    [Fact]
    public void AnotherKindIsRefused() =>
        Refuses("perceptron_again cannot be registered, because Version derives from none of Layer, Activation", Entry("perceptron_again", new Version()));

    [Fact]
    public void ATypeThatTheContextDoesNotKnowIsRefused() =>
        Refuses("needs a JsonSerializerContext that knows Descent.Tests.Laws.UnlistedCurve", Entry("unlisted_curve", new UnlistedCurve()));

    [Fact]
    public void AnExampleThatHoldsWhatIsNotRegisteredIsRefused() =>
        Refuses("Register the types that it contains first", Entry("holding_block", new HoldingBlock(new PlainCurve())));

    [Fact]
    public void NullIsRefusedByName()
    {
        Assert.Contains("Name of a catalogue entry", Assert.Throws<ArgumentNullException>(() => Entry(null!, new PlainCurve())).Message, StringComparison.Ordinal);
        Assert.Contains("Example of a catalogue entry", Assert.Throws<ArgumentNullException>(() => Entry("plain_curve", null!)).Message, StringComparison.Ordinal);
        Network network = [new HoldingBlock(), new Dense(1)];
        Assert.Contains("HoldingBlock.Expand returned a layer that is null", Assert.Throws<ArgumentException>(() => network.Build<float>(2)).Message, StringComparison.Ordinal);
    }

    /// <summary>A part that is not there is named with its kind, wherever it stands.</summary>
    [Theory]
    [InlineData("""[{"type":"dense","units":2},{"type":"narrow"}]""", "layer 'narrow'")]
    [InlineData("""[{"type":"residual","layers":[{"type":"dense","units":2,"activation":{"type":"own"}}]}]""", "activation 'own'")]
    [InlineData("""[{"units":2,"weightInitializer":{"type":"own"},"type":"dense"}]""", "initializer 'own'")]
    public void ANetworkOfPartsThatAreNotThereSaysSo(string json, string part)
    {
        string message = Assert.Throws<FormatException>(() => Catalogue.NetworkFromJson(json)).Message;
        Assert.StartsWith($"There is no {part}. If it is a custom type, register it with Catalogue.Register before reading. There are: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("discriminator", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"loss":{"type":"own"}}""", "loss")]
    [InlineData("""{"loss":{"type":"huber"},"optimizer":{"type":"own"}}""", "optimizer")]
    [InlineData("""{"loss":{"type":"huber"},"optimizer":{"type":"adam","learningRate":{"type":"own"}}}""", "schedule")]
    [InlineData("""{"loss":{"type":"huber"},"regularizer":{"type":"max_norm","limit":1,"penalty":{"type":"own"}}}""", "regularizer")]
    [InlineData("""{"loss":{"type":"huber"},"augmentations":[{"type":"mixup"},{"type":"own"}]}""", "augmentation")]
    public void OptionsOfPartsThatAreNotThereSaySo(string json, string kind) =>
        Assert.StartsWith($"There is no {kind} 'own'. If it is", Assert.Throws<FormatException>(() => Catalogue.FromJson<TrainingOptions>(json)).Message, StringComparison.Ordinal);

    private static CatalogueEntry Entry(string name, object example) => new(name, example);

    private static void Refuses(string message, CatalogueEntry entry)
    {
        int count = Catalogue.Entries.Count;
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Catalogue.Register(entry, RefusedJson.Default)).Message, StringComparison.Ordinal);
        Assert.Equal(count, Catalogue.Entries.Count);
    }
}
