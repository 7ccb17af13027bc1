// The error that ends a comparison: LAMMPS is missing or fails, or finds another energy than we do.

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>A comparison that cannot be made, with the reason and what to do.</summary>
internal sealed class SideBySideException(string message, Exception? inner = null) : Exception(message, inner);
