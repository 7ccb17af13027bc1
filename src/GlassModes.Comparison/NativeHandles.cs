// Owns the objects that libglassmodes allocates.

using GlassModes.Native;

namespace GlassModes.Comparison;

/// <summary>A force field of libglassmodes.</summary>
internal sealed unsafe class ForceFieldHandle(gm_force_field* pointer) : NativeHandle(pointer)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibGlassModes.gm_force_field_destroy((gm_force_field*)handle);
        return true;
    }
}

/// <summary>A Hessian of libglassmodes.</summary>
internal sealed unsafe class HessianHandle(gm_hessian* pointer) : NativeHandle(pointer)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibGlassModes.gm_hessian_destroy((gm_hessian*)handle);
        return true;
    }
}
