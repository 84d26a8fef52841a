namespace Descent.Cli.Verbs;

/// <summary>Examines a recorded training, or a model with rows, and names what is wrong, causes before consequences.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly Argument<string> path = new("RECORDING|MODEL") { Description = "A recorded training (train --record), which also shows the course of training; or the file of a model, or the folder of a run, with DATA." };
    private readonly Argument<string?> data = new("DATA") { Description = "For a model: the table that it was trained on, or one like it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> member = MemberChoice.Option("Of a model of several networks, examine that one, counted from 1. Default: the first.");
    private readonly TableOptionSet tables = new();

    public DoctorVerb()
        : base("doctor", "Examines a recorded training, or a model with rows, and names what is wrong: causes before their consequences, with numbers and remedies.",
            new("train iris.csv --target species --doctor", "Right after a training:"),
            new("doctor iris.recording", "For a recorded training:"),
            new("doctor runs/iris-species-1 iris.csv", "For a model, whose course of training is not known:"),
            new("explain vanishing-gradients", "What a finding means:")) =>
        Add([path, data, member, .. tables.All]);

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        string name = call.Value(path)!;
        Diagnosis diagnosis = File.Exists(name) && ModelFile.IsSafetensors(name) && RunRecordingFile.IsRecording(name) ? OfRecording(call, name) : OfModel(call, name);
        return call.Respond(() => [DoctorDocument.Of(name, diagnosis)], screen =>
        {
            screen.Line($"Fit: {Words.Of(diagnosis.Fit.Verdict)}. {FitText.Explained(ToolWords.Of(diagnosis.Fit.Reason))}", indent: 2);
            DoctorText.Write(screen, diagnosis);
        });
    }

    private Diagnosis OfRecording(Call call, string name)
    {
        UsageException.ThrowIf(call.Value(data) is not null, $"'{name}' is a recording, which contains its rows. Leave DATA out.");
        return RunRecordingFile.IsDouble(name) ? Examined<double>() : Examined<float>();

        Diagnosis Examined<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            using RunRecording<T> recording = RunRecordingFile.Load<T>(name);
            return TrainingDoctor.Examine(recording);
        }
    }

    private Diagnosis OfModel(Call call, string name)
    {
        TableModel model = RunFiles.Load(name);
        UsageException.ThrowIf(call.Value(data) is null, "A model is examined with rows: name the table that it was trained on, as in descent doctor MODEL DATA. A recorded training (train --record) contains its rows.");
        TableModel one = call.IsGiven(member) ? MemberChoice.Of(call, member, model) : model;
        TableMember network = one.Members[0];
        if (one.Members.Count > 1)
        {
            call.People.Line($"The model has {one.Members.Count} networks; the first is examined (--member).", indent: 2);
        }

        Table table = tables.Read(call, call.Value(data)!, one.Preprocessor.Schema);
        Dataset<float> rows = one.Preprocessor.Transform<float>(table, [.. Enumerable.Range(0, table.Rows)]);
        TrainingOptions options = (one.Details.TryGetValue(RunDetails.Options, out string? json) ? Catalogue.FromJson<TrainingOptions>(json) : null)
            ?? throw new UsageException($"'{name}' does not say how it was trained, so its loss is not known. Examine a recorded training (train --record).");
        return UsageException.Checked(() => TrainingDoctor.Examine(network.Model, rows, options with { EarlyStopping = null, ClassWeights = null }, inputNames: one.Preprocessor.InputNames));
    }
}
