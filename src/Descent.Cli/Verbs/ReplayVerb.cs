namespace Descent.Cli.Verbs;

/// <summary>Looks at a recorded training: its course, one update, the model after it; and continues from there with other settings.</summary>
internal sealed class ReplayVerb : Verb
{
    private readonly Argument<string> path = new("RECORDING") { Description = "The file that train --record wrote." };
    private readonly Option<int?> step = Choice.Whole("--step", "Show this update: its rows, its loss, and what it changed. For --out and for a branch: the number of updates before it. Default: the last one.", 0);
    private readonly Option<string?> weight = Choice.Text("--weight", "NAME[I,J]", "With --step: how one weight was updated, with the numbers of its formula, as in \"layers.0.weight[2,1]\".");
    private readonly Option<string?> place = Choice.Text("--out", "FILE", "Save the model after --step or, of a branch, at its end.");
    private readonly Option<string?> record = Choice.Text("--record", "FILE", "Record the branch, too.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace files that exist.");
    private readonly Option<string?> optimizer = Choice.Text("--optimizer", "NAME:OPTION=VALUE", "Continue from --step with another optimizer, which starts anew.");
    private readonly Option<string?> learningRate = Choice.Text("--learning-rate", "X|SCHEDULE", "Continue from --step with another learning rate.");
    private readonly Option<string?> regularizer = Choice.Text("--regularizer", "NAME:OPTION=VALUE|none", "Continue from --step with another penalty.");
    private readonly Option<string?> clip = Choice.Text("--clip", "[FORM:]X|none", "Continue from --step with another limit on gradients.");
    private readonly Option<int?> batchSize = Choice.Whole("--batch-size", "Continue from --step with another number of rows per update.", 1);
    private readonly Option<int?> epochs = Choice.Whole("--epochs", "Continue from --step up to this epoch of the whole run.", 1);

    public ReplayVerb()
        : base("replay", "Looks at a recorded training: its course, any of its updates, the model after it; and continues from there with other settings.",
            new("train iris.csv --target species --record iris.recording", "A recorded training:"),
            new("replay iris.recording", "Its course:"),
            new("replay iris.recording --step 40", "What the 40th update changed:"),
            new("replay iris.recording --step 40 --weight \"layers.0.weight[2,1]\"", "One weight, with the numbers of its formula:"),
            new("replay iris.recording --step 40 --out early.safetensors", "The model as it was after 40 updates:"),
            new("replay iris.recording --step 40 --learning-rate 0.0003 --epochs 300", "From there with a smaller learning rate:")) =>
        Add([path, step, weight, .. Changes, place, record, force]);

    protected override bool IsRandom => false;

    private IReadOnlyList<Option> Changes => [optimizer, learningRate, regularizer, clip, batchSize, epochs];

    public override int Run(Call call)
    {
        string file = call.Value(path)!;
        bool isBranch = Changes.Any(call.IsGiven);
        UsageException.ThrowIf(call.IsGiven(record) && !isBranch, $"--record is for a branch: a training that continues with other settings. Give one of {string.Join(", ", Changes.Select(option => option.Name))}, or leave --record out.");
        UsageException.ThrowIf(call.IsGiven(weight) && (isBranch || !call.IsGiven(step)), "--weight explains one update. Give --step with its number, and no settings of a branch.");
        foreach (Option<string?> target in (Option<string?>[])[place, record])
        {
            if (call.Value(target) is { } name)
            {
                OutputFile.RequireNew(target, name, call.Value(force), file);
            }
        }

        return RunRecordingFile.IsDouble(file) ? Run<double>(call, file, isBranch) : Run<float>(call, file, isBranch);
    }

