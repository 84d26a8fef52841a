namespace Descent;

/// <summary>The kind of a catalogue entry.</summary>
public enum CatalogueKind
{
    /// <summary>A layer with weights.</summary>
    Layer,

    /// <summary>An activation function.</summary>
    Activation,

    /// <summary>A loss.</summary>
    Loss,

    /// <summary>An optimizer.</summary>
    Optimizer,

    /// <summary>A penalty on parameters.</summary>
    Regularizer,

    /// <summary>A way to draw initial weights.</summary>
    Initializer,

    /// <summary>A number that changes during training.</summary>
    Schedule,

    /// <summary>A measure of how good predictions are.</summary>
    Metric,

    /// <summary>A way to add or change training rows.</summary>
    Augmentation,
    /// <summary>A model with a learning rule of its own.</summary>
    Model,
}

/// <summary>An activation, layer, loss or other type that Descent knows by name, with its formula and facts.</summary>
/// <param name="Name">Its name in JSON and on the command line.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Example">An instance with default options.</param>
/// <param name="Formula">Its formula in plain text.</param>
/// <param name="Use">When to use it.</param>
/// <param name="Limits">Its limitations.</param>
/// <param name="Options">A description of its options with their defaults; empty if it has none.</param>
/// <param name="Source">Its source: the paper that introduced it, or the library whose definition it follows; empty if it is common knowledge.</param>
public sealed record CatalogueEntry(string Name, CatalogueKind Kind, object Example, string Formula, string Use, string Limits, string Options, string Source)
{
    /// <summary>Its name in JSON and on the command line.</summary>
    public string Name { get; init => field = Given(value, nameof(Name)); } = Given(Name, nameof(Name));

    /// <summary>An instance with default options.</summary>
    public object Example { get; init => field = Given(value, nameof(Example)); } = Given(Example, nameof(Example));

    /// <summary>The type behind the name.</summary>
    public Type Type => Example.GetType();

    /// <summary>Its range, notes, and its names in other libraries; empty where nothing is recorded.</summary>
    public CatalogueFacts Facts => Catalogue.FactsOf(Name);

    private static T Given<T>(T value, string name)
        where T : class => value ?? throw new ArgumentNullException(name, $"{name} of a catalogue entry must not be null.");
}

/// <summary>Further facts about a catalogue entry, for comparison with other entries and other libraries.</summary>
/// <param name="Range">The values that it can take, or what they depend on.</param>
/// <param name="Notes">Differences between papers and textbooks, and other notes.</param>
/// <param name="PyTorch">Its name in PyTorch, and the differences.</param>
/// <param name="Keras">Its name in Keras, and the differences.</param>
/// <param name="ScikitLearn">Its name in scikit-learn, and the differences.</param>
public sealed record CatalogueFacts(string Range = "", string Notes = "", string PyTorch = "", string Keras = "", string ScikitLearn = "");
