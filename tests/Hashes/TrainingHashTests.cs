using Descent.Numerics;
using Descent.Tests.Repository;

namespace Descent.Tests.Hashes;

/// <summary>
/// The final parameters of several hundred small trainings are, to the last bit, those in eng/hashes.txt, in registers of any width and on any number
/// of threads. Where a change to the engine is meant to change no result, this is what shows it.
/// </summary>
public class TrainingHashTests
{
    private const string Place = "eng/hashes.txt";
    private static readonly int[] s_widths = [.. LaneWidth.Table.Where(row => row.Supported).Select(row => row.Bits)];

    private static readonly Lazy<IReadOnlyDictionary<string, string[]>> s_accepted = new(() => Accepted());

    public static TheoryData<string> Trainings => [.. HashedTraining.All.Keys];

    [Theory]
    [MemberData(nameof(Trainings))]
    public void AreTheAcceptedOnes(string name)
    {
        HashedTraining training = HashedTraining.All[name];
        Assert.True(s_accepted.Value.TryGetValue(name, out string[]? accepted), $"{Place} has no training \"{name}\"; eng/accept adds it.");
        Check(training, accepted, s_widths[0], 1);
        Check(training, accepted, s_widths[^1], 2);

        // That no other width nor number of threads differs is the law of SameBitsTests for each part; networks of several parts show it here.
        if (name.StartsWith("network", StringComparison.Ordinal))
        {
            Assert.All(s_widths, bits => Check(training, accepted, bits, 3));
        }
    }

    [Fact]
    public void TheFileHasNoOthers()
    {
        Laws.Subjects.SkipUnlessComplete();
        // "new" leaves the hashes that are there as they are: only a decision changes them.
        string? accepts = Environment.GetEnvironmentVariable("DESCENT_ACCEPT_HASHES");
        if (accepts is "1" or "new")
        {
            File.WriteAllText(Path.Combine(Checkout.Root, Place), string.Concat(HashedTraining.All.Select(named =>
                $"{named.Key}\t{string.Join('\t', accepts == "new" && Accepted().TryGetValue(named.Key, out string[]? kept) ? kept : [named.Value.Hash<float>(s_widths[0], 1), named.Value.Hash<double>(s_widths[0], 1)])}\n")));
        }

        IEnumerable<string> there = Accepted().Keys;
        Checkout.AssertNone(
            HashedTraining.All.Keys.Except(there).Select(name => $"{Place} has no training \"{name}\"; eng/accept adds it.")
                .Concat(there.Except(HashedTraining.All.Keys).Select(name => $"{Place} has a training \"{name}\", which is none any more; eng/accept takes it out.")));
        Assert.Equal(HashedTraining.All.Keys, there);
        Assert.True(HashedTraining.All.Count >= 200, "Fewer than 200 trainings are no hold for the engine.");
    }

    private static Dictionary<string, string[]> Accepted() => Checkout.Read(Place).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('\t')).ToDictionary(fields => fields[0], fields => fields[1..], StringComparer.Ordinal);

    private static void Check(HashedTraining training, string[] accepted, int bits, int threads)
    {
        string[] actual = [training.Hash<float>(bits, threads), training.Hash<double>(bits, threads)];
        Assert.True(accepted.SequenceEqual(actual), $"{bits} bits, {threads} thread(s): the parameters in float and double have the hashes {string.Join(" and ", actual)}, not {string.Join(" and ", accepted)}. A result that is meant to change needs a decision record; then eng/hashes accepts it.");
    }
}