    private int Run<T>(Call call, string file, bool isBranch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using RunRecording<T> recording = RunRecordingFile.Load<T>(file);
        long at = call.Value(step) ?? recording.Steps;
        UsageException.ThrowIf(at < recording.FirstStep || at > recording.Steps, $"--step must be from {recording.FirstStep:#,0} to {recording.Steps:#,0}, the updates of this recording, but is {at:#,0}.");
        if (isBranch)
        {
            return Branch(call, file, recording, at);
        }

        UsageException.ThrowIf(call.IsGiven(weight) && at == recording.FirstStep, $"--weight explains one update, but no update leads to the first state. Give --step a number from {recording.FirstStep + 1:#,0}.");
        RecordedStep<T>? update = call.IsGiven(step) && at > recording.FirstStep ? recording.StepAt(at) : null;
        UpdateDocument? shown = update is null ? null : RecordingText.Of(update) with { Weight = call.Value(weight) is { } name ? RecordingText.Weight(recording, update, name) : null };
        string? model = Save(call, recording, recording.ModelAt(at));
        return call.Respond(() => [RecordingDocument.Of(file, recording) with { Update = shown, Model = model }], screen =>
        {
            RecordingText.Write(screen, file, recording, at, shown);
            screen.Fact("model", model);
        });
    }

    private int Branch<T>(Call call, string file, RunRecording<T> recording, long at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TrainingOptions options = UsageException.Checked(() => With(call, recording.Options));
        UsageException.ThrowIf(at >= (long)options.Epochs * recording.StepsPerEpoch && options.BatchSize == recording.Options.BatchSize, $"After {at:#,0} updates, the run is at its end, epoch {options.Epochs}. Give more --epochs, or an earlier --step.");
        using LiveTraining<T> branch = UsageException.Checked(() => recording.Branch(at, options));
        History history = branch.Complete(call.Cancellation);
        call.Cancellation.ThrowIfCancellationRequested();
        string? wanted = call.Value(record), written = wanted is null ? null : RecordingText.Save(call, wanted, branch.Recording!);

        string? model = Save(call, recording, branch.Model);
        BranchDocument document = new(at, System.Text.Json.JsonElement.Parse(Catalogue.ToJson(options)), branch.Steps, Words.Of(history.Stop), RecordingDocument.EpochsOf(history.Epochs), written);
        call.Respond(() => [RecordingDocument.Of(file, recording) with { Branch = document, Model = model }], screen =>
        {
            RecordingText.WriteBranch(screen, recording, at, options, history);
            screen.Fact("model", model);
            screen.Fact("recording", written);
        });
        return written == wanted ? ExitCode.Ok : ExitCode.Usage;
    }

    private TrainingOptions With(Call call, TrainingOptions options)
    {
        Optimizer rule = call.Read(optimizer, Catalogue.Parse<Optimizer>) ?? options.Optimizer;
        if (call.Read(learningRate, Catalogue.Parse<Schedule>) is { } rate)
        {
            rule = rule with { LearningRate = rate };
        }

        return options with
        {
            Optimizer = rule,
            Regularizer = call.Value(regularizer) is { } penalty ? penalty == "none" ? null : call.Read(regularizer, Catalogue.Parse<Regularizer>) : options.Regularizer,
            Clipping = call.Value(clip) is { } limit ? limit == "none" ? null : call.Read(clip, Catalogue.Parse<GradientClipping>) : options.Clipping,
            BatchSize = call.Value(batchSize) ?? options.BatchSize,
            Epochs = call.Value(epochs) ?? options.Epochs,
        };
    }

    /// <summary>Saves a model with the preprocessing of its table, if it has one.</summary>
    private string? Save<T>(Call call, RunRecording<T> recording, Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (call.Value(place) is not { } file)
        {
            return null;
        }

        if (recording.Preprocessor is { } preprocessor)
        {
            Model<float> single = model.Network.Build<float>(model.InputShape, model.Seed);
            single.SetParameters(model.GetParameters().ToDictionary(array => array.Key, array => Array.ConvertAll(array.Value, float.CreateTruncating), StringComparer.Ordinal));
            ModelFile.Save(file, new TableModel([new TableMember(single)], preprocessor));
        }
        else
        {
            new SavedModel<T>(model).Save(file);
        }

        return file;
    }
}
