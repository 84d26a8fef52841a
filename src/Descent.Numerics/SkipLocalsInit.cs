// Kernels fill their scratch rows before they read them; clearing a kilobyte first would cost more than the sums in it.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
