namespace Descent.Cli;

/// <summary>The names of options and verbs of other tools, which no spelling correction finds: no letter of "lr" is misspelled.</summary>
internal static class Synonyms
{
    /// <summary>Other words, the options for them (the first that the verb has), and how to write it if that is not obvious.</summary>
    private static readonly (string[] Words, string[] Options, string Form)[] s_ofOptions =
    [
        (["lr", "eta", "eta0", "step-size", "learning-rate-init", "rate"], ["--learning-rate"], ""),
        (["dropout", "drop-out", "batch-norm", "batchnorm", "noise"], ["--layers"], "among the layers, as in --layers 64,batch_norm,relu,dropout:0.2,32"),
        (["hidden", "hidden-layers", "hidden-layer-sizes", "hidden-size", "units", "neurons", "nodes", "width", "depth", "network", "architecture", "arch", "model"], ["--layers"], "as in --layers 64,32"),
        (["act", "activation-function", "nonlinearity"], ["--activation"], ""),
        (["init", "weight-init", "kernel-initializer"], ["--initializer"], ""),
        (["quantile", "pinball", "quantile-levels"], ["--quantiles"], ""),
        (["criterion", "objective", "cost", "loss-function"], ["--loss"], ""),
        (["opt", "solver", "algorithm"], ["--optimizer"], ""),
        (["momentum", "beta", "beta1", "nesterov"], ["--optimizer"], "an option of the optimizer, as in --optimizer momentum:beta=0.9"),
        (["schedule", "scheduler", "lr-schedule", "lr-scheduler", "warmup", "warm-up"], ["--learning-rate"], "as in --learning-rate \"cosine(0.01, epochs=50)\""),
        (["epoch", "iterations", "iters", "max-iter", "max-epochs", "n-epochs", "num-epochs", "n-iter", "steps"], ["--epochs"], ""),
        (["batch", "bs", "minibatch", "mini-batch"], ["--batch-size"], ""),
        (["weight-decay", "decay", "wd", "alpha", "lambda"], ["--l2"], ""),
        (["l1", "penalty", "regularization", "reg", "elastic-net"], ["--regularizer"], "as in --regularizer l1:0.001"),
        (["clip-norm", "clipnorm", "clip-value", "clipvalue", "gradient-clip", "gradient-clipping", "max-norm", "max-grad-norm"], ["--clip"], ""),
        (["class-weight", "class-weights", "weighted", "balanced"], ["--balance"], ""),
        (["sample-weight", "sample-weights", "weights"], ["--weight"], ""),
        (["oversample", "smote", "mixup", "augmentation"], ["--augment"], "as in --augment smote"),
        (["members", "bagging", "boosting", "stacking", "voting", "n-estimators", "n-members", "ensemble-size"], ["--ensemble"], "as in --ensemble bagging:count=10"),
        (["early-stopping", "early-stop"], ["--patience", "--validation-fraction"], ""),
        (["validation", "val", "valid", "val-split", "validation-split", "validation-size", "val-size", "dev"], ["--validation-fraction"], "a share of the rows, as in --validation-fraction 0.2"),
        (["test-size", "test-split", "split", "holdout", "hold-out", "train-size"], ["--test-fraction"], "a share of the rows, as in --test-fraction 0.2"),
        (["test-data", "test-file", "test-set"], ["--test"], ""),
        (["cross-validation", "cross-validate", "folds", "fold", "k-fold", "kfold", "k", "n-splits"], ["--cv"], "as in --cv 5"),
        (["groups", "group-by", "id"], ["--group"], ""),
        (["time", "time-column", "order-by", "sort-by"], ["--split-by"], ""),
        (["metric", "metrics", "scoring"], ["--score", "--metric"], ""),
        (["score"], ["--metric"], ""),
        (["label", "labels", "y", "outcome", "response", "dependent", "class", "target-column", "label-column", "goal"], ["--target"], ""),
        (["pos-label", "positive-class", "positive-label"], ["--positive"], ""),
        (["cutoff", "decision-threshold"], ["--threshold"], ""),
        (["cost-matrix", "misclassification-costs"], ["--costs"], "as in --costs fn=10,fp=1"),
        (["drop", "exclude", "drop-columns", "skip-columns", "omit"], ["--ignore"], ""),
        (["categorical", "numeric", "types", "dtype", "dtypes", "column-types", "kind"], ["--treat"], "as in --treat COLUMN=categorical"),
        (["na", "na-values", "null", "nan", "missing-values"], ["--missing", "--treat"], ""),
        (["header", "has-header", "noheader"], ["--no-header"], ""),
        (["delimiter", "delim", "sep", "field-separator", "d"], ["--separator"], ""),
        (["decimal-separator", "decimal-mark", "comma"], ["--decimal"], "as in --decimal comma"),
        (["query", "select", "database"], ["--sql"], "as in --sql \"SELECT * FROM visits\""),
        (["charset", "codepage", "code-page"], ["--encoding"], ""),
        (["random-state", "random-seed", "rng", "random"], ["--seed"], ""),
        (["jobs", "n-jobs", "workers", "cores", "cpus", "num-threads", "parallel"], ["--threads"], ""),
        (["memory", "max-memory", "mem"], ["--memory-limit"], ""),
        (["output", "output-dir", "output-file", "out-dir", "outdir", "outfile", "o", "save", "save-to", "dest", "destination", "file"], ["--out"], ""),
        (["overwrite", "replace", "f"], ["--force"], ""),
        (["columns", "include", "keep-columns", "passthrough", "with"], ["--keep"], "as in --keep all"),
        (["silent", "q", "no-progress"], ["--quiet"], ""),
        (["format", "output-format", "j"], ["--json"], ""),
        (["grid", "param", "params", "parameter", "search"], ["--vary"], "as in --vary optimizer=sgd,adam"),
    ];

