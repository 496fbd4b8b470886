# SPDX-License-Identifier: Apache-2.0
# The contact sheet's page, checked as the report's pages are.
find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND)
  add_test(NAME show_check_html COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/report/check_html.py
                                        $<TARGET_FILE:test_show> the_page_names_images)
  set_tests_properties(show_check_html PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 180)
endif()
