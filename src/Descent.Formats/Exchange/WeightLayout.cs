namespace Descent.Formats;

/// <summary>How a dense layer's matrix is stored.</summary>
public enum WeightLayout
{
    /// <summary>As in PyTorch and here: a row per output, [outputs, inputs].</summary>
    OutputsByInputs,

    /// <summary>As in Keras: a row per input, [inputs, outputs].</summary>
    InputsByOutputs,
}
