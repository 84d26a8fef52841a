using Descent.Data;

namespace Descent;

/// <summary>The networks that an ensemble method trained.</summary>
/// <param name="Members">The networks with their shares.</param>
/// <param name="Course">The course of every training, also of those whose network was left out.</param>
internal sealed record TrainedEnsemble(IReadOnlyList<TableMember> Members, IReadOnlyList<MemberTraining> Course)
{
    /// <summary>The combination of the outputs; null for their weighted mean.</summary>
    public MemberCombination? Combination { get; init; }

    /// <summary>Notices about the training.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>Training rows with outputs of networks that were not trained on them; null if there are none.</summary>
    public HeldRows? Held { get; init; }

    /// <summary>Whether <see cref="Held"/> has the rows that were not drawn for a network.</summary>
    public bool HeldIsOutOfBag { get; init; }

    /// <summary>The numbers of the networks that are members.</summary>
    public IEnumerable<int> Numbers => Course.Index().Where(one => one.Item.Weight > 0).Select(one => one.Index);

    /// <summary>The history that represents the training: by default that of the first member.</summary>
    public History Leading { get => field ?? Course.First(one => one.Weight > 0).History!; init; }
}

/// <summary>Rows with outputs.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Outputs">All outputs of the model for them.</param>
internal sealed record HeldRows(Dataset<float> Rows, float[] Outputs);

/// <summary>The training of the networks of an ensemble.</summary>
/// <param name="Method">The method.</param>
/// <param name="Members">The course of each training, in the order of the networks.</param>
public sealed record EnsembleTraining(EnsembleMethod Method, IReadOnlyList<MemberTraining> Members)
{
    /// <summary>
    /// The scores on training rows, each predicted by the networks for which it was not drawn, by name; null if the method draws no rows. They estimate the scores on new rows without using any; scikit-learn
    /// calls the first of them <c>oob_score_</c>.
    /// </summary>
    public IReadOnlyDictionary<string, double>? OutOfBag { get; init; }

    /// <summary>The number of training rows to which <see cref="OutOfBag"/> refers; the others were drawn for every network.</summary>
    public int OutOfBagRows { get; init; }

    /// <summary>Whether training was canceled before all networks were finished.</summary>
    public bool IsCancelled => Members.Any(member => member.History is { Stop: StopReason.Cancelled });
}

/// <summary>The training of a network of an ensemble.</summary>
/// <param name="Weight">Its share in the prediction; 0 if it was left out, because its training failed or was canceled.</param>
/// <param name="History">The history of its training; null if it failed.</param>
/// <param name="Failure">Why its training failed; null if it did not.</param>
public sealed record MemberTraining(double Weight, History? History, string? Failure = null);
