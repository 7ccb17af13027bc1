// The error that ends a comparison: LAMMPS is missing, LAMMPS fails, or LAMMPS finds another energy than we do.

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>A comparison that is impossible. The message says why and what to do.</summary>
internal sealed class SideBySideException(string message, Exception? inner = null) : Exception(message, inner);
