# SPDX-License-Identifier: Apache-2.0
# Tests of the report that need Python: exit status 77 is "skipped, a tool is missing".
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND)
  foreach(script validate_json check_html)
    add_test(NAME report_${script} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/${script}.py $<TARGET_FILE:test_report>)
    set_tests_properties(report_${script} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 900)
  endforeach()
endif()
