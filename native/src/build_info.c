/* What this binary is: its ABI version, and the version, compiler and build type that CMake hands in. */

#include "glassmodes.h"

int32_t gm_abi_version(void)
{
    return GM_ABI_VERSION;
}

const char *gm_build_info(void)
{
    return "libglassmodes " GM_VERSION " (" GM_COMPILER ", " GM_BUILD_TYPE ")";
}
