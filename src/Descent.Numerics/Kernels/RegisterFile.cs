using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Descent.Numerics;

/// <summary>The registers that the machine has for a register tile.</summary>
internal static class RegisterFile
{
    /// <summary>Whether there are 32 vector registers (AVX-512 machines at any width, and 64-bit Arm) rather than 16.</summary>
    public static bool Holds32 => Vector512.IsHardwareAccelerated || AdvSimd.Arm64.IsSupported;
}
