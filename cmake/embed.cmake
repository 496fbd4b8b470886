# SPDX-License-Identifier: Apache-2.0
# au_embed(module file symbol): the bytes of a file as `const char symbol[]` and `const size_t symbol_length` in the module.
function(au_embed module file symbol)
  set(path ${CMAKE_SOURCE_DIR}/src/${module}/${file})
  set(output ${CMAKE_BINARY_DIR}/embedded/${symbol}.c)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  file(READ ${path} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  file(CONFIGURE OUTPUT ${output} CONTENT "/* Made from src/${module}/${file}. */
#include <stddef.h>
extern const char ${symbol}[];
extern const size_t ${symbol}_length;
const char ${symbol}[] = {\n${bytes}0};
const size_t ${symbol}_length = sizeof ${symbol} - 1;\n" @ONLY)
  target_sources(au_${module} PRIVATE ${output})
endfunction()
