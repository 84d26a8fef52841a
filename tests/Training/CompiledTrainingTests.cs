using System.Runtime.CompilerServices;
using Descent.Data;
using Descent.Numerics;

namespace Descent.Tests.Training;

public sealed record Counted : ElementwiseActivation
{
    [ThreadStatic]
    private static int s_kernels;

    /// <summary>How many kernels were asked for on this thread.</summary>
    public static int Kernels => s_kernels;

    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor)
    {
        s_kernels++;
        return visitor.Visit(default(Kernel<V>));
    }

    private readonly struct Kernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Tanh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => V.One - (y * y);
    }
}

public class CompiledTrainingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ATrainingLowersItsNetworkOnce(bool withGroups)
    {
        Network network = [new Dense(3, new Counted()), new Dense(1)];
        Model<float> model = network.Build<float>(2);
        int before = Counted.Kernels;
        Dataset<float> rows = Dataset.Create<float>([1, 2, 3, 4], 2, [1, 2], 1);
        model.Fit(rows, new TrainingOptions
        {
            Loss = new MeanSquaredError(),
            Epochs = 3,
            Validation = rows,
            Groups = withGroups ? [new ParameterGroup("layers.2.*", LearningRateFactor: 2)] : null,
        });
        Assert.Equal(1, Counted.Kernels - before);
    }
}
