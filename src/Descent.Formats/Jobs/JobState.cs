using System.Text.Json.Serialization;

namespace Descent.Formats;

/// <summary>The description of a job, as JSON. Parts of the catalogue are texts of their own JSON.</summary>
/// <param name="Format">The version of the description.</param>
/// <param name="IsDouble">Whether it computes in double precision.</param>
/// <param name="Network">The layers.</param>
/// <param name="Numbers">The number of numeric inputs.</param>
/// <param name="Categories">The number of values of each category column.</param>
/// <param name="Seed">The seed of the model.</param>
/// <param name="Options">The training options.</param>
/// <param name="Train">The training rows.</param>
/// <param name="Memory">An estimate of the bytes that the training needs.</param>
/// <param name="Cores">The number of threads that it can use; 0 for all.</param>
internal sealed record JobState(int Format, bool IsDouble, string Network, int Numbers, IReadOnlyList<int> Categories, ulong Seed, string Options, JobRows Train, long Memory, int Cores)
{
    /// <summary>The version that this version of Descent writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The validation rows.</summary>
    public JobRows? Validation { get; init; }

    /// <summary>The metrics to compute after every epoch.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>The metric that chooses the best epoch.</summary>
    public string? Monitor { get; init; }

    /// <summary>The goal that ends training.</summary>
    public JobGoal? Until { get; init; }

    /// <summary>Whether the first label of a binary task is the positive one.</summary>
    public bool PositiveIsFirst { get; init; }

    /// <summary>The hash of the file of a model with the weights from which training starts, or that frozen parameters keep.</summary>
    public string? Start { get; init; }

    /// <summary>Whether the predictions of the validation rows after each epoch are wanted.</summary>
    public bool KeepsPredictions { get; init; }

    /// <summary>The rows whose predictions are sent after each epoch, while training goes on; null for none.</summary>
    public JobRows? Followed { get; init; }
}

/// <summary>Rows of a job.</summary>
/// <param name="Data">The hash of the rows.</param>
/// <param name="Selected">The hash of the numbers of those that are used; null for all.</param>
internal sealed record JobRows(string Data, string? Selected = null);

/// <summary>The goal of a job.</summary>
/// <param name="Value">The value to reach.</param>
/// <param name="Metric">The metric; null for the loss.</param>
internal sealed record JobGoal(double Value, string? Metric = null);

/// <summary>The result of a job apart from its weights, as JSON.</summary>
/// <param name="History">The history of training.</param>
/// <param name="Failure">The failure; null if it did not fail.</param>
internal sealed record JobResultState(History History, JobFailure? Failure);

/// <summary>What a <see cref="TrainingFailedException"/> says.</summary>
internal sealed record JobFailure(string Message, int Epoch, int Batch, string Layer, double LargestGradient);

/// <summary>Serializes jobs without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true, MaxDepth = 16, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JobState))]
[JsonSerializable(typeof(JobResultState))]
[JsonSerializable(typeof(EpochRecord))]
internal sealed partial class JobJson : JsonSerializerContext;
