using System.Text.RegularExpressions;
using Descent.Cli;
using Descent.Cli.Verbs;
using Descent.Tests.Laws;

namespace Descent.Tests.Cli;

/// <summary>Many faulty command lines: what the tool says of them is in its own words, and what it advises exists where it advises it.</summary>
public sealed partial class FaultWordsTests : IDisposable
{
    private const string Numbers = "a,b,y\n1,2,0.5\n2,1,1.5\n3,5,2.5\n4,3,3.5\n5,8,4.5\n6,2,5.5\n7,9,7.25\n8,1,8.5\n9,3,9.5\n10,4,11\n11,7,12\n12,2,13.5\n";
    private const string Classes = "a,b,c,y\n1,2,u,no\n2,1,v,no\n3,5,u,yes\n4,3,v,yes\n5,8,u,no\n6,2,u,no\n7,9,v,yes\n8,1,u,yes\n9,3,v,no\n10,4,v,yes\n11,7,u,no\n12,2,v,yes\n";

    // One per line; {name} stands for a file of that name with the text below, IRIS for the sample.
    private const string Commands = """
        train
        train nowhere.csv --target y
        train {numbers} --target z
        train {numbers} --target y,y
        train {numbers}
        train {numbers} --target y --task binary
        train {numbers} --target y --task multiclass
        train {classes} --target y --task regression
        train {numbers} --target y --ignore z
        train {numbers} --target y --ignore y
        train {numbers} --target y --ignore a,b
        train {numbers} --target y --treat a
        train {numbers} --target y --treat a=wrong
        train {numbers} --target y --treat z=numeric
        train {classes} --target y --treat c=numeric
        train {numbers} --target y --group y
        train {numbers} --target y --group z
        train {numbers} --target y --layers 0
        train {numbers} --target y --layers 8,dropout:2
        train {numbers} --target y --layers "8(swish(lowest=1))"
        train {numbers} --target y --layers 1,layer_normalization
        train {numbers} --target y --layers 8,step,8
        train {numbers} --target y --layers 8,batch_normalization:momentum=7
        train {numbers} --target y --layers 8,mean_squared_error
        train {numbers} --target y --activation step
        train {numbers} --target y --activation leaky_relu:slope=-1
        train {numbers} --target y --activation prelu:slope=3,highest=1
        train {numbers} --target y --initializer orthogonal:gain=-1
        train {numbers} --target y --initializer sparse:1
        train {numbers} --target y --initializer "randomized(randomized)"
        train {numbers} --target y --initializer "dynamic(dynamic)"
        train {numbers} --target y --initializer "randomized(strength=-1)"
        train {numbers} --target y --loss huber:delta=0
        train {numbers} --target y --loss bce
        train {numbers} --target y --loss bce:labelSmoothing=2
        train {numbers} --target y --loss cce
        train {numbers} --target y --loss hinge
        train {numbers} --target y --loss kullback_leibler
        train {numbers} --target y --loss cosine_proximity
        train {numbers} --target y --loss categorical_hinge
        train IRIS --target species --loss bce
        train IRIS --target species --loss hinge
        train IRIS --target species --loss categorical_hinge:margin=-1
        train {classes} --target y --loss cce
        train {classes} --target y --loss kl
        train {classes} --target y --loss mse:reduction=max
        train {numbers} --target y --optimizer adam:beta1=2
        train {numbers} --target y --optimizer adam:epsilon=0
        train {numbers} --target y --optimizer adam:placement=Nowhere
        train {numbers} --target y --optimizer "hypergradient(hypergradient)"
        train {numbers} --target y --optimizer "hypergradient(adam(learningRate=cosine(0.1)))"
        train {numbers} --target y --optimizer "hypergradient(adam(100))"
        train {numbers} --target y --learning-rate 0
        train {numbers} --target y --learning-rate nan
        train {numbers} --target y --learning-rate "polynomial(0.1, epochs=2, final=-1)" --epochs 4
        train {numbers} --target y --optimizer "adam(beta1=polynomial(0.9, epochs=2, final=-1))" --epochs 4
        train {numbers} --target y --learning-rate "multi_step(0.1, [5, 3])"
        train {numbers} --target y --learning-rate "warm_up(0.1, epochs=0)"
        train {numbers} --target y --learning-rate 1e30 --layers none --epochs 5
        train {numbers} --target y --epochs -1
        train {numbers} --target y --batch-size 0
        train {numbers} --target y --l2 -1
        train {numbers} --target y --regularizer l1
        train {numbers} --target y --regularizer l1:-1
        train {numbers} --target y --regularizer max_norm:0
        train {numbers} --target y --clip 0
        train {numbers} --target y --clip wrong:1
        train {numbers} --target y --balance
        train {numbers} --target y --augment smote
        train {numbers} --target y --augment oversample
        train {numbers} --target y --augment mixup:alpha=0
        train {numbers} --target y --augment noise,noise
        train {numbers} --target y --augment wrong
        train {numbers} --target y --test-fraction 1
        train {numbers} --target y --test-fraction 0.9 --validation-fraction 0.9
        train {numbers} --target y --max-categories 0
        train {numbers} --target y --cv 1
        train {numbers} --target y --cv 100
        train {numbers} --target y --wrong
        train {empty} --target y
        train {header} --target y
        train {ragged} --target y
        train {twice} --target y
        train {one} --target y
        train {same} --target y
        train {ids} --target y
        train {missing} --target y
        train {late} --target y --treat a=numeric
        train {huge} --target y
        train {sizes} --target y
        predict
        predict nowhere {numbers}
        predict {numbers} {numbers}
        predict MODEL {ragged}
        predict MODEL {lacking}
        predict MODEL {late}
        predict MODEL {unseen} --strict
        predict MODEL {sizes}
        predict nowhere/model {classes}
        predict "" {classes}
        predict MODEL {classes} --out none/predictions.csv
        predict MODEL {classes} --out ""
        predict MODEL {classes} --out {classes}
        evaluate "" {classes}
        evaluate {classes}/model {classes}
        evaluate MODEL {lacking}
        evaluate MODEL {targetless}
        evaluate MODEL {unlabeled}
        evaluate MODEL {late}
        inspect nowhere.csv
        inspect {empty}
        inspect {numbers} --target z
        inspect {ragged}
        compare {numbers} --target y
        compare {numbers} --target y --vary wrong=1
        compare {numbers} --target y --vary loss=bce,cce
        compare {numbers} --target y --vary activation=step
        compare {numbers} --target y --vary epochs=x
        tune {numbers} --target y --cv 100
        tune {numbers} --target z
        tune {numbers} --target y --search wrong=int(1,2)
        tune {numbers} --target y --search learning-rate=uniform(-1,0)
        tune {numbers} --target y --search loss=choice(bce) --trials 1
        tune {numbers} --target y --score wrong
        learning-curve {numbers} --target y --cv 100
        learning-curve {numbers} --target z
        find-learning-rate {numbers} --target y --lowest 1 --highest 0.1
        find-learning-rate {numbers} --target y --lowest 0
        find-learning-rate {numbers} --target y --loss bce
        explain wrong
        explain swish:lowest=1
        explain adam:beta1=2
        explain precision:averaging=x
        list wrong
        demo wrong
        demo perceptron --faithful
        demo multilabel --rows 0
        reproduce --only wrong
        bench --only wrong
        """;

