using System.Text.Json.Serialization;

namespace Descent.Playground;

/// <summary>The serializer of everything that goes between the page and the server.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = 16)]
[JsonSerializable(typeof(PlayState))]
[JsonSerializable(typeof(SessionCommand))]
[JsonSerializable(typeof(FaultDocument))]
[JsonSerializable(typeof(TableDocument))]
[JsonSerializable(typeof(ReadyDocument))]
[JsonSerializable(typeof(PlaneDocument))]
[JsonSerializable(typeof(FramesDocument))]
[JsonSerializable(typeof(WeightDocument))]
[JsonSerializable(typeof(FileDocument))]
[JsonSerializable(typeof(TextDocument))]
[JsonSerializable(typeof(NoteDocument))]
[JsonSerializable(typeof(HelloDocument))]
[JsonSerializable(typeof(FindingsDocument))]
[JsonSerializable(typeof(IEnumerable<EntryDocument>))]
internal sealed partial class PlaygroundJson : JsonSerializerContext;
