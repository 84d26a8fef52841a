using System.CommandLine;
using Descent.Cli.Documents;
using Descent.Cli.Runs;
using Descent.Formats;

namespace Descent.Cli.Verbs;

/// <summary>Replaces the weights of a saved model by those that another program has trained.</summary>
internal sealed class ImportVerb : Verb
{
    private readonly Argument<string> path = new("MODEL") { Description = "The file of a model, or the folder of a run: one network." };
    private readonly Argument<string> weights = new("WEIGHTS") { Description = "Weights of PyTorch, Keras or NumPy for this network, as .safetensors or .npz." };
    private readonly Option<string?> file = Choice.Text("--out", "FILE", "The file of the model with these weights. Required.");
    private readonly Option<WeightLayout?> layout = Choice.OneOf("--layout", "How matrices are stored: [outputs, inputs] as in PyTorch, or [inputs, outputs] as in Keras. Default: by their names, weight or kernel.", ("pytorch", WeightLayout.OutputsByInputs), ("keras", WeightLayout.InputsByOutputs));
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the file in --out.");

    public ImportVerb()
        : base("import", "Replaces the weights of a model by those of PyTorch, Keras or NumPy.")
    {
        Arguments.Add(path);
        Arguments.Add(weights);
        Add(file, layout, force);
    }

    protected override bool IsRandom => false;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("import runs/iris-species-1 trained.npz --out iris.safetensors", "The preprocessing of a run with the weights of another program:"),
    ];

    public override int Run(Call call)
    {
        string name = call.Value(path)!, source = call.Value(weights)!, target = call.Value(file) ?? throw new UsageException("Name the file of the new model with --out FILE.");
        OutputFile.RequireNew(target, call.Value(force), RunFiles.ModelAt(name), source);
        TableModel model = RunFiles.Load(name);
        UsageException.ThrowIf(model.Members.Count > 1, $"The model has {model.Members.Count} networks, but weights are imported into one. Train a single network, for example with --effort quick.");
        try
        {
            model.Model.LoadWeights(source, call.Value(layout));
        }
        catch (NotSupportedException refused)
        {
            throw new UsageException(refused.Message, refused);
        }

        ModelFile.Save(target, model);
        return call.Respond(() => [new ExportDocument([target])], screen => screen.Fact("written", target));
    }
}