    private static readonly Dictionary<string, string> s_files = new(StringComparer.Ordinal)
    {
        ["numbers"] = Numbers,
        ["classes"] = Classes,
        ["empty"] = "",
        ["header"] = "a,b,c,y\n",
        ["ragged"] = "a,b,c,y\n1,2,u,no\n1,2\n",
        ["twice"] = "a,a,y\n1,2,no\n",
        ["one"] = "a,b,y\n1,2,3.5\n",
        ["same"] = "a,y\n1,no\n2,no\n3,no\n",
        ["ids"] = "a,y\n1,x1\n2,x2\n3,x3\n4,x4\n",
        ["missing"] = "a,y\n1,\n2,\n3,\n",
        ["late"] = "a,b,c,y\n1,2,u,no\n2,3,v,yes\nword,5,v,yes\n4,5,u,no\n",
        ["huge"] = "a,y\n1,1\n1e999,2\n3,3\n4,4\n5,6\n",
        ["sizes"] = "a;b,c,y\n1;2,3,4\n5;6,7,8\n",
        ["lacking"] = "a,y\n1,no\n2,yes\n",
        ["targetless"] = "a,b,c\n1,2,u\n2,3,v\n",
        ["unlabeled"] = "a,b,c,y\n1,2,u,\n2,3,v,\n",
        ["unseen"] = "a,b,c,y\n1,2,w,no\n2,3,v,yes\n",
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheToolSpeaksItsOwnLanguageAndAdvisesWhatExists()
    {
        Dictionary<string, string> paths = s_files.ToDictionary(file => file.Key, file => folder.Write($"{file.Key}.csv", file.Value), StringComparer.Ordinal);
        ToolRun.Of("train", paths["classes"], "--target", "y", "--epochs", "1", "--out", folder["model"]).EndsWith(0);
        List<string> offenses = [];
        foreach (string command in Commands.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] arguments = [.. Word().Matches(command).Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal) switch
            {
                "IRIS" => ToolRun.Iris,
                "MODEL" => folder["model"],
                ['{', .. string name, '}'] => paths[name],
                "{classes}/model" => $"{paths["classes"]}/model",
                string word => word,
            })];
            string[] place = arguments[0] is "train" && arguments.Length > 1 ? ["--out", folder["out"], "--force"] : [];
            ToolRun run = ToolRun.Of([.. arguments, .. place]);
            if (run.ExitCode is not (ExitCode.Usage or ExitCode.TrainingFailed))
            {
                offenses.Add($"{command}: ends with {run.ExitCode}\n{run.Output}\n{run.Errors}");
            }

