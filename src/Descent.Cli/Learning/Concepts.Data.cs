namespace Descent.Cli.Learning;

/// <content>Concepts of data and evaluation.</content>
internal static partial class Concepts
{
    private static Concept[] OfData =>
    [
        new("validation-rows", "Rows that do not train, but show during training how well the network does on others.", "They choose the epoch, the hyperparameters, the threshold. As they choose, their scores are slightly too good: test rows, which are looked at once, give an honest estimate.",
            Aliases: ["validation-data", "validation-set", "test-rows", "holdout"],
            Here: "--validation-fraction X, --test-fraction X or --test FILE.",
            See: ["early-stopping", "cross-validation", "data-leakage"]),
        new("cross-validation", "Dividing the rows into folds and training once per fold, each time on all others, so that every row is predicted once by a network that has not seen it.", "It takes as many trainings as folds and gives a better estimate than one small test part, with its spread.",
            Aliases: ["k-fold", "folds"],
            Here: "--cv 5; compare, tune and learning-curve use it by default.",
            See: ["validation-rows", "generalization"]),
        new("data-leakage", "Information in the training rows that is not available when the model is used, or that comes from the test rows.", "A column that is known only after the answer; scaling computed on all rows; the same patient, or tomorrow's rows, in both parts.",
            Aliases: ["leakage", "target-leakage"],
            Signs: "Scores that are too good to be true, and one column that explains nearly everything.",
            Remedies: "Remove the column; split by group or by time; fit all preprocessing on training rows only.",
            Here: "Preprocessing is fitted on training rows by itself; --ignore COLUMN, --group COLUMN and --split-by COLUMN do the rest, descent train warns of columns that give the target away, descent evaluate of rows that training has seen.",
            See: ["validation-rows", "cross-validation"]),
        new("class-imbalance", "One class has far fewer rows than another, so always answering with the frequent one looks good.", "Accuracy hides it; recall, precision, F1 and balanced accuracy show it.",
            Aliases: ["imbalance", "rare-class", "imbalanced-data"],
            Remedies: "A threshold that fits what mistakes cost; weights for the rows of the rare class; more rows of it (oversample, smote) or fewer of the other (undersample); boosting, which trains on the rows that are hard.",
            Here: "--balance, --augment smote, --threshold f1, --costs fn=10,fp=1.",
            See: ["choosing-a-metric", "balanced_accuracy", "f1", "oversample", "smote", "binary_focal_cross_entropy"]),
        new("data-augmentation", "Training on variations of the rows that do not change the answer, new ones in every epoch.", "For images: flipped, rotated, shifted copies. For tables: noise on the inputs, mixtures of two rows, new rows of a rare class between neighbors. The network cannot memorize what changes.",
            Aliases: ["augmentation"],
            Here: "--augment noise, --augment mixup, --augment smote; descent list augmentations shows all.",
            See: ["overfitting", "noise", "mixup", "smote"]),
        new("calibration", "How well predicted probabilities agree with observed frequencies.", "Of the rows with a predicted probability of 0.8, four fifths should be positive. Networks that overfit are too certain.",
            Aliases: ["probability-calibration", "temperature-scaling"],
            Remedies: "Temperature scaling, isotonic regression, averages of networks; judge probabilities by log_loss or brier.",
            Here: "descent train calibrates its averages; the report and descent explain-model show the curve.",
            See: ["log_loss", "brier", "ensemble"]),
        new("evaluation", "Judging a model by rows that training has not seen, with scores that fit the task.", "Classes: accuracy, precision, recall, F1, ROC AUC, and log loss for the probabilities. Numbers: RMSE or MAE in their own unit, R² against always answering the mean. A score means little without a baseline beside it.",
            Aliases: ["metric", "metrics", "score"],
            Here: "descent evaluate RUN DATA; train shows the scores of test rows next to those of a baseline.",
            See: ["choosing-a-metric", "cross-validation", "validation-rows"]),
    ];
}
