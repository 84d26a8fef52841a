using Descent.Cli;

namespace Descent.Tests.Cli;

/// <summary>What the library says in C# comes out of the tool in the words of its command line.</summary>
public class ToolWordsTests
{
    [Theory]
    [InlineData("Swish has bounds for beta but a fixed beta. Set Learnable = true, or remove the bounds.", "swish has bounds for beta but a fixed beta. Set learnable=true, or remove the bounds.")]
    [InlineData("Use Sigmoid and BinaryCrossEntropy for two classes in one output.", "Use sigmoid and binary_cross_entropy for two classes in one output.")]
    [InlineData("A network needs at least one layer, for example new Dense(1).", "A network needs at least one layer, for example dense(1).")]
    [InlineData("LearningRate must be above 0; usual values are 0.001 to 0.1.", "learningRate must be above 0; usual values are 0.001 to 0.1.")]
    [InlineData("ValidationFraction is 2. Give the same TestFraction to all.", "--validation-fraction is 2. Give the same --test-fraction to all.")]
    [InlineData("A Multiclass task has one target.", "A multiclass task has one target.")]
    [InlineData("Column \"LeakyRelu\" is constant; \"Set Learnable = true\" is a label.", "Column \"LeakyRelu\" is constant; \"Set Learnable = true\" is a label.")]
    [InlineData("Lbfgs has no learning rate, but the group 'a' has a factor of it. Remove LearningRateFactor.", "lbfgs has no learning rate, but the group 'a' has a factor of it. Remove --layer-rates.")]
    [InlineData("Step by step. Linear models need few rows.", "Step by step. Linear models need few rows.")]
    [InlineData("PyTorch and scikit-learn do this.", "PyTorch and scikit-learn do this.")]
    [InlineData("Inner's learning rate is learned already.", "inner's learning rate is learned already.")]
    [InlineData("with which a network cannot predict; train again, or set AllowNonFinite to inspect it", "with which a network cannot predict; train again, or restore the file from a copy")]
    [InlineData("computes with F32 and F64; convert it, or set AllowOtherTypes to read its bytes", "computes with F32 and F64; convert it to one of them")]
    public void CSharpBecomesTheCommandLines(string library, string tool) => Assert.Equal(tool, ToolWords.Of(library));
}
