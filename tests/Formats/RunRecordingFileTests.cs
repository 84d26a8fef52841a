using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Training;

namespace Descent.Tests.Formats;

/// <summary>A recording from a file is the one that was saved; a damaged file, or other rows, are refused with the reason.</summary>
public sealed class RunRecordingFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "run.recording");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatWasSavedIsLoaded()
    {
        TrainingOptions options = RecordingTests.Options(new Nadam(new CosineSchedule(0.01))) with { Augmentations = [new InputNoise(0.1)], Epochs = 30, EarlyStopping = new EarlyStopping(3) };
        RunRecording<float> saved = RecordingTests.Recorded<float>(options, out _);
        RunRecordingFile.Save(File, saved);
        Assert.True(RunRecordingFile.IsRecording(File));
        Assert.False(RunRecordingFile.IsDouble(File));
        RunRecording<float> loaded = RunRecordingFile.Load<float>(File);
        Assert.Equal((saved.Steps, saved.StepsPerEpoch, saved.History!.Stop, saved.History.BestEpoch), (loaded.Steps, loaded.StepsPerEpoch, loaded.History!.Stop, loaded.History.BestEpoch));
        Assert.Equal(saved.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss)), loaded.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss)));
        Assert.Equal(saved.Network, loaded.Network);
        Assert.Equal(saved.Options.Optimizer, loaded.Options.Optimizer);
        for (long step = saved.Steps; step >= 0; step -= 5)
        {
            RecordingTests.AssertSame(saved.ModelAt(step), loaded.ModelAt(step));
        }

        Assert.Equal(saved.StepAt(9)["layers.0.weight"].Gradient, loaded.StepAt(9)["layers.0.weight"].Gradient);
        using LiveTraining<float> one = saved.Branch(9, saved.Options with { Epochs = 4 }), other = loaded.Branch(9, loaded.Options with { Epochs = 4 });
        one.Complete();
        other.Complete();
        RecordingTests.AssertSame(one.Model, other.Model);

        // The bytes of a loaded recording are those of the saved one, and a branch can be saved as well.
        using MemoryStream again = new();
        RunRecordingFile.Save(again, loaded);
        Assert.Equal(System.IO.File.ReadAllBytes(File), again.ToArray());
        RunRecordingFile.Save(File, other.Recording!);
        Assert.Equal(9, RunRecordingFile.Load<float>(File).FirstStep);
        RecordingTests.AssertSame(one.Recording!.ModelAt(20), RunRecordingFile.Load<float>(File).ModelAt(20));
    }

    [Fact]
    public void RowsCanBeLeftOutAndAreThenChecked()
    {
        RunRecording<double> saved = RecordingTests.Recorded<double>(RecordingTests.Options(new Momentum()), out _);
        RunRecordingFile.Save(File, saved, withRows: false);
        Dataset rows = RecordingTests.Data(1, 53), validation = RecordingTests.Data(5, 20);
        RecordingTests.AssertSame(saved.ModelAt(11), RunRecordingFile.Load<double>(File, rows, validation).ModelAt(11));
        Assert.Contains("does not contain the rows", Assert.Throws<ModelFileException>(() => RunRecordingFile.Load<double>(File)).Message, StringComparison.Ordinal);
        Assert.Contains("its training data is", Assert.Throws<ModelFileException>(() => RunRecordingFile.Load<double>(File, RecordingTests.Data(2, 53), validation)).Message, StringComparison.Ordinal);
        Assert.Contains("its validation data is", Assert.Throws<ModelFileException>(() => RunRecordingFile.Load<double>(File, rows)).Message, StringComparison.Ordinal);
        Assert.Contains("RunRecording<double>", Assert.Throws<ModelFileException>(() => RunRecordingFile.Load<float>(File, rows, validation)).Message, StringComparison.Ordinal);

        // The rows in another order are other batches.
        int[] reversed = [.. Enumerable.Range(0, 53).Reverse()];
        Assert.Contains("same order", Assert.Throws<ModelFileException>(() => RunRecordingFile.Load<double>(File, RecordingTests.Data(1, 53).Select(reversed), validation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamageIsNoticed()
    {
        RunRecordingFile.Save(File, RecordingTests.Recorded<float>(RecordingTests.Options(new Adam()), out Model<float> model));
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        foreach (int at in (int[])[bytes.Length - 9, bytes.Length / 2, 40])
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 1;
            Assert.Throws<ModelFileException>(() => RunRecordingFile.Load<float>(new MemoryStream(changed)));
        }

        Assert.Throws<ModelFileException>(() => RunRecordingFile.Load<float>(new MemoryStream(bytes[..(bytes.Length / 2)])));
        Assert.Throws<ModelFileException>(() => RunRecordingFile.Load<float>(new MemoryStream()));
        new SavedModel<float>(model).Save(File);
        Assert.False(RunRecordingFile.IsRecording(File));
        Assert.Contains("not a recording", Assert.Throws<ModelFileException>(() => RunRecordingFile.Load<float>(File)).Message, StringComparison.Ordinal);
    }

    /// <summary>A file whose checksum was made to fit is read by nobody's trust: every part is compared with the others.</summary>
    [Fact]
    public void PartsThatDoNotFitAreRefused()
    {
        RunRecording<float> recording = RecordingTests.Recorded<float>(RecordingTests.Options(new Adam()), out _);
        (RecordingState state, _) = recording.Snapshot("", "");
        foreach (RecordingState wrong in (RecordingState[])[
            state with { Version = 2 }, state with { Steps = 3 }, state with { StepsPerEpoch = 0 }, state with { States = [] }, state with { States = [state.States[1], state.States[0]] },
            state with { Epochs = [.. state.Epochs.Skip(1)] }, state with { States = [state.States[0] with { Epoch = 99 }] }, state with { IsDouble = true }])
        {
            Assert.Throws<FormatException>(() => RecordingState.FromJson(wrong.ToJson()));
        }

        Assert.Contains("newer", Assert.Throws<FormatException>(() => RecordingState.FromJson((state with { Version = 2 }).ToJson())).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => RecordingState.FromJson("{}"));
        Assert.Throws<FormatException>(() => RunRecording<float>.Of(state, recording.Network, recording.Options, [.. state.States.Select(_ => (default(ReadOnlyMemory<byte>), default(ReadOnlyMemory<byte>), default(ReadOnlyMemory<byte>)))], recording.Rows, recording.Options.Validation));
    }
}
