using Descent.Data;
using Microsoft.ML;

namespace Descent.Sources.MLNet;

/// <summary>Adds the trainers of Descent to those of ML.NET.</summary>
public static class DescentCatalog
{
    /// <summary>Makes a trainer for two labels.</summary>
    /// <param name="catalog">The trainers.</param>
    /// <param name="labelColumnName">The label, a Boolean.</param>
    /// <param name="featureColumnNames">The columns to predict it from, of any type that a table can have; null, the default, for the vector "Features".</param>
    /// <param name="exampleWeightColumnName">The column of weights of the rows; null, the default, for none.</param>
    /// <param name="options">How to train; null, the default, to derive all settings from the data. All rows are used for training: test rows and the positive label are ML.NET's business and not taken from here.</param>
    /// <returns>The trainer.</returns>
    public static DescentTrainer Descent(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, string labelColumnName = "Label", IReadOnlyList<string>? featureColumnNames = null, string? exampleWeightColumnName = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(TaskKind.Binary, labelColumnName, featureColumnNames, exampleWeightColumnName, options);
    }

    /// <summary>Makes a trainer for several labels, of which each row has one.</summary>
    /// <param name="catalog">The trainers.</param>
    /// <param name="labelColumnName">The label, a key.</param>
    /// <param name="featureColumnNames">The columns to predict it from, of any type that a table can have; null, the default, for the vector "Features".</param>
    /// <param name="exampleWeightColumnName">The column of weights of the rows; null, the default, for none.</param>
    /// <param name="options">How to train; null, the default, to derive all settings from the data. All rows are used for training: test rows are ML.NET's business and not taken from here.</param>
    /// <returns>The trainer.</returns>
    public static DescentTrainer Descent(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label", IReadOnlyList<string>? featureColumnNames = null, string? exampleWeightColumnName = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(TaskKind.Multiclass, labelColumnName, featureColumnNames, exampleWeightColumnName, options);
    }

    /// <summary>Makes a trainer for a number, or for a count with <see cref="SchemaOptions.PrefersCounts"/>.</summary>
    /// <param name="catalog">The trainers.</param>
    /// <param name="labelColumnName">The number to predict.</param>
    /// <param name="featureColumnNames">The columns to predict it from, of any type that a table can have; null, the default, for the vector "Features".</param>
    /// <param name="exampleWeightColumnName">The column of weights of the rows; null, the default, for none.</param>
    /// <param name="options">How to train; null, the default, to derive all settings from the data. All rows are used for training: test rows are ML.NET's business and not taken from here.</param>
    /// <returns>The trainer.</returns>
    public static DescentTrainer Descent(this RegressionCatalog.RegressionTrainers catalog, string labelColumnName = "Label", IReadOnlyList<string>? featureColumnNames = null, string? exampleWeightColumnName = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(TaskKind.Regression, labelColumnName, featureColumnNames, exampleWeightColumnName, options);
    }
}
