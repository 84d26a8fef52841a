using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>The saved state of a preprocessor.</summary>
internal sealed record PreprocessorState(int Format, Schema Schema, ColumnEncoder[] Inputs, TargetEncoder[] Targets, IReadOnlyList<Notice> Notices);

/// <summary>Serializes the state without reflection; unknown, missing and null members are errors.</summary>
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
