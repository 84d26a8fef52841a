using System.Text.Json.Serialization.Metadata;
using Descent.Data;

namespace Descent.Serve;

/// <summary>
/// A model that is kept up to date: when its file is replaced, later predictions use the new one. Safe to use from many threads. Get it
/// by dependency injection after <see cref="DescentServiceExtensions.AddDescentModel(Microsoft.Extensions.DependencyInjection.IServiceCollection, string, Action{DescentModelOptions}?, string)"/>.
/// </summary>
/// <example>
/// <code>
/// app.MapPost("/price", (House house, IDescentModel model) => model.Predict(AppJson.Default.House, house).Number(0));
/// </code>
/// </example>
public interface IDescentModel
{
    /// <summary>The name with which the model was added; empty by default.</summary>
    string Name { get; }

    /// <summary>The current model.</summary>
    TableModel Current { get; }

    /// <summary>Predicts the rows of a table.</summary>
    /// <param name="table">The rows; columns are matched by name.</param>
    /// <param name="notices">Receives notices, such as extra columns and unseen categories.</param>
    /// <returns>The predictions.</returns>
    /// <exception cref="DataException">If a column is missing or a cell cannot be read.</exception>
    TablePrediction Predict(Table table, ICollection<Notice>? notices = null);

    /// <summary>Predicts rows that are given as values by column name.</summary>
    /// <param name="rows">The rows, all with the same columns: numbers, texts, truth values, dates or times; null is a missing
    /// value.</param>
    /// <returns>The predictions, in the order of the rows.</returns>
    /// <exception cref="DataException">If a column is missing or a value cannot be used.</exception>
    TablePrediction Predict(params IReadOnlyList<IReadOnlyDictionary<string, object?>> rows);

    /// <summary>Predicts rows of a type, whose JSON form has the columns as members. Nothing is found by reflection.</summary>
    /// <typeparam name="TRow">The type of a row, such as a record.</typeparam>
    /// <param name="type">How the type is written as JSON, from a source-generated context.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>The predictions, in the order of the rows.</returns>
    /// <exception cref="DataException">If a column is missing or a value cannot be used.</exception>
    TablePrediction Predict<TRow>(JsonTypeInfo<TRow> type, params IReadOnlyList<TRow> rows);
}
