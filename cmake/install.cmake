# SPDX-License-Identifier: Apache-2.0
# What is installed where; manual pages and completion written by the tool itself; the Debian package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set_target_properties(augaudit_cli PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
set_property(TARGET augaudit PROPERTY INTERFACE_INCLUDE_DIRECTORIES $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include>)
install(TARGETS augaudit EXPORT augaudit LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS augaudit_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY include/augaudit DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES share/augaudit-report-1.schema.json share/augaudit-prediction-1.schema.json share/sample-pipeline.json DESTINATION ${CMAKE_INSTALL_DATADIR}/augaudit)
install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/augaudit)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/augaudit)

# ---- for programs that use the library: pkg-config and find_package(augaudit) ----
file(RELATIVE_PATH pc_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/augaudit.pc.in augaudit.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/augaudit.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/augaudit)
install(EXPORT augaudit FILE augauditConfig.cmake NAMESPACE augaudit:: DESTINATION ${config_dir})
write_basic_package_version_file(augauditConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/augauditConfigVersion.cmake DESTINATION ${config_dir})

# ---- written by the tool from its tables ----
if(NOT CMAKE_CROSSCOMPILING AND NOT AUG_FUZZER)
  set(commands cli/commands.inc)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${commands})
  file(STRINGS ${commands} rows REGEX "^COMMAND\\(")
  set(pages man/augaudit.1)
  set(write_pages COMMAND augaudit_cli help --man > man/augaudit.1)
  foreach(row ${rows})
    string(REGEX REPLACE "COMMAND\\((.*)\\)" "\\1" command ${row})
    list(APPEND pages man/augaudit-${command}.1)
    list(APPEND write_pages COMMAND augaudit_cli help --man ${command} > man/augaudit-${command}.1)
  endforeach()
  set(completions completion/augaudit completion/_augaudit completion/augaudit.fish)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/man ${CMAKE_BINARY_DIR}/completion)
  add_custom_command(OUTPUT ${pages} ${completions} ${write_pages}
    COMMAND augaudit_cli help --completion bash > completion/augaudit
    COMMAND augaudit_cli help --completion zsh > completion/_augaudit
    COMMAND augaudit_cli help --completion fish > completion/augaudit.fish
    DEPENDS augaudit_cli WORKING_DIRECTORY ${CMAKE_BINARY_DIR} COMMENT "Manual pages and shell completion" VERBATIM)
  add_custom_target(generated_docs ALL DEPENDS ${pages} ${completions})
  list(TRANSFORM pages PREPEND ${CMAKE_BINARY_DIR}/)
  install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${CMAKE_BINARY_DIR}/completion/augaudit DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  # Debian's zsh looks elsewhere for what packages bring (/usr) than for what an administrator installs (/usr/local).
  install(CODE "
    set(zsh_folder site-functions)
    if(CMAKE_INSTALL_PREFIX MATCHES \"/usr$\" AND EXISTS /etc/debian_version)
      set(zsh_folder vendor-completions)
    endif()
    file(INSTALL \"${CMAKE_BINARY_DIR}/completion/_augaudit\"
         DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/zsh/\${zsh_folder}\")")
  install(FILES ${CMAKE_BINARY_DIR}/completion/augaudit.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()

# ---- the Debian package: what it depends on is read from the binaries ----
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME augaudit)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR "augaudit")
set(CPACK_PACKAGE_CONTACT "The augaudit authors <augaudit@example.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Measure what image augmentations do to labels")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Every augmentation of a training pipeline claims that it keeps labels.
augaudit measures that claim on labelled images, for every transform and
every class, and says which to keep, narrow, restrict or remove.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/cmake/triggers)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
