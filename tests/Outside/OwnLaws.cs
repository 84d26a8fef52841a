using Descent.Laws;

namespace Descent.Outside;

/// <summary>The parts keep the laws that those of the library keep.</summary>
public static class OwnLaws
{
    public static void Require()
    {
        LawSet.Of(new Isru(0.7)).Require();
        LawSet.Of(new Squareplus(3)).Require();
        LawSet.Of(new Cauchy(0.5)).Require();
        LawSet.Of(new EuclideanDistance(0.7)).Require();
        LawSet.Of(new SignDescent(0.002, 0.8)).Require();
        LawSet.Of(new Triangle(0.002, 0.02, 3)).Require();
        LawSet.Of(new FadingDecay(0.2)).Require();
        LawSet.Of(new SwapNoise(0.2)).Require();
        LawSet.Of(new Signs(2)).Require();
        LawSet.Of(new LargestError()).Require();
        LawSet.Of(new Bottleneck(3)).Require();
    }
}
