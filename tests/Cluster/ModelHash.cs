using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Descent.Tests.Cluster;

/// <summary>The hash of all that a training gives and that does not depend on time.</summary>
internal static class ModelHash
{
    public static string Of(TableTraining training)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (TableMember member in training.Model.Members)
        {
            hash.AppendData(BitConverter.GetBytes(member.Weight));
            foreach (float[] values in member.Model.GetParameters().Values)
            {
                hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
            }
        }

        string scores = string.Join(' ', (training.Evaluation?.Scores ?? new Dictionary<string, double>()).Select(score => $"{score.Key} {BitConverter.DoubleToInt64Bits(score.Value):x}"));
        string course = string.Join(' ', training.History.Epochs.Select(epoch => $"{epoch.Loss:R} {epoch.ValidationLoss:R} {string.Join(',', epoch.Metrics)}"));
        return $"{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]} {training.History.BestEpoch} {training.History.Stop} {scores} {course} {training.Plan?.ToJson()} {string.Join(' ', training.Trials)} {training.Diagnosis.Verdict}";
    }
}
