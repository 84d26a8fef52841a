using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Descent.Numerics;

namespace Descent.Outside;

/// <summary>α·x, whose JSON is read by a constructor that does not know α: a mistake that the laws must find.</summary>
public sealed record Forgetful : ElementwiseActivation
{
    [JsonConstructor]
    public Forgetful()
    {
    }

    public Forgetful(double alpha) => Alpha = alpha;

    public double Alpha { get; } = 1;

    protected override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(Alpha)));

    private readonly struct Kernel<V>(V alpha) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => alpha * x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => alpha;
    }
}

[JsonSerializable(typeof(Forgetful))]
internal sealed partial class ForgetfulJson : JsonSerializerContext;
