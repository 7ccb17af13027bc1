// Installs the library resolver before the first call of a generated class.

namespace GlassModes.Native;

public static unsafe partial class Lapack
{
    static Lapack() => NativeLibraries.Register();
}

public static unsafe partial class OpenBlas
{
    static OpenBlas() => NativeLibraries.Register();
}

public static unsafe partial class LibGlassModes
{
    static LibGlassModes() => NativeLibraries.Register();
}

public static unsafe partial class LibGlassModesLdlt
{
    static LibGlassModesLdlt() => NativeLibraries.Register();
}

public static unsafe partial class LibGlassModesMpi
{
    static LibGlassModesMpi() => NativeLibraries.Register();
}

public static unsafe partial class Arpack
{
    static Arpack() => NativeLibraries.Register();
}
