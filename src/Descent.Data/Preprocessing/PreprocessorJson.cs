using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>What is saved of a preprocessor.</summary>
internal sealed record PreprocessorState(int Format, Schema Schema, ColumnEncoder[] Inputs, TargetEncoder[] Targets, IReadOnlyList<Notice> Notices);

/// <summary>Reads and writes it without reflection; unknown, missing and null members are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(PreprocessorState))]
internal sealed partial class PreprocessorJson : JsonSerializerContext;
