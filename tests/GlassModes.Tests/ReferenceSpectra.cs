// The whole spectra of reference configurations by LAPACK, which several fixtures compare with.

using System.Collections.Concurrent;
using GlassModes.Hessians;
using GlassModes.Modes;

namespace GlassModes.Tests;

/// <summary>All eigenvalues of a reference configuration without the translations, ascending, and its numbers of modes.</summary>
internal sealed record ReferenceSpectrum(double[] Eigenvalues, double ZeroThreshold, int UnstableCount, ZeroModes ZeroModes);

/// <summary>Computes each spectrum once for all fixtures. It takes seconds.</summary>
internal static class ReferenceSpectra
{
    private static readonly ConcurrentDictionary<string, Lazy<ReferenceSpectrum>> s_spectra = new();

    public static ReferenceSpectrum Of(string name) => s_spectra.GetOrAdd(name, key => new Lazy<ReferenceSpectrum>(() => Solve(key))).Value;

    private static ReferenceSpectrum Solve(string name)
    {
        using ModeSet modes = Hessian.Of(Facts.Read(name).Configuration, Facts.ModelOf(name)).AllModes(vectors: false);
        return new ReferenceSpectrum(
            modes.Eigenvalues.ToArray(), modes.ZeroThreshold, modes.UnstableCount, modes.Evidence.ZeroModes!.Value);
    }
}
