using System.Globalization;
using Descent.Tuning;

namespace Descent.Cluster;

/// <summary>The definition of a study on its way.</summary>
[GenerateSerializer]
internal sealed record StudyRecord([property: Id(0)] string Name, [property: Id(1)] string Space, [property: Id(2)] string[] Directions, [property: Id(3)] ulong Seed, [property: Id(4)] Dictionary<string, string> Attributes)
{
    public static StudyRecord Of(StudyDefinition study) => new(study.Name, study.Space.ToString(), [.. study.Directions.Select(direction => direction.ToString())], study.Seed, new Dictionary<string, string>(study.Attributes, StringComparer.Ordinal));

    public StudyDefinition Read() => new(Name, SearchSpace.Parse(Space), [.. Directions.Select(Enum.Parse<StudyDirection>)], Seed) { Attributes = Attributes };
}

/// <summary>A trial on its way, and its lease.</summary>
[GenerateSerializer]
internal sealed record TrialRecord([property: Id(0)] int Number)
{
    /// <summary>The state as a number: the serializer knows its own enumerations only.</summary>
    [Id(1)]
    public int StateCode { get; init; }

    public TrialState State
    {
        get => (TrialState)StateCode;
        init => StateCode = (int)value;
    }

    /// <summary>The values as texts, of the form <c>name=value</c>; null before they are chosen.</summary>
    [Id(2)]
    public string[]? Parameters { get; init; }

    [Id(3)]
    public double[] Values { get; init; } = [];

    [Id(4)]
    public Dictionary<int, double> Intermediate { get; init; } = [];

    [Id(5)]
    public Dictionary<string, string> Attributes { get; init; } = new(StringComparer.Ordinal);

    [Id(6)]
    public string? Note { get; init; }

    [Id(7)]
    public string? Error { get; init; }

    [Id(8)]
    public int Attempt { get; init; }

    [Id(9)]
    public DateTimeOffset Start { get; init; }

    [Id(10)]
    public DateTimeOffset? End { get; init; }

    [Id(11)]
    public string Token { get; init; } = "";

    /// <summary>When the lease ends; null for one that does not.</summary>
    [Id(12)]
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether nobody computes it, by the clock of the silo; set in answers alone.</summary>
    [Id(13)]
    public bool IsWaiting { get; init; }

    public Trial Read(StudyDefinition study) => new(Number)
    {
        State = State,
        Parameters = Parameters is null ? null : ParameterValues.Parse(study.Space, Parameters.Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal)),
        Values = Values,
        Intermediate = new SortedDictionary<int, double>(Intermediate),
        Attributes = Attributes,
        Note = Note,
        Error = Error,
        Attempt = Attempt,
        Start = Start,
        End = End,
        IsWaiting = IsWaiting,
    };

    public static string[] TextsOf(ParameterValues values) => [.. values.ToTexts().Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}"))];
}

/// <summary>What became of a change.</summary>
[GenerateSerializer]
internal enum TrialChange
{
    Done,
    Lost,
    Repeated,
}

/// <summary>A study: the only writer of its trials.</summary>
internal interface IStudyGrain : IGrainWithStringKey
{
    /// <summary>Creates the study, or finds it.</summary>
    Task<StudyRecord> Open(StudyRecord wanted);

    /// <summary>The study; null if there is none.</summary>
    Task<StudyRecord?> Find();

    /// <summary>Claims a trial. A call that is repeated with the same token claims the same trial.</summary>
    Task<int?> Claim(string token, int limit, TimeSpan? lifetime);

    /// <summary>Changes the trial of a lease. A change that is repeated, because its answer was lost, changes nothing more.</summary>
    Task<TrialChange> Change(int number, string token, TrialEdit edit);

    /// <summary>The trials from a number on.</summary>
    Task<TrialRecord[]> Trials(int first, int last);
}

/// <summary>A change of a trial; what is null does not change.</summary>
[GenerateSerializer]
internal sealed record TrialEdit
{
    [Id(0)]
    public string[]? Parameters { get; init; }

    [Id(1)]
    public string? Note { get; init; }

    [Id(2)]
    public int? Step { get; init; }

    [Id(3)]
    public double Value { get; init; }

    [Id(4)]
    public string? Attribute { get; init; }

    [Id(5)]
    public string Text { get; init; } = "";

    [Id(6)]
    public TimeSpan? Extend { get; init; }

    [Id(7)]
    public bool Release { get; init; }

    [Id(8)]
    public int? StateCode { get; init; }

    public TrialState? State
    {
        get => (TrialState?)StateCode;
        init => StateCode = (int?)value;
    }

    [Id(9)]
    public double[] Values { get; init; } = [];

    [Id(10)]
    public string? Error { get; init; }
}

/// <summary>The names of the studies.</summary>
internal interface IStudyNames : IGrainWithIntegerKey
{
    Task Add(string name);

    Task<string[]> All();
}

/// <summary>A part of the trials of a study, so that a change writes few of them.</summary>
internal interface ITrialPage : IGrainWithStringKey
{
    Task<TrialRecord[]> Read();

    Task Write(TrialRecord[] trials);
}
