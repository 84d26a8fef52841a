namespace Descent.Formats;

/// <summary>The C# that a model is written in.</summary>
public enum CSharpStyle
{
    /// <summary>For .NET 10, with vectors of the width of the processor's registers.</summary>
    Net10,

    /// <summary>For .NET Standard 2.1 and C# 9, as in Unity, with vectors where the runtime has registers for them.</summary>
    Standard21,
}

/// <summary>How a model is written as C# source.</summary>
public sealed record CSharpOptions
{
    /// <summary>The name of the class; default <c>TrainedModel</c>.</summary>
    /// <exception cref="ArgumentException">If it is not an identifier.</exception>
    public string Class { get; init => field = CSharpNames.Required(value, nameof(Class)); } = "TrainedModel";

    /// <summary>Its namespace, such as <c>Shop.Models</c>; null, the default, for none.</summary>
    /// <exception cref="ArgumentException">If it does not consist of identifiers with dots between them.</exception>
    public string? Namespace
    {
        get;
        init
        {
            foreach (string part in value?.Split('.') ?? [])
            {
                CSharpNames.Required(part, nameof(Namespace));
            }

            field = value;
        }
    }

    /// <summary>The C# to write; default <see cref="CSharpStyle.Net10"/>.</summary>
    public CSharpStyle Style { get; init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Style), value, "The style is not defined."); }

    /// <summary>The most weights that are written into the source, at least 0; more are a file beside it. Default 200,000.</summary>
    public int MostLiterals
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(MostLiterals));
            field = value;
        }
    } = 200_000;

    /// <summary>The probability of the intervals around predicted numbers, between 0 and 1; null, the default, for 0.9, or less if the training rows allow no more. A model without intervals is written without.</summary>
    public double? IntervalLevel { get; init => field = IntervalEnds.Checked(value, nameof(IntervalLevel)); }

    /// <summary>Makes the name of a class of a text, such as the name of a file: <c>iris-model</c> becomes <c>IrisModel</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The name.</returns>
    public static string ClassOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CSharpNames.Pascal(text);
    }
}