    private static readonly (string[] Words, string[] Verbs)[] s_ofVerbs =
    [
        (["fit", "build", "create", "new", "start", "fine-tune"], ["train"]),
        (["test", "score", "eval", "validate", "judge", "check", "assess", "metrics"], ["evaluate"]),
        (["infer", "inference", "apply", "classify", "forecast", "use"], ["predict"]),
        (["importance", "feature-importance", "permutation-importance", "shap", "interpret", "why", "partial-dependence", "calibration"], ["explain-model"]),
        (["run"], ["train", "predict", "demo"]),
        (["search", "grid", "sweep", "hyperparameters", "optimize", "benchmark-models"], ["tune", "compare", "find-learning-rate"]),
        (["lr-find", "lrfind", "find-lr", "lr", "lr-finder", "range-test"], ["find-learning-rate"]),
        (["cv", "cross-validate", "crossval"], ["train"]),
        (["info", "describe", "summary", "summarize", "show", "view", "head", "print", "cat"], ["inspect"]),
        (["benchmark", "speed", "perf", "time"], ["bench"]),
        (["example", "examples", "try"], ["demo"]),
        (["tutorial", "lesson", "lessons", "course", "teach", "quiz", "questions"], ["learn"]),
        (["doc", "docs", "man", "what", "about", "define"], ["explain"]),
        (["ls", "catalog", "catalogue", "names"], ["list"]),
    ];

    /// <summary>The option for an unknown one; null if there is none, or if the verb does not have it.</summary>
    public static string? ForOption(string word, Verb verb)
    {
        string wanted = Key(word);
        foreach ((_, string[] options, string form) in s_ofOptions.Where(row => row.Words.Contains(wanted, StringComparer.Ordinal)))
        {
            if (options.FirstOrDefault(name => verb.Options.Any(option => option.Name == name)) is { } known)
            {
                return form.Length == 0 ? $"Here it is {known}." : $"Here it is {known}: {form}.";
            }
        }

        return null;
    }

    public static string? ForVerb(string word) =>
        s_ofVerbs.FirstOrDefault(row => row.Words.Contains(Key(word), StringComparer.Ordinal)).Verbs is { } verbs
            ? $"Do you mean {string.Join(" or ", verbs.Select(verb => $"\"{verb}\""))}?"
            : null;

    /// <summary>Every option and verb in the tables, for a test whether they exist.</summary>
    internal static IEnumerable<string> Goals => [.. s_ofOptions.SelectMany(row => row.Options), .. s_ofVerbs.SelectMany(row => row.Verbs)];

    internal static IEnumerable<string> Words => [.. s_ofOptions.SelectMany(row => row.Words), .. s_ofVerbs.SelectMany(row => row.Words)];

    // --max_iter=3 and --Max-Iter are the same word.
    private static string Key(string word) => word.Split('=')[0].TrimStart('-').Replace('_', '-').ToLowerInvariant();
}
