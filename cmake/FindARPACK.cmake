# Finds ARPACK with its C interface (arpack-ng) and defines
#   ARPACK::ARPACK   imported target: library and headers
# Set ARPACK_ROOT to prefer a particular installation.

find_library(ARPACK_LIBRARY NAMES arpack DOC "The ARPACK library")
find_path(ARPACK_INCLUDE_DIR NAMES arpack/arpack.h DOC "Directory above arpack/arpack.h")
mark_as_advanced(ARPACK_LIBRARY ARPACK_INCLUDE_DIR)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ARPACK
  REQUIRED_VARS ARPACK_LIBRARY ARPACK_INCLUDE_DIR
  REASON_FAILURE_MESSAGE
    "Install the Debian package libarpack2-dev, or set ARPACK_ROOT to where ARPACK is installed.")

if(ARPACK_FOUND AND NOT TARGET ARPACK::ARPACK)
  add_library(ARPACK::ARPACK UNKNOWN IMPORTED)
  set_target_properties(ARPACK::ARPACK PROPERTIES
    IMPORTED_LOCATION "${ARPACK_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${ARPACK_INCLUDE_DIR}")
endif()
