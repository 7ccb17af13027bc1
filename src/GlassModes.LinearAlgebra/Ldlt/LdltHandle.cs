// Owns a factorisation of libglassmodes_ldlt and releases the factorisation.

using GlassModes.Native;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>Owns a gm_ldlt. MUMPS is not re-entrant, so every call, including the release, must hold <see cref="Gate"/>.</summary>
internal sealed unsafe class LdltHandle(gm_ldlt* pointer) : NativeHandle(pointer)
{
    /// <summary>The lock that lets one call at a time enter MUMPS or METIS in the whole process.</summary>
    public static Lock Gate { get; } = new();

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        lock (Gate)
        {
            LibGlassModesLdlt.gm_ldlt_destroy((gm_ldlt*)handle);
        }

        return true;
    }
}
