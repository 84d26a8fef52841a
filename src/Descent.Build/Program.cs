using Descent;
using Descent.Build;
using Descent.Data;
using Descent.Formats;

// Runs during a build: MODEL SOURCE CLASS NAMESPACE STYLE. An error has the form that MSBuild shows as one of its own.
try
{
    BuildArguments arguments = BuildArguments.Of(args);
    CSharpOptions options = new() { Class = arguments.Class, Namespace = arguments.Namespace, Style = arguments.Style };
    CSharpSource source = HasPreprocessing(arguments.Model) ? CSharpSource.Of(ModelFile.Load(arguments.Model), options) : CSharpSource.Of(Model<float>.Load(arguments.Model), options);

    // The weights of an earlier build would be embedded, too.
    File.Delete(CSharpSource.ResourcePath(arguments.Source));
    source.Save(arguments.Source);
    return 0;
}
catch (Exception fault) when (fault is ModelFileException or NotSupportedException or ArgumentException or DataException or IOException)
{
    Console.Error.WriteLine($"{(args.Length > 0 ? args[0] : "DescentModel")} : error DESCENT1: {fault.Message.ReplaceLineEndings(" ")}");
    return 1;
}

static bool HasPreprocessing(string path) => SafetensorsFile.Load(path, new SafetensorsReadOptions { AllowOtherTypes = true }).Metadata.ContainsKey("descent.preprocessor");
