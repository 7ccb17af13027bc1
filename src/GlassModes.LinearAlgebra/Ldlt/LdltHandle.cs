// Owner of a factorisation in libglassmodes_ldlt.

using GlassModes.Native;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>A gm_ldlt. MUMPS is not re-entrant: every call, release included, holds <see cref="Gate"/>.</summary>
internal sealed unsafe class LdltHandle(gm_ldlt* pointer) : NativeHandle(pointer)
{
    /// <summary>One call into MUMPS or METIS at a time in the whole process.</summary>
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
