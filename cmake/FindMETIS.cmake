# Finds METIS, with 32-bit indices, and defines
#   METIS::METIS    imported target: library and header
#   METIS_VERSION   as its own header has it
# Set METIS_ROOT to prefer a particular installation.

find_library(METIS_LIBRARY NAMES metis DOC "The METIS library")
find_path(METIS_INCLUDE_DIR NAMES metis.h DOC "Directory of metis.h")
mark_as_advanced(METIS_LIBRARY METIS_INCLUDE_DIR)

if(METIS_INCLUDE_DIR)
  file(STRINGS "${METIS_INCLUDE_DIR}/metis.h" METIS_VERSION_LINES REGEX "define METIS_VER_(MAJOR|MINOR|SUBMINOR)")
  string(REGEX MATCHALL "[0-9]+" METIS_VERSION "${METIS_VERSION_LINES}")
  list(JOIN METIS_VERSION "." METIS_VERSION)
  unset(METIS_VERSION_LINES)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(METIS
  REQUIRED_VARS METIS_LIBRARY METIS_INCLUDE_DIR
  VERSION_VAR METIS_VERSION
  REASON_FAILURE_MESSAGE
    "Install the Debian package libmetis-dev, or set METIS_ROOT to where METIS is installed.")

if(METIS_FOUND AND NOT TARGET METIS::METIS)
  add_library(METIS::METIS UNKNOWN IMPORTED)
  set_target_properties(METIS::METIS PROPERTIES
    IMPORTED_LOCATION "${METIS_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${METIS_INCLUDE_DIR}")
endif()
