/* The binary and its header agree on the ABI version, and the build information says what was built. */

#include "glassmodes.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void check(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "failed: %s\n", what);
        failures++;
    }
}

int main(void)
{
    const char *info = gm_build_info();

    check(gm_abi_version() == GM_ABI_VERSION, "gm_abi_version() is the header's GM_ABI_VERSION");
    check(info != NULL, "gm_build_info() is not null");
    if (info != NULL) {
        const char *prefix = "libglassmodes " EXPECTED_VERSION " (";
        const char *suffix = ", " EXPECTED_BUILD_TYPE ")";
        size_t length = strlen(info);

        printf("%s\n", info);
        check(strncmp(info, prefix, strlen(prefix)) == 0, "the information begins with the name and the project's version");
        check(length > strlen(prefix) + strlen(suffix), "the compiler is named");
        check(length >= strlen(suffix) && strcmp(info + length - strlen(suffix), suffix) == 0,
              "the information ends with the build type");
        check(gm_build_info() == info, "the string is static");
    }

    return failures == 0 ? 0 : 1;
}
