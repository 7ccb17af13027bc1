// What ends a comparison: LAMMPS missing or failing, another energy than ours.

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>A comparison that cannot be made, with the reason and what to do.</summary>
internal sealed class SideBySideException(string message, Exception? inner = null) : Exception(message, inner);
