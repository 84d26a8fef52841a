using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Descent.Numerics;

namespace Descent.Outside
{
    /// <summary>Seasons.</summary>
    public enum Season
    {
        Spring,
        Summer,
        Autumn,
    }

    /// <summary>A schedule with an option of every type that texts can write.</summary>
    public sealed record ManyOptions(
        float Single = 0.1f,
        long Whole = 5,
        byte Small = 7,
        decimal Exact = 0.1m,
        string Label = "x",
        string? Remark = null,
        double Limit = 1,
        double? Bound = null,
        IReadOnlyList<Season>? Seasons = null,
        IReadOnlyList<string>? Names = null,
        Schedule? Inner = null) : Schedule
    {
        public Schedule Inner { get; init; } = Inner ?? 0.1;

        public override double At(TrainingPosition position) => Inner.At(position);

        public static void Register() => Catalogue.Register(new CatalogueEntry("many_options", new ManyOptions()), ManyJson.Default);
    }

    /// <summary>Numbers that are all alike, of a generic type: its name is that of no other, but its simple name is.</summary>
    public sealed record Alike<TNumber>(double Value = 1) : Initializer
    {
        public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => values.Fill(Value);

        public static void Register(string name) => Catalogue.Register(new CatalogueEntry(name, new Alike<TNumber>()), ManyJson.Default);
    }

    [JsonSourceGenerationOptions(UseStringEnumConverter = true)]
    [JsonSerializable(typeof(ManyOptions))]
    [JsonSerializable(typeof(Alike<double>))]
    [JsonSerializable(typeof(Alike<int>))]
    [JsonSerializable(typeof(Twins.Relu))]
    internal sealed partial class ManyJson : JsonSerializerContext;
}

namespace Descent.Outside.Twins
{
    /// <summary>A type with the simple name of one of the library's.</summary>
    public sealed record Relu(double Slope = 0.5) : ElementwiseActivation
    {
        protected override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(Slope)));

        public static void Register() => Catalogue.Register(new CatalogueEntry("half_relu", new Relu()), ManyJson.Default);

        private readonly struct Kernel<V>(V slope) : IElementwise<V>
            where V : struct, ILane<V>
        {
            public static bool NeedsInput => false;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Value(V x) => V.Select(x, slope * x, V.Zero);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public V Derivative(V x, V y) => V.Select(y, slope, V.Zero);
        }
    }
}
