namespace Descent.Tests.Laws;

/// <summary>Whatever has an entry can be spelled on the command line, with every option, and means what its JSON means.</summary>
public class TextTests
{
    public static TheoryData<string> Described => [.. Subjects.Entries.Where(e => e.Kind != CatalogueKind.Metric).Select(e => e.Name)];

    // A constant schedule is spelled as its number.
    public static TheoryData<string> WithOptions => [.. Described.Select(row => row.Data).Where(name => name != "constant_schedule")];

    [Theory]
    [MemberData(nameof(Described))]
    public void EveryInstanceSurvivesTheTextForm(string name)
    {
        CatalogueEntry entry = Subjects.Entries.Single(e => e.Name == name);
        IReadOnlyList<object> instances = [entry.Example, .. Subjects.Instances(entry.Type)];
        Assert.All(instances, instance => Survives(instance));
    }

    [Theory]
    [MemberData(nameof(WithOptions))]
    public void EveryOptionOfAnEntryIsSpelledBySomeInstance(string name)
    {
        CatalogueEntry entry = Subjects.Entries.Single(e => e.Name == name);
        string all = string.Concat(Subjects.Instances(entry.Type).Append(entry.Example).Select(TextOf));
        string[] options = [.. entry.Type.GetConstructors().Single().GetParameters().Select(parameter => char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..])];
        Assert.All(options, option => Assert.Contains($"{option}=", all, StringComparison.Ordinal));
    }

    [Fact]
    public void SpellingsMeanWhatTheySay()
    {
        Assert.Equal(new Dropout(0.2, PerBatch: true), Catalogue.Parse<Layer>("dropout 0.2 perBatch=true"));
        Assert.Equal(new Dropout(0.2, PerBatch: true), Catalogue.Parse<Layer>(" Dropout ( 0.2 , true ) "));
        Assert.Equal(new Dropout(0.2, PerBatch: true), Catalogue.Parse<Layer>("dropout:0.2,per_batch=TRUE"));
        Assert.Equal(new LeakyRelu(0.2), Catalogue.Parse<Activation>("leaky relu 0.2"));
        Assert.Equal(new LeakyRelu(), Catalogue.Parse<Activation>("Leaky-ReLU"));
        Assert.Equal(new Dense(32, new Tanh()) { UseBias = false }, Catalogue.Parse<Layer>("32 tanh useBias=false"));
        Assert.Equal(new Dense(32, new Elu(0.5)) { WeightInitializer = new Orthogonal(1.4) }, Catalogue.Parse<Layer>("32(elu(0.5), weightInitializer=orthogonal(gain=1.4))"));
        Assert.Equal(new Adam(new WarmUpSchedule(0.01, 3)), Catalogue.Parse<Optimizer>("adam(learningRate=warm_up_schedule(0.01, epochs=3))"));
        Assert.Equal(new Adam(new WarmUpSchedule(new CosineSchedule(0.01, 50))), Catalogue.Parse<Optimizer>("adam:learningRate=warmup(then=cosine(0.01,epochs=50))"));
        Assert.Equal(new MultiStepSchedule(0.1, [5, 20]), Catalogue.Parse<Schedule>("multi_step:0.1,milestones=5/20"));
        Assert.Equal(new MultiStepSchedule(0.1, [5, 20], 0.5), Catalogue.Parse<Schedule>("multi_step(0.1, [5, 20], 0.5)"));
        Assert.Equal(new MultiStepSchedule(0.1, [5]), Catalogue.Parse<Schedule>("multi_step 0.1 5"));
        Assert.Equal(new ConstantSchedule(-1e-3), Catalogue.Parse<Schedule>("-1e-3"));
        Assert.Equal(new Momentum(0.06, 0.75, MomentumForm.HeavyBall), Catalogue.Parse<Optimizer>("momentum:learningRate=0.06,beta=0.75,form=heavy_ball"));
        Assert.Equal(new Dynamic(new HeNormal()), Catalogue.Parse<Initializer>("lsuv(he)"));
        Assert.Equal(new MaxNorm(2, new ElasticNet(0.1, 0.2)), Catalogue.Parse<Regularizer>("max_norm(2, elastic_net(0.1, 0.2))"));
        Assert.Equal(new MaxNorm(2), Catalogue.Parse<Regularizer>("max_norm(2, none)"));
        Assert.Equal(new Swish(Lowest: null), Catalogue.Parse<Activation>("swish:lowest=none"));
        Assert.Equal(new MeanAbsoluteError(Reduction.Sum), Catalogue.Parse<Loss>("mae:sum"));
    }

    /// <summary>Metrics, recipes and the limit of gradients have the same grammar.</summary>
    [Fact]
    public void WhatIsNoPartOfANetworkIsReadInTheSameWay()
    {
        Assert.Equal(new TopKAccuracy(3), Catalogue.Parse<Metric>("top-k accuracy(k=3)"));
        Assert.Equal(new Precision(Averaging.Macro, 0.3), Catalogue.Parse<Metric>("precision:macro,threshold=0.3"));
        Assert.All(Catalogue.Of(CatalogueKind.Metric).Select(entry => (Metric)entry.Example).Append(new F1(Averaging.Micro, 0.2, ZeroDivision.One)).Append(new LogLoss(0.01)), metric =>
            Assert.Equal([metric, metric], [Catalogue.Parse<Metric>(Catalogue.ToText(metric)), Catalogue.FromJson<Metric>(Catalogue.ToJson(metric))]));
        Assert.Equal(new GradientClipping(1), Catalogue.Parse<GradientClipping>("1"));
        Assert.Equal(new GradientClipping(0.5, ClippingForm.Value), Catalogue.Parse<GradientClipping>(" value:0.5"));
        Assert.Equal(new GradientClipping(new CosineSchedule(2), ClippingForm.TensorNorm), Catalogue.Parse<GradientClipping>("tensor_norm(cosine(2))"));
        Assert.Equal(new GradientClipping(2), Catalogue.Parse<GradientClipping>("global_norm: 2"));
        Assert.Equal(new TabMRecipe(8, Bins: 3), Catalogue.Parse<Recipe>("TabM 8, bins=3"));
        Assert.Equal(new Adam(0.01, 0.8), Catalogue.Parse<Optimizer>("adam:0.01,0.8"));
    }

    [Theory]
    [InlineData("0", "0 is not valid: Limit must be a finite number above 0.")]
    [InlineData("value", "value needs a value for limit, for example ")]
    [InlineData("norm:3", "There is no form of clipping 'norm'. There are: global_norm, tensor_norm, value.")]
    public void LimitsAreChecked(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Catalogue.Parse<GradientClipping>(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("64, batch_normalization, relu, dropout 0.2, 32 tanh")]
    [InlineData("64,batch_norm,relu,dropout:0.2,32:tanh")]
    [InlineData("64/batch_norm/relu/dropout:0.2/32:tanh")]
    [InlineData("[dense(64), batch_normalization(), relu, dropout(rate=0.2), dense(32, tanh)]")]
    [InlineData("dense units=64, batch_normalization momentum=0.1, relu, dropout:rate=0.2,perBatch=false, 32 activation=tanh, useBias=true")]
    public void ListsOfLayersHaveManySpellings(string text) => Assert.Equal(
        [new Dense(64), new BatchNormalization(), new Relu(), new Dropout(0.2), new Dense(32, new Tanh())], Catalogue.ParseList<Layer>(text));

    [Fact]
    public void EveryAliasNamesAnEntryAndTakesNoOtherName()
    {
        Assert.All(Catalogue.Aliases, alias =>
        {
            CatalogueEntry entry = Subjects.Entries.Single(e => e.Name == alias.Value);
            Assert.Same(entry, Catalogue.Find(alias.Key.Replace('_', '-').ToUpperInvariant(), entry.Type));
            Assert.DoesNotContain(Catalogue.Of(entry.Kind), other => other != entry && Catalogue.AreSame(other.Name, alias.Key));
        });
        Assert.Equal("mean_squared_error", Catalogue.NameOf(Catalogue.Parse<Loss>("mse")));
        Assert.Equal("mse", Catalogue.Find("mse")!.Name);
        Assert.Equal("gradient_descent", Catalogue.Find("SGD")!.Name);
        Assert.Equal("cosine_schedule", Catalogue.Find("cosine")!.Name);
    }

    private static void Survives(object instance)
    {
        string text = TextOf(instance);
        (object again, string json, string jsonAgain) = instance switch
        {
            Layer layer => Both(layer, text, Catalogue.ToJson),
            Loss loss => Both(loss, text, Catalogue.ToJson),
            Optimizer optimizer => Both(optimizer, text, Catalogue.ToJson),
            Regularizer regularizer => Both(regularizer, text, Catalogue.ToJson),
            Initializer initializer => Both(initializer, text, Catalogue.ToJson),
            Schedule schedule => Both(schedule, text, Catalogue.ToJson),
            Augmentation augmentation => Both(augmentation, text, Catalogue.ToJson),
            Perceptron perceptron => Both(perceptron, text, Catalogue.ToJson),
            _ => throw new ArgumentException($"What reads {instance}?"),
        };
        Assert.Equal(instance, again);
        Assert.Equal(json, jsonAgain);
    }

    private static (object Again, string Json, string JsonAgain) Both<T>(T value, string text, Func<T, string> json)
        where T : class
    {
        T again = Catalogue.Parse<T>(text), other = Catalogue.FromJson<T>(json(value));
        Assert.Equal(other, again);
        // Parentheses and colons are the same thing, alone and in a list.
        Assert.Equal([value, value], Catalogue.ParseList<T>($"{text},{Parenthesized(text)}"));
        return (again, json(value), json(again));
    }

    private static string Parenthesized(string text) => text.Contains(':', StringComparison.Ordinal) ? $"{text.Replace(":", "( ", StringComparison.Ordinal)} )" : text;

    private static string TextOf(object instance) => instance switch
    {
        Layer layer => Catalogue.ToText(layer),
        Loss loss => Catalogue.ToText(loss),
        Optimizer optimizer => Catalogue.ToText(optimizer),
        Regularizer regularizer => Catalogue.ToText(regularizer),
        Initializer initializer => Catalogue.ToText(initializer),
        Schedule schedule => Catalogue.ToText(schedule),
        Augmentation augmentation => Catalogue.ToText(augmentation),
        Perceptron perceptron => Catalogue.ToText(perceptron),
        _ => throw new ArgumentException($"What writes {instance}?"),
    };
}
