using Descent.Formats;
using FsCheck;
using FsCheck.Fluent;
using static Descent.Tests.Formats.Safetensors.HandmadeFile;

namespace Descent.Tests.Formats.Safetensors;

public class SafetensorsProperties
{
    private static readonly Config s_quick = Config.QuickThrowOnFailure;

    private static readonly Gen<float> s_anySingle =
        from bits in Gen.Choose(int.MinValue, int.MaxValue)
        let value = BitConverter.Int32BitsToSingle(bits)
        select float.IsFinite(value) ? value : 0;

    private static readonly Gen<double> s_anyDouble =
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        let value = BitConverter.Int64BitsToDouble(((long)high << 32) | (uint)low)
        select double.IsFinite(value) ? value : 0;

    private static readonly Gen<long[]> s_anyShape =
        Gen.Choose(0, 4).Select(size => (long)size).ArrayOf().Where(shape => shape.Length <= 4);

    private static readonly Gen<SafetensorsFile> s_anyFile =
        from names in ArbMap.Default.GeneratorFor<string>().Where(IsName).ArrayOf()
        from tensors in Gen.CollectToArray(names.Distinct(StringComparer.Ordinal), AnyTensor)
        from texts in ArbMap.Default.GeneratorFor<string>().Where(IsName).ArrayOf()
        select new SafetensorsFile(tensors, texts.Distinct(StringComparer.Ordinal).Select(text => KeyValuePair.Create(text, text + text)));

    private static bool IsName(string? text) => text is not null && Tensor.IsWellFormed(text);

    private static Gen<Tensor> AnyTensor(string name) =>
        from shape in s_anyShape
        let length = (int)shape.Aggregate(1L, (product, size) => product * size)
        from single in ArbMap.Default.GeneratorFor<bool>()
        from tensor in single
            ? s_anySingle.ArrayOf(length).Select(values => Tensor.Create<float>(name, values, shape))
            : s_anyDouble.ArrayOf(length).Select(values => Tensor.Create<double>(name, values, shape))
        select tensor;

    [Fact]
    public void AnyFileComesBackBitForBit() => Prop.ForAll(s_anyFile.ToArbitrary(), file =>
    {
        SafetensorsFile back = Read(file.ToBytes());
        return file.Metadata.SequenceEqual(back.Metadata)
            && file.Tensors.Count == back.Tensors.Count
            && file.Tensors.Zip(back.Tensors).All(pair => Same(pair.First, pair.Second));
    }).Check(s_quick);

    [Fact]
    public void AnyDamageIsFoundAndIsAModelFileException()
    {
        Gen<(byte[] Whole, byte[] Damaged)> damage =
            from file in s_anyFile
            let whole = file.ToBytes()
            from places in Gen.Choose(0, whole.Length - 1).NonEmptyListOf()
            from value in Gen.Choose(0, 255)
            from length in Gen.Choose(0, whole.Length)
            from cut in Gen.Choose(0, 3).Select(dice => dice == 0)
            select (whole, Damage(whole, places, (byte)value, cut ? length : whole.Length));
        Prop.ForAll(damage.ToArbitrary(), pair => pair.Whole.AsSpan().SequenceEqual(pair.Damaged) || IsRefused(pair.Damaged)).Check(s_quick.WithMaxTest(1000));
    }

    [Fact]
    public void AnyBytesAreEitherAFileOrAModelFileException()
    {
        Gen<string> token = Gen.Elements(
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"dtype\"", "\"F32\"", "\"shape\"", "\"data_offsets\"", "0", "4", "1e9", "null", "\"__metadata__\"", " ");
        Prop.ForAll(token.ArrayOf().ToArbitrary(), tokens =>
        {
            byte[] file = Of("{" + string.Concat(tokens) + "}", 4);
            return IsRefused(file) || file.Length > 0;
        }).Check(s_quick.WithMaxTest(2000));
    }

    private static byte[] Damage(byte[] whole, IEnumerable<int> places, byte value, int length)
    {
        byte[] damaged = [.. whole];
        foreach (int place in places)
        {
            damaged[place] = value;
        }

        return damaged[..length];
    }

    /// <summary>True when refused, false when read; any other exception fails the property.</summary>
    private static bool IsRefused(byte[] file)
    {
        try
        {
            Read(file, new SafetensorsReadOptions { AllowOtherTypes = true, AllowNonFinite = true });
            return false;
        }
        catch (ModelFileException)
        {
            return true;
        }
    }

    private static bool Same(Tensor one, Tensor other) =>
        one.Name == other.Name && one.Type == other.Type && one.Shape.SequenceEqual(other.Shape) && one.Bytes.Span.SequenceEqual(other.Bytes.Span);
}
