using System.Globalization;
using System.Text.Json.Nodes;
using Descent.Data;
using Microsoft.OpenApi;

namespace Descent.Serve;

/// <summary>Describes the endpoints of a model in OpenAPI, with the columns of the current model.</summary>
internal static class ModelOpenApi
{
    private const string Json = "application/json", Csv = "text/csv", Problem = "application/problem+json";

    /// <summary>Describes requests for predictions.</summary>
    public static void DescribePrediction(OpenApiOperation operation, ModelHost host)
    {
        Preprocessor preprocessor = host.Current.Preprocessor;
        operation.Summary = $"Predicts {Wording.Names([.. preprocessor.Schema.TargetNames])}.";
        OpenApiSchema row = Row(preprocessor, host.Options.Strict), answer = Answer(host.Current);
        JsonObject example = Example(preprocessor);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Json] = new()
                {
                    Schema = new OpenApiSchema { OneOf = [row, new OpenApiSchema { Type = JsonSchemaType.Array, MinItems = 1, MaxItems = host.Options.RowsLimit, Items = row }] },
                    Examples = new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal) { ["row"] = new OpenApiExample { Summary = "One row", Value = example }, ["rows"] = new OpenApiExample { Summary = "Several rows", Value = new JsonArray(example.DeepClone(), example.DeepClone()) } },
                },
                [Csv] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A table with a header and the same columns." } },
            },
        };
        OpenApiSchema several = Object(new(StringComparer.Ordinal) { ["predictions"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = answer }, ["notices"] = Notices() });
        operation.Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse { Description = "The prediction of a single row, or those of all rows.", Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Json] = new() { Schema = new OpenApiSchema { OneOf = [answer, several] } } } },
            ["default"] = Fault(),
        };
    }

    /// <summary>Describes a request without a body.</summary>
    public static void DescribeAnswer(OpenApiOperation operation, string summary)
    {
        operation.Summary = summary;
        operation.Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse { Description = summary, Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Json] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } } } },
            ["default"] = Fault(),
        };
    }

    private static OpenApiSchema Row(Preprocessor preprocessor, bool isStrict)
    {
        Dictionary<string, IOpenApiSchema> members = [];
        foreach ((ColumnSchema column, EncodedColumn encoded) in preprocessor.Schema.Features.Zip(preprocessor.Features))
        {
            JsonSchemaType type = column.Kind switch
            {
                ColumnKind.Numeric => column.Notation is null ? JsonSchemaType.Number : JsonSchemaType.Number | JsonSchemaType.String,
                ColumnKind.Date => JsonSchemaType.String,
                _ => JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean,
            };
            members[column.Name] = new OpenApiSchema
            {
                Type = type | JsonSchemaType.Null,
                Description = $"{column.Kind.ToString().ToLowerInvariant()}; in the training rows: {encoded.Values}; if null: {encoded.WithoutValue}",
                Enum = isStrict && encoded.IsCategory ? [.. encoded.Levels.Select(level => (JsonNode)level), null!] : null,
            };
        }

        OpenApiSchema row = Object(members);
        row.Required = members.Keys.ToHashSet(StringComparer.Ordinal);
        return row;
    }

    private static OpenApiSchema Answer(TableModel model)
    {
        Preprocessor preprocessor = model.Preprocessor;
        IReadOnlyList<string> targets = preprocessor.Schema.TargetNames;
        bool areNumbers = preprocessor.Task is TaskKind.Regression or TaskKind.Counts;
        Dictionary<string, IOpenApiSchema> members = [];
        if (model.Quantiles.Count > 0)
        {
            members["quantiles"] = ByTarget(targets, _ => Object(model.Quantiles.ToDictionary(level => level.ToString(CultureInfo.InvariantCulture), _ => (IOpenApiSchema)Number(), StringComparer.Ordinal)));
        }
        else
        {
            members["prediction"] = ByTarget(targets, target => areNumbers ? Number() : new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. preprocessor.Schema.Targets[target].Labels.Select(label => (JsonNode)label)] });
        }

        if (model.GivesProbabilities)
        {
            members["probabilities"] = Object((preprocessor.Task == TaskKind.Multilabel ? targets : preprocessor.Labels).ToDictionary(name => name, _ => (IOpenApiSchema)Number(), StringComparer.Ordinal));
        }

        if (model.Intervals is not null && model.Quantiles.Count == 0)
        {
            members["interval"] = ByTarget(targets, _ => Object(new(StringComparer.Ordinal) { ["level"] = Number(), ["lower"] = Number(), ["upper"] = Number() }));
        }

        members["notices"] = Notices();
        return Object(members);
    }

    private static OpenApiResponse Fault() => new()
    {
        Description = "Problem details (RFC 9457).",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [Problem] = new()
            {
                Schema = Object(new(StringComparer.Ordinal)
                {
                    ["title"] = Text(),
                    ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                    ["detail"] = Text(),
                    ["kind"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. FaultKind.All.Select(kind => (JsonNode)kind.Name)] },
                    ["path"] = Text(),
                    ["column"] = Text(),
                }),
            },
        },
    };

    private static OpenApiSchema ByTarget(IReadOnlyList<string> targets, Func<int, OpenApiSchema> schema) => targets.Count == 1 ? schema(0)
        : Object(targets.Index().ToDictionary(target => target.Item, target => (IOpenApiSchema)schema(target.Index), StringComparer.Ordinal));

    private static OpenApiSchema Object(Dictionary<string, IOpenApiSchema> members) => new() { Type = JsonSchemaType.Object, Properties = members };

    private static OpenApiSchema Number() => new() { Type = JsonSchemaType.Number };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Notices() => new() { Type = JsonSchemaType.Array, Items = Text(), Description = "What was unusual about the rows; left out if nothing was." };

    private static JsonObject Example(Preprocessor preprocessor)
    {
        JsonObject row = [];
        foreach (EncodedColumn column in preprocessor.Features)
        {
            row[column.Name] = column.Numbers is not null && double.TryParse(column.Example, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : column.Example;
        }

        return row;
    }
}
