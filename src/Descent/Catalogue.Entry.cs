namespace Descent;

/// <summary>What kind of thing a catalogue entry is.</summary>
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

    /// <summary>A way to draw first weights.</summary>
    Initializer,

    /// <summary>A number that changes while training.</summary>
    Schedule,

    /// <summary>A score.</summary>
    Metric,

    /// <summary>A way to make more, or other, training rows.</summary>
    Augmentation,
    /// <summary>A model with a learning rule of its own.</summary>
    Model,
}

/// <summary>One thing that Descent knows by name, with the facts that people ask for.</summary>
/// <param name="Name">Its name in JSON and on the command line.</param>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Example">An instance with default options.</param>
/// <param name="Formula">Its formula in plain text.</param>
/// <param name="Use">When to use it.</param>
/// <param name="Limits">What to mind.</param>
/// <param name="Options">Its options with their defaults, in words; empty if it has none.</param>
/// <param name="Source">Where it comes from: the paper that introduced it, or the library whose definition it follows; empty for common knowledge.</param>
public sealed record CatalogueEntry(string Name, CatalogueKind Kind, object Example, string Formula, string Use, string Limits, string Options, string Source)
{
    /// <summary>Its name in JSON and on the command line.</summary>
    public string Name { get; init => field = Given(value, nameof(Name)); } = Given(Name, nameof(Name));

    /// <summary>An instance with default options.</summary>
    public object Example { get; init => field = Given(value, nameof(Example)); } = Given(Example, nameof(Example));

    /// <summary>The type behind the name.</summary>
    public Type Type => Example.GetType();

    /// <summary>Its range, remarks, and its name in other libraries; empty where nothing is known.</summary>
    public CatalogueFacts Facts => Catalogue.FactsOf(Name);

    private static T Given<T>(T value, string name)
        where T : class => value ?? throw new ArgumentNullException(name, $"{name} of a catalogue entry needs a value.");
}

/// <summary>What there is to know about a catalogue entry beside its own row: facts to compare it by.</summary>
/// <param name="Range">The values it can take, or what they depend on.</param>
/// <param name="Notes">What papers and textbooks write differently, and other remarks.</param>
/// <param name="PyTorch">Its name there, and what differs.</param>
/// <param name="Keras">Its name there, and what differs.</param>
/// <param name="ScikitLearn">Its name there, and what differs.</param>
public sealed record CatalogueFacts(string Range = "", string Notes = "", string PyTorch = "", string Keras = "", string ScikitLearn = "");
