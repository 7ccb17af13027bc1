/* The whole C ABI of libglassmodes. Functions return plain values; strings are static and never freed. */

#ifndef GLASSMODES_H
#define GLASSMODES_H

#include <stdint.h>

#if defined(_WIN32)
#define GM_API __declspec(dllexport)
#else
#define GM_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised by one whenever a signature or a struct below changes; the managed side refuses any other. */
#define GM_ABI_VERSION 1

/* The GM_ABI_VERSION this binary was built with. */
GM_API int32_t gm_abi_version(void);

/* Version, compiler and build type, for `glassmodes --version`. UTF-8. */
GM_API const char *gm_build_info(void);

#ifdef __cplusplus
}
#endif

#endif