            string error = run.Errors.Replace(folder.Path, "", StringComparison.Ordinal).Replace(AppContext.BaseDirectory, "", StringComparison.Ordinal);
            offenses.AddRange(Offenses(arguments[0], error).Select(offense => $"{command}: {offense} in\n{error}"));
        }

        Assert.True(offenses.Count == 0, string.Join("\n\n", offenses));
    }

    // A message that is bad in each way is found to be so.
    [Theory]
    [InlineData("train", "error: Use new Dense(1).", "new Dense(")]
    [InlineData("train", "error: MeanSquaredError needs more.", "MeanSquaredError")]
    [InlineData("train", "error: It is bad. (Parameter 'x')", "Parameter '")]
    [InlineData("predict", "error: Could not find a part of the path.", "Could not find")]
    [InlineData("predict", "error: Use --treat a=missing.", "--treat")]
    [InlineData("train", "error: Use --treat a=missing with MeanOverSamples.", null)]
    public void EachKindOfOffenseIsFound(string verb, string text, string? expected) => Assert.Equal(expected, Offenses(verb, text).SingleOrDefault());

    private static IEnumerable<string> Offenses(string verb, string text)
    {
        foreach (string word in CSharp().Matches(text).Select(match => match.Value))
        {
            yield return word;
        }

        // The words that options of the catalogue take are the command line's own.
        string own = Quoted().Replace(text, "");
        HashSet<string> known = [.. Subjects.Entries.Where(entry => entry.Kind != CatalogueKind.Metric).SelectMany(entry => Catalogue.InfoOf(entry.Type).Properties).Where(option => option.PropertyType.IsEnum).SelectMany(option => Enum.GetNames(option.PropertyType)), "PyTorch", "MiB", "GiB", "ReLU"];
        foreach (string word in Humps().Matches(own).Select(match => match.Value).Where(word => !known.Contains(word)))
        {
            yield return word;
        }

        Verb called = Tool.Verbs().Single(known => known.Name == verb);
        foreach (string option in Option().Matches(own).Select(match => match.Value).Where(option => option != "--help" && called.Options.All(known => known.Name != option)))
        {
            yield return option;
        }
    }

    [GeneratedRegex("""(?:"[^"]*"|[^\s"])+""")]
    private static partial Regex Word();

    [GeneratedRegex("""\bnew [A-Z]\w*\(|Parameter '|\bSystem\.|\bDescent\.[A-Z]|\b[A-Z]\w* \{ |Could not find|Access to the path|Bad file|\.tmp\b""")]
    private static partial Regex CSharp();

    [GeneratedRegex("""(?:"[^"\n]*"|(?<![A-Za-z])'[^'\n]*'|(?<=--(?:treat|ignore|group) )\S+)""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b[A-Z][a-z0-9]+[A-Z]\w*")]
    private static partial Regex Humps();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9-]*")]
    private static partial Regex Option();
}
